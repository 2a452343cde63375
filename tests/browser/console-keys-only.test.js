// A hundred questions by one moderator without a mouse: every deed that has a key is done by it, and in the end each
// question is where the keys put it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KEYS } from "../../web/static/console/keys.js";
import { linkFor } from "./support/newsroom.js";
import { finish, open } from "./support/people.js";
import { start } from "./support/server.js";

const MANY = 100;
const WORDS = ["мост", "лифт", "каток", "тротуар", "больница", "школа", "автобус", "фонарь", "мусор", "парковка"];
const PLACES = ["Чебоксары", "Канаш", "Алатырь", "Шумерля", "Ядрин", "Цивильск", "Урмары", "Вурнары", "Ибреси", "Порецкое"];

let server, people, page;
const used = new Set();

/** Presses the key of a deed: the first, or another of its own. */
async function press(deed, nth = 0) {
  const { codes, shift, alt } = KEYS.find((key) => key.deed === deed);
  used.add(deed);
  await page.keyboard.press([shift && "Shift", alt && "Alt", codes[nth]].filter(Boolean).join("+"));
}
const focused = () => page.locator(".card.focus").getAttribute("data-number").then(Number);
/** Does something, and waits until another card is looked at. */
async function onward(deed) {
  const before = await focused();
  await deed();
  await page.waitForFunction((before) => document.querySelector(".card.focus")?.dataset.number !== before, String(before));
}
const total = async (query) => (await server.api(`questions?${query}&limit=1`)).total;
const until = (query, n) => server.until(async () => (await total(query)) === n);
const planned = () => page.locator("[data-plan]").evaluateAll((all) => all.map((one) => Number(one.dataset.plan)));
const plan = (wanted) => page.waitForFunction((wanted) =>
  [...document.querySelectorAll("[data-plan]")].map((one) => one.dataset.plan).join() === wanted, wanted.join());

before(async () => {
  server = await start();
  people = await open();
  for (let n = 0; n < MANY; n++) {
    const text = `Когда в ${PLACES[Math.floor(n / 10)]} починят ${WORDS[n % 10]} у дома ${n + 1}?`;
    await server.ask(text, { place: PLACES[Math.floor(n / 10)], name: `Житель ${n + 1}` });
  }
  page = await people.person(await linkFor(server, "moderator", "Мария К."));
  await page.locator(".card.focus").waitFor();
});
after(() => finish(people, server));

/** What becomes of the n-th question, by keys alone. */
const WAYS = [
  () => onward(() => press("approve")),
  () => onward(() => press("top")),
  () => onward(() => press("hold")),
  () => onward(async () => {
    await press("reject");
    await page.keyboard.press("Digit2");
  }),
  async () => {
    await press("edit");
    await page.locator(".card.focus textarea").waitFor();
    await page.keyboard.type(" Спасибо!");
    await page.keyboard.press("Enter");
    await page.locator(".card.focus .original").waitFor();
    await onward(() => press("approve"));
  },
  async () => {
    await press("label");
    await page.keyboard.press("KeyQ");
    await page.keyboard.press("Enter");
    await page.locator(".panel").waitFor({ state: "detached" });
    await onward(() => press("approve"));
  },
  () => onward(() => press("hold")),
];

test("a hundred questions are settled by keys", async (t) => {
  const pending = await total("status=pending");
  const began = Date.now();
  for (let n = 0; n < pending - 1; n++) await WAYS[n % WAYS.length]();
  await press("approve");
  await until("status=pending", 0);
  const seconds = (Date.now() - began) / 1000;
  t.diagnostic(`${pending} questions in ${seconds.toFixed(1)} s`);
  const edited = (await server.api(`questions?status=approved&q=спасибо&limit=1`)).rows[0];
  assert.match(edited.text, /^Когда в .+\? Спасибо!$/, "an edit goes on from the end of the text");
  const counts = Array(WAYS.length).fill(0);
  for (let n = 0; n < pending - 1; n++) counts[n % WAYS.length] += 1;
  assert.equal(await total("status=held"), counts[2] + counts[6]);
  assert.equal(await total("status=rejected"), counts[3]);
  assert.equal(await total("status=approved"), counts[0] + counts[1] + counts[4] + counts[5] + 1);
  await page.locator(".card.focus.gone", { hasText: "в план — вы" }).waitFor();
  // The figures come behind the window: the page has heard that it is empty.
  await page.locator("nav button", { hasText: /^\s*Новые\s*0\s*$/ }).waitFor();
  await press("next");
  await page.getByText("Новых вопросов нет.").waitFor();
});

test("held ones are chosen together, and put back; one is merged by number, split, and claimed", async () => {
  await press("section", 1);
  await page.locator(".card.focus").waitFor();
  const held = await total("status=held");
  await press("chooseAll");
  await page.getByText(`Выбрано: ${held}`).waitFor();
  await press("escape");
  await press("choose");
  await press("next");
  await press("choose");
  await press("previous");
  await press("reopen");
  await until("status=pending", 2);
  await press("section");
  await page.waitForFunction(() => document.querySelectorAll(".card").length === 2);
  await press("claim");
  const one = await focused();
  await press("mergeNumber");
  await page.locator(".panel input").waitFor();
  await page.keyboard.type("1");
  await page.locator(".panel .like b").waitFor();
  await page.keyboard.press("Enter");
  await until("status=merged", 1);
  await press("section", 4);
  await page.locator(`.card.focus[data-number="${one}"]`).waitFor();
  await press("split");
  await until("status=merged", 0);
  await press("undo");
  await until("status=merged", 1);
});

test("what is new is shown, searched, sorted and filtered by keys; what is like another is merged", async () => {
  await press("section");
  await page.waitForFunction(() => document.querySelector(".card.focus .act[data-deed=approve]"));
  const first = await server.ask("Почему музей Чапаева закрыт по воскресеньям?");
  await page.getByRole("button", { name: "Ещё 1 новый" }).waitFor();
  await press("fresh");
  await page.locator(`.card.focus[data-number="${first.number}"]`).waitFor();
  const like = await server.ask("Сделают ли вход в музей Чапаева бесплатным для школьников?");
  await page.getByRole("button", { name: "Ещё 1 новый" }).waitFor();
  await press("fresh");
  await page.locator(`.card.focus[data-number="${like.number}"] .like`).first().waitFor();
  const merged = await total("status=merged");
  await press("merge");
  await page.locator(`.card.focus[data-number="${like.number}"] .sure`).waitFor();
  await page.keyboard.press("Enter");
  await until("status=merged", merged + 1);
  await press("search");
  await page.keyboard.type("музеем");
  await page.waitForFunction(() => document.querySelectorAll(".card").length === 1);
  await page.keyboard.press("Enter");
  await press("section", 6);
  await page.waitForFunction(() => document.querySelectorAll(".card").length === 2);
  await press("order");
  await page.waitForFunction((number) => document.querySelector(".card")?.dataset.number === number, String(like.number));
  await press("filters");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("button", { name: /^Убрать фильтр: / }).waitFor();
  await page.keyboard.press("Escape");
  await press("escape");
  await press("escape");
  await page.locator(".chip").waitFor({ state: "detached" });
  await page.locator(".card.focus").waitFor();
  await press("open");
  await page.getByRole("complementary", { name: "Подробно о вопросе" }).getByText("Что с ним делали").waitFor();
  await page.keyboard.press("Escape");
});

test("an author is muted and listened to again by keys", async () => {
  await press("section", 1);
  await page.waitForFunction(() => document.querySelector(".card.focus .act[data-deed=reopen]"));
  await press("mute");
  await page.getByText("Больше ничего не принимать от этого автора?").waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".statuses").getByText("Не принимаем").waitFor();
  await press("muted");
  await page.getByRole("complementary", { name: "От кого больше не принимаем" }).getByText("Житель").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Принимаем от всех.").waitFor();
  await page.keyboard.press("Escape");
});

test("the plan and the air go by keys", async () => {
  await press("toPlan");
  const [a, b, c] = await planned();
  await press("next");
  await press("pin");
  await plan([b, a, ...(await planned()).slice(2)]);
  await press("next");
  await press("down");
  await plan([b, c, a, ...(await planned()).slice(3)]);
  await press("up");
  await plan([b, a, c, ...(await planned()).slice(3)]);
  await press("remark");
  await page.keyboard.type("справка у редактора");
  await page.keyboard.press("Enter");
  await page.locator(`[data-plan="${a}"]`, { hasText: "справка у редактора" }).waitFor();
  await press("write");
  await page.keyboard.type("Заканчиваем");
  await page.keyboard.press("Enter");
  await page.getByText("Ведущему: «Заканчиваем»").waitFor();
  await press("nextOnAir");
  await page.locator(`.now[data-plan="${b}"]`).waitFor();
  await press("clear");
  await page.locator(`.next[data-plan="${b}"]`, { hasText: "закреплён" }).waitFor();
  await press("take");
  await page.locator(`.now[data-plan="${a}"]`).waitFor();
  await press("answered");
  await until("status=answered", 1);
  await press("toInbox");
  await press("help");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("every key of the table was pressed", () => {
  assert.deepEqual(KEYS.map(({ deed }) => deed).filter((deed) => !used.has(deed)), []);
});
