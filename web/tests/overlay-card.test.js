// The lower third's order of things: it enters, is changed in place by an edit, leaves before another enters, and ends
// with what was asked for last, however quickly it was asked.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lowerThird } from "../static/overlay/card.js";

/** A stage without a browser: says what happened, and lets a movement end by hand. */
function stage() {
  const said = [], moving = [];
  const make = (row) => ({
    row, replaceWith: (next) => said.push(`${row.text} becomes ${next.row.text}`), remove: () => said.push(`${row.text} is gone`),
  });
  const root = { append: (card) => said.push(`${card.row.text} is put`) };
  const moved = (card, way) => new Promise((resolve) => {
    said.push(`${card.row.text} ${way}`);
    moving.push(resolve);
  });
  const ends = async () => {
    moving.splice(0).forEach((resolve) => resolve());
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { said, ends, card: lowerThird(root, { make, moved, fitted: () => {} }) };
}

const row = (id, text = id) => ({ id, text });

test("enters, and another enters when it has left", async () => {
  const { said, ends, card } = stage();
  card.show(null);
  assert.deepEqual(said, [], "nothing before it is taken");
  card.show(row("a"));
  await ends();
  card.show(row("b"));
  await ends();
  await ends();
  card.show(null);
  await ends();
  assert.deepEqual(said, ["a is put", "a in", "a out", "a is gone", "b is put", "b in", "b out", "b is gone"]);
});

test("an edit changes the card in place", async () => {
  const { said, ends, card } = stage();
  card.show(row("a", "old"));
  await ends();
  card.show(row("a", "new"));
  assert.deepEqual(said, ["old is put", "old in", "old becomes new"]);
});

test("what was asked for last is what stays, and what was skipped is never seen", async () => {
  const { said, ends, card } = stage();
  card.show(row("a"));
  card.show(row("b"));
  card.show(row("c"));
  for (let n = 0; n < 4; n++) await ends();
  assert.deepEqual(said, ["a is put", "a in", "a out", "a is gone", "c is put", "c in"]);
  card.show(null);
  card.show(row("c"));
  for (let n = 0; n < 4; n++) await ends();
  assert.deepEqual(said.slice(6), ["c out", "c becomes c", "c in"], "back on air while it was leaving");
});
