// The lower third: one card that enters, changes and leaves, for the overlay's page and for the OGraf graphic. It shows
// what it is given and knows no server.

/** Sizes to try for a long text, in shares of `--overlay-size`; behind the last it is cut with an ellipsis. */
const SIZES = [1, 0.9, 0.8, 0.72, 0.65];

function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.setAttribute("part", className);
  made.append(...children);
  return made;
}

/** Makes the card's elements for a row: `{label, text, line}`. Texts stay texts. */
function build({ label, text, line }) {
  return element("section", "card", element("b", "number", label), element("div", "body", element("p", "text", text), element("p", "line", line)));
}

function fit(card) {
  const text = card.querySelector(".text");
  for (const share of SIZES) {
    text.style.setProperty("font-size", `calc(var(--overlay-size) * ${share})`);
    if (text.scrollHeight <= text.clientHeight + 1) return;
  }
  const { lineHeight, maxHeight } = getComputedStyle(text);
  text.style.setProperty("-webkit-line-clamp", String(Math.max(1, Math.floor(parseFloat(maxHeight) / parseFloat(lineHeight)))));
}

const HIDDEN = { opacity: 0, transform: "translateY(2.4vw)" }, SHOWN = { opacity: 1, transform: "none" };

/** The browser's way of moving a card: none for those who want less of it, and none where the motion is set to nothing. */
export async function move(card, way) {
  const ms = parseFloat(getComputedStyle(card).getPropertyValue("--overlay-motion")) || 0;
  if (ms === 0 || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const frames = way === "in" ? [HIDDEN, SHOWN] : [SHOWN, HIDDEN];
  await card.animate(frames, { duration: ms, easing: "cubic-bezier(.2, .7, .2, 1)", fill: "both" }).finished;
}

/**
 * Shows in `root` what `show(row)` was last given: a row with another `id` leaves and enters, an edited one is changed in
 * place. `show` resolves when that is done; with `still`, nothing moves on the way.
 */
export function lowerThird(root, { make = build, moved = move, fitted = fit } = {}) {
  let wanted = null, shown = null, card = null, still = false, busy = false, done = null;

  const put = (row) => {
    const next = make(row);
    if (card) card.replaceWith(next);
    else root.append(next);
    card = next;
    shown = row;
    fitted(card);
  };
  const go = (gone, way) => (still ? null : moved(gone, way));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  async function settle() {
    busy = true;
    while (!same(wanted, shown)) {
      if (shown && wanted && wanted.id === shown.id) {
        put(wanted);
      } else if (shown) {
        const gone = card;
        await go(gone, "out");
        // Back on air while it was leaving: it is wanted again.
        if (wanted && wanted.id === shown.id) {
          put(wanted);
          await go(card, "in");
          continue;
        }
        gone.remove();
        card = shown = null;
      } else {
        put(wanted);
        await go(card, "in");
      }
    }
    busy = false;
  }

  return {
    show(row, { still: without = false } = {}) {
      wanted = row;
      still = without;
      if (!busy) done = settle();
      return done;
    },
  };
}
