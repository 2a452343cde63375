// The administrator's page: links are copied by a button, and times are shown and taken by the clock of whoever looks.
// The forms speak UTC, so that they work without this.

import "./copy.js";

const two = (n) => String(n).padStart(2, "0");
const local = (at) =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
const utc = (at) => at.toISOString().slice(0, 16);

for (const form of document.querySelectorAll("[data-settings]")) {
  const times = [...form.querySelectorAll("[type=datetime-local]")];
  for (const field of times) {
    const label = field.parentElement.firstChild;
    label.textContent = label.textContent.replace(", UTC", "");
    if (field.value) field.value = local(new Date(`${field.value}Z`));
  }
  form.addEventListener("submit", () => {
    for (const field of times) if (field.value) field.value = utc(new Date(field.value));
  });
}
