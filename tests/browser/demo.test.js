// The shop window: what a newcomer sees within a minute of `efir demo` (on a machine that has nothing else to do).

import { after, before, test } from "node:test";
import { finish, open, PHONE, shot } from "./support/people.js";
import { start } from "./support/server.js";

let server, people;
before(async () => {
  server = await start({ command: "demo", args: ["--moderator", "--people", "200"] });
  people = await open();
});
after(() => finish(people, server));

test("there are soon a wave, likeness, a full rundown and a question on air on every screen", async () => {
  const viewer = await people.person(server.links.viewers, { size: PHONE });
  const console = await people.person(server.links.moderators);
  const host = await people.person(server.links.host);
  const overlay = await people.person(server.links.overlay);
  const questions = (query) => server.api(`questions?${query}`);
  const many = async (query, least) => (await questions(query)).total >= least;
  // Of everything, as much as is asked for at once: what was seen a moment ago may be settled by now.
  let wave = false;
  await server.until(async () => {
    wave ||= (await questions("status=pending&sort=asked&limit=20")).rows.some((row) => row.wave);
    const { on_air: air, next } = await server.api("rundown", { role: "host" });
    return wave && air && next.length >= 8 && (await many("status=merged&limit=1", 20));
  }, 200_000);
  await host.locator("h1.question").waitFor();
  await overlay.locator(".card").waitFor();
  await viewer.getByText("Сейчас отвечают").waitFor();
  await console.getByLabel("Порядок", { exact: true }).selectOption("asked");
  await console.locator(".wave").first().waitFor();
  await shot(host, "demo-host");
  await shot(console, "demo-console");
  await shot(viewer, "demo-viewer");
  await overlay.evaluate(() => document.documentElement.style.setProperty("background", "linear-gradient(170deg, #3a4a5c, #1b222b 60%, #2c3a2c)"));
  await shot(overlay, "demo-overlay");
});
