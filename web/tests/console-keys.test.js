// The console's one table of keys: nothing is bound twice, every key has words, and layouts do not matter.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deeds } from "../static/console/deeds.js";
import { caps, deedOf, digitOf, GROUPS, KEYS } from "../static/console/keys.js";

const press = (code, more = {}) => ({ code, key: "", shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...more });

test("no two deeds share a key, and each deed exists and stands in a group of the help", () => {
  const bound = KEYS.flatMap(({ codes, shift, alt }) => codes.map((code) => `${shift ? "shift " : ""}${alt ? "alt " : ""}${code}`));
  assert.equal(new Set(bound).size, bound.length);
  for (const { deed, group } of KEYS) {
    assert.ok(deeds[deed], deed);
    assert.ok(GROUPS.includes(group), deed);
  }
});

test("every key has its words in every language", () => {
  for (const lang of ["ru", "en", "cv"]) {
    const words = readFileSync(new URL(`../locales/${lang}.ftl`, import.meta.url), "utf8");
    for (const { deed } of KEYS) assert.match(words, new RegExp(`^console-key-${deed} = \\S`, "m"), `${lang}: ${deed}`);
  }
});

test("a key is known by its place, whatever it writes", () => {
  const table = [
    [press("KeyA", { key: "ф" }), "approve"], [press("KeyA", { key: "Ф", shiftKey: true }), "top"],
    [press("KeyJ", { key: "о" }), "next"], [press("ArrowDown"), "next"], [press("ArrowDown", { altKey: true }), "down"],
    [press("Slash", { key: "." }), "search"], [press("Digit7", { key: "?", shiftKey: true }), "help"],
    [press("F1"), "help"], [press("Enter", { shiftKey: true }), "nextOnAir"], [press("Enter"), "open"],
    [press("KeyA", { ctrlKey: true }), null], [press("KeyR", { metaKey: true }), null], [press("KeyQ"), null],
    [press("KeyA", { altKey: true }), null],
  ];
  for (const [event, deed] of table) assert.equal(deedOf(event), deed, JSON.stringify(event));
});

test("digits are known on both boards", () => {
  assert.deepEqual(["Digit1", "Numpad9", "Digit0", "KeyA"].map((code) => digitOf(press(code))), [0, 8, 9, null]);
  assert.equal(digitOf(press("Digit1", { ctrlKey: true })), null);
});

test("the hints on buttons are made from the table", () => {
  assert.deepEqual(caps("next"), ["J", "↓"]);
  assert.deepEqual(caps("nextOnAir"), ["⇧ Enter"]);
  assert.deepEqual(caps("up"), ["Alt ↑"]);
  assert.deepEqual(caps("help"), ["?"]);
  assert.deepEqual(caps("nothing"), []);
});

test("the moderators' guide tells every key there is, in both languages", () => {
  for (const lang of ["ru", "en"]) {
    const guide = readFileSync(new URL(`../../docs/guide/${lang}/moderator.md`, import.meta.url), "utf8");
    for (const { deed } of KEYS) for (const cap of caps(deed)) assert.ok(guide.includes(`\`${cap}\``), `${lang}: ${deed} by ${cap}`);
  }
});
