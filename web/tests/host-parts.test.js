// The small parts of the host's screen: keys on any layout, the roll, the clocks, the size that fits, the ids.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clocks, duration } from "../static/host/clocks.js";
import { largest, leastFor, mostFor } from "../static/host/fit.js";
import { ACTIONS, BOUNCE_MS, bind, bindings, gate, keyName, meaning, slot } from "../static/host/keys.js";
import { rolled, roller } from "../static/host/roll.js";
import { kept, screenName } from "../static/host/screen.js";
import { uuid } from "../static/host/uuid.js";

const press = (code, more) => ({ code, ...more });

test("keys mean the same on every layout, and Space what the text does", () => {
  const table = [
    ["PageDown", "forward", "forward"], ["ArrowRight", "forward", "forward"], ["Enter", "forward", "forward"],
    ["Space", "forward", "pause"], ["PageUp", "back", "back"], ["ArrowLeft", "back", "back"], ["KeyB", "blank", "blank"],
    ["Period", "blank", "blank"], ["KeyF", "full", "full"], ["KeyM", "mirror", "mirror"], ["ArrowDown", "down", "faster"],
    ["ArrowUp", "up", "slower"], ["KeyQ", undefined, undefined], ["Digit3", undefined, "speed"],
  ];
  for (const [code, still, roll] of table) {
    assert.equal(meaning(press(code), {}, false)?.name, still, code);
    assert.equal(meaning(press(code), {}, true)?.name, roll, code);
  }
  assert.equal(meaning(press("KeyF", { ctrlKey: true }), {}, false), null, "the browser's own");
  assert.deepEqual(meaning(press("Numpad7"), {}, true), { name: "speed", speed: 14 });
});

test("each key means one thing at a time, from the start and however it was set", () => {
  const once = (set) => {
    for (const mode of ["still", "roll"]) {
      const codes = bindings(set).filter(({ when }) => !when || when === mode).flatMap(({ keys }) => keys);
      assert.equal(new Set(codes).size, codes.length, mode);
    }
  };
  once({});
  const lines = ACTIONS.map(slot), codes = ACTIONS.flatMap(({ keys }) => keys);
  let set = {};
  for (const [at, line] of [...lines, ...lines].entries()) {
    set = bind(set, line, codes[(at * 7) % codes.length]);
    once(set);
  }
  const swapped = bind({}, "blank", "PageDown");
  assert.equal(meaning(press("PageDown"), swapped, false).name, "blank");
  assert.equal(meaning(press("Enter"), swapped, false).name, "forward", "the others of that line stay");
  assert.equal(meaning(press("Space"), bind({}, "pause-roll", "KeyX"), false).name, "forward", "the other mode is untouched");
  assert.deepEqual([keyName("KeyB"), keyName("Digit3"), keyName("Numpad3"), keyName("PageDown"), keyName("F5")], ["B", "3", "Num 3", "Page Down", "F5"]);
});

test("the bounce of a clicker is one press; two clickers are two", () => {
  const pass = gate();
  const at = (timeStamp, code = "PageDown", repeat = false) => pass("forward", { code, timeStamp, repeat });
  assert.deepEqual([at(0), at(BOUNCE_MS - 1), at(BOUNCE_MS), at(BOUNCE_MS + 1, "Enter"), at(9_000, "PageDown", true)], [true, false, true, true, false]);
  assert.equal(pass("faster", { code: "ArrowDown", timeStamp: 0, repeat: true }), true, "speed follows a held key");
});

test("the roll goes on by its speed, stops at both ends, and does not jump after a hitch", () => {
  assert.equal(rolled(0, 100, 10, 100, 1_000), 9);
  assert.equal(rolled(0, 5_000, 10, 100, 1_000), 9);
  assert.equal(rolled(995, 100, 10, 100, 1_000), 1_000);
  assert.equal(rolled(3, 100, -4, 100, 1_000), 0);
  assert.equal(rolled(0, 100, 10, 100, -50), 0, "a text of one line stays");
});

test("the roller moves by a transform alone, frame by frame, while it is told to", () => {
  const frames = [], transforms = [];
  const env = { requestAnimationFrame: (step) => frames.push(step) };
  const text = { style: { setProperty: (name, value) => transforms.push([name, value]) } };
  const frame = (now) => frames.splice(0).forEach((step) => step(now));
  const roll = roller(() => ({ line: 100, end: 1_000 }), env);
  roll.set(text);
  roll.run(true, 10);
  [0, 50, 100].forEach(frame);
  assert.deepEqual(transforms.at(-1), ["transform", "translate3d(0, -9.00px, 0)"]);
  roll.run(false, 10);
  frame(150);
  assert.equal(frames.length, 0, "a still text costs nothing");
  roll.run(true, 10);
  [10_000, 10_050].forEach(frame);
  assert.equal(roll.at, 13.5, "the pause is not caught up");
  roll.set(text, { rewind: true });
  assert.equal(roll.at, 0);
  roll.nudge(50);
  assert.equal(roll.at, 1_000);
});

test("clocks", () => {
  assert.deepEqual([0, 59_999, 72_000, 2_467_000, 3_729_000, -5].map(duration), ["0:00", "0:59", "1:12", "41:07", "1:02:09", "0:00"]);
  const minute = 60_000, hour = { from: 0, until: 60 * minute };
  const read = (now, more) => clocks(now, more).map(({ key, value, short }) => `${key} ${value}${short ? "!" : ""}`);
  assert.deepEqual(read(41 * minute, { since: 40 * minute, ...hour }), ["question 1:00", "air 41:00", "left 19:00!"]);
  assert.deepEqual(read(39 * minute, hour), ["air 39:00", "left 21:00"]);
  assert.deepEqual(read(62 * minute, hour), ["air 1:02:00", "over 2:00!"]);
  assert.deepEqual(read(-90_000, hour), ["before 1:30"]);
  assert.deepEqual(read(minute, { since: 0 }), ["question 1:00"]);
  assert.deepEqual(read(0, { until: 19 * minute }), ["left 19:00!"]);
});

test("the largest size that fits is found, whatever fits", () => {
  for (let size = 16; size <= 82; size++) assert.equal(largest(16, 82, (tried) => tried <= size), size);
  assert.equal(largest(16, 82, () => false), 16);
  assert.deepEqual([[1366, 768], [1920, 1080], [390, 844]].map(([w, h]) => mostFor(w, h)), [82, 115, 42]);
  assert.ok(leastFor(390, 844) >= 16 && leastFor(1366, 768) < mostFor(1366, 768));
});

test("what a screen keeps survives a browser that keeps nothing or rubbish", () => {
  const broken = { getItem: () => "{not json", setItem: () => { throw new Error("full"); } };
  const screen = kept("x", { scale: 100 }, () => broken);
  assert.deepEqual(screen.read(), { scale: 100 });
  screen.write({ scale: 120 });
  assert.deepEqual(kept("x", { scale: 100 }, () => { throw new Error("forbidden"); }).read(), { scale: 100 });
  assert.equal(screenName("?screen=glass"), "glass");
});

test("ids without HTTPS", () => {
  const plain = { getRandomValues: (bytes) => bytes.fill(255) };
  assert.equal(uuid(plain), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  assert.match(uuid(), /^[0-9a-f-]{36}$/);
});

test("what belongs together does not break over a line", async () => {
  globalThis.document ??= { documentElement: { lang: "ru" }, getElementById: () => null, createTreeWalker: () => null, createComment: () => null };
  const { joined } = await import("../static/host/view.js");
  const shown = (text) => joined(text).replaceAll("\u00a0", "_");
  assert.equal(shown("Почему закрыли маршрут № 12?"), "Почему закрыли маршрут №_12?");
  assert.equal(shown("А у нас в доме — и не в одном — холодно"), "А_у_нас в_доме_— и_не_в_одном_— холодно");
  assert.equal(shown("Do we go to the bridge?"), "Do we go to the bridge?");
});
