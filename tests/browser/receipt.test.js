// A question's way as its asker follows it: live, after a reload, in another browser by the link alone, and without
// scripts. Each sees the same at each step.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe } from "./support/axe.js";
import { finish, open, PHONE, shot } from "./support/people.js";
import { start } from "./support/server.js";

/** The broadcast began so long ago, with the minute that the test may take. */
const ON_AIR_MS = 4_353_000;
const ASKED_BY = 312;

let server, people;
before(async () => {
  server = await start();
  people = await open();
  await server.admin({ type: "settings", air_from: Date.now() - ON_AIR_MS, title: "Прямая линия министра транспорта Чувашии" });
});
after(() => finish(people, server));

/** Asks on the page; returns what looks at the question from four sides at once. */
async function asks(text) {
  const page = await people.person(server.links.viewers, { size: PHONE });
  await page.locator("#text").fill(text);
  await page.locator("#send").click();
  const mine = page.locator("#sent li", { hasText: text });
  await mine.waitFor();
  const link = server.origin + (await mine.locator("a").getAttribute("href"));
  const friend = await people.person(link, { size: PHONE });
  const plain = await people.person(link, { size: PHONE, javaScriptEnabled: false });
  return {
    page, friend, mine,
    /** All see `words`, and the way that ends with `steps`; live, and anew. */
    async sees(words, ...steps) {
      const done = async (where) => (await where.locator("#way .done").allInnerTexts()).join(" → ");
      await mine.filter({ hasText: words }).waitFor();
      await friend.locator("#stands", { hasText: words }).waitFor();
      await plain.reload();
      await plain.locator("#stands", { hasText: words }).waitFor();
      assert.equal(await done(plain), steps.join(" → "));
      assert.equal(await done(friend), await done(plain), "scripts say the same");
      for (const where of [friend, plain]) {
        assert.equal(await where.locator("#way [aria-current=step]").innerText(), steps.at(-1));
      }
      await page.reload();
      await mine.filter({ hasText: words }).waitFor();
    },
  };
}

test("received, joined to another's that 312 people ask, approved, on air, answered at 01:12:33", async () => {
  const first = await server.ask("Когда отремонтируют дорогу на улице Ленина от вокзала до моста?");
  for (let n = 1; n < ASKED_BY - 1; n++) await server.ask("Когда отремонтируют дорогу на улице Ленина от вокзала до моста?");
  const asker = await asks("Когда на улице Ленина отремонтируют дорогу от вокзала до моста?");
  const joined = `Объединён с №\u00a0${first.number}`;
  await asker.sees(`${joined}. Ждёт редактора. Спросили ещё ${ASKED_BY - 1} человек`, "Получен", "Объединён");
  await server.order({ type: "approve", question: first.id });
  await asker.sees(`${joined}. В эфирном плане, первый. Спросили ещё ${ASKED_BY - 1} человек`, "Получен", "Объединён", "В эфирном плане");
  assert.deepEqual(await asker.friend.locator("#way li:not(.done)").allInnerTexts(), ["В эфире", "Прозвучал"]);
  await axe(asker.friend);
  await shot(asker.friend, "receipt-way-phone-ru");
  await server.order({ type: "take", question: first.id });
  await asker.sees("Сейчас отвечают", "Получен", "Объединён", "В эфирном плане", "В эфире");
  await server.order({ type: "answer", question: first.id });
  await asker.sees(/Прозвучал в эфире в 01:1[234]:\d\d/, "Получен", "Объединён", "В эфирном плане", "В эфире", "Прозвучал");
});

test("rejected, with the reason", async () => {
  const asker = await asks("Кто победит в чемпионате по шахматам?");
  await asker.sees("Получен. Ждёт редактора", "Получен");
  const [row] = (await server.api("questions?q=чемпионате")).rows;
  await server.order({ type: "reject", question: row.id, reason: "off_topic" });
  await asker.sees("В эфир не пойдёт: не по теме", "Получен", "В эфир не пойдёт");
});

test("taken back by its asker", async () => {
  const asker = await asks("Будет ли ледовый каток в Порецком?");
  await asker.mine.getByRole("button", { name: "Забрать" }).click();
  await asker.mine.getByRole("button", { name: "Точно забрать?" }).click();
  await asker.sees("Вы забрали этот вопрос", "Получен", "Отозван");
});
