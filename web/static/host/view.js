// What the host's screen looks like for a state. Texts reach the page as text only; nothing here decides anything.

import { html, nothing } from "../vendor/lit-html.js";
import { t } from "../words.js";

/** What belongs together does not break over a line: «№ 17», a dash with what it follows, a short word with the next. */
export const joined = (text) => text.replace(/№ (?=\d)/g, "№\u00a0").replace(/ (?=[—–] )/g, "\u00a0").replace(/(?<=^|[\s«(])([а-яё]{1,2}) (?=[^\s—–-])/giu, "$1\u00a0");

const number = (item) => t("host-number", { number: String(item.number) });
const asked = (item) => (item.same > 1 ? html`<span>${t("host-asked", { count: item.same })}</span>` : nothing);

const about = (item) => html`<p class="about">
  ${item ? html`<b>${number(item)}</b>${item.place ? html`<span>${item.place}</span>` : nothing}${asked(item)}` : nothing}
</p>`;

const clock = ({ key, value, short }) =>
  html`<span class=${short ? "clock short" : "clock"}>${t(`host-clock-${key}`)} <b>${value}</b></span>`;

/** The editor's word: a tap or a key says that it was read. */
const noted = (note, act) => html`<aside class="note" aria-live="assertive">
  <p>${joined(note.text)}</p>
  <button class="heard" @click=${() => act("hear")}>${t("host-heard")}</button>
</aside>`;

const who = ({ name, note }) =>
  name || note
    ? html`<p class="who">${name ? html`<b>${name}</b>` : nothing}${name && note ? (name.endsWith(".") ? " " : ". ") : nothing}${note ? joined(note) : nothing}</p>`
    : nothing;

/** Nothing is on air: what to do, and what would come. */
function idle({ next, known, title, secure }) {
  const what = !known ? "host-connecting" : next.length > 0 ? "host-idle" : "host-empty";
  return html`<h1 class="idle">${title}</h1><p class="who">${t(what)}</p>${secure ? nothing : html`<p class="plain">${t("host-plain")}</p>`}`;
}

const queued = (item, at) => html`<li class=${at === 0 ? "soon" : "later"}>
  <small>${t(at === 0 ? "host-next" : "host-then")}</small> <span>${joined(item.text)}</span>
</li>`;

function lost({ link, lostAt }, hour) {
  if (link === "shut") return html`<p class="lost" role="status">${t("host-shut")}</p>`;
  if (link !== "down") return nothing;
  return html`<p class="lost" role="status">${t("host-lost", { time: hour(lostAt) })}</p>`;
}

const TOOLS = ["back", "forward", "blank", "prompt", "mirror", "full", "settings"];

const tools = (act, keyFor) => html`<nav class="tools" aria-label=${t("host-tools")}>
  ${TOOLS.map((name) => html`<button class=${`tool do-${name}`} title=${keyFor(name)} @click=${() => act(name)}>${t(`host-do-${name}`)}</button>`)}
</nav>`;

/**
 * The whole screen. `model` is what is shown: `{onAir, next, note, clocks, time, state, title, known, settings, blank, secure}`;
 * `act(name)` does what a key of that name would.
 */
export function view(model, act, keyFor) {
  const { onAir, next, note, clocks, time, state, settings, blank, hour } = model;
  const rolling = settings.prompt && onAir;
  return html`
    <div class=${blank ? "glass blank" : "glass"} data-mirror=${settings.mirror} ?inert=${blank}>
      <header class="bar">
        ${about(onAir)}
        <p class="clocks">${clocks.map(clock)}<span class="clock day"><b>${time}</b></span></p>
      </header>
      ${note ? noted(note, act) : nothing}
      <section class=${rolling ? "stage rolls" : "stage"} aria-live="polite">
        ${onAir ? html`<i class="rail"></i>` : nothing}
        <div class="window" tabindex="-1"><div class="roll">
          ${onAir ? html`<h1 class="question">${joined(onAir.text)}</h1>${who(onAir)}` : idle(model)}
        </div></div>
      </section>
      <footer class="queue">
        ${lost(state, hour)}
        <ol>${next.slice(0, settings.next).map(queued)}</ol>
      </footer>
    </div>
    ${blank ? html`<p class="dark" role="status">${t("host-blank")}</p>` : nothing}
    ${tools(act, keyFor)}
  `;
}
