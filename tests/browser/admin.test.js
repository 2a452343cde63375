// The administrator's page: a broadcast is made, opened, paused and closed, its settings are changed, its links are
// copied; and the link of each role opens that role's screen.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { axe } from "./support/axe.js";
import { finish, open, DESKTOP, PHONE } from "./support/people.js";
import { start } from "./support/server.js";

let server, people;
before(async () => {
  server = await start();
  people = await open();
});
after(() => finish(people, server));

const admin = (more = {}) => people.person(server.links.admin, { size: DESKTOP, ...more });

test("a broadcast is made, and its links open its screens", async () => {
  const page = await admin({ permissions: ["clipboard-read", "clipboard-write"] });
  const made = page.locator("section", { hasText: "Новый эфир" }).last();
  await made.getByLabel("Название").fill("Совещание о дорогах");
  await made.getByLabel("Адрес: латинские буквы").fill("roads-2026");
  await made.getByRole("button", { name: "Создать эфир" }).click();
  const card = page.locator("#roads-2026");
  await card.getByRole("heading", { name: "Совещание о дорогах" }).waitFor();
  await axe(page);

  const row = card.locator(".copy", { hasText: "Модераторы" });
  await row.getByRole("button", { name: "Скопировать" }).click();
  await row.getByRole("button", { name: "Скопировано" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await row.locator("input").inputValue());
  const moderator = await people.person(copied);
  assert.equal(new URL(moderator.url()).pathname, "/moderate/roads-2026");
  assert.equal(new URL(moderator.url()).search, "", "the token does not stay in the address");
  const viewers = await card.locator(".copy", { hasText: "Зрители" }).locator("input").inputValue();
  const viewer = await people.person(viewers, { size: PHONE });
  await viewer.getByRole("heading", { name: "Совещание о дорогах" }).waitFor();

  await card.locator("summary", { hasText: "QR-код" }).click();
  const box = await card.locator(".qr svg").boundingBox();
  assert.ok(box.width >= 200 && box.height >= 200);
});

test("an address that is taken or bad is refused, and says why", async () => {
  const page = await admin({ quiet: true });
  const made = page.locator("section", { hasText: "Новый эфир" }).last();
  await made.getByLabel("Название").fill("Ещё один");
  await made.getByLabel("Адрес: латинские буквы").fill("direct-line");
  await made.getByRole("button", { name: "Создать эфир" }).click();
  await page.getByRole("alert").filter({ hasText: "Эфир с таким адресом уже есть." }).waitFor();
});

test("the line is paused, closed and opened, and viewers see it at once", async () => {
  const [page, viewer] = await Promise.all([admin(), people.person(server.links.viewers, { size: PHONE })]);
  const card = page.locator("#direct-line");
  for (const [button, phase] of [["Поставить на паузу", "paused"], ["Закрыть приём", "closed"], ["Открыть приём", "open"]]) {
    await card.getByRole("button", { name: button }).click();
    await viewer.locator(`#phase.phase-${phase}`).waitFor();
    await card.locator(`.phase-${phase}`).waitFor();
  }
});

test("settings are changed by the clock of whoever changes them, and taken back", async () => {
  const page = await admin({ timezoneId: "Europe/Moscow" });
  const open = async () => {
    await page.locator("#direct-line summary", { hasText: "Настройки" }).click();
    return page.locator("#direct-line form[data-settings]");
  };
  let form = await open();
  await form.getByLabel("Название").fill("Прямая линия о дорогах");
  await form.getByLabel("Длина вопроса").fill("300");
  await form.getByLabel("Начало эфира").fill("2026-12-01T19:00");
  await form.getByLabel("Видео эфира").fill("https://video.example/embed/1");
  await form.getByLabel("Зрители видят отобранные вопросы").uncheck();
  await form.getByRole("button", { name: "Сохранить" }).click();
  await page.getByRole("heading", { name: "Прямая линия о дорогах" }).waitFor();
  const { air_from } = await server.api("rundown");
  assert.equal(air_from, Date.UTC(2026, 11, 1, 16, 0));
  form = await open();
  assert.equal(await form.getByLabel("Начало эфира").inputValue(), "2026-12-01T19:00");
  assert.equal(await form.getByLabel("Зрители видят").isChecked(), false);
  const viewer = await people.person(server.links.viewers, { size: PHONE });
  assert.equal(await viewer.locator("#length").textContent(), "0 / 300");
  await viewer.getByRole("link", { name: "Смотреть здесь" }).waitFor();

  await form.getByLabel("Начало эфира").fill("");
  await form.getByLabel("Видео эфира").fill("");
  await form.getByRole("button", { name: "Сохранить" }).click();
  await page.waitForFunction(() => document.querySelector("#direct-line [name=video]").value === "");
  assert.equal((await server.api("rundown")).air_from, null);
});

test("where one may not ask without a login, the viewers' link has a key", async () => {
  const page = await admin();
  const card = page.locator("#direct-line");
  const save = async (anonymous) => {
    await card.locator("summary", { hasText: "Настройки" }).click();
    await card.getByLabel("Спрашивать можно без входа").setChecked(anonymous);
    await Promise.all([page.waitForNavigation(), card.getByRole("button", { name: "Сохранить" }).click()]);
    return card.locator(".copy", { hasText: "Зрители" }).locator("input").inputValue();
  };
  const link = await save(false);
  const stranger = await people.person(server.links.viewers, { size: PHONE, quiet: true });
  await stranger.getByRole("heading", { name: "Откройте страницу по ссылке" }).waitFor();
  const invited = await people.person(link, { size: PHONE });
  await invited.locator("#text").fill("Когда откроют новый каток?");
  await invited.locator("#send").click();
  await invited.locator("#sent li", { hasText: "каток" }).waitFor();
  assert.equal(await save(true), server.links.viewers);
});

test("everything is taken out as a table", async () => {
  await server.ask("Когда построят объездную дорогу?");
  const page = await admin();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#direct-line").getByRole("link", { name: "CSV" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "direct-line.csv");
  assert.match(await readFile(await download.path(), "utf8"), /Когда построят объездную дорогу\?/);
});

test("without JavaScript the times are said to be UTC, and are", async () => {
  const page = await admin({ javaScriptEnabled: false, timezoneId: "Europe/Moscow" });
  await page.locator("#direct-line summary", { hasText: "Настройки" }).click();
  const form = page.locator("#direct-line form[action$=settings]");
  await form.getByLabel("Конец эфира, UTC").fill("2026-12-01T20:30");
  await form.getByRole("button", { name: "Сохранить" }).click();
  await page.locator("#direct-line summary", { hasText: "Настройки" }).click();
  assert.equal(await page.locator("#direct-line").getByLabel("Конец эфира, UTC").inputValue(), "2026-12-01T20:30");
  assert.equal((await server.api("rundown")).air_until, Date.UTC(2026, 11, 1, 20, 30));
});

test("without a link nobody comes in, and is told what to do", async () => {
  const page = await people.person(`${server.origin}/admin`, { quiet: true });
  await page.getByRole("heading", { name: "Откройте страницу по ссылке" }).waitFor();
  await axe(page);
});
