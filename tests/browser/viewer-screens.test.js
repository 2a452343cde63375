// How the pages of viewers and of the administrator look: on a phone and on a desk, in three languages, light and dark;
// and what axe-core thinks of each. The pictures are in `target/screenshots`.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe } from "./support/axe.js";
import { finish, open, DESKTOP, PHONE, shot } from "./support/people.js";
import { start } from "./support/server.js";

const TITLE = "Прямая линия министра транспорта Чувашии";
const LOCALES = { ru: "ru-RU", en: "en-GB", cv: "cv-RU" };
const ON_WALL = [
  "Когда отремонтируют дорогу на ул. Ленина от вокзала до моста?",
  "Почему на Ленина сняли светофор у вокзала?",
  "Будет ли продлён маршрут троллейбуса № 20 до микрорайона «Солнечный»?",
  "Почему электричка до Канаша отправляется раньше, чем заканчивается смена на заводе?",
];

let server, people;
const order = (type, settings) => server.api("commands", {
  role: "admin", method: "POST", body: { id: crypto.randomUUID(), type, ...settings },
});

before(async () => {
  server = await start();
  people = await open();
  await order("settings", { title: TITLE, text_max: 500, video: "https://video.example/embed/1" });
  const air = await server.ask("Будет ли прямой автобус из Лапсар до больницы скорой помощи?");
  const answered = await server.ask("Когда в Алатыре заработает новый автовокзал?");
  for (const { id } of [answered, air]) await server.order({ type: "approve", question: id });
  await server.order({ type: "take", question: answered.id });
  await server.order({ type: "answer", question: answered.id });
  await server.order({ type: "take", question: air.id });
  for (const [n, text] of ON_WALL.entries()) {
    const { id } = await server.ask(text);
    await server.order({ type: "approve", question: id });
    for (let vote = 0; vote < 11 - 3 * n; vote++) {
      const headers = { "content-type": "application/json", origin: server.origin };
      const body = JSON.stringify({ question: id, on: true });
      const answer = await fetch(`${server.origin}/api/v1/broadcasts/direct-line/votes`, { method: "POST", headers, body });
      assert.equal(answer.status, 204);
    }
  }
});
after(() => finish(people, server));

async function asked(page, text) {
  await page.locator("#text").fill(text);
  await page.locator("#send").click();
  await page.locator("#sent li", { hasText: text }).waitFor();
}

/** Somebody in the middle of it: two questions asked, one that waits for the link, and one being typed. */
async function busy(page) {
  const approved = "Тротуар у школы № 19 в Новочебоксарске: когда его сделают?";
  await asked(page, approved);
  const [row] = (await server.api(`questions?status=pending&q=${encodeURIComponent("тротуар")}`)).rows;
  if (row) await server.order({ type: "approve", question: row.id });
  await page.locator("#sent .is-approved").waitFor();
  await asked(page, "Займы без отказа всем, оформление за пять минут");
  await page.locator("#place-said").click();
  await page.locator("[name=place]").fill("Чебоксары");
  await page.keyboard.press("Enter");
  await page.locator("#name-said").click();
  await page.locator("[name=name]").fill("Анна");
  await page.keyboard.press("Enter");
  await page.locator("#text").fill("Когда починят дорогу на Ленина от вокзала до моста");
  await page.locator("#similar .asked").first().waitFor();
}

for (const [lang, locale] of Object.entries(LOCALES)) {
  test(`the viewer's page in ${lang}, on a phone and on a desk, light and dark`, async () => {
    for (const [size, name] of [[PHONE, "phone"], [DESKTOP, "desktop"]]) {
      for (const dark of [false, true]) {
        const page = await people.person(server.links.viewers, { lang: locale, size, dark });
        assert.equal(await page.getAttribute("html", "lang"), lang);
        await busy(page);
        await axe(page);
        await shot(page, `viewer-${name}-${lang}${dark ? "-dark" : ""}`);
        if (lang !== "ru") continue;
        await page.evaluate(() => document.querySelector("#mine").scrollIntoView());
        await shot(page, `viewer-mine-${name}-${lang}${dark ? "-dark" : ""}`);
      }
    }
  });

  test(`receipt, list, administrator and errors in ${lang}`, async () => {
    for (const [size, name] of [[PHONE, "phone"], [DESKTOP, "desktop"]]) {
      const dark = name === "desktop";
      const suffix = `${name}-${lang}${dark ? "-dark" : ""}`;
      const look = async (link, what) => {
        const page = await people.person(link, { lang: locale, size, dark, quiet: true });
        await axe(page);
        await shot(page, `${what}-${suffix}`);
        return page;
      };
      const page = await look(server.links.viewers, "viewer-new");
      await asked(page, "Почему на маршруте № 35 по вечерам не хватает автобусов и людям приходится ждать по сорок минут?");
      await look(server.origin, "home");
      await look(`${server.origin}/b/no-such`, "error-404");
      await look(`${server.origin}/moderate/direct-line`, "error-401");
      const admin = await look(server.links.admin, "admin");
      for (const summary of await admin.locator("summary").all()) await summary.click();
      await axe(admin);
      await admin.locator(".qr svg").first().scrollIntoViewIfNeeded();
      await shot(admin, `admin-open-${suffix}`);
      await page.locator("#sent a").first().click();
      await page.locator("#stands").waitFor();
      await page.locator("[data-copy]").waitFor();
      await axe(page);
      await shot(page, `receipt-${suffix}`);
    }
  });
}

test("paused, closed and cut off are designed, too", async () => {
  const page = await people.person(server.links.viewers, { size: PHONE, quiet: true });
  await order("pause");
  await page.locator("#phase.phase-paused").waitFor();
  await axe(page);
  await shot(page, "viewer-paused-phone-ru");
  await order("close");
  await page.locator("#phase.phase-closed").waitFor();
  await axe(page);
  await shot(page, "viewer-closed-phone-ru");
  await order("open");
  await page.locator("#phase.phase-open").waitFor();
  await page.context().setOffline(true);
  await page.locator("#text").fill("Про электричку до Алатыря");
  await page.locator("#send").click();
  await page.locator("#unsent li").waitFor();
  await page.locator("#link:not(:empty)").waitFor();
  await axe(page);
  await shot(page, "viewer-offline-phone-ru");
  await page.context().setOffline(false);
  await page.locator("#sent li").waitFor();
});

test("the switch of languages is on every page, and keeps", async () => {
  const page = await people.person(server.links.viewers, { size: PHONE });
  await page.getByRole("link", { name: "Чӑвашла" }).click();
  await page.getByRole("button", { name: "Ыйту пар" }).waitFor();
  await page.goto(server.origin);
  assert.equal(await page.getAttribute("html", "lang"), "cv");
  await page.getByRole("link", { name: "English" }).click();
  await page.goto(server.links.admin);
  await page.getByRole("heading", { name: "Broadcasts" }).waitFor();
  await page.getByRole("link", { name: "Русский" }).click();
  await page.getByRole("heading", { name: "Эфиры" }).waitFor();
});

test("keyboard alone is enough to ask and to vote", async () => {
  const page = await people.person(server.links.viewers, { size: DESKTOP });
  await page.locator("#wall .pill").first().waitFor();
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const tabTo = async (what) => {
    for (let n = 0; n < 40 && (await focused()) !== what; n++) await page.keyboard.press("Tab");
    assert.equal(await focused(), what);
  };
  await tabTo("text");
  const text = "Где посмотреть расписание автобуса до Вурнар?";
  await page.keyboard.type(text);
  await page.keyboard.press("Control+Enter");
  await page.locator("#sent li", { hasText: text }).waitFor();
  const pill = page.locator("#wall .pill").first();
  const label = await pill.textContent();
  await tabTo(label);
  await page.keyboard.press("Space");
  await page.locator("#wall .pill[aria-pressed=true]").first().waitFor();
});

test("one who wants no motion gets none, on any screen", async () => {
  const { receipt } = await server.ask("Когда в Урмарах откроют каток?");
  const { viewers, moderators, host, overlay, admin } = server.links;
  for (const link of [viewers, moderators, host, overlay, admin, `${viewers}/q/${receipt}`, server.origin]) {
    const page = await people.person(link, { reducedMotion: "reduce" });
    await page.waitForLoadState("networkidle");
    const moves = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
      const { transitionDuration, animationName } = getComputedStyle(element);
      return transitionDuration !== "0s" || animationName !== "none";
    }).map((element) => element.outerHTML.slice(0, 80)));
    assert.deepEqual(moves, [], link);
    await page.context().close();
  }
});

test("a long text shows its beginning, and the rest when one taps it or comes to it by keyboard", async () => {
  const text = "Уважаемый министр! Мы писали и в администрацию округа, и в приёмную главы — везде отписки. Двор у нас общий "
    + "с соседней школой, и дети ходят по нему каждый день. Осенью вода стоит по колено, весной её не меньше. Подрядчик "
    + "обещал прийти в мае, потом в августе, теперь говорит о будущей весне. Старшая по дому собрала подписи всех "
    + "подъездов, мы отвезли их сами и получили номер. На приёме нам сказали ждать. Кто ответит?";
  const { id } = await server.ask(text);
  await server.order({ type: "approve", question: id });
  for (const javaScriptEnabled of [true, false]) {
    const page = await people.person(server.links.viewers, { size: { width: 360, height: 640 }, javaScriptEnabled });
    // The page's script draws the wall anew once.
    if (javaScriptEnabled) await page.waitForFunction(() => document.querySelector("#wall").innerHTML.includes("<!--"));
    const long = page.locator("#wall .text", { hasText: "Кто ответит?" });
    const height = async () => (await long.boundingBox()).height;
    const short = await height();
    assert.ok(short < 6.5 * 24, `${short}`);
    await long.click();
    assert.ok((await height()) > 2 * short);
    await page.locator("h1").click();
    assert.equal(await height(), short);
    await long.focus();
    assert.ok((await height()) > 2 * short);
    if (javaScriptEnabled) await axe(page);
    await page.context().close();
  }
  await server.order({ type: "reject", question: id, reason: "other" });
});
