// The page's script says the server's texts as the server does: plurals, thousands, choices.

import assert from "node:assert/strict";
import { test } from "node:test";

const texts = {
  plain: "Вопрос",
  asked: [{ s: "count", d: "many", t: { one: ["спросил ", { v: "count" }], few: ["спросили ", { v: "count" }], many: ["спросили ", { v: "count" }] } }],
  who: ["№ ", { v: "number" }, { s: "who", d: "other", t: { none: "", other: [", ", { v: "who" }] } }],
};
globalThis.document = { documentElement: { lang: "ru" }, getElementById: () => ({ textContent: JSON.stringify(texts) }) };
const { t } = await import("../static/words.js");

test("texts", () => {
  const table = [
    ["plain", {}, "Вопрос"],
    ["asked", { count: 1 }, "спросил 1"],
    ["asked", { count: 21 }, "спросил 21"],
    ["asked", { count: 312 }, "спросили 312"],
    ["asked", { count: 1482 }, "спросили 1\u00a0482"],
    ["who", { number: "1476", who: "none" }, "№ 1476"],
    ["who", { number: "1476", who: "Мария К." }, "№ 1476, Мария К."],
    ["missing", {}, "missing"],
  ];
  for (const [key, args, expected] of table) assert.equal(t(key, args), expected);
});
