// Says the texts that the server compiled from Fluent (`web/src/compiled.rs`) into the page's `#words`.

const lang = document.documentElement.lang;
const plural = new Intl.PluralRules(lang);
const texts = JSON.parse(document.getElementById("words")?.textContent ?? "{}");

/** A quantity with its thousands apart by a space that does not break. */
export const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u00a0");

const show = (value) => (typeof value === "number" ? grouped(value) : String(value ?? ""));

const say = (text, args) => (typeof text === "string" ? text : text.map((part) => one(part, args)).join(""));

function one(part, args) {
  if (typeof part === "string") return part;
  if (part.v) return show(args[part.v]);
  const value = args[part.s];
  const chosen = part.t[value] ?? part.t[typeof value === "number" ? plural.select(value) : part.d] ?? part.t[part.d];
  return say(chosen, args);
}

/** The text of that key; numbers choose plurals, a question's number is given as a string. */
export const t = (key, args = {}) => (key in texts ? say(texts[key], args) : key);
