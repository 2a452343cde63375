// The middle column: search, order, filters, what waits, and the cards.

import { html, nothing } from "../../vendor/lit-html.js";
import { repeat } from "../../vendor/directives/repeat.js";
import { t } from "../../words.js";
import { FILTERS, SECTIONS, SORTS } from "../deeds.js";
import { waiting } from "../list.js";
import { card } from "./card.js";
import { batch } from "./panels.js";
import { button, channelName, kbd, labelName, statusName, titled } from "./say.js";

export function inbox(state, act, now) {
  const { list } = state;
  const news = waiting(list);
  const more = list.total - list.order.length;
  return html`
    ${tools(state, act)}
    ${state.mode?.name === "filters" ? filters(state, act) : nothing}
    ${chips(state, act)}
    <div class="scroll" tabindex="-1">
      ${fresh(news, act)}
      ${state.query.after ? toStart(act) : nothing}
      <ol class="cards" aria-label=${statusName(state.query.status)}>
        ${repeat(list.shown, (number) => number, (number) => card(state, number, act, now))}
      </ol>
      ${list.loaded && list.shown.length === 0 ? empty(state, act) : nothing}
      ${list.loaded && more > 0 && !news ? html`<p class="soft end">${t("console-more", { n: more })}</p>` : nothing}
    </div>
    ${batch(state, act)}`;
}

/** Its place is kept when nothing waits, so that the list does not move when something does. */
function fresh(news, act) {
  const words = news > 0 ? html`${t("console-fresh", { n: news })}${kbd("N")}` : t("console-fresh-none");
  return html`<button class="fresh" data-deed="fresh" ?disabled=${news === 0}
    @click=${() => act("fresh")}>${words}</button>`;
}

const toStart = (act) =>
  html`<button class="fresh" @click=${() => act("show", { query: {} })}>${t("console-to-start")}</button>`;

function tools(state, act) {
  const sort = (event) => act("show", { query: { sort: event.currentTarget.value } });
  const order = (name) =>
    html`<option value=${name} .selected=${state.query.sort === name}>${t(`console-sort-${name}`)}</option>`;
  const many = FILTERS.filter((name) => state.query[name]).length;
  return html`<div class="tools" role="search">
    <input id="search" type="search" autocomplete="off"
      placeholder=${t("console-search")} aria-label=${t("console-search")} .value=${state.query.q ?? ""} @input=${(event) => act("typed", { q: event.currentTarget.value })}>
    <select aria-label=${t("console-sort")} @change=${sort}>${SORTS.map(order)}</select>
    <button class="act" data-deed="filters" aria-expanded=${state.mode?.name === "filters"}
      @click=${() => act("filters")}>${t("console-filters")}${many ? ` · ${many}` : ""}</button>
  </div>`;
}

function filters(state, act) {
  const { about, query } = state;
  const choose = (name) => (event) => act("filter", { name, value: event.currentTarget.value });
  const choice = (name, all, title) => html`<label>${t(`console-filter-${name}`)}<select @change=${choose(name)}
      ?data-autofocus=${name === "topic"}>
    <option value="" .selected=${!query[name]}>${t("console-any")}</option>
    ${all.map((id) => html`<option value=${id} .selected=${query[name] === id}>${title(id)}</option>`)}
    </select></label>`;
  const ids = (list) => (list ?? []).map(({ id }) => id);
  return html`<div class="filters" role="group" aria-label=${t("console-filters")}>
    ${choice("topic", ids(about?.topics), (id) => titled(about.topics, id))}
    ${choice("place", ids(about?.places), (id) => titled(about.places, id))}
    ${choice("channel", [...state.channels], channelName)}
    ${choice("label", [...state.labels], labelName)}</div>`;
}

/** What is filtered by, each to be taken away by a press. */
function chips(state, act) {
  const { query, about } = state;
  const names = {
    topic: (id) => titled(about?.topics, id),
    place: (id) => titled(about?.places, id),
    channel: channelName,
    label: labelName,
  };
  const on = Object.keys(names).filter((name) => query[name]);
  if (on.length === 0) return nothing;
  const chip = (name) => {
    const said = names[name](query[name]);
    return html`<button class="chip" @click=${() => act("filter", { name, value: "" })}
      aria-label=${t("console-filter-off", { name: said })}>${said} ×</button>`;
  };
  return html`<p class="chips">${on.map(chip)}
    <button class="link" @click=${() => act("noFilters")}>${t("console-no-filters")}</button></p>`;
}

/** What will appear here; or that nothing was found, and where else to look. */
function empty(state, act) {
  const { q, topic, place, channel, label, status } = state.query;
  if (!(q || topic || place || channel || label)) {
    return html`<p class="empty">${t(`console-empty-${status.replace("_", "-")}`)}</p>`;
  }
  if (status === "any") return html`<p class="empty">${t("console-empty-search")}</p>`;
  const more = { at: SECTIONS.indexOf("any") };
  return html`<p class="empty">${t("console-empty-here", { section: statusName(status) })}</p>
    <p class="end">${button(act, "section", t("console-search-any"), { more, hint: "0" })}</p>`;
}
