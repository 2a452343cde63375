// Every page opens in a real browser, in both languages, without a word on its console.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { finish, open, DESKTOP, PHONE, shot } from "./support/people.js";
import { start } from "./support/server.js";

let server, people;
before(async () => {
  server = await start();
  people = await open();
});
after(() => finish(people, server));

for (const [lang, locale] of [["ru", "ru-RU"], ["en", "en-GB"]]) {
  test(`the list of broadcasts and the administrator's page in ${lang}`, async () => {
    for (const [size, name] of [[PHONE, "phone"], [DESKTOP, "desktop"]]) {
      const home = await people.person(`${server.origin}/`, { lang: locale, size });
      assert.equal(await home.getAttribute("html", "lang"), lang);
      await home.getByText(lang === "ru" ? "Прямая линия" : "Live broadcasts").first().waitFor();
      await shot(home, `home-${name}-${lang}`);
      const admin = await people.person(server.links.admin, { lang: locale, size });
      await shot(admin, `admin-${name}-${lang}`);
    }
  });
}

test("the switch changes the language and keeps it", async () => {
  const page = await people.person(`${server.origin}/`);
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { name: "Live broadcasts" }).waitFor();
  await page.goto(`${server.origin}/`);
  assert.equal(await page.getAttribute("html", "lang"), "en");
});
