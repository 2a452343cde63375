// What opens on a card: reasons, an edit, a merge by number or one that is not sure, topics, a mute, a remark; and what
// is done to all that were chosen. What opens over the page is in `over.js`.

import { html, nothing } from "../../vendor/lit-html.js";
import { t } from "../../words.js";
import { choiceCap } from "../keys.js";
import { begun, button, kbd, no, plainNo, reasonName, tidy } from "./say.js";

/** The panel that stands in place of a card's buttons; nothing where none is open on it. */
export function panelOn(state, number, act) {
  const { mode } = state;
  if (!mode || mode.number !== number) return null;
  return { reject, edit, merge, mergeSure, label, remark, mute }[mode.name]?.(state, act) ?? null;
}

const cancel = (act) => button(act, "escape", t("console-cancel"));

const reasons = (state, act) => (state.about?.reasons ?? []).map((reason, n) =>
  button(act, "rejectFor", reasonName(reason), { more: { reason }, hint: String(n + 1), kind: "no" }));

function reject(state, act) {
  return html`<div class="panel" role="group" aria-label=${t("console-reject-why")}>
    <p class="ask">${t("console-reject-why")}</p>
    <div class="acts">${reasons(state, act)}${cancel(act)}</div></div>`;
}

/** A question with yes and no. */
function asked(act, words, yes, kind) {
  return html`<div class="panel" role="group" aria-label=${words}><p class="sure">${words}</p>
    <div class="acts">${button(act, "confirm", yes, { kind, hint: "Enter", asked: true })}${cancel(act)}</div></div>`;
}

function mergeSure({ mode: { into, count } }, act) {
  const number = plainNo(into.number);
  const said = count > 1 ? t("console-merge-many", { n: count, number })
    : t("console-merge-sure", { percent: String(Math.round(into.score * 100)), number });
  return asked(act, said, t("console-merge"), "go");
}

const mute = (_, act) => asked(act, t("console-mute-sure"), t("console-mute-yes"), "no");

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
  const changed = row && row.revision !== revision;
  return html`<form class="panel" @submit=${save}>
    <textarea name="text" class="text" data-autofocus rows="3" maxlength="8000" aria-label=${t("console-edit-label")}
      .defaultValue=${text} @keydown=${keys}></textarea>
    ${changed ? html`<p class="wrong" role="alert">${t("console-edit-changed")}</p>` : nothing}
    <div class="acts"><button class="act go">${t("console-save")}${kbd("Enter")}</button>${cancel(act)}</div></form>`;
}

function merge(state, act) {
  const { typed, target, error } = state.mode;
  const type = (event) => act("mergeType", { typed: event.currentTarget.value });
  const now = (event) => {
    event.preventDefault();
    act("mergeNow");
  };
  const quoted = () => t("console-quoted", { text: begun(tidy(target.text)) });
  const found = target ? html`<b>${no(target.number)}</b> ${quoted()}` : error ?? "";
  return html`<form class="panel" @submit=${now}>
    <label class="ask">${t("console-merge-number")}
      <input name="number" inputmode="numeric" autocomplete="off" data-autofocus .value=${typed} @input=${type}></label>
    <p class="like" aria-live="polite">${found}</p>
    <div class="acts"><button class="act go" ?disabled=${!target}>${t("console-merge")}${kbd("Enter")}</button>
    ${cancel(act)}</div></form>`;
}

function label(state, act) {
  const { topics } = state.mode;
  const topic = ({ id, title }, at) => {
    const cap = choiceCap(at);
    return html`<button class="act ${topics.includes(id) ? "on" : ""}" aria-pressed=${topics.includes(id)}
      @click=${() => act("labelToggle", { topic: id })}>${title}${cap ? kbd(cap) : nothing}</button>`;
  };
  return html`<div class="panel" role="group" aria-label=${t("console-label-which")}>
    <p class="ask">${t("console-label-which")}</p>
    <div class="acts topics">${(state.about?.topics ?? []).map(topic)}</div>
    <div class="acts">${button(act, "labelSave", t("console-save"), { kind: "go", hint: "Enter" })}
      ${cancel(act)}</div></div>`;
}

/** What stands beside a question on the host's screen. */
function remark(state, act) {
  const save = (event) => {
    event.preventDefault();
    act("saveRemark", { text: event.currentTarget.text.value });
  };
  return html`<form class="panel" @submit=${save}>
    <label class="ask">${t("console-remark")}
      <input name="text" data-autofocus maxlength="300" autocomplete="off" .defaultValue=${state.mode.text}></label>
    <div class="acts"><button class="act go">${t("console-save")}${kbd("Enter")}</button>${cancel(act)}</div></form>`;
}

/** What is done to all that were chosen. */
export function batch(state, act) {
  if (state.chosen.size === 0) return nothing;
  const rejecting = state.mode?.name === "reject" && state.about?.reasons.length > 0;
  return html`<div class="batch" role="region" aria-label=${t("console-chosen-bar")}>
    <b>${t("console-chosen-n", { n: state.chosen.size })}</b>
    ${button(act, "approve", t("console-approve"), { kind: "go" })}${button(act, "hold", t("console-hold"))}
    ${rejecting ? reasons(state, act) : button(act, "reject", t("console-reject"), { kind: "no" })}
    ${button(act, "chooseNone", t("console-cancel"), { hint: "Esc" })}</div>`;
}
