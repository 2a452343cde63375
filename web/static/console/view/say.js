// How the console says times, people and texts.

import { html } from "../../vendor/lit-html.js";
import { grouped, t } from "../../words.js";
import { caps } from "../keys.js";

/** A question's number; it does not break over a line. */
export const no = (number) => `№\u00a0${grouped(number)}`;

/** The same inside a sentence, where the text brings its own sign. */
export const plainNo = (number) => grouped(number);

const two = (n) => String(n).padStart(2, "0");

/** 00:41:07, or 02:14 below an hour where it may be short. */
export function clock(ms, short = false) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const minutes = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return short && s < 3600 ? minutes : `${two(Math.floor(s / 3600))}:${minutes}`;
}

/** 19:02 */
export const dayTime = (ms) => {
  const day = new Date(ms);
  return `${two(day.getHours())}:${two(day.getMinutes())}`;
};

/** How long ago, as roughly as one looks. */
export function ago(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return t("console-ago-seconds", { n: s });
  if (s < 3600) return t("console-ago-minutes", { n: Math.floor(s / 60) });
  if (s < 86_400) return t("console-ago-hours", { n: Math.floor(s / 3600) });
  return t("console-ago-days", { n: Math.floor(s / 86_400) });
}

export const minutes = (ms) => t("console-minutes", { n: Math.max(1, Math.round(ms / 60_000)) });

/** Words for a code, or the code itself where there are none. */
function words(prefix, code) {
  const key = `${prefix}${code.replace(/[._]/g, "-")}`;
  const said = t(key);
  return said === key ? code : said;
}

export const channelName = (channel) => words("console-channel-", channel);
export const labelName = (label) => words("console-label-", label);
export const reasonName = (reason) => words("console-reason-", reason);
export const statusName = (status) => words("console-status-", status);
export const likeName = (reason) => words("like-reason-", reason);
export const titled = (list, id) => list?.find((one) => one.id === id)?.title ?? id;

export const initials = (name) =>
  (name ?? "?").split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();

const TONES = 8;
/** The same colour for the same person, everywhere. */
export const tone = (text) => [...text].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 9973, 7) % TONES;

const topicTones = new Map();
/** Topics take colours in the order in which they are first shown, the most asked first: neighbours differ. */
export function topicTone(id) {
  if (!topicTones.has(id)) topicTones.set(id, topicTones.size % TONES);
  return topicTones.get(id);
}

/** How sure a likeness is: 0,91. */
export const scored = (score) => score.toFixed(2).replace(".", document.documentElement.lang === "en" ? "." : ",");

/** A button that shows its key; `asked` is one that waits for the answer, and takes the page's focus. */
export function button(act, deed, label, { kind = "", more = {}, hint = caps(deed)[0], asked = false } = {}) {
  const press = (event) => {
    event.stopPropagation();
    act(deed, more);
  };
  return html`<button class="act ${kind}" data-deed=${deed} aria-keyshortcuts=${hint ?? ""} ?data-autofocus=${asked}
    @click=${press}>${label}${hint ? kbd(hint) : ""}</button>`;
}

export const kbd = (hint) => html`<kbd aria-hidden="true">${hint}</kbd>`;

/** A number's sign stays with its number at the end of a line; as long as it was. */
export const tidy = (text) => text.replace(/№ (?=\d)/g, "№\u00a0");

/** The beginning of a long text, to its last whole word. */
export const begun = (text) => (text.length > BEGUN ? `${text.slice(0, BEGUN).replace(/\s+\S*$/, "")}…` : text);
const BEGUN = 240;

/** A text with what the rules found marked and named; offsets count characters, not code units. */
export function marked(text, findings) {
  const signs = [...tidy(text)];
  const parts = [];
  let at = 0;
  for (const { start, end, label } of [...findings].sort((a, b) => a.start - b.start)) {
    if (start < at || end > signs.length) continue;
    parts.push(signs.slice(at, start).join(""));
    const name = labelName(label);
    parts.push(html`<mark title=${name}>${signs.slice(start, end).join("")}<span class="sr"> (${name})</span></mark>`);
    at = end;
  }
  return [...parts, signs.slice(at).join("")];
}
