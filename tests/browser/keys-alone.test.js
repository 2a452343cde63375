// The host's screen and the administrator's page by keyboard alone: every button is reached by Tab, shows that it has the
// focus, and is pressed by its own keys. Viewers' pages and the console have tests of their own.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { finish, open } from "./support/people.js";
import { start } from "./support/server.js";

const STEPS_MAX = 80;

let server, people;
before(async () => {
  server = await start();
  people = await open();
  for (const text of ["Когда откроют мост?", "Где будет каток?", "Кто чистит тротуары?"]) {
    const { id } = await server.ask(text);
    await server.order({ type: "approve", question: id });
  }
});
after(() => finish(people, server));

/** Goes on by Tab until that is focused, and looks that one can see where one is. */
async function tabTo(page, locator) {
  for (let n = 0; n < STEPS_MAX; n++) {
    await page.keyboard.press("Tab");
    if (!(await locator.evaluateAll((all) => all.includes(document.activeElement)))) continue;
    const ring = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    });
    assert.ok(ring, "the focus is seen");
    return;
  }
  assert.fail(`not reached by Tab: ${locator}`);
}

const question = (page, text) => page.locator("h1.question", { hasText: text }).waitFor();

test("the host goes on, back, blanks the screen and sets it up by keyboard alone", async () => {
  const page = await people.person(server.links.host);
  const button = (name) => page.getByRole("button", { name, exact: true });
  await page.locator(".queue li").first().waitFor();
  await tabTo(page, button("Дальше"));
  await page.locator(".tools").evaluate((tools) => Promise.all(tools.getAnimations().map((one) => one.finished)));
  assert.equal(await page.locator(".tools").evaluate((tools) => getComputedStyle(tools).opacity), "1", "the buttons show");
  await page.keyboard.press("Enter");
  await question(page, "Когда откроют мост?");
  await page.keyboard.press("Space");
  await question(page, "Где будет каток?");
  assert.equal((await server.until(async () => {
    const { on_air: air } = await server.api("rundown", { role: "host" });
    return air?.text === "Где будет каток?" && air;
  })).number, 2, "one press is one question, whatever has the focus");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await question(page, "Когда откроют мост?");
  await tabTo(page, button("Погасить"));
  await page.keyboard.press("Enter");
  await page.getByText("Экран погашен").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Экран погашен").waitFor({ state: "detached" });

  await server.order({ type: "note", text: "Заканчиваем" });
  await page.locator(".note", { hasText: "Заканчиваем" }).waitFor();
  await tabTo(page, button("Понятно"));
  await page.keyboard.press("Enter");
  await page.locator(".note").waitFor({ state: "detached" });

  await tabTo(page, button("Настройки"));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await tabTo(page, dialog.getByRole("radio", { name: "Светлое на тёмном" }));
  await page.keyboard.press("ArrowDown");
  assert.ok(await dialog.getByRole("radio", { name: "Тёмное на светлом" }).isChecked());
  await tabTo(page, dialog.getByRole("row", { name: /^Погасить/ }).getByRole("button"));
  await page.keyboard.press("Enter");
  await page.keyboard.press("x");
  await dialog.getByRole("row", { name: /^Погасить X/ }).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.className), "tool do-settings", "back to where one was");
  await page.keyboard.press("x");
  await page.getByText("Экран погашен").waitFor();
});

test("the administrator makes a broadcast, changes it, and pauses the line by keyboard alone", async () => {
  const page = await people.person(server.links.admin);
  const made = page.locator("section", { hasText: "Новый эфир" }).last();
  await tabTo(page, made.getByLabel("Название"));
  await page.keyboard.type("Совещание о дорогах");
  await tabTo(page, made.getByLabel("Адрес: латинские буквы"));
  await page.keyboard.type("roads");
  await page.keyboard.press("Enter");
  const card = page.locator("#roads");
  await card.getByRole("heading", { name: "Совещание о дорогах" }).waitFor();

  await tabTo(page, card.locator("summary", { hasText: "Настройки" }));
  await page.keyboard.press("Enter");
  await tabTo(page, card.getByLabel("Название"));
  await page.keyboard.type("Прямая линия о дорогах");
  await tabTo(page, card.getByRole("checkbox").last());
  await page.keyboard.press("Space");
  await tabTo(page, card.getByRole("button", { name: "Сохранить" }));
  await page.keyboard.press("Enter");
  await card.getByRole("heading", { name: "Прямая линия о дорогах" }).waitFor();
  assert.equal(await card.locator("[name=rules]").isChecked(), false);

  for (const [name, phase] of [["Поставить на паузу", "paused"], ["Открыть приём", "open"]]) {
    await tabTo(page, card.getByRole("button", { name }));
    await page.keyboard.press("Enter");
    await card.locator(`.phase-${phase}`).waitFor();
  }
});
