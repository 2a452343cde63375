// The host's screen over the frames that the server's tests wrote: presses show at once, nothing is skipped, and what
// was hidden while the link was gone does not show again.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MEANT_MS, START, noteAt, reduce, shown, unsent } from "../static/host/state.js";

const recorded = (name) => JSON.parse(readFileSync(new URL(`frames/${name}.json`, import.meta.url)));
const item = (n) => ({ id: `q${n}`, number: n, text: `text ${n}`, same: 1, note: null });

/** A list as the server would send it. */
function list(offset, onAir, next, previous = null) {
  const on_air = onAir && { ...item(onAir), since: offset * 1000 };
  return {
    type: "rundown", position: `1-${offset}`, on_air, next: next.map(item), previous: previous && item(previous),
    title: "Линия", phase: "open", air_from: null, air_until: null,
  };
}

const play = (state, ...events) =>
  events.reduce((now, event) => reduce(now, { at: 5_000, ...(event.type in { forward: 1, back: 1, link: 1, hear: 1 } ? event : { type: "frame", frame: event }) }), state);
const press = (kind, id) => ({ type: kind, id });
const down = { type: "link", up: false };

/** What one sees: before, on air, next, by number. */
function seen(state) {
  const { onAir, before, next } = shown(state);
  return [before.at(-1)?.number ?? null, onAir?.number ?? null, next.map((one) => one.number)];
}

test("the server's recorded frames", () => {
  const state = play(START, recorded("rundown"), recorded("note"));
  const { onAir, next, before } = shown(state);
  assert.equal(onAir.text, "Почему подорожал проезд для студентов?");
  assert.equal(next[0].note, "Трасса в плане на 2027 год, справка у редактора");
  assert.equal(before.at(-1).number, 1);
  assert.equal(noteAt(state, recorded("note").until - 1).text, "Заканчиваем через пять минут");
  assert.equal(noteAt(state, recorded("note").until), null, "it is over");
  assert.equal(noteAt(play(state, recorded("note-heard")), 0), null, "another host heard it");
  assert.deepEqual(seen(play(START, recorded("rundown-empty"))), [null, null, []]);
});

test("a press shows at once and says where the air was seen", () => {
  const state = play(START, list(3, 1, [2, 3]), press("forward", "a"));
  assert.deepEqual(seen(state), [1, 2, [3]]);
  assert.deepEqual(unsent(state), [{ id: "a", type: "forward", from: "q1", to: "q2" }]);
  const back = play(state, press("back", "b"));
  assert.deepEqual(seen(back), [null, 1, [2, 3]]);
  assert.deepEqual(unsent(back).at(-1), { id: "b", type: "back", from: "q2", to: "q1" });
});

test("at the ends of the list", () => {
  const last = play(START, list(3, 1, []), press("forward", "a"));
  assert.deepEqual(unsent(last), [{ id: "a", type: "forward", from: "q1", to: null }]);
  assert.deepEqual(seen(last), [1, null, []]);
  assert.deepEqual(seen(play(last, press("forward", "b"))), [1, null, []], "there is nothing to go on to");
  assert.deepEqual(seen(play(START, list(3, 1, [2]), press("back", "a"))), [null, null, [1, 2]], "off air");
  const pinned = (on, list) => ({ ...list, on_air: { ...list.on_air, pinned: on }, next: list.next.map((one) => ({ ...one, pinned: one.number === 2 })) });
  assert.deepEqual(seen(play(START, pinned(false, list(3, 1, [2, 3])), press("back", "a")))[2], [2, 1, 3], "below what is pinned");
  assert.deepEqual(seen(play(START, pinned(true, list(3, 1, [2, 3])), press("back", "a")))[2], [1, 2, 3], "pinned itself");
  assert.deepEqual(unsent(play(START, press("forward", "a"))), [], "no list yet");
});

test("the answer and the list come in any order, and no press counts twice", () => {
  const start = play(START, list(3, 1, [2, 3]), press("forward", "a"));
  const news = list(4, 2, [3], 1);
  const done = { type: "done", id: "a", position: "1-4" };
  for (const frames of [[done, news], [news, done]]) {
    const state = play(start, ...frames);
    assert.deepEqual([seen(state), state.moves], [[1, 2, [3]], []]);
  }
  // Somebody was quick to go back, and only the last list was sent.
  const returned = play(start, done, list(5, 1, [2, 3]));
  assert.deepEqual([seen(returned), returned.moves], [[null, 1, [2, 3]], []]);
});

test("two hosts at once do not skip a question", () => {
  const here = play(START, list(3, 1, [2, 3]), press("forward", "a"));
  const state = play(here, list(4, 2, [3], 1), { type: "refused", id: "a", code: "air_moved" });
  assert.deepEqual([seen(state), unsent(state)], [[1, 2, [3]], []]);
});

test("a press that may be tried again is not lost", () => {
  const state = play(START, list(3, 1, [2]), press("forward", "a"), { type: "refused", id: "a", code: "unavailable", retry_after_ms: 1000 });
  assert.deepEqual([seen(state), unsent(state).length], [[1, 2, []], 1]);
});

test("without a link the host goes on, and both agree afterwards", () => {
  const away = play(START, list(3, 1, [2, 3, 4]), down, press("forward", "a"), press("forward", "b"));
  assert.deepEqual([seen(away), away.link, away.lostAt], [[2, 3, [4]], "down", 5_000]);
  const again = play(away, list(3, 1, [2, 3, 4]));
  assert.deepEqual([seen(again), again.lostAt], [[2, 3, [4]], null]);
  assert.deepEqual(unsent(again).map(({ from, to }) => [from, to]), [["q1", "q2"], ["q2", "q3"]]);
  // Somebody else went on by one meanwhile: only the rest is sent.
  const shared = play(away, list(4, 2, [3, 4], 1));
  assert.deepEqual(unsent(shared).map(({ from, to }) => [from, to]), [["q2", "q3"]]);
  // A moderator took another question on air: theirs counts.
  assert.deepEqual([seen(play(away, list(4, 4, [2, 3], 1))), unsent(play(away, list(4, 4, [2, 3], 1)))], [[1, 4, [2, 3]], []]);
});

test("what was hidden while the link was gone does not show again", () => {
  const away = play(START, list(3, 1, [2, 3, 4]), down, press("forward", "a"), press("forward", "b"));
  const passed = play(away, list(4, 1, [3, 4]));
  assert.deepEqual(seen(passed), [1, 3, [4]], "the hidden one was passed: the air stays where the host is");
  assert.deepEqual(unsent(passed), [{ id: "b", type: "forward", from: "q1", to: "q3" }]);
  const current = play(away, list(4, 1, [2, 4]));
  assert.deepEqual(seen(current), [1, 2, [4]], "the one that was being read is gone");
  const both = play(away, list(4, 1, [4]));
  assert.deepEqual([seen(both), unsent(both)], [[null, 1, [4]], []]);
  const before = play(START, list(3, 2, [3], 1), list(4, 2, [3]));
  assert.deepEqual(seen(before), [null, 2, [3]], "nor by going back");
});

test("back without a link goes as far as is surely not hidden", () => {
  const away = play(START, list(3, 1, [2, 3]), list(4, 2, [3], 1), list(5, 3, [4], 2), down, press("forward", "a"));
  const back = (state, id) => play(state, press("back", id));
  assert.deepEqual(seen(back(away, "b")), [2, 3, [4]]);
  assert.deepEqual(seen(back(back(away, "b"), "c")), [null, 2, [3, 4]]);
  assert.deepEqual(seen(back(back(back(away, "b"), "c"), "d")), [null, null, [2, 3, 4]], "off air, at the top");
});

test("a list kept from before a reload waits until it is known that there is no newer one", () => {
  const kept = { ...play(START, list(3, 1, [2])), link: "new" };
  assert.deepEqual(seen(kept), [null, null, []]);
  assert.deepEqual(unsent(play(kept, press("forward", "a"))), [], "nothing is seen, so nothing is meant");
  assert.deepEqual(seen(play(kept, down)), [null, 1, [2]]);
  assert.deepEqual(seen(play(kept, list(4, null, [2]))), [null, null, [2]], "what was hidden meanwhile never showed");
});

test("a press of yesterday is not meant today", () => {
  const away = play(START, list(3, 1, [2]), down, press("forward", "a"));
  const back = (at) => unsent(reduce(away, { type: "frame", at, frame: list(3, 1, [2]) })).length;
  assert.deepEqual([back(5_000 + MEANT_MS - 1), back(5_000 + MEANT_MS)], [1, 0]);
});

test("a note that was heard without a link is told when there is one", () => {
  const note = recorded("note");
  const state = play(START, list(3, 1, []), note, down, { type: "hear" });
  assert.equal(noteAt(state, 0), null);
  assert.deepEqual(unsent(state), [{ type: "heard", note: note.id }]);
  assert.deepEqual(unsent(play(state, recorded("note-heard"))), []);
  assert.notEqual(noteAt(play(state, { ...note, id: "another", text: "Ещё один" }), 0), null);
});

test("the server's clock is learnt when something goes on air", () => {
  const state = reduce(play(START, list(3, null, [1])), { type: "frame", at: 1_000, frame: list(4, 1, []) });
  assert.equal(state.skew, 3_000);
});
