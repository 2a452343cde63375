// What every moderator must know at once: a Redis that may lose questions, and a log that was lost and healed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe } from "./support/axe.js";
import { askAll } from "./support/newsroom.js";
import { DESKTOP, finish, open, PHONE, shot } from "./support/people.js";
import { redis } from "./support/redis.js";
import { start } from "./support/server.js";

let store, server, people;
before(async () => {
  store = await redis();
  server = await start({ url: store.url, meant: /may lose what was acknowledged|not the one that was folded/ });
  people = await open();
  await askAll(server);
});
after(() => finish(people, server, store));

const alarm = (page, code) => page.locator(`[data-alarm="${code}"]`);

test("unsafe settings are on every moderator's screen until they are mended, and that one can put away", async () => {
  const maria = await people.person(server.links.moderators, { size: DESKTOP });
  const john = await people.person(server.links.moderators, { size: PHONE, lang: "en-GB" });
  for (const page of [maria, john]) await page.locator(".card.focus").waitFor();
  assert.equal(await maria.locator("[data-alarm]").count(), 0, "all is well");
  store.say("CONFIG", "SET", "appendfsync", "everysec");
  await alarm(maria, "redis_unsafe").filter({ hasText: /^Redis 127\.0\.0\.1:\d+ может потерять принятые вопросы: настройки appendfsync everysec/ }).waitFor();
  await alarm(john, "redis_unsafe").filter({ hasText: "may lose accepted questions" }).waitFor();
  const late = await people.person(server.links.moderators, { size: DESKTOP });
  await alarm(late, "redis_unsafe").waitFor();
  await maria.keyboard.press("Escape");
  assert.equal(await alarm(maria, "redis_unsafe").count(), 1, "what is on cannot be put away");
  for (const [page, name] of [[maria, "console-alarm-1366-ru"], [john, "console-alarm-phone-en"]]) {
    await shot(page, name);
    await axe(page);
  }
  await maria.emulateMedia({ colorScheme: "dark" });
  await shot(maria, "console-alarm-1366-ru-dark");
  await axe(maria);
  store.say("CONFIG", "SET", "appendfsync", "always");
  await alarm(maria, "redis_unsafe").filter({ hasText: "снова хранят" }).waitFor();
  await maria.keyboard.press("Escape");
  await alarm(maria, "redis_unsafe").waitFor({ state: "detached" });
  await alarm(john, "redis_unsafe").getByRole("button", { name: "Read" }).click();
  await alarm(john, "redis_unsafe").waitFor({ state: "detached" });
});

test("a log that was emptied is healed, and the moderators are asked to compare the plan", async () => {
  const maria = await people.person(server.links.moderators, { size: DESKTOP });
  await maria.locator(".card.focus").waitFor();
  store.say("FLUSHALL");
  await alarm(maria, "log_forked").filter({ hasText: "Сверьте план эфира" }).waitFor();
  await shot(maria, "console-alarm-over-1366-ru");
});
