// What a person with a screen reader, or with weak eyes, would stumble over: axe-core's rules of WCAG 2.2 AA.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const SOURCE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails where the page has anything serious or critical, and says what, where, and why. */
export async function axe(page) {
  await page.evaluate(await readFile(SOURCE, "utf8"));
  const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), RULES);
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = serious.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}\n  ${node.failureSummary}`));
  assert.deepEqual(told, [], "axe-core finds nothing serious");
}
