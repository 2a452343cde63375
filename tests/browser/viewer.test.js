// The viewer's page in real browsers, several people at once: what they ask, join, vote for and take back, and what they
// see become of it, live and by the receipt.

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

const viewer = (more = {}) => people.person(server.links.viewers, { size: PHONE, ...more });
const mine = (page, text) => page.locator("#sent li", { hasText: text });
const says = (page, text, status) => mine(page, text).filter({ hasText: status }).waitFor();

async function ask(page, text, { name, place } = {}) {
  await page.locator("#text").fill(text);
  for (const [field, value] of Object.entries({ name, place })) {
    if (!value) continue;
    await page.locator(`#${field}-said`).click();
    await page.locator(`[name=${field}]`).fill(value);
    await page.keyboard.press("Enter");
  }
  await page.locator("#send").click();
  await mine(page, text).waitFor();
}

async function approved(text) {
  const { id, number } = await server.ask(text);
  await server.order({ type: "approve", question: id });
  return { id, number: String(number) };
}

test("a question is asked, and its asker sees what becomes of it, live and by the receipt", async () => {
  const text = "Когда в Кугесях откроют новый детский сад?";
  const asker = await viewer();
  await ask(asker, text, { name: "Анна Николаева", place: "Кугеси" });
  await says(asker, text, "Получен. Ждёт редактора");
  await asker.locator("#said", { hasText: "принят" }).waitFor();
  assert.equal(await asker.locator("#text").inputValue(), "");
  assert.equal(await asker.locator("#name-said").textContent(), "Имя: Анна Николаева");

  // Anybody who has the link sees it; without a login, and without a way to take it back.
  const link = await mine(asker, text).locator("a").getAttribute("href");
  const friend = await people.person(server.origin + link, { size: PHONE });
  await friend.getByText(text).waitFor();
  assert.equal(await friend.locator("#withdraw").count(), 0);
  const stands = (status) => friend.locator("#stands", { hasText: status }).waitFor();
  await stands("Получен. Ждёт редактора");
  await axe(friend);

  const [row] = (await server.api("questions?q=Кугесях")).rows;
  assert.deepEqual([row.name, row.place], ["Анна Николаева", "Кугеси"]);
  await server.order({ type: "approve", question: row.id });
  await says(asker, text, "В эфирном плане, первый");
  await stands("В эфирном плане, первый");

  await server.order({ type: "take", question: row.id });
  await says(asker, text, "Сейчас отвечают");
  await asker.locator("#on-air .air", { hasText: text }).waitFor();
  await stands("Сейчас отвечают");
  assert.equal(await mine(asker, text).locator("button").count(), 0, "what is on air is not taken back");

  await server.order({ type: "answer", question: row.id });
  await says(asker, text, /Прозвучал в эфире в \d\d:\d\d/);
  await stands(/Прозвучал в эфире в \d\d:\d\d/);
  await asker.locator("#wall", { hasText: "Уже ответили" }).filter({ hasText: text }).waitFor();
  await axe(asker);
});

test("the time of an answer is that of the broadcast where its beginning is set", async () => {
  const text = "Почему в Ядрине не работает паром?";
  const asker = await viewer();
  await ask(asker, text);
  const [row] = (await server.api("questions?q=паром")).rows;
  const set = (settings) => server.api("commands", {
    role: "admin", method: "POST", body: { id: crypto.randomUUID(), type: "settings", ...settings },
  });
  await set({ air_from: Date.now() - 4_353_000 });
  await server.order({ type: "approve", question: row.id });
  await server.order({ type: "take", question: row.id });
  await server.order({ type: "answer", question: row.id });
  await asker.reload();
  await says(asker, text, /Прозвучал в эфире в 01:1[23]:\d\d/);
  await set({ air_from: 0 });
});

test("a rejected question says why, and a rule what to do", async () => {
  const text = "Кто выиграет чемпионат по хоккею в этом году?";
  const asker = await viewer();
  await ask(asker, text);
  const [row] = (await server.api("questions?q=чемпионат")).rows;
  await server.order({ type: "reject", question: row.id, reason: "off_topic" });
  await says(asker, text, "В эфир не пойдёт: не по теме");
  const phone = "Позвоните мне, когда дадут воду: 8 900 000-22-03, Олег";
  await asker.locator("#text").fill(phone);
  await asker.locator("#send").click();
  await says(asker, "когда дадут воду", "Номер телефона в вашем вопросе закрыт");
  assert.doesNotMatch(await asker.locator("#sent").textContent(), /000-22-03/);
});

test("while one types, a like question appears, and one tap asks it, too", async () => {
  const { number } = await approved("Когда отремонтируют дорогу на улице Ленина от вокзала до моста?");
  const [typist, reader] = await Promise.all([viewer(), viewer()]);
  const onWall = reader.locator("#wall .asked", { hasText: "улице Ленина" }).locator("button");
  assert.equal(await onWall.textContent(), "И мне · 1");
  await typist.locator("#text").fill("Когда отремонтируют дорогу на Ленина от вокзала");
  const like = typist.locator("#similar .asked", { hasText: "улице Ленина" });
  await like.waitFor();
  assert.equal(await typist.locator("#send").textContent(), "Задать свой вопрос");
  await axe(typist);
  await like.locator("button").click();
  await like.locator("button", { hasText: "Вы тоже · 2" }).waitFor();
  await onWall.filter({ hasText: "И мне · 2" }).waitFor();
  // It counts once, whoever presses what, and may be taken back.
  await typist.reload();
  const again = typist.locator("#wall .asked", { hasText: "улице Ленина" }).locator("button");
  await again.filter({ hasText: "Вы тоже · 2" }).click();
  await onWall.filter({ hasText: "И мне · 1" }).waitFor();
  const [row] = (await server.api(`questions?status=approved&q=${number}`)).rows;
  assert.deepEqual([row.same, row.votes], [1, 0]);
});

test("a question that asks the same is joined, and says with how many", async () => {
  const { number } = await approved("Почему закрыли поликлинику на улице Пирогова в Чебоксарах?");
  const asker = await viewer();
  const text = "Почему в Чебоксарах закрыли поликлинику на улице Пирогова?";
  await ask(asker, text);
  await says(asker, text, `Объединён с №\u00a0${number}. В эфирном плане`);
  await says(asker, text, "Спросил ещё 1 человек");
  await asker.locator("#said", { hasText: `Такой вопрос уже задали: №\u00a0${number}` }).waitFor();
});

test("a question is taken back by its asker, by two taps", async () => {
  const text = "Будет ли освещение на набережной в Козловке?";
  const asker = await viewer();
  await ask(asker, text);
  await mine(asker, text).getByRole("button", { name: "Забрать" }).click();
  await mine(asker, text).getByRole("button", { name: "Точно забрать?" }).click();
  await says(asker, text, "Вы забрали этот вопрос");
  const [row] = (await server.api("questions?q=набережной&status=withdrawn")).rows;
  assert.equal(row.status, "withdrawn");
});

test("a text that is too long is not sent, and says by how much", async () => {
  const asker = await viewer();
  await asker.locator("#text").fill("й".repeat(1_003));
  assert.equal(await asker.locator("#length").textContent(), "Сократите на 3 знака");
  await asker.locator("#send").click();
  assert.equal((await asker.locator("#text").inputValue()).length, 1_003);
  assert.equal(await asker.locator("#unsent li").count(), 0);
  await asker.locator("#text").fill("👩‍👩‍👧 ё");
  assert.equal(await asker.locator("#length").textContent(), "3 / 1000");
});

test("the line is paused: a question waits in the browser and goes out when it opens", async () => {
  const asker = await viewer();
  const phase = (type) => server.api("commands", { role: "admin", method: "POST", body: { id: crypto.randomUUID(), type } });
  await phase("pause");
  await asker.locator("#phase", { hasText: "приём на паузе" }).waitFor();
  const text = "Когда достроят мост через Суру у Ядрина?";
  await asker.locator("#text").fill(text);
  await asker.locator("#send").click();
  await asker.locator("#unsent li", { hasText: "Отправим, когда его откроют" }).waitFor();
  await phase("open");
  await says(asker, text, "Получен");
  assert.equal((await server.api("questions?q=достроят")).total, 1);
  await phase("close");
  await asker.locator("#closed", { hasText: "Приём вопросов закрыт" }).waitFor();
  assert.equal(await asker.locator("#ask").isVisible(), false);
  await phase("open");
  await asker.locator("#ask").waitFor();
});

test("the video comes when it is asked for, from its address and no other", async () => {
  const set = (video) => server.api("commands", {
    role: "admin", method: "POST", body: { id: crypto.randomUUID(), type: "settings", video },
  });
  await assert.rejects(set("http://video.example/"), /bad_settings/);
  await set("https://video.example/embed/1");
  const page = await viewer({ quiet: true });
  assert.equal(await page.locator("iframe").count(), 0);
  const answer = await page.request.get(server.links.viewers);
  assert.match(answer.headers()["content-security-policy"], /; frame-src https:\/\/video\.example$/);
  await page.getByRole("link", { name: "Смотреть здесь" }).click();
  assert.equal(await page.locator("iframe").getAttribute("src"), "https://video.example/embed/1");
  await set("");
  const bare = await viewer();
  assert.equal(await bare.locator("#video").count(), 0);
});
