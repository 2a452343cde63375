// Pictures of the console at minute forty, for people to look at beside the targets: every size, both themes, both
// languages. And what a person with a screen reader or a small screen would stumble over.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe } from "./support/axe.js";
import { atMinuteForty, linkFor } from "./support/newsroom.js";
import { finish, open, DESKTOP, PHONE, shot } from "./support/people.js";
import { start } from "./support/server.js";

const TABLET = { width: 1024, height: 768 };

let server, people, elena;
before(async () => {
  server = await start();
  people = await open();
  await atMinuteForty(server);
  elena = await people.person(await linkFor(server, "moderator", "Елена С."));
  await elena.locator('.card[data-number="11"]').click();
});
after(() => finish(people, server));

for (const [name, size] of [["desktop", DESKTOP], ["tablet", TABLET], ["phone", PHONE]]) {
  for (const [lang, locale] of [["ru", "ru-RU"], ["en", "en-GB"]]) {
    for (const dark of [false, true]) {
      test(`the console on a ${name}, ${lang}, ${dark ? "dark" : "light"}`, async () => {
        const page = await people.person(await linkFor(server, "moderator", "Мария К."), { lang: locale, size, dark });
        await page.locator('.card[data-number="9"]').click();
        await page.locator('.card.focus[data-number="9"]').waitFor();
        await page.locator('.card[data-number="11"] .claimed').waitFor();
        await shot(page, `console-${name}-${lang}${dark ? "-dark" : ""}`);
        await axe(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `nothing is cut off at the right: ${wide} px`);
        await page.context().close();
      });
    }
  }
}

test("a wave, an opened question, reasons, an edit and the help, as pictures", async () => {
  const page = await people.person(await linkFor(server, "moderator", "Анна Петрова"));
  await page.locator('.card[data-number="15"]').click();
  await page.locator(".card.focus .course svg").waitFor();
  assert.match(await page.locator(".card.focus .wave").innerText(), /^волна: 46 за 5 мин$/);
  await page.locator(".card.focus figcaption", { hasText: /Зрителей: 46, адресов: 1/ }).waitFor();
  await shot(page, "console-wave");
  await page.keyboard.press("Enter");
  await page.getByText("Объединённые тексты: 45").waitFor();
  await shot(page, "console-opened");
  await page.keyboard.press("Escape");
  await page.keyboard.press("KeyR");
  await shot(page, "console-reject");
  await page.keyboard.press("Escape");
  await page.keyboard.press("KeyE");
  await shot(page, "console-edit");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Slash");
  await shot(page, "console-help");
});

test("an empty console says what will appear", async () => {
  const other = await start();
  const page = await people.person(await linkFor(other, "moderator", "Мария К."));
  await page.getByText("Как только зритель спросит, вопрос появится здесь.").waitFor();
  await shot(page, "console-empty");
  await axe(page);
  const { number } = await other.ask("Когда придут новые автобусы?");
  await page.locator(`.card.focus[data-number="${number}"]`).waitFor();
  await page.context().close();
  await other.close();
});

test("on a phone everything goes by touch", async () => {
  const page = await people.person(await linkFor(server, "moderator", "Ольга Н."), { size: PHONE, hasTouch: true, isMobile: true });
  await page.locator('.card[data-number="13"]').tap();
  await page.locator(".card.focus").getByRole("button", { name: "В план" }).tap();
  await page.getByRole("button", { name: "План", exact: true }).tap();
  await page.locator('[data-plan="13"]').tap();
  await page.locator('[data-plan="13"]').getByRole("button", { name: "В начало" }).tap();
  await page.locator('.next[data-plan="13"]').waitFor();
  await shot(page, "console-phone-plan");
  await page.getByRole("button", { name: "Разделы" }).tap();
  assert.ok(!(await page.locator(".inbox").isVisible()), "one tab at a time");
  await shot(page, "console-phone-sections");
  await page.getByRole("button", { name: /^Прозвучали/ }).tap();
  await page.locator('.card[data-number="7"]').waitFor();
  await page.context().close();
});
