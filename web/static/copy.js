// Buttons that copy the field beside them. They are shown only where this runs.

import { t } from "./words.js";

/** The clipboard is there over https only; what is selected can be copied everywhere. */
async function copy(field) {
  field.select();
  if (navigator.clipboard) await navigator.clipboard.writeText(field.value).catch(() => document.execCommand("copy"));
  else document.execCommand("copy");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(button.parentElement.querySelector("input"));
    button.textContent = t("receipt-copied");
    setTimeout(() => (button.textContent = label), 2_000);
  });
}
