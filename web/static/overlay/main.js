// The overlay's page: what is on air as a lower third over the broadcast's picture, and nothing else, ever.

import { connect } from "../socket.js";
import { t } from "../words.js";
import { lowerThird } from "./card.js";

/** What the card shows of a question; the same words as `data.json` has. */
function row({ id, number, text, name, place, same }) {
  const who = [name, place].filter(Boolean).join(", ");
  const asked = same > 1 ? t("overlay-asked", { count: same }) : "";
  return { id, label: t("overlay-number", { number: String(number) }), text, line: [who, asked].filter(Boolean).join(" · ") };
}

const { slug, theme } = document.body.dataset;
document.documentElement.dataset.theme = new URLSearchParams(location.search).get("theme") ?? theme;
const card = lowerThird(document.getElementById("app"));

connect(`/ws/${slug}/host`, {
  frame(frame) {
    if (frame.type === "rundown") card.show(frame.on_air && row(frame.on_air));
  },
  link(up, final) {
    // Not to come back means: nothing that this page knows is meant to be on air any more.
    if (final) card.show(null);
  },
});
