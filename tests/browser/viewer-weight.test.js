// What the viewer's page weighs over the wire and how soon it can be used on a slow phone. The numbers are in
// `docs/screens.md`; this prints them and holds the promises.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { finish, open, PHONE } from "./support/people.js";
import { start } from "./support/server.js";

/** Whole stories, none like another: as long as half of what is let in. */
const STORY = 450;
/** As much as the wall takes, and as much as is usual. */
const FULL = 50;
const USUAL = 25;
/** The promise, and what is kept of it for what will be added. */
const BUDGET_BYTES = 30_000;
const RESERVE_BYTES = 3_000;
const SOON_MS = 3_000;
/** Slow 3G as WebPageTest has it: 400 kbit/s both ways, 400 ms there and back. */
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const SLOW_CPU = 4;

const file = new URL("../../server/demo/questions.txt", import.meta.url);
const texts = readFileSync(file, "utf8").split("\n").map((line) => line.split(/[|~]/)[0].trim()).filter((line) => /^[А-Я].*\?$/.test(line));

let server, people;
before(async () => {
  server = await start();
  people = await open();
});
after(() => finish(people, server));

let onWall = 0;
const left = texts.values();

/** Real questions on the wall until there are so many. */
async function fillWall(size) {
  while (onWall < size) {
    const { id, duplicate_of } = await server.ask(left.next().value, { name: "Анна Николаева", place: "Новочебоксарск" });
    if (duplicate_of) continue;
    await server.order({ type: "approve", question: id });
    onWall += 1;
  }
}

/**
 * A page whose every byte over the wire is counted: headers, bodies as they came, and the socket's frames. Over plain
 * http a browser takes gzip alone, except from its own machine.
 */
async function measured({ conditions, packing = "br" } = {}) {
  const extraHTTPHeaders = packing === "br" ? {} : { "accept-encoding": packing };
  const context = await people.browser.newContext({ locale: "ru-RU", viewport: PHONE, extraHTTPHeaders });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const parts = new Map();
  const urls = new Map();
  const wire = { http: 0, socket: 0, requests: 0 };
  await cdp.send("Network.enable");
  cdp.on("Network.responseReceived", ({ requestId, response }) => urls.set(requestId, new URL(response.url).pathname));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    wire.http += encodedDataLength;
    wire.requests += 1;
    parts.set(urls.get(requestId)?.replace(/^\/static\/[0-9a-f]+/, ""), encodedDataLength);
  });
  cdp.on("Network.webSocketFrameReceived", ({ response }) => { wire.socket += Buffer.byteLength(response.payloadData); });
  if (conditions) {
    await cdp.send("Network.emulateNetworkConditions", conditions);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOW_CPU });
  }
  return { context, page, wire, parts };
}

for (const [size, packing, budget] of [
  [0, "br", BUDGET_BYTES - RESERVE_BYTES],
  [USUAL, "br", BUDGET_BYTES - RESERVE_BYTES],
  [FULL, "br", BUDGET_BYTES - RESERVE_BYTES],
  [FULL, "gzip", BUDGET_BYTES],
]) {
  test(`with everything the first view weighs less than ${budget} bytes: ${size} on the wall, ${packing}`, async (t) => {
    await fillWall(size);
    const { context, page, wire, parts } = await measured({ packing });
    const answer = await page.goto(server.links.viewers);
    assert.equal(answer.headers()["content-encoding"], packing);
    assert.equal(await page.locator("#wall .asked").count(), size);
    await page.locator("#length", { hasText: "0 / 1000" }).waitFor();
    await page.waitForLoadState("networkidle");
    for (const [name, bytes] of [...parts].sort((a, b) => b[1] - a[1])) t.diagnostic(`${String(bytes).padStart(6)}  ${name}`);
    t.diagnostic(`${wire.http} bytes in ${wire.requests} requests; the socket then brings ${wire.socket}`);
    assert.ok(wire.requests >= 10 && wire.http > 5_000 && wire.socket > 100, "everything was counted");
    assert.ok(wire.http + wire.socket < budget, `${wire.http} and ${wire.socket} bytes`);
    assert.ok(wire.socket < 1_000, "the socket does not bring what the page has");
    await context.close();
  });
}

/** A text of real questions, none of which was asked before. */
function story() {
  let text = "";
  for (let n = 0; text.length < STORY; n++) text += `${texts[(stories * 7 + n * 13) % texts.length]} `;
  stories += 1;
  return text.slice(0, STORY).trim();
}
let stories = 0;

for (const packing of ["br", "gzip"]) {
  test(`a wall of ${FULL} whole stories weighs no more; the rest of it comes when it is asked for: ${packing}`, async (t) => {
    while (stories < FULL) {
      const { id, duplicate_of: like } = await server.ask(story());
      if (like) await server.order({ type: "split", question: id });
      await server.order({ type: "approve", question: id, after: null });
    }
    const { context, page, wire } = await measured({ packing });
    await page.goto(server.links.viewers);
    await page.locator("#length", { hasText: "0 / 1000" }).waitFor();
    await page.waitForLoadState("networkidle");
    t.diagnostic(`${wire.http} bytes in ${wire.requests} requests; the socket then brings ${wire.socket}`);
    assert.ok(wire.http + wire.socket < BUDGET_BYTES, `${wire.http} and ${wire.socket} bytes`);
    const shown = await page.locator("#wall .asked").count();
    assert.ok(shown >= 10 && shown < FULL, `${shown} are shown`);
    // What changes meanwhile neither loses nor doubles what was left out.
    const { id } = await server.ask(`Ещё один вопрос, короткий, ${packing}?`);
    await server.order({ type: "approve", question: id, after: null });
    await page.locator("#wall .asked").nth(shown).waitFor();
    await page.getByRole("link", { name: /^Ещё \d+ вопрос/ }).click();
    await page.locator("#wall .asked").nth(FULL - 1).waitFor();
    assert.equal(await page.locator("#wall a").count(), 0, "there is no more");
    await context.close();
  });
}

test("without scripts the rest of the wall is a link, too, and a vote comes back to it", async () => {
  const context = await people.browser.newContext({ locale: "ru-RU", viewport: PHONE, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.links.viewers);
  await page.locator("#wall a").click();
  await page.locator("#wall .asked").nth(FULL - 1).waitFor();
  await page.locator("#wall .pill").last().click();
  await page.locator("#wall .pill[aria-pressed=true]").waitFor();
  assert.equal(await page.locator("#wall .asked").count(), FULL);
  await context.close();
});

test("on slow 3G and a slow phone the page can be read and used within three seconds, and is live soon after", async (t) => {
  const { context, page } = await measured({ conditions: SLOW_3G });
  const began = Date.now();
  await page.goto(server.links.viewers, { waitUntil: "commit" });
  await page.locator("#send").waitFor();
  await page.locator("#text").fill("Когда починят дорогу?");
  const filled = Date.now() - began;
  await page.locator("#length", { hasText: "21 / 1000" }).waitFor();
  const live = Date.now() - began;
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
  assert.equal(await page.locator("#text").inputValue(), "Когда починят дорогу?", "scripts leave what was typed before them");
  const usable = Math.max(filled, paint);
  t.diagnostic(`first paint ${Math.round(paint)} ms, usable ${Math.round(usable)} ms, live ${live} ms`);
  assert.ok(usable < SOON_MS, `${usable} ms`);
  await context.close();
});
