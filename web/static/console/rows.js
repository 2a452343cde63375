// Small things that the reducer and the deeds both need: a question by its number, and a word to the moderator.

const TOASTS_MAX = 3;

/** How a question looks, wherever it stands on the screen. */
export function rowOf(state, number) {
  const row = state.list.rows.get(number);
  if (row) return row;
  if (state.card?.row.number === number) return state.card.row;
  const { on_air, next } = state.rundown;
  if (on_air?.number === number) return { status: "on_air", ...on_air };
  const item = next.find((item) => item.number === number);
  return item && { status: "approved", ...item };
}

export function toast(state, text, kind = "said") {
  const id = (state.toasts.at(-1)?.id ?? 0) + 1;
  return { ...state, toasts: [...state.toasts, { id, text, kind }].slice(-TOASTS_MAX) };
}
