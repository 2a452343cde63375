// The host's screen without its server: goes on, says since when, survives a reload, and agrees again afterwards.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { finish, open, shot } from "./support/people.js";
import { start } from "./support/server.js";

let server, people;
before(async () => {
  server = await start();
  people = await open();
});
after(() => finish(people, server));

const QUESTIONS = ["Когда откроют новую поликлинику?", "Почему закрыли маршрут № 12?", "Кто чистит снег во дворах?", "Будет ли горячая вода летом?"];
const onAir = (page, text) => page.locator("h1.question").getByText(text).waitFor();
const next = (page, text) => page.locator(".queue").getByText(text).waitFor();
const rundown = () => server.api("rundown", { role: "host" });

/** A quiet host: what a browser says of a server that is gone is what the test is about. */
const host = () => people.person(server.links.host, { quiet: true });

async function plan() {
  const { on_air: air, next: rest } = await rundown();
  for (const { id } of [air, ...rest].filter(Boolean)) await server.order({ type: "reject", question: id, reason: "other" });
  const ids = [];
  for (const text of QUESTIONS) {
    const { id, status } = await server.ask(text);
    // An earlier test asked the same.
    if (status === "merged") await server.order({ type: "split", question: id });
    await server.order({ type: "approve", question: id });
    ids.push(id);
  }
  await server.order({ type: "take", question: ids[0] });
  return ids;
}

/** The same server again: on its log, at its address. */
async function again() {
  server = await start({ on: server.home, listen: server.host });
}

test("with the server gone the host goes on, even through a reload, and both agree afterwards", async () => {
  await plan();
  const page = await host(), other = await host();
  for (const one of [page, other]) await onAir(one, QUESTIONS[0]);
  await page.waitForFunction(async () => (await caches.has("efir-host")) && (await (await caches.open("efir-host")).match(location.pathname)) && navigator.serviceWorker.controller);
  await server.stop("SIGKILL");
  await page.getByText(/Нет связи с \d\d:\d\d/).waitFor();
  await page.keyboard.press("PageDown");
  await onAir(page, QUESTIONS[1]);
  await shot(page, "host-lost-1366-ru");
  await page.reload();
  await onAir(page, QUESTIONS[1]);
  await next(page, QUESTIONS[2]);
  await page.getByText(/Нет связи с \d\d:\d\d/).waitFor();
  await page.keyboard.press("ArrowRight");
  await onAir(page, QUESTIONS[2]);
  await again();
  await page.locator(".lost").waitFor({ state: "detached" });
  await server.until(async () => (await rundown()).on_air?.text === QUESTIONS[2]);
  for (const one of [page, other]) {
    await onAir(one, QUESTIONS[2]);
    await next(one, QUESTIONS[3]);
  }
});

test("what a moderator hid while the link was gone is not shown again", async () => {
  const ids = await plan();
  const page = await people.person(`${server.origin}/`, { quiet: true });
  let cut = false, end;
  await page.routeWebSocket(/\/ws\//, (socket) => {
    if (cut) return socket.close();
    socket.connectToServer();
    end = () => socket.close();
  });
  await page.goto(server.links.host);
  await onAir(page, QUESTIONS[0]);
  cut = true;
  await end();
  await page.getByText(/Нет связи с/).waitFor();
  await page.keyboard.press("PageDown");
  await onAir(page, QUESTIONS[1]);
  // Meanwhile: the one that is read here is taken out, and the one after it, too.
  for (const id of ids.slice(1, 3)) await server.order({ type: "reject", question: id, reason: "other" });
  const showed = page.evaluate((texts) => new Promise((resolve) => {
    const seen = new Set();
    new MutationObserver(() => {
      const innerText = document.querySelector(".glass").innerText.replace(/\s+/g, " ");
      if (document.querySelector(".lost")) return;
      texts.filter((text) => innerText.includes(text)).forEach((text) => seen.add(text));
      if (innerText.includes("Будет ли горячая вода")) resolve([...seen]);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }), QUESTIONS.slice(1, 3));
  cut = false;
  await onAir(page, QUESTIONS[0]);
  await next(page, QUESTIONS[3]);
  assert.deepEqual(await showed, []);
  // Another key: the same one twice within a quarter of a second is taken for a clicker that bounces.
  await page.keyboard.press("ArrowRight");
  await onAir(page, QUESTIONS[3]);
  await server.until(async () => (await rundown()).on_air?.text === QUESTIONS[3]);
});

test("the editor's note is acknowledged with a tap, and the moderators see that it was heard", async () => {
  await plan();
  const page = await host(), other = await host();
  await onAir(page, QUESTIONS[0]);
  const moderator = await people.person(server.links.moderators, { quiet: true });
  await moderator.evaluate(() => {
    window.notes = [];
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws/direct-line/moderator`, "efir.v1");
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.type === "note") window.notes.push(frame);
    };
  });
  await server.order({ type: "note", text: "Закругляемся: ещё один вопрос" });
  for (const one of [page, other]) await one.getByText("Закругляемся: ещё один вопрос").waitFor();
  await moderator.waitForFunction(() => window.notes.at(-1)?.text.startsWith("Закругляемся") && !window.notes.at(-1).heard);
  await shot(page, "host-note-1366-ru");
  await page.getByRole("button", { name: "Понятно" }).click();
  for (const one of [page, other]) await one.locator(".note").waitFor({ state: "detached" });
  await moderator.waitForFunction(() => window.notes.at(-1)?.heard?.at > 0);
});
