// The moderators' console when the server dies and returns: nothing that was decided is lost, and all agree afterwards.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { askAll, linkFor } from "./support/newsroom.js";
import { finish, open } from "./support/people.js";
import { start } from "./support/server.js";

let server, people;
before(async () => {
  server = await start();
  people = await open();
  await askAll(server);
});
after(() => finish(people, server));

const cards = (page) => page.locator(".card").evaluateAll((cards) => cards.map((card) => card.dataset.number));
const planned = (page) => page.locator("[data-plan]").evaluateAll((items) => items.map((item) => item.dataset.plan));

test("decisions made without a link wait, and are made when it returns", async () => {
  // A socket that finds nobody is an error on the browser's console; here that is meant.
  const maria = await people.person(await linkFor(server, "moderator", "Мария К."), { quiet: true });
  const elena = await people.person(await linkFor(server, "moderator", "Елена С."), { quiet: true });
  for (const page of [maria, elena]) await page.locator(".card.focus").waitFor();
  const before = await cards(elena);
  await maria.locator('.card[data-number="14"]').click();
  await maria.locator('.card.focus[data-number="14"]').waitFor();
  await server.stop("SIGKILL");
  await maria.getByText("нет связи с").waitFor();
  await maria.keyboard.press("KeyA");
  await maria.getByText("ждёт 1 решение").waitFor();
  server = await start({ on: server.home, listen: server.host });
  await maria.getByText("связь есть").waitFor();
  for (const page of [maria, elena]) await page.locator('[data-plan="14"]').waitFor();
  assert.deepEqual(await planned(maria), ["14"]);
  assert.deepEqual(await planned(elena), ["14"]);
  assert.deepEqual(await cards(elena), before, "the list stood still while the link was lost and when it returned");
  await elena.locator('.card.gone[data-number="14"]').waitFor();
});
