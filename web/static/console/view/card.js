// A card of the inbox. The one that has the focus alone shows its actions with their keys; others are just text.

import { html, nothing, svg } from "../../vendor/lit-html.js";
import { t } from "../../words.js";
import { can, isSending } from "../give.js";
import { panelOn } from "./panels.js";
import {
  ago, begun, button, channelName, labelName, likeName, marked, no, plainNo, reasonName, scored, statusName, tidy, titled,
} from "./say.js";

export function card(state, number, act, now) {
  const row = state.list.rows.get(number);
  if (!row) return nothing;
  const focus = state.focus?.in === "inbox" && state.focus.number === number;
  const gone = state.list.gone.has(number);
  const sending = isSending(state, number);
  const chosen = state.chosen.has(number);
  // Who types is not interrupted by somebody who decides.
  const typing = ["edit", "merge"].includes(state.mode?.name) && state.mode.number === number;
  const kinds = [focus && "focus", (gone || sending) && "gone", chosen && "chosen"].filter(Boolean).join(" ");
  const pick = (event) => (event.shiftKey || event.metaKey ? act("choose", { number }) : act("look", { number }));
  return html`<li class="card ${kinds}" data-number=${number} tabindex=${focus ? 0 : -1}
      aria-current=${focus ? "true" : nothing} aria-label=${t("console-card", { number: plainNo(number) })} aria-describedby="text-${number} meta-${number}"
      @click=${pick}>
    ${meta(state, row, { gone, sending, chosen }, act, now)}
    ${text(row, state.mode?.name === "edit" && state.mode.number === number)}
    ${wrong(state, number)}
    ${focus && (typing || !(gone || sending)) ? actions(state, row, act, now) : nothing}
  </li>`;
}

function meta(state, row, { gone, sending, chosen }, act, now) {
  const place = row.place || row.places.map((id) => titled(state.about?.places, id))[0] || t("console-no-place");
  const who = [row.name, place, channelName(row.channel), ago(now - row.at)].filter(Boolean).join(" · ");
  const any = state.list.view?.status === "any";
  return html`<div class="meta" id="meta-${row.number}">
    <b class="no">${no(row.number)}</b><span class="who">${who}</span>
    ${any ? html`<span class="tag is ${row.status}">${statusName(row.status)}</span>` : nothing}
    ${row.pinned ? html`<span class="tag pick">${t("console-pinned")}</span>` : nothing}
    ${row.muted ? html`<span class="tag">${t("console-muted")}</span>` : nothing}
    ${row.topics.slice(0, 2).map((id) => html`<span class="tag">${titled(state.about?.topics, id)}</span>`)}
    ${row.labels.map((label) => html`<span class="tag found">${labelName(label)}</span>`)}
    ${chosen ? html`<span class="tag pick">${t("console-chosen")}</span>` : nothing}
    <span class="right">${gone || sending ? settled(state, row, sending && !gone) : aside(state, row)}</span>
  </div>`;
}

/** Who settled it, and how. */
function settled(state, { changed, reason, status, merged_into }, sending) {
  if (sending) return t("console-sending");
  if (!changed || [status, "any"].includes(state.list.view?.status)) return t("console-settled-unfit");
  const who = changed.by === state.me?.name ? t("console-me") : changed.by || t("console-by-author");
  if (merged_into) return t("console-settled-merged", { number: plainNo(merged_into), who });
  const why = reason ? `: ${reasonName(reason)}` : "";
  return `${t(`console-settled-${status.replace("_", "-")}`, { who })}${why}`;
}

function aside(state, row) {
  const other = row.claimed && row.claimed.id !== state.me?.id;
  if (other) return html`<span class="claimed">${t("console-looks", { who: row.claimed.by ?? "" })}</span>`;
  const { wave } = row;
  if (wave) return html`<span class="wave">${t("console-wave", { n: wave.count, minutes: wave.minutes })}</span>`;
  if (row.same > 1) return html`<span class="same">${t("console-asked", { n: row.same })}</span>`;
  return row.by_viewer > 1 ? t("console-by-viewer", { n: row.by_viewer }) : nothing;
}

/** What would go on air; beside an edit what the viewer wrote, as it was judged. */
function text(row, editing) {
  const id = `text-${row.number}`;
  if (row.original === null) return html`<p class="text" id=${id}>${marked(row.text, row.findings)}</p>`;
  return html`${editing ? nothing : html`<p class="text" id=${id}>${tidy(row.text)}</p>`}
    <p class="original"><span>${t("console-original")}</span> ${marked(row.original, row.findings)}</p>`;
}

const wrong = (state, number) =>
  state.wrong.has(number) ? html`<p class="wrong" role="alert">${state.wrong.get(number)}</p>` : nothing;

function actions(state, row, act, now) {
  const open = panelOn(state, row.number, act);
  return html`<div class="more">
    ${row.wave ? course(row.wave, now) : nothing}
    ${row.like.map((like) => likeness(like, row, act))}
    ${open ?? html`<div class="acts">${main(row, act)}</div>`}
  </div>`;
}

/** The deeds that the status allows, the likely first. */
function main(row, act) {
  const into = row.like[0];
  const mergeWords = into ? t("console-merge-with", { number: plainNo(into.number) }) : t("console-merge");
  const all = [
    ["approve", t("console-approve"), "go"], ["take", t("console-take"), "go"], ["split", t("console-split")],
    ["merge", mergeWords], ["edit", t("console-edit")], ["hold", t("console-hold")],
    ["answered", t("console-answered")], ["pin", t(row.pinned ? "console-unpin" : "console-pin")],
    ["reopen", t("console-reopen")], ["reject", t("console-reject"), "no"],
  ];
  const likely = all.filter(([deed]) => can(deed, row) && !(deed === "reopen" && row.status === "approved"));
  const buttons = likely.map(([deed, label, kind]) => button(act, deed, label, { kind }));
  return [...buttons, button(act, "open", t("console-open"))];
}

function likeness(like, row, act) {
  const merge = () => act("mergeInto", { into: like.id });
  const into = html`<button class="link" @click=${merge}>${t("console-merge")}</button>`;
  const said = t("console-quoted", { text: begun(tidy(like.text)) });
  return html`<p class="like">${t("console-like")} <b>${no(like.number)}</b> ${said}
    <span class="why">${likeName(like.reason)} · ${scored(like.score)}</span>
    ${row.like.length > 1 ? into : nothing}</p>`;
}

const BAR = 8;

/** How a wave came: its course, from how many people and addresses. */
function course({ course: bars, viewers, addresses, count, minutes, until }, now) {
  const most = Math.max(...bars, 1);
  const height = (n) => (n ? Math.max(2, Math.round((n / most) * 28)) : 0);
  const said = t("console-wave-from", { n: count, minutes, viewers, addresses, ago: ago(now - until) });
  return html`<figure class="course">
    <svg viewBox="0 0 ${bars.length * BAR} 28" width=${bars.length * BAR} height="28" role="img" aria-label=${said}>
      ${bars.map(height).map((y, i) => svg`<rect x=${i * BAR} y=${28 - y} width=${BAR - 1} height=${y}></rect>`)}
    </svg><figcaption>${said}</figcaption></figure>`;
}
