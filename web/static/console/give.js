// How a deed becomes commands: from which statuses it goes, to which questions it is done, and what is told the server.

import { beside, movedOn } from "./list.js";
import { rowOf } from "./rows.js";

/** From which statuses a deed goes; the server decides for good. */
export const CAN = {
  approve: ["pending", "held"],
  top: ["pending", "held", "approved"],
  hold: ["pending", "approved"],
  reject: ["pending", "held", "approved", "on_air"],
  edit: ["pending", "held", "approved", "on_air"],
  merge: ["pending", "held", "approved"],
  mergeNumber: ["pending", "held", "approved"],
  split: ["merged"],
  reopen: ["held", "rejected", "approved", "answered"],
  label: ["pending", "held", "approved", "on_air", "answered", "rejected", "merged"],
  claim: ["pending", "held"],
  take: ["approved"],
  pin: ["approved"],
  remark: ["approved", "on_air"],
  answered: ["approved", "on_air"],
  up: ["approved"],
  down: ["approved"],
};

export const can = (deed, row) => Boolean(row) && (CAN[deed]?.includes(row.status) ?? true);

export const focusRow = (state) => state.focus && rowOf(state, state.focus.number);

export const onQuestion = (type) => (row) => ({ type, question: row.id });
export const revised = (type, more) => (row) => ({ type, question: row.id, ...more, revision: row.revision });

/** Whether a number's decision is on its way, or was answered and its card has not been told of it yet. */
export const isSending = (state, number) => state.settling.has(number)
  || [...state.waiting.values()].some((given) => given.number === number && given.settles);

/** The list with what one decided on and the server has not answered yet counted among what was settled. */
export function settledIn(state) {
  const sent = state.list.shown.filter((number) => isSending(state, number));
  return { ...state.list, gone: new Set([...state.list.gone, ...sent]) };
}

/** Gives commands: one for each number, undone together. */
export function give(state, event, numbers, make, { settles = false, undoable = true, quiet = false } = {}) {
  const batch = event.newId();
  const given = new Map(state.waiting);
  const wrong = new Map(state.wrong);
  const out = [...state.out];
  for (const number of numbers) {
    const frame = { id: event.newId(), ...make(rowOf(state, number)) };
    const row = state.list.rows.get(number);
    given.set(frame.id, { frame, number, numbers: [number], row, batch, settles, undoable, quiet, at: event.at });
    wrong.delete(number);
    out.push(frame);
  }
  return { ...state, waiting: given, wrong, out };
}

/** A command about no question of the list. */
export function bare(state, event, frame) {
  const id = event.newId();
  const given = new Map(state.waiting);
  const undoable = frame.type !== "note";
  given.set(id, { frame: { id, ...frame }, number: null, numbers: [], batch: id, undoable, at: event.at });
  return { ...state, waiting: given, out: [...state.out, { id, ...frame }] };
}

/** What a deed is done to: what was chosen, or what is looked at; of these what can be. */
export function targets(state, deed) {
  const numbers = state.chosen.size > 0 ? [...state.chosen] : state.focus ? [state.focus.number] : [];
  return numbers.filter((number) => can(deed, rowOf(state, number)) && !isSending(state, number));
}

/** Decides, and looks at the next. */
export function decide(state, event, deed, make) {
  const numbers = targets(state, deed);
  if (numbers.length === 0) return { ...state, mode: null };
  const given = give(state, event, numbers, make, { settles: true });
  return passOn({ ...given, mode: null, chosen: new Set() }, numbers);
}

function passOn(state, numbers) {
  if (state.focus?.in !== "inbox" || !numbers.includes(state.focus.number)) return state;
  const left = state.focus.number;
  const { gone } = settledIn(state);
  const list = movedOn(state.list, left);
  const next = beside({ ...list, gone }, left, 1) ?? beside({ ...list, gone }, left, -1);
  return { ...state, list, focus: next ? { in: "inbox", number: next } : state.focus };
}

/** Opens a panel on the card that is looked at, where its status allows. */
export function panel(state, deed, mode) {
  const row = focusRow(state);
  const may = row && targets(state, deed).length > 0;
  return may ? { ...state, mode: { number: row.number, ...mode(row) } } : state;
}
