// What a moderator does with the plan and the air: puts in order, pins, takes on air and off, has a word for the host.

import { bare, can, decide, focusRow, give, onQuestion, panel, revised, targets } from "./give.js";
import { toast } from "./rows.js";

/** The plan with one of its questions at a place among the others, or at the nearest that it may have: the server, too,
    keeps the pinned ones first. */
function placed(next, item, at) {
  const others = next.filter(({ number }) => number !== item.number);
  const pins = others.filter(({ pinned }) => pinned).length;
  const seat = Math.min(item.pinned ? Math.min(at, pins) : Math.max(at, pins), others.length);
  return [...others.slice(0, seat), item, ...others.slice(seat)];
}

/** The plan after a command that moves in it. */
function moved(next, { type, question, after }) {
  const item = next.find(({ id }) => id === question);
  const others = next.filter((one) => one !== item);
  if (item && type === "move") {
    const before = others.findIndex(({ id }) => id === after);
    return after && before < 0 ? next : placed(next, item, before + 1);
  }
  if (!item || !["pin", "unpin"].includes(type)) return next;
  // A new pin stands behind the others, what is not pinned any more is the first below them: both begin there.
  return placed(next, { ...item, pinned: type === "pin" }, others.filter(({ pinned }) => pinned).length);
}

/** The server's list with one's own moves that it has not answered yet: what one moved does not jump back meanwhile. */
export function expected(told, waiting) {
  return { ...told, next: [...waiting.values()].reduce((next, { frame }) => moved(next, frame), told.next) };
}

/** Moves in the plan. Shown at once; the server's list follows, and is right. */
export function seat(state, event, number, at) {
  const before = state.rundown.next;
  const item = before.find((item) => item.number === number);
  if (!item) return state;
  const next = placed(before, item, Math.max(0, at));
  const to = next.indexOf(item);
  if (to === before.indexOf(item)) return at === to ? state : toast(state, event.words?.pinned ?? "", "said");
  const after = next[to - 1]?.id ?? null;
  const shown = { ...state, rundown: { ...state.rundown, next } };
  return give(shown, event, [number], (row) => ({ type: "move", question: row.id, after }));
}

function shift(state, event, step) {
  const { next } = state.rundown;
  const at = next.findIndex((item) => item.number === state.focus?.number);
  const to = at + step;
  return at < 0 || to < 0 || to >= next.length ? state : seat(state, event, next[at].number, to);
}

export const planDeeds = {
  up: (state, event) => shift(state, event, -1),
  down: (state, event) => shift(state, event, 1),
  drop: (state, event) => seat(state, event, event.number, event.at_index),

  /** Pins what is not pinned yet; where all of it is, takes the pins away. */
  pin(state, event) {
    const { next } = state.rundown;
    const chosen = targets(state, "pin").map((number) => next.find((item) => item.number === number)).filter(Boolean);
    const off = chosen.every(({ pinned }) => pinned);
    const items = chosen.filter(({ pinned }) => Boolean(pinned) === off);
    if (items.length === 0) return state;
    const type = off ? "unpin" : "pin";
    const after = items.reduce((plan, { id }) => moved(plan, { type, question: id }), next);
    const shown = { ...state, chosen: new Set(), rundown: { ...state.rundown, next: after } };
    return give(shown, event, items.map(({ number }) => number), onQuestion(type));
  },

  nextOnAir(state, event) {
    const { on_air, next } = state.rundown;
    const [from, to] = [on_air?.id ?? null, next[0]?.id ?? null];
    return from || to ? bare(state, event, { type: "forward", from, to }) : state;
  },
  take: (state, event) => decide(state, event, "take", revised("take")),
  clear: (state, event) => (state.rundown.on_air ? bare(state, event, { type: "clear" }) : state),
  answered(state, event) {
    const onAir = state.rundown.on_air;
    if (can("answered", focusRow(state))) return decide(state, event, "answered", onQuestion("answer"));
    return onAir ? give(state, event, [onAir.number], onQuestion("answer")) : state;
  },

  write: (state) => ({ ...state, mode: { name: "note" } }),
  say(state, event) {
    const text = event.text.trim();
    const note = { type: "note", text, ...(event.until && { until: event.until }) };
    return bare({ ...state, mode: null }, event, note);
  },
  remark: (state) => panel(state, "remark", ({ note }) => ({ name: "remark", text: note ?? "" })),
  saveRemark(state, event) {
    const text = event.text.trim();
    const { number } = state.mode;
    return give({ ...state, mode: null }, event, [number], (row) => ({ type: "remark", question: row.id, text }));
  },
};
