// The host's screen: brings the server's frames, the keys and the clock to the state, and the state to the screen.

import { render } from "../vendor/lit-html.js";
import { connect } from "../socket.js";
import { t } from "../words.js";
import { clocks } from "./clocks.js";
import { SECURE, colours, fullScreen, keepPage, stayAwake } from "./device.js";
import { fit, mostFor } from "./fit.js";
import { bind, bindings, gate, keyName, meaning } from "./keys.js";
import { panel } from "./panel.js";
import { roller, speedWithin } from "./roll.js";
import { DEFAULTS, MIRRORS, SCALE, SCHEMES, kept, screenName } from "./screen.js";
import { START, noteAt, reduce, shown, unsent } from "./state.js";
import { uuid } from "./uuid.js";
import { view } from "./view.js";

const { slug, title } = document.body.dataset;
const name = screenName(location.search);
const app = document.getElementById("app"), dialog = document.getElementById("settings");
const store = kept(`efir-screen:${name}`, DEFAULTS), memory = kept(`efir-host:${slug}:${name}`, {});

let state = { ...START, ...memory.read() };
let settings = store.read();
let blank = false, running = false, asking = null, fitted = "", idle;

// ── The server ──

/** What was sent since the link came up. */
const sent = new Set();

function dispatch(event) {
  state = reduce(state, { at: Date.now(), ...event });
  const { list, moves, note, heard, lostAt, skew } = state;
  memory.write({ list, moves, note, heard, lostAt, skew });
  flush();
  draw();
}

function flush() {
  if (state.link !== "up") return;
  for (const command of unsent(state)) {
    const id = command.id ?? command.note;
    if (!sent.has(id) && socket.send({ id: uuid(), ...command })) sent.add(id);
  }
}

const socket = connect(`/ws/${slug}/host`, {
  frame(frame) {
    if (frame.type === "refused" && frame.retry_after_ms) {
      sent.delete(frame.id);
      setTimeout(flush, frame.retry_after_ms);
    }
    dispatch({ type: "frame", frame });
  },
  link(up, final) {
    sent.clear();
    dispatch({ type: "link", up, final });
  },
});

// ── What keys and buttons do ──

function change(patch) {
  settings = { ...settings, ...patch };
  store.write(settings);
  draw();
}

const turn = (values, value) => values[(values.indexOf(value) + 1) % values.length];
const scaled = (by) => change({ scale: Math.min(SCALE.most, Math.max(SCALE.least, settings.scale + by)) });
const paced = (speed) => change({ speed: speedWithin(speed) });
const lineOf = () => app.querySelector(".window");

const DO = {
  forward: () => go("forward"),
  back: () => go("back"),
  hear: () => dispatch({ type: "hear" }),
  blank: () => { blank = !blank; draw(); },
  prompt: () => { running = false; change({ prompt: !settings.prompt }); },
  pause: () => { running = !running; draw(); },
  faster: () => paced(settings.speed + 1),
  slower: () => paced(settings.speed - 1),
  rewind: () => { roll.set(app.querySelector(".rolls .roll"), { rewind: true }); lineOf()?.scrollTo({ top: 0 }); },
  down: () => lineOf()?.scrollBy({ top: lineOf().clientHeight / 4 }),
  up: () => lineOf()?.scrollBy({ top: -lineOf().clientHeight / 4 }),
  larger: () => scaled(SCALE.step),
  smaller: () => scaled(-SCALE.step),
  mirror: () => change({ mirror: turn(MIRRORS, settings.mirror) }),
  scheme: () => change({ scheme: turn(SCHEMES, settings.scheme) }),
  full: fullScreen,
  settings: () => { dialog.showModal(); draw(); },
};

function go(kind) {
  blank = false;
  dispatch({ type: kind, id: uuid() });
}

const pass = gate();

addEventListener("keydown", (event) => {
  if (dialog.open) return asking && set(event);
  // A button that has the focus is pressed by its own keys.
  if (event.target.closest?.("button") && ["Enter", "Space"].includes(event.code)) return;
  const meant = meaning(event, settings.keys, settings.prompt);
  if (!meant) return;
  event.preventDefault();
  if (meant.name === "speed") paced(meant.speed);
  else if (pass(meant.name, event)) DO[meant.name]();
});

function set(event) {
  event.preventDefault();
  if (event.code !== "Escape") change({ keys: bind(settings.keys, asking, event.code) });
  asking = null;
  draw();
}

addEventListener("pointermove", wake);
addEventListener("pointerdown", wake);

/** The buttons show while the pointer moves. */
function wake() {
  document.body.classList.add("awake");
  clearTimeout(idle);
  idle = setTimeout(() => document.body.classList.remove("awake"), 3000);
}

// ── The screen ──

const hour = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const roll = roller((text) => {
  const line = parseFloat(getComputedStyle(text.querySelector(".question")).lineHeight);
  return { line, end: text.querySelector(".question").offsetHeight - line };
});

function draw() {
  const { list } = state, { onAir, next } = shown(state), now = Date.now() + state.skew;
  const model = {
    onAir, next, state, settings, blank, hour, title, secure: SECURE,
    known: Boolean(list) && state.link !== "new", note: noteAt(state, Date.now()), time: hour(Date.now()),
    clocks: list && state.link !== "new" ? clocks(now, { since: onAir?.since ?? null, from: list.air_from, until: list.air_until }) : [],
  };
  colours(settings.scheme);
  render(view(model, act, keyFor), app);
  if (dialog.open) render(panel({ settings, secure: SECURE, asking, change, ask, reset, close: () => dialog.close() }), dialog);
  lay(model);
  roll.run(Boolean(settings.prompt && running && onAir && !blank), settings.speed);
}

const act = (what) => DO[what]();
const keyFor = (what) => bindings(settings.keys).filter((action) => action.name === what).flatMap(({ keys }) => keys).map(keyName).join("  ");
const ask = (line) => { asking = asking === line ? null : line; draw(); };
const reset = () => change({ keys: {} });

/** Sizes and places what was drawn, when any of what they depend on has changed. */
function lay({ onAir, note, next }) {
  const { innerWidth: width, innerHeight: height } = window;
  const text = JSON.stringify([onAir?.id, onAir?.text, onAir?.name, onAir?.note]);
  const { scale, region, prompt } = settings;
  const key = JSON.stringify([text, note?.id, next.slice(0, settings.next).map((item) => item.id), width, height, scale, region, prompt, state.link]);
  if (key === fitted) return;
  const rewind = !fitted.startsWith(`[${JSON.stringify(text)}`);
  fitted = key;
  const stage = app.querySelector(".stage"), box = app.querySelector(".window"), question = app.querySelector(".question");
  if (!question) return;
  const rolling = app.querySelector(".rolls .roll");
  const most = mostFor(width, height);
  if (rolling) question.style.setProperty("font-size", `${Math.round((most * scale) / 100)}px`);
  else app.querySelector(".roll").style.removeProperty("transform");
  const size = rolling ? 0 : fitAll(question, box, { width, height, scale: scale / 100 }, most);
  stage.style.setProperty("--region", `${(box.clientHeight * region) / 100}px`);
  const line = parseFloat(getComputedStyle(question).lineHeight);
  stage.style.setProperty("--rail", `${(rolling ? (box.clientHeight * region) / 100 : 0) + line / 2}px`);
  box.classList.toggle("over", size > 0 && box.scrollHeight > box.clientHeight);
  if (rewind) box.scrollTo({ top: 0 });
  roll.set(rolling, { rewind });
}

/** A text of many lines has more air between them, and so is fitted once more. */
function fitAll(question, box, how, most) {
  question.classList.remove("long");
  const size = fit(question, box, how);
  if (size > most / 2) return size;
  question.classList.add("long");
  return fit(question, box, how);
}

addEventListener("resize", draw);
// What was measured with another font is measured again.
document.fonts.addEventListener("loadingdone", () => { fitted += " "; draw(); });

(function tick() {
  draw();
  setTimeout(tick, 1000 - (Date.now() % 1000));
})();
/** A network that says nothing at all is gone, too: then what was kept is better than nothing. */
setTimeout(() => state.link === "new" && dispatch({ type: "link", up: false }), navigator.onLine ? 2000 : 0);
stayAwake();
document.title = `${t("host-title")} — ${title}`;
keepPage().catch(() => {});
