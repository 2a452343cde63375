// People in front of real browsers: each has a context of their own, as if on a device of their own. What their
// browser's console says of errors fails the test.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const SHOTS = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1366, height: 768 };

/** This machine under another name, to which browsers give no more than to any site over plain http. */
export const overPlainHttp = (link) => link.replace("127.0.0.1", "efir.test");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP efir.test 127.0.0.1"];

/** One browser for a file of tests. `person()` opens a page; `close()` ends it and tells what the consoles said. */
export async function open() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  const complaints = [];
  return {
    browser,
    async person(link, { lang = "ru-RU", size = DESKTOP, dark = false, quiet = false, ...more } = {}) {
      const colorScheme = dark ? "dark" : "light";
      const context = await browser.newContext({ locale: lang, viewport: size, colorScheme, ...more });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      if (!quiet) {
        page.on("pageerror", (error) => complaints.push(`${link}: ${error.stack}`));
        page.on("console", (message) => {
          if (message.type() === "error") complaints.push(`${link}: ${message.text()} ${message.location().url}`);
        });
      }
      await page.goto(link);
      return page;
    },
    async close() {
      await browser.close();
      assert.deepEqual(complaints, [], "the browsers' consoles are quiet");
    },
  };
}

/** Ends everything that was started, in order, and then says what was wrong with any of it. */
export async function finish(...started) {
  const ends = [];
  for (const one of started) if (one) ends.push(await one.close().then(() => null, (error) => error));
  const wrong = ends.filter(Boolean);
  if (wrong.length > 0) throw wrong[0];
}

/** A picture for people to look at: `target/screenshots/NAME.png`. */
export async function shot(page, name) {
  await mkdir(SHOTS, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: "disabled" });
}
