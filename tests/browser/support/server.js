// A running Efir for the browser's tests: on a log of its own, on a free port. An ERROR in its log fails the test.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const BIN = resolve(process.env.EFIR_BIN ?? join(ROOT, "target/debug/efir"));
export const SLUG = "direct-line";

/**
 * Starts a server and waits until it listens. `on` is the folder of an earlier one's log, to start again on it, and
 * `listen` its address; `url` is a log elsewhere, and `meant` fits the errors that a test brings about. Links are by their
 * printed names: viewers, moderators, host, overlay, admin.
 */
export async function start({ on, url, meant, args = [], command = "serve", listen = "127.0.0.1:0" } = {}) {
  const home = on ?? (await mkdtemp(join(tmpdir(), "efir-browser-")));
  const log = command === "demo" ? [] : ["--log", url ?? `disk:${join(home, "log")}`, "--rate-limit", "off"];
  const env = { ...process.env, RUST_LOG: "warn" };
  const child = spawn(BIN, [command, "--listen", listen, ...log, ...args], { cwd: home, env });
  const errors = [];
  const links = {};
  await new Promise((resolve, reject) => {
    const said = [];
    let listening = null;
    const ready = () => listening && links.admin && resolve();
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      if (/\bERROR\b/.test(line) && !meant?.test(line)) errors.push(line);
      listening ??= /^listening on http:\/\/(\S+)/.exec(line)?.[1];
      ready();
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const link = /^\s*(\w+)\s+(https?:\/\/\S+)/.exec(line);
      if (link) links[link[1]] = link[2];
      ready();
    });
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}:\n${said.join("\n")}`)));
  });
  const { origin, host } = new URL(links.viewers);
  const ended = new Promise((resolve) => child.once("exit", resolve));

  /** Ends it; with `SIGKILL`, as a crash does. The log stays for the next one. */
  const stop = async (signal = "SIGTERM") => {
    child.kill(signal);
    await ended;
  };
  return {
    home, links, origin, host, stop,
    /** Calls the API as an administrator, moderator … by the token of that link. */
    async api(path, { role = "moderators", method = "GET", body } = {}) {
      const headers = { "content-type": "application/json", origin };
      const token = links[role] && new URL(links[role]).searchParams.get("token");
      if (token) headers.authorization = `Bearer ${token}`;
      const url = `${origin}/api/v1/broadcasts/${SLUG}/${path}`;
      const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
      const json = await answer.json();
      if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(json)}`);
      return json;
    },
    /** Asks as a viewer of their own; returns the receipt. */
    ask(text, more = {}) {
      const body = { id: crypto.randomUUID(), text, ...more };
      return this.api("questions", { role: "viewers", method: "POST", body });
    },
    /** Gives a moderator's command. */
    order(command) {
      return this.api("commands", { method: "POST", body: { id: crypto.randomUUID(), ...command } });
    },
    /** Gives an administrator's command. */
    admin(command) {
      return this.api("commands", { role: "admin", method: "POST", body: { id: crypto.randomUUID(), ...command } });
    },
    /** Waits until `check` says something true, and returns it. */
    async until(check, patienceMs = 15_000) {
      for (const end = Date.now() + patienceMs; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) {
        const found = await check();
        if (found) return found;
      }
      throw new Error(`never came true: ${check}`);
    },
    /** Ends it, removes its log, and fails where it logged an error. */
    async close() {
      await stop();
      await rm(home, { recursive: true, force: true });
      if (errors.length > 0) throw new Error(`the server logged errors:\n${errors.join("\n")}`);
    },
  };
}
