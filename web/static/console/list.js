// The inbox list, which never moves under the cursor: what came since waits until it is asked for, what was settled
// stays where it is until one moves on. Pure functions of the list and a frame.

export const emptyList = () => ({
  shown: [], order: [], rows: new Map(), gone: new Set(), total: 0, fresh: 0, seen: 0, loaded: false,
});

const index = (rows) => new Map(rows.map((row) => [row.number, row]));

/** Another window, whole. */
export function opened({ rows, total, seen }) {
  const shown = rows.map((row) => row.number);
  return { ...emptyList(), shown, order: shown, rows: index(rows), total, seen, loaded: true };
}

/** The same window after the link was lost: what is shown stays, what is not in it any more is settled. */
export function reopened(list, { rows, total, seen }) {
  const order = rows.map((row) => row.number);
  const gone = new Set(list.shown.filter((number) => !order.includes(number)));
  return onward({ ...list, order, rows: new Map([...list.rows, ...index(rows)]), gone, total, fresh: 0 }, seen);
}

/** What changed in the window. `brought` are numbers that one's own undo brings back to their place. */
export function changed(list, { order, rows, left, total, fresh }, status, brought = new Set()) {
  const known = new Map([...list.rows, ...index(left), ...index(rows)]);
  const inside = new Set(order);
  const gone = new Set([...list.gone].filter((number) => !inside.has(number)));
  // What still belongs here was pushed out at the end of a full window; all else was settled, or does not fit any more.
  const full = total > order.length;
  const pushed = new Set();
  for (const row of left) (full && [row.status, "any"].includes(status) ? pushed : gone).add(row.number);
  let shown = list.shown.filter((number) => !pushed.has(number));
  if (status === "approved") {
    const rows = forgotten(known, [...order, ...gone], order);
    return { ...list, shown: followed(shown, order, gone), order, rows, gone, total, fresh: 0 };
  }
  for (const number of order) if (brought.has(number) && !shown.includes(number)) shown = placed(shown, order, number);
  return onward({ ...list, shown, order, rows: forgotten(known, shown, order), gone, total, fresh }, list.seen);
}

/** The plan is its order: it is followed as it changes. What was settled stays behind the one that it stood behind. */
function followed(shown, order, gone) {
  let list = order;
  let before;
  for (const number of shown) {
    const at = list.indexOf(before) + 1;
    if (gone.has(number)) list = [...list.slice(0, at), number, ...list.slice(at)];
    before = number;
  }
  return list;
}

/** Behind the last one shown the window goes on: that moves nothing. What is newer than it was opened waits. */
function onward(list, seen) {
  const shown = new Set(list.shown);
  const last = list.order.findLastIndex((number) => shown.has(number));
  const more = list.order.slice(last + 1).filter((number) => number <= list.seen);
  // Nothing left to hold still: an empty list shows at once what comes.
  if (list.shown.length === 0) return { ...list, shown: list.order, seen: Math.max(seen, ...list.order), fresh: 0 };
  return { ...list, shown: [...list.shown, ...more] };
}

function placed(shown, order, number) {
  const before = new Set(order.slice(0, order.indexOf(number)));
  const at = shown.findLastIndex((other) => before.has(other)) + 1;
  return [...shown.slice(0, at), number, ...shown.slice(at)];
}

/** Memory stays flat: rows that are neither shown nor waiting are dropped. */
function forgotten(rows, shown, order) {
  const kept = new Set([...shown, ...order]);
  return new Map([...rows].filter(([number]) => kept.has(number)));
}

/** How many wait behind "N new". */
export function waiting(list) {
  const shown = new Set(list.shown);
  const back = list.order.filter((number) => number <= list.seen && !shown.has(number)).length;
  return back + Math.max(list.fresh, list.order.filter((number) => number > list.seen && !shown.has(number)).length);
}

/** One moves on: what was settled goes, but for the one that is left just now. */
export function movedOn(list, left) {
  const shown = list.shown.filter((number) => !list.gone.has(number) || number === left);
  const gone = new Set([...list.gone].filter((number) => number === left));
  return { ...list, shown, gone };
}

/** The next number that can still be decided on, in that direction; nothing where there is none. */
export function beside(list, number, step) {
  const at = list.shown.indexOf(number);
  for (let i = at + step; i >= 0 && i < list.shown.length; i += step) {
    if (!list.gone.has(list.shown[i])) return list.shown[i];
  }
  return null;
}
