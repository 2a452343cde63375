// The receipt, made live: it asks after its question while it is looked at.

import { t } from "./words.js";
import { stands, told } from "./viewer/told.js";
import "./copy.js";

const EVERY_MS = 3_000;
const GIVE_UP_MS = 10_000;
const { slug, receipt, airFrom } = document.body.dataset;
const $ = (id) => document.getElementById(id);

/** Its way to the air, as `{name, done, here}`. As `MyQuestion::way` on the server. */
function way(question) {
  const status = stands(question);
  const begun = question.duplicate_number ? ["received", "joined"] : ["received"];
  const ahead = ["rejected", "withdrawn"].includes(status) ? [status] : ["approved", "on_air", "answered"];
  const names = [...begun, ...ahead];
  const here = names.includes(status) ? names.indexOf(status) : begun.length - 1;
  return names.map((name, at) => ({ name, done: at <= here, here: at === here }));
}

function step({ name, done, here }) {
  const item = document.createElement("li");
  item.className = done ? "done" : "";
  item.textContent = t("receipt-step", { step: name });
  if (here) item.setAttribute("aria-current", "step");
  return item;
}

function show(question) {
  const text = told(question, Number(airFrom), t);
  if ($("stands").textContent !== text) {
    $("stands").textContent = text;
    $("way").replaceChildren(...way(question).map(step));
  }
  $("stands").className = `stands is-${stands(question)}`;
  $("message").textContent = question.message ?? "";
  if (["on_air", "answered", "rejected", "withdrawn"].includes(stands(question))) $("withdraw")?.remove();
}

async function look() {
  if (!document.hidden) {
    try {
      const signal = AbortSignal.timeout(GIVE_UP_MS);
      const answer = await fetch(`/api/v1/broadcasts/${slug}/questions/${receipt}`, { signal });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
      $("stale").hidden = true;
    } catch {
      $("stale").hidden = false;
    }
  }
  setTimeout(look, EVERY_MS * (0.8 + 0.4 * Math.random()));
}
look();
