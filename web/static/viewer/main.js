// The viewer's page, made live: events go into the state, the state goes onto the page and into the store, and what
// nobody acknowledged is sent again, with the same ids.

import { form } from "./form.js";
import { openLink } from "./link.js";
import { newId, outbox } from "./outbox.js";
import { first, isDue, reduce } from "./state.js";
import { show } from "./view.js";

const { slug, phase, textMax, airFrom, wall: wallId, more } = document.body.dataset;
/** After so long without an answer a frame is sent again, as a request: the socket may be dead and not know it. */
const UNANSWERED_MS = 6_000;
const LOOK_EVERY_MS = 1_500;
const TYPING_MS = 300;
/** How many of one's questions are asked after where there is no socket. */
const ASKED_AFTER = 5;

const kept = outbox(slug);
/** The wall as the server rendered it: with its name the socket brings only what has changed since. */
const wall = [...document.querySelectorAll("#wall li")].map((item) => {
  const [text, button] = item.children;
  const status = button ? "approved" : "answered";
  const same = Number(button?.textContent.replace(/\D/g, "") ?? 0);
  return { id: button?.value, number: Number(text.id.slice(1)), text: text.textContent, same, status };
});
const voted = [...document.querySelectorAll("#wall [name=unvote]")].map((button) => button.value);
const shownReceipts = [...document.querySelectorAll("#sent a")].map((a) => a.pathname.split("/").pop());
let state = first({
  phase, limit: Number(textMax), airFrom: Number(airFrom), wall, wallId, more: Number(more), voted, waiting: kept.load("waiting", []),
});

const act = {
  vote: (question, on) => say({ type: "vote", id: newId(), question, on }),
  withdraw: (question) => say({ type: "withdraw", id: newId(), question }),
  sure: (id) => happen({ type: "sure", id }),
  whole: (event) => { event.preventDefault(); link.whole(); },
  drop: (id) => happen({ type: "drop", id }),
  change: (frame) => questions.restore(frame) && happen({ type: "drop", id: frame.id }),
};

function happen(event) {
  const before = state;
  state = reduce(state, { ...event, now: Date.now(), newId: newId() });
  if (state === before) return;
  if (state.waiting !== before.waiting) kept.save("waiting", state.waiting);
  show(state, act, slug);
  if (state.limit !== before.limit) questions.said();
  const back = event.type === "welcome" || (event.type === "link" && event.by);
  if (back) sent.clear();
  if (back || state.phase !== before.phase) flush();
}

const receipts = () => (state.mine?.map(({ receipt }) => receipt) ?? shownReceipts).slice(0, ASKED_AFTER);
const link = openLink(slug, { receive: happen, wall: () => state.wallId, receipts });

/** When each waiting frame was sent last, on this page. */
const sent = new Map();

/** Sends what waits and was not sent a moment ago. */
function flush() {
  const now = Date.now();
  for (const item of state.waiting) {
    const before = sent.get(item.frame.id);
    if (!isDue(state, item, now) || now - (before ?? 0) < UNANSWERED_MS) continue;
    sent.set(item.frame.id, now);
    link.send(item.frame, { request: before !== undefined });
  }
}

/** Another tab may have kept something while this one slept. */
const wake = () => happen({ type: "kept", waiting: kept.load("waiting", state.waiting) });

function say(frame) {
  wake();
  happen({ type: "say", frame });
  flush();
}

let typing;
function typed(text) {
  clearTimeout(typing);
  happen({ type: "typed", text });
  if (text) typing = setTimeout(() => link.send({ type: "similar", text }), TYPING_MS);
}

const questions = form(kept, {
  typed,
  send: (question) => say({ type: "ask", id: newId(), ...question }),
  limit: () => state.limit,
});
show(state, act, slug);
setInterval(flush, LOOK_EVERY_MS);
addEventListener("storage", (event) => {
  if (kept.is(event, "waiting")) wake();
});

// The picture is heavy and another site's: it comes when it is asked for.
const video = document.querySelector("#video a");
video?.addEventListener("click", (event) => {
  event.preventDefault();
  const frame = Object.assign(document.createElement("iframe"), {
    src: video.href, title: video.dataset.title, allow: "autoplay; fullscreen; picture-in-picture",
  });
  document.getElementById("video").replaceChildren(frame);
});
