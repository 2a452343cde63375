// A socket that comes back by itself: with the last position, after a growing wait with jitter, and not after a code
// that says not to (4500 and above). It knows no screen: frames go to whoever made it.

const PROTOCOL = "efir.v1";
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 10_000;
/** A socket that has not opened by then is given up: a train's tunnel answers nothing at all. */
const OPEN_WITHIN_MS = 8_000;

/**
 * Connects to `path` on this server; it may be a function that says it anew each time. `on.frame(frame)` gets each frame, `on.link(up, final)` each change of the link:
 * `final` says that it will not come back. Returns `send(frame)`, which says whether it was handed to an open socket,
 * and `close()`.
 */
export function connect(path, on, env = globalThis) {
  let socket, timer, wait = FIRST_WAIT_MS, position = null, ended = false;
  /** Unknown until the first attempt has succeeded or failed. */
  let up = null;

  const link = (now, final = false) => {
    if (now === up && !final) return;
    up = now;
    on.link?.(now, final);
  };

  function open() {
    env.clearTimeout(timer);
    const url = new URL(typeof path === "function" ? path() : path, env.location.href);
    url.protocol = url.protocol.replace("http", "ws");
    if (position) url.searchParams.set("position", position);
    socket = new env.WebSocket(url, PROTOCOL);
    const late = env.setTimeout(() => socket.close(), OPEN_WITHIN_MS);
    socket.onopen = () => {
      env.clearTimeout(late);
      wait = FIRST_WAIT_MS;
      link(true);
    };
    socket.onmessage = (message) => {
      const frame = JSON.parse(message.data);
      if (frame.position) position = frame.position;
      on.frame(frame);
    };
    socket.onclose = (event) => {
      env.clearTimeout(late);
      if (ended) return;
      const final = event.code >= 4500 && event.code < 5000;
      link(false, final);
      if (final) return;
      timer = env.setTimeout(open, wait * (0.5 + Math.random()));
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  }

  /** The browser knows sooner than a time limit does. */
  const online = () => {
    if (!up && socket?.readyState !== env.WebSocket.CONNECTING) open();
  };
  env.addEventListener?.("online", online);
  env.addEventListener?.("offline", () => socket?.close());
  open();

  return {
    send(frame) {
      if (!up || socket.readyState !== env.WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    close() {
      ended = true;
      env.clearTimeout(timer);
      socket?.close();
    },
  };
}
