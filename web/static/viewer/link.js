// The way to the server and back: the socket, and where there is none, plain requests by which the same frames are
// made. Whoever uses it sees frames only, and `{type: "link", by}` when the way changes: "socket", "http" or null.

import { connect } from "../socket.js";

/** A socket that is away for so long is replaced by requests. */
const PATIENCE_MS = 2_000;
const POLL_MS = 5_000;
const GIVE_UP_MS = 10_000;
const PATHS = { ask: "questions", vote: "votes", withdraw: "withdrawals", similar: "similar" };

/**
 * `receive` gets frames; `wall()` names the wall that one has, so that only its changes come; `receipts()` says which
 * questions to ask after where there is no socket.
 */
export function openLink(slug, { receive, wall, receipts }, env = globalThis) {
  let by = "socket", timer = env.setTimeout(poll, PATIENCE_MS);

  function way(now) {
    if (now === by) return;
    by = now;
    receive({ type: "link", by });
  }

  async function request(path, body) {
    const init = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await env.fetch(`/api/v1/broadcasts/${slug}/${path}`, { ...init, signal: AbortSignal.timeout(GIVE_UP_MS) });
    const json = answer.status === 204 ? {} : await answer.json();
    return { ok: answer.ok, json };
  }

  const after = async (receipt) => {
    const { ok, json } = await request(`questions/${receipt}`);
    if (ok) receive({ ...json, type: "status" });
  };

  /** The whole of what everybody may see. */
  async function whole() {
    const { ok, json } = await request("public");
    if (ok) receive(json);
  }

  /** Without a socket: what a socket would have brought. */
  async function poll() {
    env.clearTimeout(timer);
    try {
      await whole();
      for (const receipt of receipts()) await after(receipt);
      if (!socket.isUp()) way("http");
    } catch {
      if (!socket.isUp()) way(null);
    }
    if (!socket.isUp()) timer = env.setTimeout(poll, POLL_MS * (0.8 + 0.4 * Math.random()));
  }

  async function byRequest(frame) {
    const { type, ...body } = frame;
    try {
      const { ok, json } = await request(PATHS[type], body);
      if (!ok) return receive({ ...json, type: "refused", id: frame.id ?? null });
      if (type === "similar") return receive({ ...json, type });
      if (type !== "ask") return receive({ type: "done", id: frame.id });
      receive({ ...json, type: "receipt" });
      await after(json.receipt);
    } catch {
      if (!socket.isUp()) way(null);
    }
  }

  let up = false;
  const connection = connect(() => `/ws/${slug}/viewer?changes=true&wall=${wall()}`, {
    frame: receive,
    link(now) {
      up = now;
      env.clearTimeout(timer);
      if (up) way("socket");
      else timer = env.setTimeout(poll, PATIENCE_MS);
    },
  }, env);
  const socket = { send: connection.send, isUp: () => up };
  env.addEventListener?.("online", poll);
  env.addEventListener?.("offline", () => way(null));

  return {
    /** Brings what the page left out of the wall. */
    whole: () => whole().catch(() => {}),
    /** Sends a frame by the best way there is. A question may be sent by both: its id makes it one. */
    send(frame, { request: asRequest = false } = {}) {
      if (asRequest || !socket.send(frame)) byRequest(frame);
    },
  };
}
