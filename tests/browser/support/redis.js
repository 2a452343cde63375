// A Redis of one's own for a browser test, on a free port, gone with the test.

import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** One that keeps what it acknowledged, until a test says otherwise. */
export async function redis() {
  const home = await mkdtemp(join(tmpdir(), "efir-redis-"));
  const port = await freePort();
  const child = spawn("redis-server", [
    "--port", port, "--bind", "127.0.0.1", "--dir", home, "--save", "", "--appendonly", "yes", "--appendfsync", "always",
  ].map(String));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => line.includes("Ready to accept") && resolve());
    child.once("exit", (code) => reject(new Error(`redis-server ended with ${code}`)));
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    say: (...words) => execFileSync("redis-cli", ["-p", String(port), ...words], { encoding: "utf8" }).trim(),
    async close() {
      child.kill();
      await ended;
      await rm(home, { recursive: true });
    },
  };
}
