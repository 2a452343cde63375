// The right column: Now, Next, the balance of the air, and the rundown, which is put in order by hand or by keys.

import { html, nothing, svg } from "../../vendor/lit-html.js";
import { repeat } from "../../vendor/directives/repeat.js";
import { t } from "../../words.js";
import { isSending } from "../give.js";
import { panelOn } from "./panels.js";
import { button, clock, kbd, minutes, no, tidy, titled, topicTone } from "./say.js";

export function plan(state, act, now) {
  const { on_air: onAir, next } = state.rundown;
  const [first, ...rest] = next;
  const items = () => html`<ol class="rundown" aria-label=${t("console-rundown")}>
    ${repeat(rest, (item) => item.number, (item, n) => planItem(state, item, n + 1, act))}</ol>`;
  // What is on air stays in sight; the rest scrolls below it.
  return html`
    ${onAir ? nowCard(state, onAir, act, now) : quiet(state, act)}
    <div class="rest" tabindex="-1">
      ${first ? nextCard(state, first, act) : nothing}
      ${state.mode?.name === "note" ? noteForm(act, now) : noteLine(state, act, now)}
      ${balance(state, act)}
      <h2 class="sr">${t("console-rundown")}</h2>
      ${next.length === 0 ? html`<p class="empty">${t("console-empty-plan")}</p>` : items()}</div>`;
}

const isFocus = (state, { number }) => state.focus?.in === "plan" && state.focus.number === number;
const looks = (state, item) => `${isFocus(state, item) ? "focus" : ""} ${isSending(state, item.number) ? "gone" : ""}`;
/** While a field is open on it, the mouse selects text. */
const draggable = (state, item) => String(state.mode?.number !== item.number);
const from = ({ place, name, same }) =>
  [place || name, same > 1 && t("console-asked", { n: same })].filter(Boolean).join(" · ");

const pinned = ({ pinned }) => (pinned ? html`<span class="pin">${t("console-pinned")}</span> ` : nothing);
const inPlan = (act, { number }) => () => act("look", { number, where: "plan" });

function nowCard(state, item, act, now) {
  const focus = isFocus(state, item);
  const acts = focus ? ["clear", "answered", "edit"].map((deed) => button(act, deed, t(`console-${deed}`))) : nothing;
  const footer = () => html`<footer><span>${[from(item), item.note].filter(Boolean).join(" · ")}</span>
    ${acts}${button(act, "nextOnAir", t("console-next"))}</footer>`;
  return html`<section class="now ${focus ? "focus" : ""}" data-plan=${item.number} tabindex="-1"
      aria-label=${t("console-now")} @click=${inPlan(act, item)}>
    <header><b>${t("console-now")}</b><time>${clock(now - item.since, true)}</time></header>
    <p class="text"><b>${no(item.number)}</b> ${tidy(item.text)}</p>
    ${(focus ? panelOn(state, item.number, act) : null) ?? footer()}
    ${wrong(state, item)}</section>`;
}

function quiet(state, act) {
  const next = html`<footer><span></span>${button(act, "nextOnAir", t("console-next"))}</footer>`;
  return html`<section class="next" aria-label=${t("console-now")}><header><b>${t("console-now")}</b></header>
    <p class="soft">${t("console-now-none")}</p>${state.rundown.next.length ? next : nothing}</section>`;
}

const wrong = (state, { number }) =>
  state.wrong.has(number) ? html`<p class="wrong" role="alert">${state.wrong.get(number)}</p>` : nothing;

function nextCard(state, item, act) {
  const mean = state.counts?.aired?.answer_ms;
  return html`<section class="next ${looks(state, item)}" aria-label=${t("console-up-next")} data-plan=${item.number}
      tabindex="-1" draggable=${draggable(state, item)} @click=${inPlan(act, item)}
      @dragstart=${drag(item)} @dragover=${over} @drop=${dropped(act, 0)}>
    <header><b>${t("console-up-next")}</b>${pinned(item)}
      ${mean ? html`<span>≈ ${minutes(mean)}</span>` : nothing}</header>
    <p class="text"><b>${no(item.number)}</b> ${tidy(item.text)}</p>
    ${about([from(item), item.note])}
    ${isFocus(state, item) ? planActs(state, item, act) : nothing}${wrong(state, item)}</section>`;
}

const about = (parts) => {
  const said = parts.filter(Boolean).join(" · ");
  return said ? html`<p class="soft">${said}</p>` : nothing;
};

function planItem(state, item, place, act) {
  const focus = isFocus(state, item);
  return html`<li class=${looks(state, item)} data-plan=${item.number} tabindex=${focus ? 0 : -1}
      draggable=${draggable(state, item)} @click=${inPlan(act, item)}
      @dragstart=${drag(item)} @dragover=${over} @drop=${dropped(act, place)}>
    <span class="place">${place}</span>
    <div><p class="text">${tidy(item.text)}</p>
      <p class="soft">${pinned(item)}${[no(item.number), from(item), item.note].filter(Boolean).join(" · ")}</p>
      ${focus ? planActs(state, item, act) : nothing}${wrong(state, item)}</div></li>`;
}

function planActs(state, item, act) {
  return panelOn(state, item.number, act) ?? html`<div class="acts">
    ${button(act, "take", t("console-take"), { kind: "go" })}${arrow(act, "up", "↑")}${arrow(act, "down", "↓")}
    ${button(act, "pin", t(item.pinned ? "console-unpin" : "console-pin"))}
    ${["top", "edit", "hold", "remark"].map((deed) => button(act, deed, t(`console-${deed}`)))}
    ${button(act, "reject", t("console-reject"), { kind: "no" })}${button(act, "open", t("console-open"))}</div>`;
}

/** An arrow says where to by its name. */
const arrow = (act, deed, sign) =>
  button(act, deed, html`<span class="sr">${t(`console-key-${deed}`)}</span><span aria-hidden="true">${sign}</span>`);

const drag = ({ number }) => (event) => {
  event.dataTransfer.setData("application/x-efir-question", String(number));
  event.dataTransfer.effectAllowed = "move";
};
const over = (event) => {
  if (event.dataTransfer.types.includes("application/x-efir-question")) event.preventDefault();
};
const dropped = (act, at) => (event) => {
  const number = Number(event.dataTransfer.getData("application/x-efir-question"));
  event.preventDefault();
  if (number) act("drop", { number, at_index: at });
};

function noteLine(state, act, now) {
  const { note } = state;
  const live = note?.text && (!note.until || note.until > now);
  const left = () => (note.until ? html`<time>${clock(note.until - now, true)}</time>` : nothing);
  const how = () => (note.heard ? t("console-note-heard") : left());
  return html`<div class="note">
    ${live ? html`<span>${t("console-note-said", { text: note.text })} ${how()}</span>` : nothing}
    ${button(act, "write", t("console-note"))}</div>`;
}

function noteForm(act, now) {
  const say = (event) => {
    event.preventDefault();
    const { text, minutes: time } = event.currentTarget;
    act("say", { text: text.value, until: time.value ? now + Number(time.value) * 60_000 : null });
  };
  const lasting = (n) => html`<option value=${n} ?selected=${n === 5}>${t("console-minutes", { n })}</option>`;
  return html`<form class="note panel" @submit=${say}>
    <label>${t("console-note")}<input name="text" data-autofocus maxlength="300" required autocomplete="off"></label>
    <label>${t("console-note-for")}<select name="minutes">
      <option value="">${t("console-note-always")}</option>${[1, 5, 10].map(lasting)}</select></label>
    <div class="acts"><button class="act go">${t("console-note-send")}${kbd("Enter")}</button>
      ${button(act, "escape", t("console-cancel"))}</div></form>`;
}

const WIDE = 375;

/** Two bars: what was asked, and what was aired, by topic or by place; and what to take for the two to agree. */
function balance(state, act) {
  const { counts, about } = state;
  if (!counts?.aired || (sum(counts.topics) === 0 && sum(counts.places) === 0)) return nothing;
  const by = state.weighed ?? "topics";
  const most = Object.entries(counts[by]).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  const ids = most.map(([id]) => id).slice(0, 6);
  const other = t(by === "topics" ? "console-balance-places" : "console-balance-topics");
  return html`<section class="balance"><header><h2>${t("console-balance")}</h2>
      <button class="link" @click=${() => act("weigh")}>${other}</button></header>
    ${bar(t("console-balance-asked"), ids, counts[by], about?.[by])}
    ${bar(t("console-balance-aired"), ids, counts.aired[by], about?.[by])}
    ${suggestion(state, counts.topics, counts.aired, act)}</section>`;
}

const sum = (counts) => Object.values(counts).reduce((all, n) => all + n, 0);
const percent = (counts, id) => Math.round((100 * (counts[id] ?? 0)) / Math.max(1, sum(counts)));

function bar(name, ids, counts, titles) {
  const all = Math.max(1, sum(counts));
  const wide = (n) => (n / all) * WIDE;
  const share = (id) => `${titled(titles, id)} ${percent(counts, id)}\u00a0%`;
  let x = 0;
  const parts = ids.filter((id) => counts[id]).map((id) => ({ id, x: (x += counts[id]) - counts[id], n: counts[id] }));
  const said = parts.map(({ id }) => share(id)).join(", ") || "—";
  const part = ({ id, x: from, n }) => svg`<rect class="tone${topicTone(id)}" x=${wide(from)} width=${wide(n)}
    height="8"><title>${share(id)}</title></rect>`;
  return html`<svg class="bar" viewBox="0 0 ${WIDE} 8" preserveAspectRatio="none" role="img"
    aria-label="${name}: ${said}">
    <rect class="rest" width=${WIDE} height="8"></rect>${parts.map(part)}</svg>`;
}

function suggestion(state, asked, { suggest, topics }, act) {
  if (!suggest) return nothing;
  const { topic, number, status } = suggest;
  const title = titled(state.about?.topics, topic);
  const said = t("console-suggest", { topic: title, asked: percent(asked, topic), aired: percent(topics, topic) });
  const query = { status: "pending", topic, sort: "asked", q: undefined };
  const go = () => (status === "approved" ? act("look", { number, where: "plan" }) : act("show", { query }));
  return html`<p class="soft">${said} → <button class="link" @click=${go}>${no(number)}</button></p>`;
}
