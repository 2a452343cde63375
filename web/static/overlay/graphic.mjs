// The lower third as an OGraf graphic (EBU OGraf, version 1) for playout that speaks it. Its data names the address of
// Efir's `data.json`, with the overlay's token; while it plays, it shows what is on air there.

import { lowerThird } from "./card.js";

/** How often it asks what is on air. */
const EVERY_MS = 1000;
const DONE = { statusCode: 200 };

export default class EfirQuestion extends HTMLElement {
  #source = null;
  #card = null;
  #timer = null;
  /** Of the questions to the server only the newest counts; while nothing plays there is none. */
  #turn = null;

  async load({ renderType, data } = {}) {
    if (renderType !== "realtime") return { statusCode: 400, statusMessage: "only realtime rendering" };
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    Object.assign(style, { rel: "stylesheet", href: new URL("card.css", import.meta.url).href });
    const styled = new Promise((resolve) => { style.onload = style.onerror = resolve; });
    root.replaceChildren(style);
    this.#card = lowerThird(root);
    this.#take(data);
    await styled;
    return DONE;
  }

  async playAction({ delta = 1, goto, skipAnimation = false } = {}) {
    if (!this.#card || !this.#source) return { statusCode: 400, statusMessage: "load with a source first" };
    // One step: a second play, or a step beyond it, is the way out.
    const step = Number.isInteger(goto) ? goto : (this.#turn ? 0 : -1) + delta;
    if (step !== 0) return { ...(await this.stopAction({ skipAnimation })), currentStep: undefined };
    await this.#follow({ still: skipAnimation });
    return { ...DONE, currentStep: 0 };
  }

  async stopAction({ skipAnimation = false } = {}) {
    this.#turn = null;
    clearTimeout(this.#timer);
    await this.#card?.show(null, { still: skipAnimation });
    return DONE;
  }

  async updateAction({ data, skipAnimation = false } = {}) {
    this.#take(data);
    if (this.#turn) await this.#follow({ still: skipAnimation });
    return DONE;
  }

  async customAction() {
    return { statusCode: 400, statusMessage: "no custom actions" };
  }

  async dispose() {
    await this.stopAction({ skipAnimation: true });
    this.shadowRoot?.replaceChildren();
    this.#card = null;
    return DONE;
  }

  #take({ source, theme } = {}) {
    if (source) this.#source = source;
    if (theme) this.dataset.theme = theme;
  }

  /** Asks now, and again after a while; what cannot be asked stays as it is. */
  async #follow(how) {
    clearTimeout(this.#timer);
    const turn = (this.#turn = {});
    let row;
    try {
      [row] = await (await fetch(this.#source, { cache: "no-store" })).json();
    } catch (error) {
      console.warn("Efir does not answer", error);
    }
    if (turn !== this.#turn) return;
    if (row) this.#card.show(row.id ? row : null, how);
    this.#timer = setTimeout(() => this.#follow(), EVERY_MS);
  }
}
