// The settings of this screen: how it looks, how it rolls, and every key. Opened as a dialog, changed at once.

import { html, nothing } from "../vendor/lit-html.js";
import { t } from "../words.js";
import { bindings, keyName, slot } from "./keys.js";
import { SPEED } from "./roll.js";
import { MIRRORS, SCALE, SCHEMES } from "./screen.js";

const choice = (name, values, { settings, change }) => html`<fieldset>
  <legend>${t(`host-${name}`)}</legend>
  ${values.map((value) => html`<label><input type="radio" name=${name} .checked=${settings[name] === value}
    @change=${() => change({ [name]: value })}> ${t(`host-${name}-${value}`)}</label>`)}
</fieldset>`;

const slider = (name, { least, most, step = 1 }, unit, { settings, change }) => html`<label class="slider">
  <span>${t(name === "next" ? "host-next-count" : `host-${name}`)}</span>
  <input type="range" min=${least} max=${most} step=${step} .value=${String(settings[name])}
    @input=${(event) => change({ [name]: Number(event.target.value) })}>
  <output>${settings[name]}${unit}</output>
</label>`;

const key = (action, { settings, asking, ask }) => html`<tr>
  <th scope="row">${t(`host-do-${action.name}`)}${action.when ? html` <small>${t(`host-when-${action.when}`)}</small>` : ""}</th>
  <td>${action.keys.map((code) => html`<kbd>${keyName(code)}</kbd> `)}</td>
  <td><button type="button" class=${asking === slot(action) ? "asking" : ""} aria-pressed=${asking === slot(action)}
    @click=${() => ask(slot(action))}>${t(asking === slot(action) ? "host-key-press" : "host-key-set")}</button></td>
</tr>`;

/** The panel for `{settings, secure, asking, change(patch), ask(line), reset(), close()}`. */
export function panel(model) {
  return html`
    <form method="dialog" class="settings">
      <header><h2>${t("host-do-settings")}</h2><button class="close" @click=${model.close}>${t("host-close")}</button></header>
      ${model.secure ? nothing : html`<p class="hint">${t("host-plain")}</p>`}
      <div class="columns">
        <div>
          ${choice("scheme", SCHEMES, model)}
          ${choice("mirror", MIRRORS, model)}
          <fieldset><legend>${t("host-text")}</legend>
            ${slider("scale", SCALE, " %", model)}
            ${slider("next", { least: 0, most: 5 }, "", model)}
          </fieldset>
          <fieldset><legend>${t("host-do-prompt")}</legend>
            <label><input type="checkbox" .checked=${model.settings.prompt}
              @change=${(event) => model.change({ prompt: event.target.checked })}> ${t("host-prompt-on")}</label>
            ${slider("speed", SPEED, "", model)}
            ${slider("region", { least: 0, most: 70, step: 5 }, " %", model)}
          </fieldset>
        </div>
        <div>
          <table><caption>${t("host-keys")}</caption><tbody>${bindings(model.settings.keys).map((action) => key(action, model))}</tbody></table>
          <p class="hint">${t("host-keys-digits")}</p>
          <button type="button" @click=${model.reset}>${t("host-keys-reset")}</button>
        </div>
      </div>
    </form>`;
}
