// Pins, mutes, searches in any status, merges that are asked about, and lists that go on: two moderators at once, a
// viewer, a host, and a link that is cut.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe } from "./support/axe.js";
import { askAll, linkFor } from "./support/newsroom.js";
import { finish, open } from "./support/people.js";
import { start } from "./support/server.js";

let server, people, asked, maria, elena;
const late = {
  held: null,
  hold() { this.held = []; },
  release() {
    this.held.splice(0).forEach((pass) => pass());
    this.held = null;
  },
};
const card = (page, number) => page.locator(`.card[data-number="${number}"]`);
const look = async (page, number) => {
  await card(page, number).click();
  await page.locator(`.card.focus[data-number="${number}"]`).waitFor();
};
const lookInPlan = async (page, number) => {
  await page.locator(`[data-plan="${number}"]`).click();
  await page.locator(`[data-plan="${number}"].focus`).waitFor();
};
const shows = (page, selector, name, wanted) => page.waitForFunction(([selector, name, wanted]) =>
  [...document.querySelectorAll(selector)].map((one) => one.dataset[name]).join() === wanted, [selector, name, wanted.join()]);
const plan = (page, wanted) => shows(page, "[data-plan]", "plan", wanted);
const cards = (page, wanted) => shows(page, ".card", "number", wanted);
const section = (page, name) => page.locator(".statuses .row", { hasText: name }).locator("b");

before(async () => {
  server = await start();
  people = await open();
  asked = await askAll(server);
  for (const number of [1, 2, 3, 4]) await server.order({ type: "approve", question: asked[number - 1].id });
  maria = await people.person(await linkFor(server, "moderator", "Мария К."), { quiet: true });
  elena = await people.person(`${server.origin}/`, { quiet: true });
  await elena.routeWebSocket(/\/moderator/, (page) => {
    const wire = page.connectToServer();
    wire.onMessage((said) => (late.held ? late.held.push(() => page.send(said)) : page.send(said)));
  });
  await elena.goto(await linkFor(server, "moderator", "Елена С."));
  for (const page of [maria, elena]) await page.locator(".card.focus").waitFor();
});
after(() => finish(people, server));

test("what is pinned stands first whatever a colleague puts on top, and the host takes it first", async () => {
  await lookInPlan(maria, 3);
  await maria.keyboard.press("KeyP");
  await plan(elena, [3, 1, 2, 4]);
  await elena.locator('[data-plan="3"]').getByText("закреплён").waitFor();
  await look(elena, 5);
  await elena.keyboard.press("Shift+KeyA");
  await plan(maria, [3, 5, 1, 2, 4]);
  await elena.locator('[data-plan="4"]').dragTo(elena.locator('[data-plan="3"]'));
  await plan(maria, [3, 4, 5, 1, 2]);
  await lookInPlan(elena, 4);
  await elena.keyboard.press("Alt+ArrowUp");
  await elena.getByText("Закреплённые стоят первыми").waitFor();
  await axe(elena);
  const host = await people.person(await linkFor(server, "host", "Ведущий"));
  await host.getByText(asked[2].text ?? "Когда сделают тротуар").waitFor();
  await host.keyboard.press("PageDown");
  await maria.locator('.now[data-plan="3"]').waitFor();
  await host.keyboard.press("PageUp");
  await plan(elena, [3, 4, 5, 1, 2]);
  await elena.locator('[data-plan="3"]').getByText("закреплён").waitFor();
  await host.context().close();
});

test("two who pin at once are both content; a pin is taken back by undo and by its own key", async () => {
  await lookInPlan(maria, 1);
  await lookInPlan(elena, 1);
  // What the server says reaches Elena late: she pins what she still sees without a pin.
  late.hold();
  await maria.keyboard.press("KeyP");
  await plan(maria, [3, 1, 4, 5, 2]);
  await elena.keyboard.press("KeyP");
  late.release();
  for (const page of [maria, elena]) await plan(page, [3, 1, 4, 5, 2]);
  await server.until(async () => (await server.api("rundown")).next[1].pinned);
  assert.equal(await elena.locator(".toast.refused").count(), 0, "nothing is refused");
  await maria.keyboard.press("KeyU");
  await plan(elena, [3, 4, 5, 1, 2]);
  await lookInPlan(maria, 3);
  await maria.getByRole("button", { name: "Открепить" }).click();
  await elena.waitForFunction(() => !document.querySelector(".plan").innerText.includes("закреплён"));
});

test("the plan in the middle follows a colleague's order while it is open", async () => {
  await maria.keyboard.press("Digit3");
  await cards(maria, [3, 4, 5, 1, 2]);
  await lookInPlan(elena, 2);
  await elena.keyboard.press("Shift+KeyA");
  await cards(maria, [2, 3, 4, 5, 1]);
  await look(maria, 5);
  await maria.keyboard.press("KeyP");
  await cards(maria, [5, 2, 3, 4, 1]);
  await maria.keyboard.press("Alt+ArrowDown");
  await maria.getByText("Закреплённые стоят первыми").first().waitFor();
  await maria.keyboard.press("KeyP");
  await maria.keyboard.press("Digit1");
});

test("a search in any status finds inflected forms, tells where each stands, and counts right", async () => {
  await maria.keyboard.press("Slash");
  await maria.keyboard.type("электрички");
  await cards(maria, [7]);
  await maria.keyboard.press("Control+KeyA");
  await maria.keyboard.type("тротуары");
  await maria.getByText("В разделе «Новые» ничего не нашлось.").waitFor();
  await maria.keyboard.press("Enter");
  await maria.keyboard.press("Digit0");
  await cards(maria, [3]);
  await card(maria, 3).locator(".tag.is", { hasText: "В плане" }).waitFor();
  assert.equal(await section(maria, "Все").innerText(), "14");
  await axe(maria);
  await maria.keyboard.press("Escape");
  await maria.waitForFunction(() => document.querySelectorAll(".card").length === 14);
  await look(maria, 14);
  await maria.keyboard.press("KeyR");
  await maria.keyboard.press("Digit2");
  await card(maria, 14).locator(".tag.is", { hasText: "Отклонены" }).waitFor();
  assert.ok(!/gone/.test(await card(maria, 14).getAttribute("class")), "it is a hit still");
  await maria.keyboard.press("KeyU");
  await card(maria, 14).locator(".tag.is", { hasText: "Новые" }).waitFor();
  await maria.keyboard.press("Digit1");
  await card(maria, 14).waitFor();
});

test("a merge that is not sure is asked about: Escape is no, Enter is yes", async () => {
  const texts = ["Когда отремонтируют мост через Суру в Алатыре?", "Что с мостом через Суру у Ядрина, его закроют на зиму?"];
  for (const text of texts) asked.push(await server.ask(text));
  const [into, like] = asked.slice(-2).map(({ number }) => number);
  await maria.keyboard.press("KeyN");
  await look(maria, like);
  const first = maria.locator(".card.focus .like").first();
  await first.waitFor();
  assert.match(await first.innerText(), new RegExp(`№\\u00a0${into}`));
  await maria.keyboard.press("KeyM");
  const question = maria.locator(".card.focus .sure");
  await question.waitFor();
  assert.match(await question.innerText(), new RegExp(`^Похоже на [1-7]?\\d\\s%\\. Объединить с № ${into}\\?$`));
  await axe(maria);
  await maria.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  await maria.keyboard.press("KeyM");
  await question.waitFor();
  await maria.keyboard.press("KeyJ");
  await maria.keyboard.press("KeyK");
  assert.equal((await server.api(`questions?status=merged&limit=1`)).total, 0, "nothing was merged without a yes");
  await look(maria, like);
  await maria.keyboard.press("KeyM");
  await question.waitFor();
  await maria.keyboard.press("Enter");
  await card(maria, into).getByText("спросили 2").waitFor();
});

test("a mute is asked about, a viewer learns of it, and is listened to again from the list", async () => {
  const viewer = await people.person(server.links.viewers, { quiet: true });
  const ask = async (text) => {
    await viewer.getByLabel("Ваш вопрос").fill(text);
    await viewer.getByRole("button", { name: /^Задать/ }).click();
  };
  await ask("Почему на Калинина не чистят снег?");
  const rude = await server.until(async () => (await server.api("questions?status=pending&q=Калинина")).rows[0]?.number);
  for (const page of [maria, elena]) {
    await page.keyboard.press("KeyN");
    await card(page, rude).waitFor();
  }
  await look(maria, rude);
  await maria.keyboard.press("Alt+KeyM");
  await maria.getByText("Больше ничего не принимать от этого автора?").waitFor();
  await maria.keyboard.press("Escape");
  assert.equal((await server.api("questions?status=held&q=Калинина")).total, 0);
  await maria.keyboard.press("Alt+KeyM");
  await maria.keyboard.press("Enter");
  await card(elena, rude).getByText("задержан — Мария К.").waitFor();
  await section(elena, "Не принимаем").getByText("1").waitFor();
  await ask("А почему не чистят и на Гагарина?");
  await viewer.getByText("Ваши вопросы больше не принимаются.").waitFor();
  await maria.keyboard.press("KeyU");
  await elena.waitForFunction(() => !document.querySelector(".statuses").innerText.includes("Не принимаем"));
  await look(maria, rude);
  await maria.keyboard.press("Alt+KeyM");
  await maria.keyboard.press("Enter");
  await section(elena, "Не принимаем").waitFor();
  await elena.keyboard.press("KeyV");
  const drawer = elena.getByRole("complementary", { name: "От кого больше не принимаем" });
  await drawer.getByText("Почему на Калинина не чистят снег?").waitFor();
  await drawer.getByText("Мария К.").waitFor();
  await axe(elena);
  await elena.keyboard.press("Enter");
  await drawer.getByText("Принимаем от всех.").waitFor();
  await elena.keyboard.press("Escape");
  await ask("А когда почистят на Гагарина?");
  await server.until(async () => (await server.api("questions?status=pending&q=Гагарина")).rows[0]);
  await viewer.context().close();
});

test("what is on air is taken off by key, back to the top of the plan, and by undo on air again", async () => {
  await lookInPlan(maria, 2);
  await maria.keyboard.press("KeyT");
  await elena.locator('.now[data-plan="2"]').waitFor();
  await maria.keyboard.press("Shift+Backspace");
  await elena.locator('.next[data-plan="2"]').waitFor();
  await elena.getByText("В эфире нет вопроса.").waitFor();
  await maria.keyboard.press("KeyU");
  await elena.locator('.now[data-plan="2"]').waitFor();
  await maria.keyboard.press("Shift+Backspace");
  await elena.locator('.now[data-plan="2"]').waitFor({ state: "detached" });
});

test("a topic beyond the tenth has a letter, which settles nothing", async () => {
  await look(maria, 10);
  await maria.keyboard.press("KeyL");
  const topics = maria.locator(".topics .act");
  const [title, cap] = (await topics.nth(10).innerText()).split(/\s*\n\s*|(?=Q$)/);
  assert.equal(cap, "Q", "the eleventh is the first letter of the board");
  await maria.keyboard.press("KeyQ");
  await maria.locator('.topics .act[aria-pressed="true"]', { hasText: title }).waitFor();
  await maria.keyboard.press("KeyM");
  assert.equal(await maria.locator(".topics").count(), 1, "a letter without a topic does nothing");
  await maria.keyboard.press("Enter");
  await card(elena, 10).locator(".tag", { hasText: title }).waitFor();
});

test("all that is folded into a question can be read, page by page", async () => {
  const text = "Когда дадут тепло на Винокурова, 12? В квартире +14, дети болеют.";
  const { number } = await server.ask(text, { place: "Новочебоксарск" });
  for (let n = 0; n < 120; n++) await server.ask(text, { place: "Новочебоксарск", name: `Житель ${n}` });
  await maria.keyboard.press("Digit1");
  await look(maria, number);
  await maria.keyboard.press("Enter");
  const drawer = maria.getByRole("complementary", { name: "Подробно о вопросе" });
  await drawer.getByText("Объединённые тексты: 120").waitFor();
  const texts = drawer.locator(".said").first().locator("li");
  assert.equal(await texts.count(), 50);
  await drawer.getByRole("button", { name: "Ещё 70" }).click();
  await drawer.getByRole("button", { name: "Ещё 20" }).click();
  await drawer.getByText("Житель 0").waitFor();
  assert.equal(await texts.count(), 120);
  assert.equal(new Set(await texts.locator(".soft").allInnerTexts()).size, 120, "each once");
  await maria.keyboard.press("Escape");
});

test("a pin and a mute that were decided without a link are made when it returns, each once", async () => {
  await lookInPlan(maria, 1);
  await server.stop("SIGKILL");
  await maria.getByText("нет связи с").waitFor();
  await maria.keyboard.press("KeyP");
  await maria.locator('.next[data-plan="1"]').getByText("закреплён").waitFor();
  await look(maria, 13);
  await maria.keyboard.press("Alt+KeyM");
  await maria.keyboard.press("Enter");
  await maria.getByText("ждут 2 решения").waitFor();
  server = await start({ on: server.home, listen: server.host });
  await maria.getByText("связь есть").waitFor();
  for (const page of [maria, elena]) {
    await page.locator('.next[data-plan="1"]').getByText("закреплён").waitFor();
    await section(page, "Не принимаем").getByText("1").waitFor();
  }
});
