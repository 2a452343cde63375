// What opens over the page: the help, a question opened, the muted viewers, and what was said to the moderator just
// now.

import { html, nothing } from "../../vendor/lit-html.js";
import { t } from "../../words.js";
import { can } from "../give.js";
import { caps, GROUPS, KEYS } from "../keys.js";
import { ago, button, channelName, dayTime, kbd, no, statusName, tidy } from "./say.js";

/** All keys, from the table that binds them. */
export function help(state, act) {
  if (state.mode?.name !== "help") return nothing;
  const key = ({ deed }) => html`<div><dt>${caps(deed).map((cap) => html`<kbd>${cap}</kbd>`)}</dt>
    <dd>${t(`console-key-${deed}`)}</dd></div>`;
  return html`<dialog class="help" aria-labelledby="help-title" @close=${() => act("closed", { name: "help" })}>
    <h2 id="help-title">${t("console-key-help")}</h2>
    <div class="groups">${GROUPS.map((group) => html`<section><h3>${t(`console-keys-${group}`)}</h3>
      <dl>${KEYS.filter((one) => one.group === group).map(key)}</dl></section>`)}</div>
    <p class="soft">${t("console-keys-any-layout")}</p>
    <form method="dialog"><button class="act">${t("console-close")}${kbd("Esc")}</button></form></dialog>`;
}

/** What stands at the right, over the plan. */
export function drawer(state, act, now) {
  if (state.mode?.name === "muted") return mutedList(state, act);
  return state.mode?.name === "card" ? opened(state, act, now) : nothing;
}

/** A question opened: what is folded into it, what else its author asked, what was done, and all deeds. */
function opened(state, act, now) {
  const { card } = state;
  if (!card || card.row.number !== state.focus?.number) {
    return html`<aside class="drawer" aria-label=${t("console-opened")}></aside>`;
  }
  const row = state.list.rows.get(card.row.number) ?? card.row;
  const { folded, others, steps, left } = card;
  const deeds = ["top", "label", "mergeNumber", "choose", "claim", "reopen"].filter((deed) => can(deed, row));
  const mute = button(act, "mute", t(row.muted ? "console-unmute" : "console-key-mute"));
  return html`<aside class="drawer" aria-label=${t("console-opened")} tabindex="-1" data-autofocus>
    <header><h2>${no(row.number)}</h2>${button(act, "escape", t("console-close"))}</header>
    <p class="text">${tidy(row.text)}</p>
    <p class="soft">${t("console-asked-by", { n: row.same, merged: row.merged, votes: row.votes })}</p>
    <div class="acts">${deeds.map((deed) => button(act, deed, t(`console-key-${deed}`)))}${mute}</div>
    ${list(t("console-folded", { n: folded.length + left.folded }), folded, now)}
    ${more(act, "folded", left.folded)}
    ${list(t("console-others", { n: others.length + left.others }), others, now, true)}
    ${more(act, "others", left.others)}
    <h3>${t("console-steps")}</h3>${more(act, "steps", left.steps)}
    <ol class="steps">${steps.length ? steps.map(step) : html`<li class="soft">${t("console-steps-none")}</li>`}</ol>
  </aside>`;
}

const step = ({ at, by, what }) =>
  html`<li><time>${dayTime(at)}</time> ${t(`console-what-${what}`)} ${by ? `— ${by}` : nothing}</li>`;

function list(title, questions, now, withStatus = false) {
  const about = ({ number, status, name, place, channel, at }) =>
    [no(number), withStatus && statusName(status), name, place, channelName(channel), ago(now - at)];
  return html`<h3>${title}</h3><ol class="said">${questions.map((said) => html`<li><p>${tidy(said.text)}</p>
    <p class="soft">${about(said).filter(Boolean).join(" · ")}</p></li>`)}</ol>`;
}

const more = (act, name, left) =>
  left > 0 ? html`<p><button class="act" data-more=${name} @click=${() => act("more", { list: name })}>
    ${t("console-more-older", { n: left })}</button></p>` : nothing;

/** Of whom nothing is taken, and who decided so; each can be listened to again. */
function mutedList({ muted, mode }, act) {
  const about = ({ name, place, questions, at, by }) =>
    [name, place, t("questions-count", { count: questions }), [dayTime(at), by].filter(Boolean).join(" ")];
  const at = Math.min(mode.at, muted.length - 1);
  const one = (viewer, n) => html`<li class=${n === at ? "at" : ""} aria-current=${n === at ? "true" : nothing}>
    <p>${viewer.text ? html`<b>${no(viewer.number)}</b> ${tidy(viewer.text)}` : t("console-muted-nothing")}</p>
    <p class="soft">${about(viewer).filter(Boolean).join(" · ")}</p>
    ${button(act, "unmute", t("console-unmute"), { more: { viewer: viewer.viewer }, hint: n === at ? "Enter" : null })}
    </li>`;
  return html`<aside class="drawer" aria-label=${t("console-muted-title")} tabindex="-1" data-autofocus>
    <header><h2>${t("console-muted-title")}</h2>${button(act, "escape", t("console-close"))}</header>
    ${muted.length ? html`<p class="soft">${t("console-muted-how")}</p>`
      : html`<p class="empty">${t("console-muted-none")}</p>`}
    <ol class="said muted">${muted.map(one)}</ol></aside>`;
}

/** What was said to the moderator just now. */
export function toasts(state, act) {
  const one = ({ id, kind, text }) => html`<p class="toast ${kind}"><span>${text}</span>
    <button class="link" @click=${() => act("told", { id })}>${t("console-close")}</button></p>`;
  return html`<div class="toasts" role="status">${state.toasts.map(one)}</div>`;
}
