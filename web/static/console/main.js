// The console's glue: the socket, the clock, the keyboard and the page around the pure reducer in `state.js`.

import { html, render } from "../vendor/lit-html.js";
import { connect } from "../socket.js";
import { t } from "../words.js";
import { choiceOf, deedOf, digitOf, sectionOf } from "./keys.js";
import { initial, step } from "./state.js";
import { alarms, foot, head, side } from "./view/frame.js";
import { inbox } from "./view/inbox.js";
import { drawer, help, toasts } from "./view/over.js";
import { plan } from "./view/plan.js";

const REST_MS = 400;
const TYPED_MS = 150;
const TOAST_MS = 6_000;

const app = document.getElementById("app");
const words = { nothing: t("console-nothing-to-undo"), pinned: t("console-pins-first"), left: t("console-left-while-typing") };
let state = initial();
let drawing = false;
/** After these one's own question stands elsewhere in the plan, and is followed there. */
const OWN_MOVES = new Set(["top", "up", "down", "pin", "drop"]);

function act(type, more = {}) {
  if (type === "typed") return typed(more.q);
  if (type === "filter") return act("show", { query: { [more.name]: more.value || undefined } });
  if (type === "closed") return state.mode?.name === more.name ? act("escape") : undefined;
  dispatch({ type, ...more });
}

function dispatch(event) {
  const before = state;
  state = step(state, { at: Date.now(), newId: () => crypto.randomUUID(), words, ...event });
  for (const frame of state.out) socket?.send(frame);
  if (state.out.length) state = step(state, { type: "sent" });
  if (state.toasts.length > before.toasts.length) {
    const { id } = state.toasts.at(-1);
    setTimeout(() => dispatch({ type: "told", id }), TOAST_MS);
  }
  if (state.focus?.number !== before.focus?.number || state.list.loaded !== before.list.loaded) rest();
  // At once after a key, in one go after a burst of frames.
  if (event.type !== "frame") {
    draw();
    if (OWN_MOVES.has(event.type)) toCard(false);
    return;
  }
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(draw);
}

let resting;
function rest() {
  clearTimeout(resting);
  resting = setTimeout(() => dispatch({ type: "rest" }), REST_MS);
}

let typing;
function typed(q) {
  clearTimeout(typing);
  typing = setTimeout(() => dispatch({ type: "show", query: { q: q.trim() ? q : undefined } }), TYPED_MS);
}

let drawnFocus, drawnMode;
function draw() {
  drawing = false;
  const now = Date.now() + state.skew;
  const tab = state.tab ?? "inbox";
  const field = isField(document.activeElement) ? document.activeElement : null;
  render(html`
    <header class="head">${head(state, now)}</header>
    <div class="alarms" role="alert">${alarms(state, act)}</div>
    <div class="side" ?data-shown=${tab === "side"}>${side(state, act)}</div>
    <main class="inbox" ?data-shown=${tab === "inbox"}>${inbox(state, act, now)}</main>
    <aside class="plan" ?data-shown=${tab === "plan"} aria-label=${t("console-tab-plan")}>
      ${plan(state, act, now)}</aside>
    ${drawer(state, act, now)}
    <footer class="foot">${foot(state, act, tab)}</footer>
    ${toasts(state, act)}${help(state, act)}`, app);
  if (field && modeName() === drawnMode) keepTyping(field);
  const dialog = app.querySelector("dialog:not([open])");
  if (dialog) dialog.showModal();
  follow();
}

const modeName = () => state.mode && `${state.mode.name}-${state.mode.number ?? ""}`;

/** A field that moved with its card, or was drawn anew elsewhere, keeps what was typed and the page's focus. */
function keepTyping(field) {
  if (document.activeElement === field) return;
  const now = field.isConnected ? field : app.querySelector("[data-autofocus]");
  if (now?.name !== field.name) return;
  if (now !== field) now.value = field.value;
  now.focus({ preventScroll: true });
  now.setSelectionRange?.(field.selectionStart, field.selectionEnd);
}

/** The page's focus goes where the moderator looks, or into the field that opened. */
function follow() {
  const focus = state.focus && `${state.focus.in}-${state.focus.number}`;
  const mode = modeName();
  if (mode !== drawnMode) {
    drawnMode = mode;
    const field = app.querySelector(state.mode?.name === "search" ? "#search" : "[data-autofocus]");
    if (field) {
      field.focus();
      // A short field is typed anew, a text goes on from its end.
      if (field.tagName === "TEXTAREA") field.setSelectionRange(field.value.length, field.value.length);
      else field.select?.();
      return;
    }
    // A field that one still types in keeps the page's focus.
    toCard(!mode && !isField(document.activeElement));
  }
  if (focus === drawnFocus) return;
  drawnFocus = focus;
  toCard(!isField(document.activeElement));
}

function toCard(take) {
  if (!state.focus) return;
  const name = state.focus.in === "plan" ? "plan" : "number";
  const card = app.querySelector(`[data-${name}="${state.focus.number}"]`);
  if (take) card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
}

const isField = (element) => ["INPUT", "TEXTAREA", "SELECT"].includes(element?.tagName);

function fieldKey(event) {
  if (event.key === "Escape") {
    clearTimeout(typing);
    if (event.target.id === "search") event.target.value = "";
    event.target.blur();
    act("escape");
    toCard(true);
  } else if (event.target.id === "search" && ["Enter", "ArrowDown"].includes(event.key)) {
    event.preventDefault();
    event.target.blur();
    toCard(true);
  }
}

/** What a key means to the panel that is open; nothing where it means what it always does. */
function modeKey(event) {
  const { mode } = state;
  const enter = event.code === "Enter" && !event.shiftKey;
  if (mode?.name === "reject") return rejectKey(digitOf(event));
  if (mode?.name === "label") return labelKey(event, enter);
  if (["mergeSure", "mute"].includes(mode?.name)) return enter ? ["confirm", {}] : null;
  return mode?.name === "muted" ? mutedKey(deedOf(event)) : null;
}

function rejectKey(digit) {
  const reason = digit === null ? undefined : state.about.reasons[digit];
  return reason ? ["rejectFor", { reason }] : null;
}

/** Letters choose topics here, so those that choose none do nothing: none settles a question by mistake. */
function labelKey(event, enter) {
  if (enter) return ["labelSave", {}];
  const at = choiceOf(event);
  if (at === null) return null;
  const topic = state.about.topics[at];
  return topic ? ["labelToggle", { topic: topic.id }] : [null, {}];
}

const MUTED_KEYS = {
  next: ["mutedStep", { step: 1 }], previous: ["mutedStep", { step: -1 }],
  open: ["mutedOff", {}], mute: ["mutedOff", {}],
};
const mutedKey = (deed) => MUTED_KEYS[deed] ?? null;

function usual(event) {
  const deed = deedOf(event);
  return [deed, deed === "section" ? { at: sectionOf(event) } : {}];
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if (isField(event.target)) return fieldKey(event);
  // The field went with its question: what one types on is no deed.
  if (state.mode?.lost && event.key !== "Escape") return event.preventDefault();
  const pressed = event.target.closest("button, a") && ["Enter", "Space"].includes(event.code) && !event.shiftKey;
  if (pressed || (state.mode?.name === "help" && event.key === "Escape")) return;
  const [deed, more] = modeKey(event) ?? usual(event);
  if (!deed) return;
  event.preventDefault();
  act(deed, more);
});

const { slug } = document.body.dataset;
const socket = connect(`/ws/${slug}/moderator`, {
  frame: (frame) => dispatch({ type: "frame", frame }),
  link: (up, final) => dispatch({ type: "link", up, final }),
});
// What was decided and not sent lives on this page alone.
window.addEventListener("beforeunload", (event) => {
  if (!state.link.up && [...state.waiting.values()].some((given) => !given.quiet)) event.preventDefault();
});
draw();
// Ages and clocks go on by themselves, and a claim is kept while one looks.
setInterval(() => {
  if (!document.hidden) draw();
}, 1_000);
setInterval(() => {
  if (!document.hidden) dispatch({ type: "rest" });
}, 15_000);
