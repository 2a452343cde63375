// The frame of the console: the head with the air's clock, the left column with its counts, the foot with keys and
// link.

import { html, nothing } from "../../vendor/lit-html.js";
import { grouped, t } from "../../words.js";
import { SECTIONS } from "../deeds.js";
import { caps, choiceCap } from "../keys.js";
import { clock, dayTime, initials, kbd, minutes, statusName, titled, tone, topicTone } from "./say.js";

const NAMES_MAX = 8;

export function head(state, now) {
  const { about, counts, people } = state;
  const colleagues = people.filter((one) => one.role !== "host");
  return html`<h1>${about?.title ?? document.title}</h1>${airBadge(state, now)}
    <span class="left">${timeLeft(state, now)}</span>
    <span class="totals">${totals(counts, people)}</span>
    <ul class="people" aria-label=${t("console-people")}>${colleagues.map(avatar)}</ul>`;
}

function totals(counts, people) {
  if (!counts) return nothing;
  const said = [t("questions-count", { count: counts.questions }), t("console-viewers", { n: counts.viewers })];
  if (people.some((one) => one.role === "host")) said.push(t("console-host-here"));
  return said.join(" · ");
}

const avatar = ({ id, name }) => html`<li class="avatar tone${tone(id)}" title=${name ?? ""}>
  <span aria-hidden="true">${initials(name)}</span><span class="sr">${name}</span></li>`;

function airBadge({ about, rundown }, now) {
  if (!about) return nothing;
  const { air_from: since, phase } = about;
  const live = since ? since <= now : Boolean(rundown.on_air);
  if (!live || phase === "closed") return html`<b class="badge off">${t(`phase-${phase}`)}</b>`;
  const time = since ? html`<time>${clock(now - since)}</time>` : nothing;
  return html`<b class="badge">${t("console-on-air")} ${time}</b>`;
}

/** What those who run the broadcast must know at once. What is over goes when it was read. */
export function alarms(state, act) {
  const seen = (code) => html`<button class="act" @click=${() => act("alarmRead", { code })}>${t("console-alarm-read")}</button>`;
  const one = ({ code, on, detail }) => html`<p class=${on ? "on" : ""} data-alarm=${code}><span>${detail}</span>${on ? nothing : seen(code)}</p>`;
  return state.alarms.map(one);
}

/** What is left of the broadcast against what is in the rundown. */
function timeLeft({ about, counts, rundown }, now) {
  const mean = counts?.aired?.answer_ms;
  const planned = mean && rundown.next.length ? rundown.next.length * mean : null;
  const parts = [];
  if (about?.air_until) parts.push(t("console-left", { time: clock(about.air_until - now, true) }));
  if (planned) parts.push(t("console-planned", { time: minutes(planned) }));
  const short = about?.air_until && planned && planned > about.air_until - now;
  return html`<span class=${short ? "short" : ""}>${parts.join(" · ")}</span>`;
}

export function side(state, act) {
  const { counts, about } = state;
  return html`<nav aria-label=${t("console-statuses")}><ul class="statuses">
      ${SECTIONS.map((status, at) => section(state, status, at, act))}${mutedRow(state, act)}</ul></nav>
    ${facet(state, "topic", t("console-topics"), counts?.topics, about?.topics, act)}
    ${facet(state, "place", t("console-places"), counts?.places, about?.places, act)}`;
}

function section({ counts, query }, status, at, act) {
  const n = (status === "any" ? counts?.questions : counts?.status[status]) ?? 0;
  const key = status === "any" ? "0" : choiceCap(at);
  return html`<li><button class="row ${status === "held" && n > 0 ? "held" : ""}" aria-keyshortcuts=${key} title=${key}
    aria-current=${query.status === status ? "page" : nothing} @click=${() => act("section", { at })}>
    <span>${statusName(status)}</span><b>${grouped(n)}</b></button></li>`;
}

/** Of whom nothing is taken, where there is anybody. */
function mutedRow({ counts, mode }, act) {
  if (!counts?.muted) return nothing;
  return html`<li><button class="row" data-deed="muted" aria-keyshortcuts="V" title="V"
    aria-expanded=${mode?.name === "muted"} @click=${() => act("muted")}>
    <span>${t("console-muted-list")}</span><b>${grouped(counts.muted)}</b></button></li>`;
}

function facet(state, name, title, counts, titles, act) {
  const top = Object.entries(counts ?? {}).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  const chosen = state.query[name];
  const shown = top.slice(0, NAMES_MAX);
  if (chosen && !shown.some(([id]) => id === chosen)) shown.push([chosen, counts?.[chosen] ?? 0]);
  if (shown.length === 0) return nothing;
  const entry = ([id, n]) => html`<li><button class="row" aria-pressed=${chosen === id} title=${titled(titles, id)}
    @click=${() => act("filter", { name, value: chosen === id ? "" : id })}>
    <span><i class="dot tone${topicTone(id)}"></i>${titled(titles, id)}</span><b>${grouped(n)}</b></button></li>`;
  return html`<nav aria-label=${title}><h2>${title}</h2><ul>${shown.map(entry)}</ul></nav>`;
}

export function foot(state, act, tab) {
  const hint = (deeds, words) => html`<span class="hint">${deeds.map((deed) => kbd(caps(deed)[0]))} ${words}</span>`;
  const tabs = ["side", "inbox", "plan"].map((name) => html`<button class="act" aria-pressed=${tab === name}
    @click=${() => act("tab", { name })}>${t(`console-tab-${name}`)}</button>`);
  return html`<div class="keys">${hint(["next", "previous"], t("console-hint-move"))}
      ${["approve", "merge", "reject", "undo", "search"].map((deed) => hint([deed], t(`console-hint-${deed}`)))}
      <button class="hint" data-deed="help" @click=${() => act("help")}>${kbd("?")}
        ${t("console-hint-help")}</button></div>
    <div class="tabs" role="group" aria-label=${t("console-tabs")}>${tabs}</div>
    ${link(state)}`;
}

function link({ link: { up, since, ms, final }, waiting }) {
  // How fast an answer was is seen, and not announced after each.
  const said = (kind, words, more) =>
    html`<span class="link-state ${kind}"><span role="status">${words}</span>${more}</span>`;
  if (final) return said("down", t("console-link-final"));
  const took = ms === null ? nothing : html` · ${t("console-ms", { n: ms })}`;
  if (up) return said("", html`<i></i>${t("console-link-up")}`, took);
  const kept = [...waiting.values()].filter((given) => !given.quiet).length;
  const lost = since ? t("console-link-down", { time: dayTime(since) }) : t("console-link-first");
  return said("down", html`<i></i>${lost}
    ${kept ? ` · ${t("console-link-kept", { n: kept })}` : nothing}`);
}
