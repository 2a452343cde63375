// What opens on a card or over the page: reasons, an edit, a merge by number, topics, the help, a question opened.

import { html, nothing } from "../../vendor/lit-html.js";
import { t } from "../../words.js";
import { can } from "../deeds.js";
import { caps, GROUPS, KEYS } from "../keys.js";
import { ago, button, channelName, dayTime, kbd, no, reasonName } from "./say.js";

/** The panel that stands in place of a card's buttons; nothing where none is open on it. */
export function panelOn(state, number, act) {
  const { mode } = state;
  if (!mode || mode.number !== number) return null;
  return { reject, edit, merge, label, remark }[mode.name]?.(state, act) ?? null;
}

function reject(state, act) {
  const reasons = state.about?.reasons ?? [];
  return html`<div class="panel" role="group" aria-label=${t("console-reject-why")}><p class="ask">${t("console-reject-why")}</p>
    <div class="acts">${reasons.map((reason, n) =>
      button(act, "rejectFor", reasonName(reason), { more: { reason }, hint: String(n + 1), kind: "no" }))}
    ${button(act, "escape", t("console-cancel"))}</div></div>`;
}

function edit(state, act) {
  const { text, number, revision } = state.mode;
  const row = state.list.rows.get(number) ?? state.rundown.next.find((item) => item.number === number);
  const save = (event) => {
    event.preventDefault();
    act("saveEdit", { text: event.currentTarget.closest("form").text.value });
  };
  const keys = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save(event);
  };
  return html`<form class="panel" @submit=${save}>
    <textarea name="text" class="text" data-autofocus rows="3" maxlength="8000" aria-label=${t("console-edit-label")}
      .defaultValue=${text} @keydown=${keys}></textarea>
    ${row && row.revision !== revision ? html`<p class="wrong" role="alert">${t("console-edit-changed")}</p>` : nothing}
    <div class="acts"><button class="act go">${t("console-save")}${kbd("Enter")}</button>
    ${button(act, "escape", t("console-cancel"))}</div></form>`;
}

function merge(state, act) {
  const { typed, target, error } = state.mode;
  const type = (event) => act("mergeType", { typed: event.currentTarget.value });
  return html`<form class="panel" @submit=${(event) => { event.preventDefault(); act("mergeNow"); }}>
    <label class="ask">${t("console-merge-number")}
      <input name="number" inputmode="numeric" autocomplete="off" data-autofocus .value=${typed} @input=${type}></label>
    <p class="like" aria-live="polite">${target ? html`<b>${no(target.number)}</b> «${target.text}»` : error ?? ""}</p>
    <div class="acts"><button class="act go" ?disabled=${!target}>${t("console-merge")}${kbd("Enter")}</button>
    ${button(act, "escape", t("console-cancel"))}</div></form>`;
}

function label(state, act) {
  const { topics } = state.mode;
  return html`<div class="panel" role="group" aria-label=${t("console-label-which")}><p class="ask">${t("console-label-which")}</p>
    <div class="acts topics">${(state.about?.topics ?? []).map(({ id, title }, n) => html`<button class="act ${topics.includes(id) ? "on" : ""}"
      aria-pressed=${topics.includes(id)} @click=${() => act("labelToggle", { topic: id })}>${title}${n < 10 ? kbd(String((n + 1) % 10)) : nothing}</button>`)}</div>
    <div class="acts">${button(act, "labelSave", t("console-save"), { kind: "go", hint: "Enter" })}
    ${button(act, "escape", t("console-cancel"))}</div></div>`;
}

/** What stands beside a question on the host's screen. */
function remark(state, act) {
  const save = (event) => {
    event.preventDefault();
    act("saveRemark", { text: event.currentTarget.text.value });
  };
  return html`<form class="panel" @submit=${save}>
    <label class="ask">${t("console-remark")}<input name="text" data-autofocus maxlength="300" autocomplete="off" .defaultValue=${state.mode.text}></label>
    <div class="acts"><button class="act go">${t("console-save")}${kbd("Enter")}</button>${button(act, "escape", t("console-cancel"))}</div></form>`;
}

/** All keys, from the table that binds them. */
export function help(state, act) {
  if (state.mode?.name !== "help") return nothing;
  return html`<dialog class="help" aria-labelledby="help-title" @close=${() => act("closed", { name: "help" })}>
    <h2 id="help-title">${t("console-key-help")}</h2>
    <div class="groups">${GROUPS.map((group) => html`<section><h3>${t(`console-keys-${group}`)}</h3><dl>
      ${KEYS.filter((key) => key.group === group).map(({ deed }) => html`<div><dt>${caps(deed).map(kbdRead)}</dt>
        <dd>${t(`console-key-${deed}`)}</dd></div>`)}</dl></section>`)}</div>
    <p class="soft">${t("console-keys-any-layout")}</p>
    <form method="dialog"><button class="act">${t("console-close")}${kbd("Esc")}</button></form></dialog>`;
}

const kbdRead = (hint) => html`<kbd>${hint}</kbd>`;

/** A question opened: what is folded into it, what else its author asked, what was done, and all deeds. */
export function drawer(state, act, now) {
  if (state.mode?.name !== "card") return nothing;
  const card = state.card;
  if (!card || card.row.number !== state.focus?.number) return html`<aside class="drawer" aria-label=${t("console-opened")}></aside>`;
  const { row, folded, others, steps } = card;
  const deeds = ["top", "label", "mergeNumber", "choose", "claim", "reopen", "mute"].filter((deed) => can(deed, row));
  return html`<aside class="drawer" aria-label=${t("console-opened")}>
    <header><h2>${no(row.number)}</h2>${button(act, "escape", t("console-close"))}</header>
    <p class="text">${row.text}</p>
    <p class="soft">${t("console-asked-by", { n: row.same, merged: row.merged, votes: row.votes })}</p>
    <div class="acts">${deeds.map((deed) => button(act, deed, t(`console-key-${deed}`)))}</div>
    ${list(t("console-folded", { n: row.merged }), folded, now)}
    ${list(t("console-others", { n: Math.max(0, row.by_viewer - 1) }), others, now, true)}
    <h3>${t("console-steps")}</h3>
    <ol class="steps">${steps.map((step) => html`<li><time>${dayTime(step.at)}</time> ${t(`console-what-${step.what}`)}
      ${step.by ? `— ${step.by}` : nothing}</li>`)}${steps.length ? nothing : html`<li class="soft">${t("console-steps-none")}</li>`}</ol>
  </aside>`;
}

function list(title, questions, now, withStatus = false) {
  return html`<h3>${title}</h3><ol class="said">${questions.map((said) => html`<li><p>${said.text}</p>
    <p class="soft">${[no(said.number), withStatus && t(`console-status-${said.status.replace("_", "-")}`), said.name, said.place,
      channelName(said.channel), ago(now - said.at)].filter(Boolean).join(" · ")}</p></li>`)}</ol>`;
}

/** What is done to all that were chosen. */
export function batch(state, act) {
  if (state.chosen.size === 0) return nothing;
  return html`<div class="batch" role="region" aria-label=${t("console-chosen-bar")}>
    <b>${t("console-chosen-n", { n: state.chosen.size })}</b>
    ${button(act, "approve", t("console-approve"), { kind: "go" })}${button(act, "hold", t("console-hold"))}
    ${(state.about?.reasons ?? []).length && state.mode?.name === "reject"
      ? state.about.reasons.map((reason, n) => button(act, "rejectFor", reasonName(reason), { more: { reason }, hint: String(n + 1), kind: "no" }))
      : button(act, "reject", t("console-reject"), { kind: "no" })}
    ${button(act, "chooseNone", t("console-cancel"), { hint: "Esc" })}</div>`;
}

/** What was said to the moderator just now. */
export const toasts = (state, act) => html`<div class="toasts" role="status">${state.toasts.map((toast) => html`
  <p class="toast ${toast.kind}"><span>${toast.text}</span><button class="link" @click=${() => act("told", { id: toast.id })}>${t("console-close")}</button></p>`)}</div>`;

