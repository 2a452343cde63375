// The question's form: what is typed is kept as it is typed, counted as people count, and handed on when it is sent.

import { t } from "../words.js";

const $ = (id) => document.getElementById(id);
const graphemes = globalThis.Intl?.Segmenter && new Intl.Segmenter();
const length = (text) => (graphemes ? [...graphemes.segment(text)].length : [...text].length);

/** `typed(text)` after each change; `send({text, name, place})` when it is sent; `limit()` is the longest text. */
export function form(kept, { typed, send, limit }) {
  const element = $("ask");
  const { text, name, place } = element.elements;

  function said() {
    $("name-said").textContent = name.value.trim() ? t("viewer-name-is", { name: name.value.trim() }) : t("viewer-name");
    $("place-said").textContent = place.value.trim() || t("viewer-place");
    const over = length(text.value.trim()) - limit();
    $("length").textContent = over > 0 ? t("viewer-over", { count: over }) : `${length(text.value.trim())} / ${limit()}`;
    $("length").classList.toggle("over", over > 0);
    return over;
  }

  const keep = () => kept.save("draft", { text: text.value, name: name.value, place: place.value });

  function refuse(why) {
    $("refused").textContent = why;
    $("refused").hidden = !why;
  }

  function fill(draft) {
    for (const field of [text, name, place]) field.value = field.value || (draft[field.name] ?? "");
    said();
    typed(text.value.trim());
  }

  element.addEventListener("input", (event) => {
    refuse("");
    said();
    keep();
    if (event.target === text) typed(text.value.trim());
  });
  // Enter in the place or the name is no question yet; on a keyboard Ctrl and Enter send it.
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.target === text && !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (event.target === text) element.requestSubmit();
    else event.target.closest("details").open = false;
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!text.value.trim()) return refuse(t("refused-empty"));
    if (said() > 0) return text.focus();
    const about = { name: name.value.trim(), place: place.value.trim() };
    const given = Object.fromEntries(Object.entries(about).filter(([, value]) => value));
    send({ text: text.value.trim(), ...given });
    text.value = "";
    text.blur();
    keep();
    said();
    typed("");
  });
  // The page says by itself what is missing; the browser's own bubble would speak the browser's language.
  element.noValidate = true;
  fill(kept.load("draft", {}));

  return {
    said,
    /** Puts a question back to be changed, unless another is being typed. */
    restore(question) {
      if (text.value.trim()) return false;
      fill(question);
      keep();
      text.focus();
      return true;
    },
  };
}
