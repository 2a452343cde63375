// The console's reducer over the frames that the Rust tests wrote: what is shown, what waits, what is told the server.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isSending } from "../static/console/give.js";
import { waiting } from "../static/console/list.js";
import { initial, step } from "../static/console/state.js";

const frame = (name) => JSON.parse(readFileSync(new URL(`frames/${name}.json`, import.meta.url), "utf8"));

/** A console that counts its ids and keeps what it would send. */
function console_() {
  let state = initial(), ids = 0;
  const sent = [];
  const feed = (event) => {
    state = step(state, { at: 1_790_000_060_000, newId: () => `id-${++ids}`, ...event });
    sent.push(...state.out);
    state = step(state, { type: "sent" });
  };
  return {
    get state() { return state; },
    sent,
    server: (value) => feed({ type: "frame", frame: typeof value === "string" ? frame(value) : value }),
    does: (type, more = {}) => feed({ type, ...more }),
    link: (up) => feed({ type: "link", up, final: false }),
    last: () => sent.at(-1),
  };
}

/** A list of rows made of a recorded one. */
const row = (number, more = {}) => ({ ...frame("view").rows[0], number, id: `q-${number}`, status: "pending", like: [], claimed: null, ...more });
const view = (numbers, more = {}) => ({ type: "view", view: { status: "pending", sort: "arrival", limit: 100 }, total: numbers.length, seen: Math.max(...numbers, 0), rows: numbers.map((n) => row(n)), ...more });
const rows = (order, more = {}) => ({ type: "rows", total: order.length, fresh: 0, order, rows: [], left: [], ...more });

function opened(numbers = [1, 2, 3], more = {}) {
  const me = console_();
  me.link(true);
  me.server("welcome-moderator");
  me.server(view(numbers, more));
  return me;
}

test("a card that was decided on stays so between the answer and its new row; an undo brings it back", () => {
  const me = opened([4, 5]);
  me.does("approve");
  const { id } = me.last();
  me.server({ type: "done", id });
  assert.ok(isSending(me.state, 4), "the row has not come yet");
  me.server(rows([4, 5], { rows: [row(5, { same: 2 })] }));
  assert.ok(isSending(me.state, 4), "nor with what was under way before");
  me.server(rows([5], { left: [row(4, { status: "approved" })] }));
  assert.ok(!isSending(me.state, 4) && me.state.list.gone.has(4));
  me.does("hold");
  const held = me.last();
  me.server({ type: "done", id: held.id });
  assert.ok(isSending(me.state, 5));
  me.does("undo");
  me.server({ type: "done", id: me.last().id });
  assert.ok(!isSending(me.state, 5), "nothing of it is left");
});

test("the recorded frames fill the console", () => {
  const me = console_();
  me.link(true);
  for (const name of ["welcome-moderator", "view", "counts", "presence", "rundown", "note", "card"]) me.server(name);
  assert.equal(me.state.about.title, "Прямая линия министра транспорта");
  assert.deepEqual(me.state.list.shown, [3]);
  assert.deepEqual(me.state.focus, { in: "inbox", number: 3 });
  assert.equal(me.state.counts.aired.answer_ms, 1_000);
  assert.equal(me.state.rundown.next[0].number, 6);
  assert.deepEqual(me.sent[0], { type: "view", status: "pending", sort: "arrival" });
});

test("a settled card stays greyed, and what is new waits", () => {
  const me = console_();
  me.link(true);
  for (const name of ["welcome-moderator", "view", "rows"]) me.server(name);
  assert.deepEqual(me.state.list.shown, [3], "it stays where it is");
  assert.ok(me.state.list.gone.has(3));
  assert.equal(me.state.list.rows.get(3).changed.by, "Мария К.");
  assert.equal(waiting(me.state.list), 1, "№ 9 waits");
  me.does("fresh");
  assert.equal(me.last().type, "view");
});

test("what the window goes on with behind the last one shown is no news", () => {
  const me = opened([1, 2], { total: 3, seen: 3 });
  me.server(rows([2, 3], { total: 2, rows: [row(3)], left: [row(1, { status: "approved" })] }));
  assert.deepEqual(me.state.list.shown, [1, 2, 3]);
  assert.equal(waiting(me.state.list), 0);
  me.server(rows([2, 3, 4], { total: 3, fresh: 1, rows: [row(4)] }));
  assert.deepEqual(me.state.list.shown, [1, 2, 3]);
  assert.equal(waiting(me.state.list), 1);
});

test("an empty list shows at once what comes", () => {
  const me = opened([]);
  me.server(rows([5], { fresh: 1, rows: [row(5)] }));
  assert.deepEqual(me.state.list.shown, [5]);
  assert.equal(waiting(me.state.list), 0);
  assert.equal(me.state.focus.number, 5);
  assert.equal(me.last().type, "view", "what is new is counted from there on");
});

test("behind the last card is what waited, and one looks at the first of it", () => {
  const me = opened([1, 2]);
  me.server(rows([1, 2, 3], { fresh: 1, rows: [row(3)] }));
  me.does("next");
  me.does("next");
  assert.equal(me.last().type, "view");
  me.server(view([1, 2, 3]));
  assert.equal(me.state.focus.number, 3);
});

test("moving on by key drops what was settled, and passes over it", () => {
  const me = opened([1, 2, 3, 4]);
  me.server(rows([1, 3, 4], { left: [row(2, { status: "rejected" })] }));
  me.does("next");
  assert.equal(me.state.focus.number, 3);
  assert.deepEqual(me.state.list.shown, [1, 3, 4]);
  me.does("previous");
  assert.equal(me.state.focus.number, 1);
});

test("the last card goes when one moves on from it, though the server has not answered yet", () => {
  const me = opened([1]);
  me.does("approve");
  me.does("next");
  assert.deepEqual([me.state.list.shown, me.state.focus], [[], null]);
  me.server(rows([1]));
  assert.deepEqual(me.state.list.shown, [], "what the server said before it heard of it brings nothing back");
  me.server(rows([], { left: [row(1, { status: "approved" })] }));
  assert.deepEqual(me.state.list.shown, []);
});

test("two decided on quickly: one looks at neither again, nor goes back to the first by key", () => {
  const me = opened([1, 2, 3]);
  me.does("next");
  me.does("approve");
  me.does("approve");
  assert.equal(me.state.focus.number, 1);
  me.does("next");
  assert.deepEqual([me.state.list.shown, me.state.focus.number], [[1], 1]);
});

test("a decision goes out with the revision that was seen, and one looks at the next", () => {
  const me = opened([1, 2]);
  me.does("approve");
  const { id, ...command } = me.last();
  assert.deepEqual(command, { type: "approve", question: "q-1", revision: 0 });
  assert.equal(me.state.focus.number, 2);
  me.does("look", { number: 1 });
  me.does("approve");
  assert.equal(me.sent.filter(({ type }) => type === "approve").length, 1, "not twice while it is on its way");
  me.server({ type: "done", id, position: "1-2" });
  assert.equal(me.state.waiting.size, 0);
  me.does("undo");
  assert.deepEqual([me.last().type, me.last().command], ["undo", id]);
});

test("what was undone comes back to its place, and one looks at it", () => {
  const me = opened([1, 2, 3]);
  me.does("look", { number: 2 });
  me.does("approve");
  me.server(rows([1, 3], { left: [row(2, { status: "approved" })] }));
  me.server({ type: "done", id: me.last().id, position: "1-2" });
  me.does("next");
  me.does("previous");
  assert.deepEqual(me.state.list.shown, [1, 3]);
  me.does("undo");
  me.server({ type: "done", id: me.last().id, position: "1-3" });
  me.server(rows([1, 2, 3], { rows: [row(2)] }));
  assert.deepEqual(me.state.list.shown, [1, 2, 3]);
  assert.equal(me.state.focus.number, 2);
});

test("who lost the race is told, on the card and beside", () => {
  const me = opened([17, 18]);
  me.does("approve");
  me.server({ ...frame("refused-race"), id: me.last().id, detail: "Вопрос № 17 уже в плане. Это сделала Елена С." });
  assert.match(me.state.wrong.get(17), /Елена С\./);
  assert.equal(me.state.toasts[0].kind, "refused");
  assert.equal(me.state.waiting.size, 0);
});

test("a claim that a colleague has is no news, unless it was asked for", () => {
  const me = opened([1]);
  me.does("rest");
  assert.equal(me.last().type, "claim");
  me.server({ type: "refused", id: me.last().id, code: "claimed", detail: "…" });
  assert.equal(me.state.toasts.length, 0);
  me.does("claim");
  me.server({ type: "refused", id: me.last().id, code: "claimed", detail: "…" });
  assert.equal(me.state.toasts.length, 1);
});

test("what was given without a link is given when it returns, under the same id", () => {
  const me = opened([1, 2, 3]);
  me.link(false);
  me.does("approve");
  const { id } = me.last();
  me.link(true);
  me.server("welcome-moderator");
  assert.deepEqual(me.sent.slice(-2).map(({ type }) => type), ["view", "approve"]);
  assert.equal(me.last().id, id);
  me.server(view([2, 3, 4], { rows: [row(2), row(3), row(4)] }));
  assert.deepEqual(me.state.list.shown.slice(0, 3), [1, 2, 3], "nothing moves when the link returns");
  assert.ok(me.state.list.gone.has(1));
});

test("many are chosen, decided on and undone together", () => {
  const me = opened([1, 2, 3, 4]);
  me.does("choose");
  me.does("choose", { number: 3 });
  me.does("reject");
  assert.equal(me.state.mode.name, "reject");
  me.does("rejectFor", { reason: "spam" });
  const given = me.sent.filter(({ type }) => type === "reject");
  assert.deepEqual(given.map(({ question }) => question), ["q-1", "q-3"]);
  assert.equal(me.state.focus.number, 2);
  assert.equal(me.state.chosen.size, 0);
  for (const { id } of given) me.server({ type: "done", id, position: "1-9" });
  me.does("undo");
  assert.deepEqual(me.sent.filter(({ type }) => type === "undo").map(({ command }) => command), given.map(({ id }) => id).reverse());
});

test("merging goes into the likeness, or into a number that is looked up", () => {
  const like = [{ id: "q-8", number: 8, text: "…", score: 0.91, reason: "same_subject" }];
  const me = opened([1, 2], { rows: [row(1, { like }), row(2)] });
  me.does("merge");
  assert.deepEqual([me.last().type, me.last().question, me.last().into], ["merge", "q-1", "q-8"]);
  me.does("merge");
  assert.equal(me.state.mode.name, "merge", "without a likeness a number is asked for");
  me.does("mergeType", { typed: "№ 2" });
  assert.deepEqual(me.last(), { type: "card", number: 2 });
  me.server("card");
  assert.equal(me.state.mode.target.number, 2);
  me.does("mergeNow");
  assert.deepEqual([me.last().type, me.last().into], ["merge", frame("card").row.id]);
});

test("an edit is sent where the text changed", () => {
  const me = opened([1]);
  me.does("edit");
  assert.equal(me.state.mode.text, me.state.list.rows.get(1).text);
  me.does("saveEdit", { text: ` ${me.state.mode.text} ` });
  assert.equal(me.sent.filter(({ type }) => type === "edit").length, 0);
  me.does("edit");
  me.does("saveEdit", { text: "Когда починят?" });
  assert.deepEqual([me.last().type, me.last().text], ["edit", "Когда починят?"]);
  assert.equal(me.last().revision, me.state.list.rows.get(1).revision, "the text that the edit began with");
});

test("the plan is put in order: at once on the screen, then by the server", () => {
  const me = opened([1]);
  const item = (n) => ({ ...frame("rundown").next[0], number: n, id: `q-${n}` });
  me.server({ ...frame("rundown"), next: [item(6), item(7), item(8)] });
  me.does("look", { number: 8, where: "plan" });
  me.does("up");
  assert.deepEqual(me.state.rundown.next.map(({ number }) => number), [6, 8, 7]);
  assert.deepEqual([me.last().type, me.last().question, me.last().after], ["move", "q-8", "q-6"]);
  me.does("top");
  assert.equal(me.last().after, null);
  me.does("drop", { number: 6, at_index: 2 });
  assert.equal(me.last().after, "q-7");
  me.server({ ...frame("rundown"), next: [item(7), item(6)] });
  assert.equal(me.state.focus.number, 7, "what took its place is looked at");
  assert.equal(me.state.focus.in, "plan");
});

test("beyond the window are its neighbours", () => {
  const me = opened([1, 2], { total: 300, seen: 300 });
  me.does("next");
  me.does("next");
  assert.deepEqual(me.last(), { type: "view", status: "pending", sort: "arrival", after: 2 });
  me.server(view([3, 4], { total: 300, seen: 300 }));
  assert.equal(me.state.focus.number, 3);
  me.does("previous");
  assert.deepEqual(me.last(), { type: "view", status: "pending", sort: "arrival" });
});

test("alarms stay while they are on; what is over stays until it was read, and over a new link", () => {
  const me = opened();
  const shown = () => me.state.alarms.map(({ code, on }) => `${code} ${on}`);
  me.server("alarm-unsafe");
  me.server("alarm-forked");
  me.does("escape");
  assert.deepEqual(shown(), ["redis_unsafe true", "log_forked true"], "what is on cannot be put away");
  me.server("alarm-healed");
  assert.deepEqual(shown(), ["redis_unsafe true", "log_forked false"]);
  me.link(false);
  me.link(true);
  me.server("welcome-moderator");
  assert.deepEqual(shown(), ["log_forked false"], "the server tells anew what is on");
  me.server("alarm-unsafe");
  me.does("alarmRead", { code: "redis_unsafe" });
  me.does("escape");
  assert.deepEqual(shown(), ["redis_unsafe true"]);
});
