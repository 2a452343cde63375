// The socket comes back with its position, and stays away when it is told to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { connect } from "../static/socket.js";

/** A browser without a network: sockets are opened and closed by hand, and time by `run`. */
function browser() {
  const sockets = [];
  const timers = new Map();
  let next = 0;
  class WebSocket {
    static CONNECTING = 0;
    static OPEN = 1;
    constructor(url, protocol) {
      Object.assign(this, { url: String(url), protocol, readyState: 0, sent: [] });
      sockets.push(this);
    }
    opens() { this.readyState = 1; this.onopen(); }
    says(frame) { this.onmessage({ data: JSON.stringify(frame) }); }
    send(text) { this.sent.push(JSON.parse(text)); }
    ends(code) { this.readyState = 3; this.onclose({ code }); }
    close() { this.ends(1005); }
  }
  return {
    sockets, WebSocket,
    location: { href: "https://ask.example/b/direct-line" },
    setTimeout: (run) => (timers.set(++next, run), next),
    clearTimeout: (id) => timers.delete(id),
    run() {
      const due = [...timers.values()];
      timers.clear();
      due.forEach((run) => run());
    },
  };
}

function connected() {
  const env = browser();
  const seen = { frames: [], links: [] };
  const on = { frame: (frame) => seen.frames.push(frame), link: (...link) => seen.links.push(link) };
  const socket = connect("/ws/direct-line/viewer", on, env);
  return { env, seen, socket };
}

test("it speaks the protocol over TLS where the page came by TLS", () => {
  const { env } = connected();
  assert.equal(env.sockets[0].url, "wss://ask.example/ws/direct-line/viewer");
  assert.equal(env.sockets[0].protocol, "efir.v1");
});

test("it comes back with the last position", () => {
  const { env, seen } = connected();
  env.sockets[0].opens();
  env.sockets[0].says({ type: "public", position: "1-42" });
  env.sockets[0].ends(4000);
  env.run();
  assert.equal(env.sockets[1].url, "wss://ask.example/ws/direct-line/viewer?position=1-42");
  env.sockets[1].opens();
  assert.deepEqual(seen.links, [[true, false], [false, false], [true, false]]);
  assert.equal(seen.frames.length, 1);
});

test("it stays away after a code that says so", () => {
  const { env, seen } = connected();
  env.sockets[0].opens();
  env.sockets[0].ends(4501);
  env.run();
  assert.equal(env.sockets.length, 1);
  assert.deepEqual(seen.links.at(-1), [false, true]);
});

test("what is sent while the link is down is not taken", () => {
  const { env, socket } = connected();
  assert.equal(socket.send({ type: "ask" }), false);
  env.sockets[0].opens();
  assert.equal(socket.send({ type: "ask" }), true);
  assert.deepEqual(env.sockets[0].sent, [{ type: "ask" }]);
  env.sockets[0].ends(1006);
  assert.equal(socket.send({ type: "ask" }), false);
});

test("a socket that never opens is given up and tried again", () => {
  const { env } = connected();
  env.run();
  env.run();
  assert.equal(env.sockets.length, 2);
});
