// Measures the console with very many questions waiting: how long it takes to open, to answer a key, and what the
// browser's memory does meanwhile. `EFIR_BIN=target/release/efir node tests/browser/measure-console.js 100000`

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { linkFor } from "./support/newsroom.js";
import { DESKTOP, open } from "./support/people.js";
import { BIN, SLUG, start } from "./support/server.js";

const MANY = Number(process.argv[2] ?? 100_000);
const KEYS = 200;
const ARRIVING = 2_000;
const SYLLABLES = ["ба", "ве", "ги", "до", "жу", "за", "кы", "ла", "ме", "ни", "по", "ру", "са", "те", "фи", "хо"];

/** Names that nobody has: a text of its own for each, so that none is folded into another. */
const name = (n) => {
  let word = "";
  for (let rest = n * 7919 + 104_729, i = 0; i < 5; i++, rest = Math.floor(rest / 16)) word += SYLLABLES[rest % 16];
  return word;
};
const text = (n) => `${name(n)} ${name(n + 1_000_003)} ${name(n + 2_000_003)}: что будет и кто отвечает?`;

const home = await mkdtemp(join(tmpdir(), "efir-measure-"));
const file = join(home, "questions.csv");
await writeFile(file, `text,place\n${Array.from({ length: MANY }, (_, n) => `${text(n)},Чебоксары`).join("\n")}\n`);
await (await start({ on: home })).stop();
const log = ["--log", `disk:${join(home, "log")}`];
const began = Date.now();
await promisify(execFile)(BIN, ["import", SLUG, file, ...log], { maxBuffer: 1 << 28 });
console.log(`import: ${((Date.now() - began) / 1000).toFixed(0)} s`);

const server = await start({ on: home });
const people = await open();
try {
  const page = await people.person(`${server.origin}/`, { size: DESKTOP });
  const link = await linkFor(server, "moderator", "Мария К.");
  const opening = [];
  for (let i = 0; i < 5; i++) {
    await page.goto(i ? page.url() : link);
    await page.locator(".card.focus").waitFor();
    opening.push(await page.evaluate(() => Math.round(performance.now())));
  }
  console.log(`pending: ${await page.locator(".row[aria-current] b").innerText()}`);
  console.log(`opening, ms: first ${opening[0]}, then ${opening.slice(1).sort((a, b) => a - b).join(" ")}`);

  const pressed = (code, times) => page.evaluate(async ([code, times]) => {
    const took = [];
    for (let i = 0; i < times; i++) {
      const before = document.querySelector(".card.focus").dataset.number;
      const at = performance.now();
      document.body.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true, cancelable: true }));
      // The frame that shows the answer has been drawn when the one after it begins.
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      if (document.querySelector(".card.focus").dataset.number === before) await new Promise((done) => setTimeout(done, 200));
      else took.push(performance.now() - at);
    }
    took.sort((a, b) => a - b);
    const at = (part) => took[Math.min(took.length - 1, Math.floor(took.length * part))].toFixed(0);
    return `median ${at(0.5)}, 95 % ${at(0.95)}, worst ${at(1)} (${took.length} keys)`;
  }, [code, times]);
  const cdp = await page.context().newCDPSession(page);
  const heap = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await cdp.send("Runtime.getHeapUsage");
    const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
    return `${(usedSize / 1e6).toFixed(1)} MB, ${nodes} elements`;
  };
  await cdp.send("HeapProfiler.enable");
  console.log(`memory: ${await heap()}`);
  console.log(`J, ms: ${await pressed("KeyJ", KEYS)}`);
  console.log(`A, ms: ${await pressed("KeyA", KEYS)}`);
  console.log(`memory: ${await heap()}`);
  for (let n = 0; n < ARRIVING; n++) await server.ask(text(MANY + n));
  console.log(`J while ${ARRIVING} came, ms: ${await pressed("KeyJ", 50)}`);
  await page.keyboard.press("KeyN");
  await page.locator(".card.focus").waitFor();
  console.log(`memory: ${await heap()}`);
  const search = (word) => page.evaluate(async (word) => {
    const at = performance.now();
    const field = document.getElementById("search");
    field.value = word;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => {
      const found = () => {
        const cards = document.querySelectorAll(".card");
        return cards.length === 1 && cards[0].textContent.includes(word);
      };
      const look = () => (found() ? done() : requestAnimationFrame(look));
      look();
    });
    return performance.now() - at;
  }, word);
  console.log(`search as one types, ms: ${(await search(name(MANY - 7))).toFixed(0)} with its wait of 150`);
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { code: "Digit0", bubbles: true })));
  console.log(`the same in any status, ms: ${(await search(name(MANY - 9))).toFixed(0)} with its wait of 150`);
  console.log(`memory: ${await heap()}`);
} finally {
  await people.close();
  await server.stop();
  await rm(home, { recursive: true, force: true });
}
