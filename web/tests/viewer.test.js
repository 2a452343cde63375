// What the viewer's page knows after the frames that the server really sends.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { first, isDue, reduce } from "../static/viewer/state.js";
import { newId, outbox } from "../static/viewer/outbox.js";
import { clock, stands, told } from "../static/viewer/told.js";

globalThis.document = { documentElement: { lang: "ru" } };
const frame = (name) => JSON.parse(readFileSync(new URL(`frames/${name}.json`, import.meta.url)));
const begin = (more = {}) => first({ phase: "open", limit: 1000, airFrom: 0, ...more });
const all = (state, ...events) => events.reduce((now, event) => reduce(now, { now: 1_000, ...event }), state);
const say = (frame) => ({ type: "say", frame });
const id = (n) => `00000000-0000-0000-0000-${String(n).padStart(12, "0")}`;

test("a welcome and the public frame fill the page", () => {
  const state = all(begin(), frame("welcome-viewer"), frame("public"));
  assert.deepEqual(state.mine.map(({ number }) => number), [4, 3]);
  assert.deepEqual(state.voted, [id(6)]);
  assert.equal(state.public.on_air.number, 2);
  assert.deepEqual(state.wall.map(({ status }) => status), ["approved", "answered"]);
  assert.equal(state.phase, "open");
});

test("a wall that one has is told by what changes on it", () => {
  const { wall, wall_id } = frame("public");
  const change = { type: "public_change", phase: "open", on_air: null, counts: { questions: 9 }, wall_id };
  const state = all(begin({ wall, wallId: wall_id }), change);
  assert.deepEqual(state.wall, wall);
  const [six, one] = wall;
  const nine = { ...six, number: 9, text: "Ещё вопрос" };
  const next = all(state, { ...change, wall_id: "b", order: [9, 1], changed: [nine, { ...one, same: 7 }] });
  assert.deepEqual(next.wall, [nine, { ...one, same: 7 }]);
  assert.deepEqual([next.wallId, next.public.counts.questions], ["b", 9]);
});

test("a wall whose end the page left out stays in order, and is whole when it is asked for", () => {
  const { wall, wall_id } = frame("public");
  const [six, one] = wall;
  const change = { type: "public_change", phase: "open", on_air: null, counts: { questions: 9 }, wall_id };
  const state = all(begin({ wall: [six], wallId: wall_id, more: 2 }), change);
  assert.equal(state.more, 2, "figures alone change nothing");
  const nine = { ...six, number: 9, text: "Ещё вопрос" };
  const next = all(state, { ...change, wall_id: "b", order: [9, 6, 3, 1], changed: [nine] });
  assert.deepEqual([next.wall, next.more], [[nine, six], 2]);
  const changed = all(next, { ...change, wall_id: "c", order: [9, 6, 3, 1], changed: [one] });
  assert.deepEqual([changed.wall, changed.more], [[nine, six, one], 1]);
  assert.deepEqual([all(changed, frame("public")).wall, all(changed, frame("public")).more], [wall, 0]);
});

test("what becomes of one's question is told once, and not each figure of it", () => {
  const state = all(begin(), frame("welcome-viewer"), frame("status-pending"));
  const pending = frame("status-pending"), approved = { ...pending, status: "approved", rank: 3 };
  const told = all(state, approved);
  assert.equal(told.said.became.rank, 3);
  const typed = all(told, { type: "typed", text: "А" });
  assert.equal(all(typed, { ...approved, rank: 2, same: 5 }).said, null);
  assert.equal(all(typed, { ...approved, status: "on_air" }).said.became.status, "on_air");
});

test("a question waits until its receipt, and then is one's own", () => {
  const asked = { type: "ask", id: id(4), text: "Зачем подняли проезд студентам?" };
  let state = all(begin(), frame("public"), say(asked));
  assert.deepEqual(state.waiting.map((item) => item.frame), [asked]);
  state = all(state, frame("receipt"));
  assert.deepEqual(state.waiting, []);
  assert.equal(state.mine[0].text, asked.text);
  assert.deepEqual(state.said, { number: 4, joined: 2, same: 2 });
  state = all(state, frame("status-merged"));
  assert.equal(state.mine.length, 1);
  assert.equal(stands(state.mine[0]), "on_air");
});

test("the status may come before the receipt", () => {
  const asked = { type: "ask", id: id(4), text: "Зачем подняли проезд студентам?" };
  const state = all(begin(), say(asked), frame("status-merged"), frame("receipt"));
  assert.equal(state.mine.length, 1);
  assert.equal(state.mine[0].duplicate_number, 2);
  assert.deepEqual(state.waiting, []);
});

test("after the link was away, what arrived is not sent again and what did not is", () => {
  const kept = [3, 77].map((n) => ({ frame: { type: "ask", id: id(n), text: "…" }, again: 0, refused: null }));
  const state = all(begin({ waiting: kept }), frame("welcome-viewer"));
  assert.deepEqual(state.waiting.map((item) => item.frame.id), [id(77)]);
});

test("a refusal is waited out, or told with the text kept", () => {
  const ask = (n) => say({ type: "ask", id: id(n), text: "…" });
  let state = all(begin(), ask(1), { ...frame("refused-rate"), now: 5_000 });
  assert.equal(isDue(state, state.waiting[0], 6_000), false);
  assert.equal(isDue(state, state.waiting[0], 6_500), true);
  state = all(state, frame("refused-too-long"));
  assert.equal(state.waiting[0].refused, "…");
  assert.equal(isDue(state, state.waiting[0], 9_000), false);
  state = all(state, { type: "drop", id: id(1) });
  assert.deepEqual(state.waiting, []);
});

test("an id that is another's is exchanged; a paused line is waited for", () => {
  let state = all(begin(), say({ type: "ask", id: id(1), text: "…" }), { type: "refused", id: id(1), code: "id_taken", newId: id(2) });
  assert.equal(state.waiting[0].frame.id, id(2));
  state = all(state, { type: "refused", id: id(2), code: "paused", detail: "…" });
  assert.equal(isDue(state, state.waiting[0], 9_000), false);
  state = all(state, frame("public"));
  assert.equal(isDue(state, state.waiting[0], 9_000), true);
});

test("a vote shows at once, and goes back where it is refused", () => {
  const vote = { type: "vote", id: id(90), question: id(6), on: true };
  const state = all(begin(), frame("public"), say(vote));
  assert.deepEqual([state.voted, state.wall[0].same], [[id(6)], 2]);
  const done = all(state, { type: "done", id: id(90) });
  assert.deepEqual([done.voted, done.waiting], [[id(6)], []]);
  const back = all(state, { type: "refused", id: id(90), code: "wrong_status", detail: "Вопрос уже прозвучал." });
  assert.deepEqual([back.voted, back.wall[0].same, back.said.detail], [[], 1, "Вопрос уже прозвучал."]);
  // What was not acknowledged when the link broke is still shown, and still sent.
  const again = all(state, { ...frame("welcome-viewer"), voted: [] });
  assert.deepEqual([again.voted, again.waiting.length], [[id(6)], 1]);
});

test("like questions are shown for what is typed now, not for what was", () => {
  const typed = { type: "typed", text: "кто отвечает за свет" };
  assert.equal(all(begin(), typed, frame("similar")).similar.length, 1);
  assert.equal(all(begin(), { ...typed, text: "кто" }, frame("similar")).similar.length, 0);
  assert.equal(all(begin(), typed, frame("similar"), { type: "typed", text: "" }).similar.length, 0);
});

test("since when there is no link is since the first loss", () => {
  const lost = all(begin(), { type: "link", by: null, now: 5 }, { type: "link", by: null, now: 9 });
  assert.deepEqual(lost.link, { by: null, since: 5 });
  assert.deepEqual(all(lost, { type: "link", by: "http" }).link, { by: "http", since: null });
});

test("what became of a question, by the frames", () => {
  const t = (key, args) => `${key} ${JSON.stringify(args ?? {})}`;
  const at = { answered: frame("status-answered").at };
  const says = (name, from = 0) => told(frame(name), from, t);
  assert.match(says("status-pending"), /^viewer-received .*\. viewer-status .*"pending"/);
  assert.match(says("status-merged"), /^viewer-merged {"number":"2"}\. viewer-status .*"on_air".*\. viewer-others {"count":1}$/);
  assert.match(says("status-approved"), /"approved","rank":1/);
  assert.match(says("status-rejected"), /^viewer-rejected {"reason":"spam"}$/);
  assert.match(says("status-answered", at.answered - 4_353_000), /"time":"01:12:33"/);
});

test("the time of a clock is a time of day, that of a broadcast counts from its beginning", () => {
  assert.equal(clock(4_353_000, 0).length > 0, true);
  assert.equal(clock(1_000 + 4_353_000, 1_000), "01:12:33");
  assert.match(clock(Date.now(), Date.now() + 60_000), /^\d\d:\d\d$/);
});

test("the store may be full, forbidden or spoilt", () => {
  const broken = { getItem() { throw new Error("denied"); }, setItem() { throw new Error("full"); } };
  outbox("a", broken).save("draft", {});
  assert.equal(outbox("a", broken).load("draft", 7), 7);
  assert.equal(outbox("a", { getItem: () => "{" }).load("draft", 7), 7);
  const map = new Map();
  const store = { getItem: (key) => map.get(key) ?? null, setItem: (key, value) => map.set(key, value) };
  outbox("a", store).save("waiting", [1]);
  assert.deepEqual([outbox("a", store).load("waiting", []), outbox("b", store).load("waiting", [])], [[1], []]);
});

test("an id is a UUID without a secure context, too", () => {
  const plain = { getRandomValues: (bytes) => crypto.getRandomValues(bytes) };
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  for (const random of [crypto, plain]) assert.match(newId(random), shape);
  assert.notEqual(newId(plain), newId(plain));
});
