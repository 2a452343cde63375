// The moderators' console in real browsers: two moderators, three viewers and a host at once, and each of its deeds by key.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe } from "./support/axe.js";
import { askAll, linkFor } from "./support/newsroom.js";
import { finish, open } from "./support/people.js";
import { start } from "./support/server.js";

let server, people, maria, elena;
const late = { held: null, hold() { this.held = []; }, release() { this.held.splice(0).forEach((pass) => pass()); this.held = null; } };
const card = (page, number) => page.locator(`.card[data-number="${number}"]`);
const focused = (page, number) => page.locator(`.card.focus[data-number="${number}"]`).waitFor();
const planned = (page) => page.locator("[data-plan]").evaluateAll((items) => items.map((item) => Number(item.dataset.plan)));
/** Waits until the plan of that screen stands so: on air first, then the next ones. */
const plan = (page, numbers) =>
  page.waitForFunction((wanted) => [...document.querySelectorAll("[data-plan]")].map((item) => item.dataset.plan).join() === wanted, numbers.join());
const status = (page, name) => page.locator(".statuses .row", { hasText: name }).locator("b");
const count = (page, name, n) => page.waitForFunction(([name, n]) => [...document.querySelectorAll(".statuses .row")]
  .some((row) => row.firstElementChild.textContent === name && row.querySelector("b").textContent === String(n)), [name, n]);
/** A key as a Russian keyboard gives it: its place is KeyA, and it writes «ф». */
const cyrillic = (page, code, key, more = {}) => page.evaluate(([code, key, more]) =>
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true, ...more })), [code, key, more]);

before(async () => {
  server = await start();
  people = await open();
  await askAll(server);
  maria = await people.person(await linkFor(server, "moderator", "Мария К."));
  elena = await people.person(`${server.origin}/`);
  await elena.routeWebSocket(/\/moderator/, (page) => {
    const wire = page.connectToServer();
    wire.onMessage((said) => (late.held ? late.held.push(() => page.send(said)) : page.send(said)));
  });
  await elena.goto(await linkFor(server, "moderator", "Елена С."));
  await focused(maria, 1);
  await focused(elena, 1);
});
after(() => finish(people, server));

test("who looks at which card is seen, and who is here", async () => {
  await maria.keyboard.press("KeyJ");
  await focused(maria, 2);
  await card(elena, 2).getByText("смотрит Мария К.").waitFor();
  await elena.locator(".avatar").nth(1).waitFor();
  assert.deepEqual((await elena.locator(".avatar .sr").allTextContents()).sort(), ["Елена С.", "Мария К."]);
});

test("a card that a colleague settled stays where it is, greyed, with the name", async () => {
  const before = await card(elena, 4).boundingBox();
  await cyrillic(maria, "KeyA", "ф");
  await focused(maria, 3);
  await card(elena, 2).getByText("в план — Мария К.").waitFor();
  assert.match(await card(elena, 2).getAttribute("class"), /gone/);
  assert.deepEqual(await card(elena, 4).boundingBox(), before, "nothing moved under the cursor");
  await plan(elena, [2]);
  await elena.keyboard.press("KeyJ");
  await focused(elena, 3);
  await card(elena, 2).waitFor({ state: "detached" });
});

test("new questions wait until they are asked for", async () => {
  const before = await maria.locator(".card").count();
  const place = await card(maria, 4).boundingBox();
  const { number } = await server.ask("Появится ли переход у школы на Гражданской?", { place: "Чебоксары" });
  await maria.getByRole("button", { name: "Ещё 1 новый" }).waitFor();
  assert.equal(await maria.locator(".card").count(), before);
  assert.deepEqual(await card(maria, 4).boundingBox(), place, "nothing moved under the cursor");
  await cyrillic(maria, "KeyN", "т");
  await focused(maria, number);
  await maria.getByRole("button", { name: "Новых пока нет" }).waitFor();
});

test("whoever loses a race learns who won", async () => {
  await maria.locator('.card[data-number="3"]').click();
  await elena.locator('.card[data-number="3"]').click();
  await focused(elena, 3);
  // What the server says reaches Elena late, as over a slow link: she decides on what she still sees.
  late.hold();
  await maria.keyboard.press("KeyA");
  await maria.locator('[data-plan="3"]').waitFor();
  await elena.keyboard.press("KeyA");
  late.release();
  await elena.locator(".toast.refused", { hasText: "Вопрос № 3 уже в плане. Это сделал(а) Мария К." }).waitFor();
  await card(elena, 3).getByText("Это сделал(а) Мария К.").waitFor();
  await card(elena, 3).getByText("в план — Мария К.").waitFor();
  assert.equal(await maria.locator(".toast.refused").count(), 0, "the winner is not bothered");
});

test("an edit is made in place, and what the viewer wrote stands beside", async () => {
  await maria.locator('.card[data-number="9"]').click();
  await focused(maria, 9);
  await maria.locator(".card.focus mark", { hasText: "+7" }).waitFor();
  await cyrillic(maria, "KeyE", "у");
  const field = maria.locator(".card.focus textarea");
  await field.fill("Когда отремонтируют дорогу на улице Ленина?");
  await field.press("Enter");
  const text = card(elena, 9).locator(".text");
  await elena.waitForFunction(() => document.querySelector('.card[data-number="9"] .text').innerText === "Когда отремонтируют дорогу на улице Ленина?");
  assert.equal(await text.innerText(), "Когда отремонтируют дорогу на улице Ленина?");
  await card(elena, 9).locator(".original mark", { hasText: "+7" }).waitFor();
  assert.equal(await elena.getByText("917 000").count(), 0, "the telephone number is on no screen");
});

test("an undo takes back one's own last decision, and one looks at it again", async () => {
  await maria.locator('.card[data-number="10"]').click();
  await focused(maria, 10);
  await cyrillic(maria, "KeyR", "к");
  await maria.getByText("Почему отклонить?").waitFor();
  await maria.keyboard.press("Digit2");
  await card(elena, 10).getByText("отклонён — Мария К.: не по теме").waitFor();
  await cyrillic(maria, "KeyU", "г");
  await elena.waitForFunction(() => !document.querySelector('.card[data-number="10"]').classList.contains("gone"));
  await focused(maria, 10);
});

test("a question is merged by the number of another, and split off again", async () => {
  await maria.locator('.card[data-number="11"]').click();
  await focused(maria, 11);
  await maria.keyboard.press("Shift+KeyM");
  const field = maria.getByLabel("С каким вопросом объединить, №");
  await field.fill("6");
  await maria.locator(".panel .like", { hasText: "освещение трассы" }).waitFor();
  await field.press("Enter");
  await card(elena, 11).getByText("объединён с № 6 — Мария К.").waitFor();
  await card(elena, 6).getByText("спросили 2").waitFor();
  await maria.getByRole("button", { name: "Объединены 1" }).click();
  await focused(maria, 11);
  await cyrillic(maria, "KeyS", "ы");
  await count(maria, "Объединены", 0);
  await maria.getByRole("button", { name: /^Новые/ }).click();
});

test("many are chosen and decided on at once, and taken back at once", async () => {
  await maria.locator('.card[data-number="12"]').click();
  await focused(maria, 12);
  await cyrillic(maria, "KeyX", "ч");
  await maria.keyboard.press("KeyJ");
  await maria.keyboard.press("KeyX");
  await maria.getByText("Выбрано: 2").waitFor();
  const held = Number(await status(maria, "Задержаны").innerText());
  await maria.keyboard.press("KeyH");
  await count(maria, "Задержаны", held + 2);
  await maria.keyboard.press("KeyU");
  await count(maria, "Задержаны", held);
});

test("the rundown is put in order by keys and by hand, and goes on air in that order on every screen", async () => {
  const host = await people.person(await linkFor(server, "host", "Ведущий"));
  const viewers = [];
  for (let n = 0; n < 3; n++) viewers.push(await people.person(server.links.viewers));
  for (const number of [4, 5, 6]) {
    await maria.locator(`.card[data-number="${number}"]`).click();
    await focused(maria, number);
    await maria.keyboard.press("KeyA");
    await maria.locator(`[data-plan="${number}"]`).waitFor();
  }
  const before = await planned(maria);
  assert.deepEqual(before.slice(-3), [4, 5, 6]);
  await maria.locator('[data-plan="6"]').click();
  await cyrillic(maria, "ArrowUp", "ArrowUp", { altKey: true });
  await plan(elena, [...before.slice(0, -2), 6, 5]);
  await elena.locator('[data-plan="5"]').dragTo(elena.locator(`[data-plan="${before[0]}"]`));
  const order = [5, ...before.slice(0, -2), 6];
  await plan(maria, order);
  await maria.keyboard.press("Shift+Enter");
  await elena.locator(".now", { hasText: "Будут ли рейсы до Москвы" }).waitFor();
  const asked = "Будут ли рейсы до Москвы летом каждый день?";
  for (const page of [host, ...viewers]) await page.getByText(asked).first().waitFor();
  await maria.locator(`[data-plan="${order[1]}"]`).click();
  await cyrillic(maria, "KeyT", "е");
  await plan(elena, order.slice(1));
  await elena.locator(`.now[data-plan="${order[1]}"]`).waitFor();
  await maria.keyboard.press("Shift+Backspace");
  await elena.locator(".now").waitFor({ state: "detached" });
});

test("topics are labelled by digits, and a remark stands beside its question", async () => {
  await maria.locator('.card[data-number="10"]').click();
  await focused(maria, 10);
  await cyrillic(maria, "KeyL", "д");
  const first = await maria.locator(".topics .act").first().innerText();
  await maria.keyboard.press("Digit1");
  await maria.keyboard.press("Enter");
  await card(elena, 10).locator(".tag", { hasText: first.split("\n")[0].replace(/1$/, "").trim() }).waitFor();
  await elena.locator('[data-plan="6"]').click();
  await elena.keyboard.press("KeyG");
  await elena.getByLabel("Пометка").fill("ответ готовит Минтранс");
  await elena.keyboard.press("Enter");
  await maria.locator('[data-plan="6"]', { hasText: "ответ готовит Минтранс" }).waitFor();
});

test("who writes beside a question writes on while a colleague moves it", async () => {
  const { next } = await server.api("rundown");
  const { id, number } = next.at(-1);
  await elena.locator(`[data-plan="${number}"]`).click();
  await elena.keyboard.press("KeyG");
  await elena.getByLabel("Пометка").fill("");
  await elena.keyboard.type("справка ");
  await server.order({ type: "move", question: id, after: null });
  await elena.waitForFunction((number) => document.querySelector(".next[data-plan]")?.dataset.plan === number, String(number));
  await elena.keyboard.type("у редактора");
  await elena.keyboard.press("Enter");
  await maria.locator(`[data-plan="${number}"]`, { hasText: "справка у редактора" }).waitFor();
});

test("what is typed in search keeps its spaces, and Escape forgets it", async () => {
  await maria.keyboard.press("Slash");
  await maria.keyboard.type("автобус ");
  await maria.waitForFunction(() => document.querySelectorAll(".card").length < 4);
  await maria.keyboard.type("Восточный");
  await maria.waitForFunction(() => document.querySelectorAll(".card").length === 1);
  assert.equal(await maria.inputValue("#search"), "автобус Восточный");
  await maria.keyboard.press("Escape");
  await maria.waitForFunction(() => document.querySelectorAll(".card").length > 3);
  assert.equal(await maria.inputValue("#search"), "");
});

test("a word to the host is written and shown with its time", async () => {
  await cyrillic(maria, "KeyW", "ц");
  await maria.getByLabel("Записка ведущему").fill("Заканчиваем через пять минут");
  await maria.keyboard.press("Enter");
  await elena.getByText("Ведущему: «Заканчиваем через пять минут»").waitFor();
});

test("search finds inflected forms as one types, a filter by topic narrows, and both are undone", async () => {
  await maria.keyboard.press("Slash");
  await maria.keyboard.type("поликлиники");
  await maria.waitForFunction(() => document.querySelectorAll(".card").length === 1);
  await maria.locator(".card", { hasText: "поликлинике на Энгельса" }).waitFor();
  await maria.keyboard.press("Escape");
  await maria.waitForFunction(() => document.querySelectorAll(".card").length > 3);
  await maria.getByRole("button", { name: /^Детские сады/ }).click();
  await maria.waitForFunction(() => document.querySelectorAll(".card").length === 1);
  await maria.getByRole("button", { name: "Убрать фильтр: Детские сады" }).click();
  await maria.waitForFunction(() => document.querySelectorAll(".card").length > 3);
});

test("a question opens with what is folded into it, and the help shows every key", async () => {
  await maria.locator('.card[data-number="13"]').click();
  await focused(maria, 13);
  await maria.keyboard.press("Enter");
  await maria.getByRole("complementary", { name: "Подробно о вопросе" }).getByText("Другие вопросы автора").waitFor();
  await axe(maria);
  await maria.keyboard.press("Escape");
  await cyrillic(maria, "Slash", ".", { shiftKey: true });
  await maria.getByRole("dialog").getByText("править на месте").waitFor();
  await axe(maria);
  await maria.keyboard.press("Escape");
  await maria.getByRole("dialog").waitFor({ state: "detached" });
  await axe(maria);
});
