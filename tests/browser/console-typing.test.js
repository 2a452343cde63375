// Who types in the console is not interrupted: whatever colleagues do meanwhile, the field keeps the text and the page's
// focus, and no letter is taken for a key.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { linkFor } from "./support/newsroom.js";
import { finish, open } from "./support/people.js";
import { start } from "./support/server.js";

const TEXTS = ["Когда откроют мост?", "Где будет каток?", "Кто чистит тротуары?", "Почему закрыт музей?", "Будет ли рынок?"];

let server, people, page, ids;
before(async () => {
  server = await start();
  people = await open();
  ids = [];
  for (const text of TEXTS) ids.push((await server.ask(text)).id);
  for (const question of ids.slice(0, 4)) await server.order({ type: "approve", question });
  page = await people.person(await linkFor(server, "moderator", "Мария К."));
  await page.locator('[data-plan="4"]').waitFor();
});
after(() => finish(people, server));

const typed = () => page.evaluate(() => [document.activeElement.name, document.activeElement.value]);
const plan = (wanted) => page.waitForFunction((wanted) =>
  [...document.querySelectorAll("[data-plan]")].map((one) => one.dataset.plan).join() === wanted, wanted.join());

test("a remark is typed on while its question is moved, comes next and goes on air", async () => {
  await page.locator('[data-plan="3"]').click();
  await page.keyboard.press("KeyG");
  await page.keyboard.type("справка ");
  await server.order({ type: "move", question: ids[2], after: ids[0] });
  await plan([1, 3, 2, 4]);
  await page.keyboard.type("у ");
  await server.order({ type: "move", question: ids[2], after: null });
  await page.locator('.next[data-plan="3"]').waitFor();
  await page.keyboard.type("реда");
  await server.order({ type: "take", question: ids[2] });
  await page.locator('.now[data-plan="3"]').waitFor();
  assert.deepEqual(await typed(), ["text", "справка у реда"]);
  await page.keyboard.type("ктора");
  await page.keyboard.press("Enter");
  await page.locator('.now[data-plan="3"]', { hasText: "справка у редактора" }).waitFor();
});

test("where the question leaves the plan, what is typed on does nothing, and one is told", async () => {
  await page.locator('[data-plan="2"]').click();
  await page.keyboard.press("KeyG");
  await page.keyboard.type("спр");
  await server.order({ type: "reject", question: ids[1], reason: "other" });
  await page.locator(".toast", { hasText: "Этот вопрос только что ушёл из плана" }).waitFor();
  // H, R and T are on these keys.
  for (const code of ["KeyH", "KeyR", "KeyT", "Backspace"]) await page.keyboard.press(code);
  await page.keyboard.press("Escape");
  const { on_air: air, next } = await server.api("rundown", { role: "host" });
  assert.deepEqual([air.number, ...next.map(({ number }) => number)], [3, 1, 4]);
  await page.keyboard.press("KeyP");
  await page.locator("[data-plan]", { hasText: "закреплён" }).waitFor();
});

test("an edit goes on where a colleague approves the question meanwhile", async () => {
  await page.locator('.card[data-number="5"]').click();
  await page.keyboard.press("KeyE");
  await page.keyboard.type(" Ярмарка");
  await server.order({ type: "approve", question: ids[4] });
  await page.locator('.card.gone[data-number="5"]').waitFor();
  await page.keyboard.type(" тоже?");
  assert.deepEqual(await typed(), ["text", `${TEXTS[4]} Ярмарка тоже?`]);
  await page.keyboard.press("Enter");
  await page.locator('[data-plan="5"]', { hasText: "Ярмарка тоже?" }).waitFor();
});
