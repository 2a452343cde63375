// The console's plan, pins, mutes and questions before deeds that cannot be meant lightly, over the reducer alone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SURE } from "../static/console/deeds.js";
import { choiceCap, choiceOf } from "../static/console/keys.js";
import { initial, step } from "../static/console/state.js";

const frame = (name) => JSON.parse(readFileSync(new URL(`frames/${name}.json`, import.meta.url), "utf8"));
const row = (number, more = {}) =>
  ({ ...frame("view").rows[0], number, id: `q-${number}`, status: "pending", like: [], claimed: null, ...more });
const view = (rows, more = {}) => ({
  type: "view", view: { status: "pending", sort: "arrival", limit: 100 }, total: rows.length,
  seen: Math.max(...rows.map(({ number }) => number), 0), rows, ...more,
});
const rows = (order, more = {}) => ({ type: "rows", total: order.length, fresh: 0, order, rows: [], left: [], ...more });
const item = (number, pinned = false) => ({ ...frame("rundown").next[0], number, id: `q-${number}`, pinned });
const planned = (items) => ({ ...frame("rundown"), on_air: null, next: items });

/** A console with these frames taken in; keeps what it would send. */
function opened(...frames) {
  let state = initial(), ids = 0;
  const sent = [];
  const feed = (event) => {
    const words = { pinned: "pinned ones stand first" };
    state = step(state, { at: 1_790_000_060_000, newId: () => `id-${++ids}`, words, ...event });
    sent.push(...state.out);
    state = step(state, { type: "sent" });
  };
  const me = {
    get state() { return state; },
    get plan() { return state.rundown.next.map(({ number }) => number); },
    sent,
    server: (value) => feed({ type: "frame", frame: value }),
    does: (type, more = {}) => feed({ type, ...more }),
    last: () => sent.at(-1),
  };
  feed({ type: "link", up: true, final: false });
  [frame("welcome-moderator"), ...frames].forEach(me.server);
  return me;
}

test("two quick moves are not shown back and forth while the server's lists come; a move that is refused is undone", () => {
  const plan = (...numbers) => planned(numbers.map((number) => item(number)));
  const me = opened(plan(6, 7, 8));
  me.does("look", { number: 8, where: "plan" });
  me.does("up");
  const first = me.last();
  me.does("up");
  assert.deepEqual(me.plan, [8, 6, 7]);
  me.server(plan(6, 8, 7));
  assert.deepEqual(me.plan, [8, 6, 7], "the list of the first comes between");
  me.server({ type: "done", id: first.id });
  assert.deepEqual(me.plan, [8, 6, 7]);
  me.server({ type: "refused", id: me.last().id, code: "unavailable", detail: "…" });
  assert.deepEqual(me.plan, [6, 8, 7], "what the server has");
});

test("what one types about in the plan leaves it: the keys wait, and Esc goes on", () => {
  const me = opened(planned([item(6), item(7)]));
  me.does("look", { number: 6, where: "plan" });
  me.does("remark");
  me.server(planned([item(7), item(6)]));
  assert.deepEqual([me.state.mode.name, me.state.mode.lost], ["remark", undefined]);
  me.server(planned([item(7)]));
  assert.equal(me.state.mode.lost, true);
  assert.equal(me.state.toasts.length, 1);
  me.server(planned([item(7)]));
  assert.equal(me.state.toasts.length, 1, "it is said once");
  me.does("escape");
  assert.equal(me.state.mode, null);
});

test("a pin shows at once, stands behind other pins, and is taken away by the same key", () => {
  const me = opened(planned([item(6, true), item(7), item(8)]));
  me.does("look", { number: 8, where: "plan" });
  me.does("pin");
  assert.deepEqual(me.plan, [6, 8, 7]);
  assert.deepEqual([me.last().type, me.last().question], ["pin", "q-8"]);
  me.server(planned([item(6, true), item(8, true), item(7)]));
  me.does("look", { number: 6, where: "plan" });
  me.does("pin");
  assert.deepEqual([me.last().type, me.last().question], ["unpin", "q-6"]);
  assert.deepEqual(me.plan, [8, 6, 7]);
});

test("nothing is moved above the pinned ones, and they not below the others", () => {
  const me = opened(planned([item(6, true), item(7), item(8)]));
  me.does("look", { number: 8, where: "plan" });
  me.does("top");
  assert.deepEqual(me.plan, [6, 8, 7]);
  assert.equal(me.last().after, "q-6");
  const before = me.sent.length;
  me.does("up");
  assert.equal(me.sent.length, before, "nothing is sent");
  assert.equal(me.state.toasts.at(-1).text, "pinned ones stand first");
  me.does("drop", { number: 6, at_index: 2 });
  assert.deepEqual(me.plan, [6, 8, 7]);
  assert.equal(me.sent.length, before);
});

test("a merge that is not sure is asked about, and nothing is merged without a yes", () => {
  const like = (score) => [{ id: "q-8", number: 8, text: "…", score, reason: "same_subject" }];
  const me = opened(view([row(1, { like: like(SURE - 0.01) }), row(2, { like: like(SURE) }), row(3)]));
  const merges = () => me.sent.filter(({ type }) => type === "merge").map(({ question, into }) => [question, into]);
  me.does("merge");
  assert.deepEqual([me.state.mode.name, me.state.mode.into.number, merges()], ["mergeSure", 8, []]);
  me.does("escape");
  assert.deepEqual([me.state.mode, merges()], [null, []]);
  me.does("merge");
  me.does("next");
  assert.deepEqual([me.state.mode, merges()], [null, []], "who goes on has not said yes");
  me.does("look", { number: 1 });
  me.does("merge");
  me.does("confirm");
  assert.deepEqual(merges(), [["q-1", "q-8"]]);
  me.does("look", { number: 2 });
  me.does("merge");
  assert.deepEqual(merges().at(-1), ["q-2", "q-8"], "at the threshold it is sure");
});

test("many are not merged into what is like one of them without a question", () => {
  const like = [{ id: "q-8", number: 8, text: "…", score: 0.99, reason: "same_text" }];
  const me = opened(view([row(1, { like }), row(2)]));
  me.does("choose", { number: 1 });
  me.does("choose", { number: 2 });
  me.does("merge");
  assert.deepEqual([me.state.mode.name, me.state.mode.count], ["mergeSure", 2]);
  me.does("confirm");
  assert.deepEqual(me.sent.filter(({ type }) => type === "merge").map(({ question }) => question), ["q-1", "q-2"]);
});

test("a mute is asked about, and one who is muted is listened to again by the same key", () => {
  const me = opened(view([row(1, { viewer: "v-1" }), row(2, { viewer: "v-2", muted: true })]));
  me.does("mute");
  assert.equal(me.state.mode.name, "mute");
  assert.ok(!me.sent.some(({ type }) => type === "mute"));
  me.does("confirm");
  assert.deepEqual([me.last().type, me.last().viewer], ["mute", "v-1"]);
  me.does("look", { number: 2 });
  me.does("mute");
  assert.deepEqual([me.last().type, me.last().viewer], ["unmute", "v-2"]);
});

test("of a question in the plan its author is known when it is opened", () => {
  const me = opened(planned([item(7)]));
  me.does("look", { number: 7, where: "plan" });
  me.does("mute");
  assert.deepEqual(me.last(), { type: "card", number: 7 });
  me.server({ ...frame("card"), row: row(7, { viewer: "v-7", status: "approved" }) });
  me.does("mute");
  me.does("confirm");
  assert.deepEqual([me.last().type, me.last().viewer], ["mute", "v-7"]);
});

test("the list of the muted is walked by keys and follows what colleagues do", () => {
  const me = opened(frame("counts"));
  me.does("muted");
  assert.deepEqual(me.last(), { type: "muted" });
  const one = frame("muted").viewers[0];
  me.server({ type: "muted", viewers: [one, { ...one, viewer: "v-2" }] });
  me.does("mutedStep", { step: 1 });
  me.does("mutedOff");
  assert.deepEqual([me.last().type, me.last().viewer], ["unmute", "v-2"]);
  me.server({ ...frame("counts"), muted: 1 });
  assert.deepEqual(me.last(), { type: "muted" }, "asked for anew");
  me.server({ type: "muted", viewers: [] });
  me.does("mutedOff");
  assert.equal(me.sent.filter(({ type }) => type === "unmute").length, 1, "an empty list has nobody");
});

test("the plan in the middle follows its order, and what was settled stays greyed where it stood", () => {
  const approved = { status: "approved", sort: "arrival", limit: 100 };
  const list = [5, 6, 7].map((number) => row(number, { status: "approved" }));
  const me = opened(view(list, { view: approved }));
  me.does("look", { number: 7 });
  me.server(rows([7, 5, 6]));
  assert.deepEqual(me.state.list.shown, [7, 5, 6]);
  me.server(rows([7, 6, 9], { rows: [row(9, { status: "approved" })], left: [row(5, { status: "held" })] }));
  assert.deepEqual(me.state.list.shown, [7, 5, 6, 9], "what is new in the plan is shown where it stands");
  assert.ok(me.state.list.gone.has(5));
  assert.equal(me.state.focus.number, 7);
});

test("a hit in any status stays where it is when it is settled, and one that fits no more is greyed", () => {
  const me = opened(view([row(1), row(2, { status: "approved" }), row(3)], { view: { status: "any", sort: "arrival", limit: 100, q: "мост" } }));
  me.server(rows([1, 2, 3], { rows: [row(1, { status: "rejected" })] }));
  assert.deepEqual([me.state.list.shown, me.state.list.gone.size], [[1, 2, 3], 0]);
  me.server(rows([1, 2], { left: [row(3, { text: "Когда починят дорогу?" })] }));
  assert.deepEqual(me.state.list.shown, [1, 2, 3]);
  assert.ok(me.state.list.gone.has(3));
});

test("a part of the queue is shown by its digit, with the search as it was", () => {
  const me = opened(view([row(1)]));
  me.does("show", { query: { q: "мост" } });
  me.does("section", { at: 6 });
  assert.deepEqual(me.last(), { type: "view", status: "any", sort: "arrival", q: "мост" });
  me.does("order");
  assert.equal(me.last().sort, "newest");
});

test("Escape forgets one thing after the other", () => {
  const me = opened(view([row(1)]));
  me.does("show", { query: { q: "мост", topic: "roads" } });
  me.does("escape");
  assert.deepEqual(me.last(), { type: "view", status: "pending", sort: "arrival", topic: "roads" });
  me.does("escape");
  assert.deepEqual(me.last(), { type: "view", status: "pending", sort: "arrival" });
  const sent = me.sent.length;
  me.does("escape");
  assert.equal(me.sent.length, sent);
});

test("filters stay open while one chooses among them", () => {
  const me = opened(view([row(1)]));
  me.does("filters");
  me.does("show", { query: { topic: "roads" } });
  assert.equal(me.state.mode.name, "filters");
});

test("the lists of an opened question go on page by page, each once", () => {
  const said = (number) => ({ ...frame("card-page").said[0], number });
  const me = opened(view([row(7)]));
  me.does("open");
  const steps = [{ at: 9, by: null, what: "edited" }];
  me.server({ ...frame("card"), row: row(7), folded: [said(90), said(80)], steps, left: { folded: 2, others: 0, steps: 1 } });
  me.does("more", { list: "folded" });
  assert.deepEqual(me.last(), { type: "card", number: 7, list: "folded", before: 80 });
  const page = { type: "card_page", number: 7, list: "folded", said: [said(70), said(60)], left: 0 };
  me.server(page);
  me.server(page);
  assert.deepEqual(me.state.card.folded.map(({ number }) => number), [90, 80, 70, 60]);
  me.does("more", { list: "steps" });
  assert.equal(me.last().before, 1);
  me.server({ type: "card_page", number: 7, list: "steps", steps: [{ at: 1, by: null, what: "approved" }], left: 0 });
  assert.deepEqual(me.state.card.steps.map(({ at }) => at), [1, 9], "older steps stand above");
});

test("an undo takes back the decision that is on its way, never the one before it", () => {
  const me = opened(view([row(1), row(2)]));
  const given = (type) => me.sent.filter((frame) => frame.type === type).at(-1);
  me.does("approve");
  const first = given("approve").id;
  me.server({ type: "done", id: first, position: "1-2" });
  me.does("hold");
  const second = given("hold").id;
  me.does("undo");
  assert.equal(given("undo").command, second);
  me.server({ type: "done", id: second, position: "1-3" });
  me.server({ type: "done", id: given("undo").id, position: "1-4" });
  me.does("undo");
  assert.equal(given("undo").command, first, "and then the one before");
  me.does("undo");
  assert.equal(me.sent.filter(({ type }) => type === "undo").length, 2, "each once");
});

test("topics beyond the tenth are chosen by letters as they lie on the board", () => {
  const press = (code, more = {}) => ({ code, ctrlKey: false, metaKey: false, altKey: false, ...more });
  assert.deepEqual(["Digit1", "Digit0", "KeyQ", "KeyW", "KeyM", "Enter"].map((code) => choiceOf(press(code))), [0, 9, 10, 11, 35, null]);
  assert.deepEqual([0, 9, 10, 35, 36].map(choiceCap), ["1", "0", "Q", "M", ""]);
  assert.equal(choiceOf(press("KeyQ", { ctrlKey: true })), null);
});
