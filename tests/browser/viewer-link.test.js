// The viewer's page on a bad link: cut and restored, without a socket, without scripts. Nothing that was typed is lost,
// and nothing is sent twice.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe } from "./support/axe.js";
import { finish, open, PHONE } from "./support/people.js";
import { start } from "./support/server.js";

let server, people;
before(async () => {
  server = await start();
  people = await open();
});
after(() => finish(people, server));

// While a link is cut, a browser's console may say so.
const viewer = (more = {}) => people.person(server.links.viewers, { size: PHONE, quiet: true, ...more });
const count = async (word) => (await server.api(`questions?q=${encodeURIComponent(word)}`)).total;
const sent = (page, text) => page.locator("#sent li", { hasText: text });
const unsent = (page, text) => page.locator("#unsent li", { hasText: text });
const KEPT = "Нет связи. Отправим, когда появится, — текст сохранён";

test("the phone is in a tunnel: the question waits, and is sent once when the phone is out", async () => {
  const page = await viewer();
  const text = "Почему электричка до Алатыря ходит раз в день?";
  await page.context().setOffline(true);
  await page.locator("#link", { hasText: "Нет связи с" }).waitFor();
  await page.locator("#text").fill(text);
  await page.locator("#send").click();
  await unsent(page, text).filter({ hasText: KEPT }).waitFor();
  await axe(page);
  await page.context().setOffline(false);
  await sent(page, text).waitFor();
  assert.equal(await unsent(page, text).count(), 0);
  assert.equal(await count("электричка"), 1);
  await page.locator("#link:empty").waitFor({ state: "attached" });
});

test("the server is gone: draft and question are kept, through a reload, and the question is sent once", async () => {
  const [page, other] = await Promise.all([viewer(), viewer()]);
  const { home, host } = server;
  await server.stop("SIGKILL");
  const text = "Когда починят лифт в доме на Гагарина?";
  await page.locator("#text").fill(text);
  await page.locator("#send").click();
  await unsent(page, text).filter({ hasText: KEPT }).waitFor();
  await page.locator("#text").fill("И ещё про двор:");
  await other.locator("#text").fill("Сколько стоит проезд");
  await other.locator("#link", { hasText: "Нет связи с" }).waitFor();

  server = await start({ on: home, listen: host });
  await sent(page, text).waitFor();
  assert.equal(await page.locator("#text").inputValue(), "И ещё про двор:", "what is being typed stays");
  assert.equal(await other.locator("#text").inputValue(), "Сколько стоит проезд");
  assert.equal(await count("лифт"), 1);
  await page.reload();
  assert.equal(await page.locator("#text").inputValue(), "И ещё про двор:");
  await sent(page, text).waitFor();
  assert.equal(await count("лифт"), 1);
});

test("the page is closed before the link is back: the question goes out when it is opened again", async () => {
  const page = await viewer();
  const text = "Кто убирает снег на остановке у завода?";
  await page.context().setOffline(true);
  await page.locator("#text").fill(text);
  await page.locator("#send").click();
  await unsent(page, text).filter({ hasText: KEPT }).waitFor();
  const context = page.context();
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(server.links.viewers);
  await sent(again, text).waitFor();
  assert.equal(await count("остановке"), 1);
});

test("two tabs of one viewer, offline together: each question goes out once", async () => {
  const page = await viewer();
  const context = page.context();
  const other = await context.newPage();
  await other.goto(server.links.viewers);
  await other.locator("#length", { hasText: "/ 1000" }).waitFor();
  await context.setOffline(true);
  const [text, second] = ["Почему в Мариинском Посаде нет банкомата?", "Будет ли в Козловке бассейн?"];
  for (const [tab, asked] of [[page, text], [other, second]]) {
    await tab.locator("#link", { hasText: "Нет связи с" }).waitFor();
    await tab.locator("#text").fill(asked);
    await tab.locator("#send").click();
  }
  // What one tab keeps, the other has, too; and neither puts its own in place of the other's.
  for (const tab of [page, other]) for (const asked of [text, second]) await unsent(tab, asked).waitFor();
  await context.setOffline(false);
  for (const tab of [page, other]) {
    for (const asked of [text, second]) await sent(tab, asked).waitFor();
    await tab.waitForFunction(() => document.getElementById("unsent").childElementCount === 0);
  }
  assert.deepEqual([await count("банкомата"), await count("бассейн")], [1, 1]);
  await page.reload();
  await sent(page, text).waitFor();
  assert.equal(await page.locator("#unsent li").count(), 0);
  assert.deepEqual([await count("банкомата"), await count("бассейн")], [1, 1]);
});

test("a tab that slept does not put its own question in place of another tab's", async () => {
  const page = await viewer();
  const context = page.context();
  const asleep = await context.newPage();
  // A browser puts a tab in the background to sleep: it does not hear what another one keeps.
  await asleep.addInitScript(() => addEventListener("storage", (event) => event.stopImmediatePropagation(), true));
  await asleep.goto(server.links.viewers);
  await asleep.locator("#length", { hasText: "/ 1000" }).waitFor();
  await context.setOffline(true);
  const [text, second] = ["Где в Вурнарах сдать анализы?", "Почему в Ибресях нет педиатра?"];
  for (const [tab, asked] of [[page, text], [asleep, second]]) {
    await tab.locator("#link", { hasText: "Нет связи с" }).waitFor();
    await tab.locator("#text").fill(asked);
    await tab.locator("#send").click();
    await unsent(tab, asked).waitFor();
    await tab.close();
  }
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(server.links.viewers);
  for (const asked of [text, second]) await sent(again, asked).waitFor();
  assert.deepEqual([await count("Вурнарах"), await count("педиатра")], [1, 1]);
});

test("the receipt is lost on its way: the question is sent again, and is there once", async () => {
  const page = await viewer();
  const text = "Будет ли в Шумерле новая школа?";
  // The server hears the question, and its answer does not come through: the link breaks instead.
  await page.routeWebSocket(/\/ws\//, (socket) => {
    const upstream = socket.connectToServer();
    let cut = false;
    socket.onMessage((message) => upstream.send(message));
    upstream.onMessage((message) => {
      if (/"type":"(receipt|status)"/.test(message)) cut = true;
      if (!cut) socket.send(message);
      else socket.close();
    });
  });
  await page.reload();
  await page.locator("#wall section").waitFor();
  await page.locator("#text").fill(text);
  await page.locator("#send").click();
  await sent(page, text).waitFor();
  assert.equal(await unsent(page, text).count(), 0);
  assert.equal(await count("Шумерле"), 1);
});

/** Proxies of some networks let no WebSocket through: here it never opens. */
function withoutSockets() {
  window.WebSocket = class {
    static CONNECTING = 0;
    static OPEN = 1;
    readyState = 0;
    constructor() { setTimeout(() => this.close(), 10); }
    close() { this.readyState = 3; this.onclose?.({ code: 1006 }); }
  };
}

test("no WebSocket comes through: everything works by plain requests", async () => {
  const context = await people.browser.newContext({ locale: "ru-RU", viewport: PHONE });
  await context.addInitScript(withoutSockets);
  const page = await context.newPage();
  const text = "Когда откроют мост через Цивиль у Цивильска?";
  await page.goto(server.links.viewers);
  await page.locator("#text").fill(text);
  await page.locator("#send").click();
  await sent(page, text).filter({ hasText: "Ждёт редактора" }).waitFor();
  await page.locator("#link", { hasText: "Связь слабая" }).waitFor();
  const [row] = (await server.api("questions?q=Цивильска")).rows;
  assert.equal(row.text, text);
  await server.order({ type: "approve", question: row.id });
  await sent(page, text).filter({ hasText: "В эфирном плане, первый" }).waitFor();
  const other = await server.ask("Почему в Канаше не ходит автобус до больницы?");
  await server.order({ type: "approve", question: other.id });
  const vote = page.locator("#wall .asked", { hasText: "Канаше" }).locator("button");
  await vote.click();
  await vote.filter({ hasText: "Вы тоже · 2" }).waitFor();
  await page.locator("#text").fill("почему не ходит автобус до больницы в Канаше");
  await page.locator("#similar .asked", { hasText: "Канаше" }).waitFor();
  await sent(page, text).getByRole("button", { name: "Забрать" }).click();
  await sent(page, text).getByRole("button", { name: "Точно забрать?" }).click();
  await sent(page, text).filter({ hasText: "Вы забрали этот вопрос" }).waitFor();
  await context.close();
});

test("without JavaScript one reads, asks, votes, takes back, and sees what became of it", async () => {
  const { id } = await server.ask("Где в Новочебоксарске можно сдать батарейки?");
  await server.order({ type: "approve", question: id });
  const page = await viewer({ javaScriptEnabled: false, quiet: false });
  await page.locator("#wall .asked", { hasText: "батарейки" }).getByRole("button", { name: "И мне · 1" }).click();
  await page.locator("#wall .asked", { hasText: "батарейки" }).getByRole("button", { name: "Вы тоже · 2" }).waitFor();
  await page.locator("#wall .asked", { hasText: "батарейки" }).getByRole("button").click();
  await page.locator("#wall .asked", { hasText: "батарейки" }).getByRole("button", { name: "И мне · 1" }).waitFor();

  const text = "Почему на пляже в Чебоксарах нет спасателей?";
  await page.locator("#text").fill(text);
  await page.locator("#name-said").click();
  await page.locator("[name=name]").fill("Пётр");
  await page.getByRole("button", { name: "Задать вопрос" }).click();
  await page.waitForURL(/\/q\//);
  await page.locator("#stands", { hasText: "Получен. Ждёт редактора" }).waitFor();
  await page.getByRole("link", { name: "К эфиру" }).click();
  await sent(page, text).locator("a").click();
  await page.locator("#withdraw summary").click();
  await page.locator("#withdraw button").click();
  await page.locator("#stands", { hasText: "Вы забрали этот вопрос" }).waitFor();
});

test("without JavaScript a text that is refused comes back to be changed", async () => {
  const page = await viewer({ javaScriptEnabled: false });
  const long = "а".repeat(1_001);
  await page.locator("#text").fill(long);
  await page.getByRole("button", { name: "Задать вопрос" }).click();
  await page.locator("#refused", { hasText: "Текст длиннее 1\u00a0000 знаков" }).waitFor();
  assert.equal(await page.locator("#text").inputValue(), long);
});

test("scripts say the same as the server did", async () => {
  const context = await people.browser.newContext({ locale: "ru-RU", viewport: PHONE, javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(server.links.viewers);
  for (const text of ["Почему в парке Победы сломаны качели?", "Когда отремонтируют клуб в Аликово?"]) {
    await plain.locator("#text").fill(text);
    await plain.locator("#send").click();
    await plain.goto(server.links.viewers);
  }
  const cookies = await context.cookies();
  const lively = await people.browser.newContext({ locale: "ru-RU", viewport: PHONE });
  await lively.addCookies(cookies);
  const live = await lively.newPage();
  await live.goto(server.links.viewers);
  await live.locator("#sent button").first().waitFor();
  const read = async (page, what) => (await page.locator(what).allInnerTexts()).join("\n").replace(/ Забрать/g, "").trim();
  // Figures are told once a second.
  await live.locator("#counts").getByText(await read(plain, "#counts")).waitFor();
  for (const part of ["#phase", "h1", "#counts", "#on-air", "#sent", "#wall .text", "#wall .pill", "#wall .label"]) {
    assert.equal(await read(live, part), await read(plain, part), part);
  }
  await context.close();
  await lively.close();
});
