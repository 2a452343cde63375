// What the host's screen costs a weak laptop: the roll moves without laying anything out, and a press shows in the next
// frame. The figures that it prints are those of `docs/screens.md`.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { finish, open } from "./support/people.js";
import { start } from "./support/server.js";

/** As much slower than this machine as a weak laptop is. */
const SLOWER = 6;
const FRAMES = 180;
const LONG = "В нашем доме четырнадцать градусов, ребёнок второй месяц болеет, а теплосети отвечают, что на входе всё в норме. ".repeat(8);

let server, people, host, devtools;
before(async () => {
  server = await start();
  people = await open();
  for (const text of [LONG, "Почему подорожал проезд для студентов?", "Кто чистит снег во дворах?"]) {
    const { id } = await server.ask(text);
    await server.order({ type: "approve", question: id });
  }
  host = await people.person(server.links.host);
  await host.locator(".queue").getByText("Почему подорожал").waitFor();
  devtools = await host.context().newCDPSession(host);
  await devtools.send("Performance.enable");
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
});
after(() => finish(people, server));

const layouts = async () => (await devtools.send("Performance.getMetrics")).metrics.find(({ name }) => name === "LayoutCount").value;

test("the roll lays nothing out from frame to frame", async () => {
  await host.keyboard.press("PageDown");
  await host.locator("h1.question").getByText("теплосети").first().waitFor();
  await host.keyboard.press("p");
  await host.locator(".rolls").waitFor();
  await host.keyboard.press("Space");
  const laid = await layouts();
  const gaps = await host.evaluate((count) => new Promise((resolve) => {
    const gaps = [];
    let last = null;
    requestAnimationFrame(function frame(now) {
      if (last !== null) gaps.push(now - last);
      last = now;
      if (gaps.length < count) requestAnimationFrame(frame);
      else resolve(gaps);
    });
  }), FRAMES);
  const more = (await layouts()) - laid;
  await host.keyboard.press("Space");
  gaps.sort((a, b) => a - b);
  const at = (share) => gaps[Math.floor(gaps.length * share)].toFixed(1);
  console.log(`roll, ${SLOWER} times slower: ${FRAMES} frames, median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(0.999)} ms, ${more} layouts`);
  assert.ok(more < FRAMES / 5, `${more} layouts in ${FRAMES} frames: only the clocks may need one, once a second`);
  await host.keyboard.press("p");
});

test("a press shows without waiting for the server", async () => {
  const shown = await host.evaluate(() => new Promise((resolve) => {
    const before = performance.now();
    dispatchEvent(new KeyboardEvent("keydown", { code: "PageDown" }));
    const text = document.querySelector("h1.question").textContent;
    requestAnimationFrame(() => requestAnimationFrame(() => resolve({ text, ms: performance.now() - before })));
  }));
  console.log(`a press, ${SLOWER} times slower: painted after ${shown.ms.toFixed(0)} ms`);
  assert.match(shown.text, /Почему/, "within the press itself");
  await server.until(async () => /Почему/.test((await server.api("rundown", { role: "host" })).on_air?.text));
});
