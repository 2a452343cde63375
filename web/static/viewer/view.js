// Puts the state on the page. The server has rendered the same before: what it knows is shown until this knows more.

import { html, nothing, render } from "../vendor/lit-html.js";
import { t } from "../words.js";
import { canWithdraw, clock, stands, told } from "./told.js";

const $ = (id) => document.getElementById(id);
const begun = new Set();

/** Renders into an element; what the server had put there goes the first time. */
function fill(id, template) {
  const element = $(id);
  if (!begun.has(id)) element.replaceChildren();
  begun.add(id);
  render(template, element);
}

const number = (n) => `№\u00a0${n}`;
/** A number sign does not part from its number at a line's end. */
const tied = (text) => text.replaceAll("№ ", "№\u00a0");

function pill(question, state, act) {
  const on = state.voted.includes(question.id);
  const label = t(on ? "viewer-me-too-done" : "viewer-me-too", { count: question.same });
  return html`<button class="pill" type="button" aria-pressed=${on} aria-describedby="q${question.number}"
    @click=${() => act.vote(question.id, !on)}>${label}</button>`;
}

/** A long text has the width for itself, and its button below. As `PublicQuestion::kind` says on the server. */
const LONG = 100;
const kind = ({ text }) => (text.length > LONG ? "asked long" : "asked");

/** A longer one shows its beginning until it is tapped. As `CUT` in `web/src/pages.rs`. */
const CUT = 300;
const tap = ({ text }) => (text.length > CUT ? "0" : nothing);

const asked = (question, state, act) => html`<li class=${kind(question)}>
  <p class="text" id="q${question.number}" tabindex=${tap(question)}>${tied(question.text)}</p>${pill(question, state, act)}</li>`;

const card = (title, body, kind = "") => html`<section class="card ${kind}"><h2 class="label">${title}</h2>${body}</section>`;

function onAir({ on_air: question }) {
  const title = t("viewer-on-air");
  if (!question) return card(title, html`<p class="soft">${t("viewer-nothing-on-air")}</p>`);
  return card(title, html`<p class="text" tabindex=${tap(question)}>${tied(question.text)}</p>`, "air");
}

function wall(questions, state, act, slug) {
  const planned = questions.filter(({ status }) => status === "approved");
  const past = questions.filter(({ status }) => status === "answered");
  const list = planned.length > 0
    ? html`<ul>${planned.map((question) => asked(question, state, act))}</ul>`
    : html`<p class="soft">${t("viewer-wall-empty")}</p>`;
  const answered = past.map((question) => html`<li class="asked">
    <p class="text" id="q${question.number}" tabindex=${tap(question)}>${tied(question.text)}</p></li>`);
  return html`${card(t("viewer-wall"), list)}${past.length > 0 ? card(t("viewer-past"), html`<ul>${answered}</ul>`) : nothing}${state.more > 0
    ? html`<a class="button" href="/b/${slug}?wall=whole#wall" @click=${act.whole}>${t("viewer-more", { count: state.more })}</a>` : nothing}`;
}

/** A like question that is on the wall, too, would have its id twice: here it goes by another. */
const likely = (question, state, act) => asked({ ...question, number: `s${question.number}` }, state, act);

function unsent({ frame, refused }, state, act) {
  let why = t("viewer-sending");
  if (refused) why = refused;
  else if (state.phase === "paused") why = t("viewer-waits-open");
  else if (!state.link.by) why = t("viewer-offline");
  return html`<li class="is-unsent"><p class="text"><b>${t("viewer-no-number")}</b> ${tied(frame.text)}</p>
    <p class=${refused ? "" : "soft"}>${why}</p>
    ${refused ? html`<button class="plain" type="button" @click=${() => act.change(frame)}>${t("viewer-change")}</button>` : nothing}
    ${refused || !state.link.by ? html`<button class="plain" type="button" @click=${() => act.drop(frame.id)}>${t("viewer-drop")}</button>` : nothing}</li>`;
}

function mine(question, state, act, slug) {
  const sure = state.sure === question.id;
  const withdraw = canWithdraw(question) && stands(question) !== "on_air"
    ? html`<button class="plain" type="button" @click=${() => (sure ? act.withdraw(question.id) : act.sure(question.id))}>${t(sure ? "viewer-withdraw-sure" : "viewer-withdraw")}</button>`
    : nothing;
  return html`<li class="is-${stands(question)}">
    <p class="text"><a href="/b/${slug}/q/${question.receipt}">${number(question.number)}</a> ${tied(question.text)}</p>
    <p class="soft">${told(question, state.airFrom, t)} ${withdraw}</p>
    ${question.message ? html`<p class="soft">${question.message}</p>` : nothing}</li>`;
}

function said({ said: what, airFrom }) {
  if (!what) return nothing;
  if (what.became) return `${number(what.became.number)}. ${told(what.became, airFrom, t)}`;
  if (what.detail) return what.detail;
  if (what.joined) return t("viewer-accepted-joined", { number: String(what.joined), count: what.same });
  return t("viewer-accepted", { number: String(what.number) });
}

function link({ by, since }) {
  if (!by) return t("viewer-link-down", { time: clock(since, 0) });
  return by === "http" ? t("viewer-by-http") : nothing;
}

function phase({ phase: now }) {
  $("phase").className = `phase phase-${now}`;
  $("phase").textContent = t(`phase-${now}`);
  $("ask").hidden = now === "closed";
  $("closed").hidden = now !== "closed";
  $("paused").hidden = now !== "paused";
}

/** Shows the state. `act` is what its buttons do. */
export function show(state, act, slug) {
  phase(state);
  fill("link", link(state.link));
  fill("said", said(state));
  const questions = state.waiting.filter(({ frame }) => frame.type === "ask");
  fill("unsent", questions.map((item) => unsent(item, state, act)));
  if (state.mine) fill("sent", state.mine.map((question) => mine(question, state, act, slug)));
  $("mine").hidden = questions.length === 0 && $("sent").childElementCount === 0;
  const similar = state.similar.map((question) => likely(question, state, act));
  fill("similar", similar.length > 0 ? html`<h2 class="label">${t("viewer-already-asked")}</h2><ul aria-live="off">${similar}</ul>` : nothing);
  $("send").textContent = t(similar.length > 0 ? "viewer-ask-own" : "viewer-ask");
  if (!state.public) return;
  fill("on-air", onAir(state.public));
  fill("wall", wall(state.wall, state, act, slug));
  const { questions: count, answered } = state.public.counts;
  $("counts").textContent = t("viewer-counts", { count, answered });
}
