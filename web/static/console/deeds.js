// What a moderator does, by key or by hand: each deed is a function of the state and its event, and what must be told
// to the server goes into `out`. Which key gives which deed is in `keys.js`.

import { beside, movedOn, waiting } from "./list.js";
import { rowOf, toast } from "./rows.js";

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
  remark: ["approved", "on_air"],
  answered: ["approved", "on_air"],
  up: ["approved"],
  down: ["approved"],
};

export const can = (deed, row) => Boolean(row) && (CAN[deed]?.includes(row.status) ?? true);

const CLAIM_AGAIN_MS = 45_000;

/** Whether a number's decision is on its way. */
export const isSending = (state, number) =>
  [...state.waiting.values()].some((given) => given.number === number && given.settles);

/** Gives commands: one for each number, undone together. */
function give(state, event, numbers, make, { settles = false, undoable = true, quiet = false } = {}) {
  const batch = event.newId();
  const given = new Map(state.waiting);
  const wrong = new Map(state.wrong);
  const out = [...state.out];
  for (const number of numbers) {
    const frame = { id: event.newId(), ...make(rowOf(state, number)) };
    given.set(frame.id, { frame, number, numbers: [number], batch, settles, undoable, quiet, at: event.at });
    wrong.delete(number);
    out.push(frame);
  }
  return { ...state, waiting: given, wrong, out };
}

/** What a deed is done to: what was chosen, or what is looked at; of these what can be. */
export function targets(state, deed) {
  const numbers = state.chosen.size > 0 ? [...state.chosen] : state.focus ? [state.focus.number] : [];
  return numbers.filter((number) => can(deed, rowOf(state, number)) && !isSending(state, number));
}

/** Decides, and looks at the next. */
function decide(state, event, deed, make) {
  const numbers = targets(state, deed);
  if (numbers.length === 0) return { ...state, mode: null };
  const given = give(state, event, numbers, make, { settles: true });
  return passOn({ ...given, mode: null, chosen: new Set() }, numbers);
}

function passOn(state, numbers) {
  if (state.focus?.in !== "inbox" || !numbers.includes(state.focus.number)) return state;
  const left = state.focus.number;
  const gone = new Set([...state.list.gone, ...numbers]);
  const list = movedOn(state.list, left);
  const next = beside({ ...list, gone }, left, 1) ?? beside({ ...list, gone }, left, -1);
  return { ...state, list, focus: next ? { in: "inbox", number: next } : state.focus };
}

function look(state, number, where = "inbox") {
  if (state.focus?.number === number && state.focus.in === where) return state;
  const mode = ["edit", "reject", "merge", "label", "remark"].includes(state.mode?.name) ? null : state.mode;
  const open = mode?.name === "card" ? [{ type: "card", number }] : [];
  return { ...state, focus: { in: where, number }, mode, out: [...state.out, ...open] };
}

function walk(state, step) {
  const { focus, list } = state;
  if (focus?.in === "plan") return walkPlan(state, step);
  const next = beside(list, focus?.number, step);
  if (next) return look({ ...state, list: movedOn(list, null) }, next);
  return page(state, step);
}

/** Beyond the ends of the window are its neighbours. */
function page(state, step) {
  const { list, query } = state;
  const last = list.shown.at(-1);
  if (step > 0 && last && list.total > list.order.length && list.order.at(-1) === last) {
    return show(state, { ...query, after: last });
  }
  if (step > 0 && waiting(list) > 0) return fresh(state);
  return step < 0 && query.after ? show(state, { ...query, after: undefined }) : state;
}

const planned = ({ rundown: { on_air, next } }) => [...(on_air ? [on_air] : []), ...next].map((item) => item.number);

function walkPlan(state, step) {
  const numbers = planned(state);
  const next = numbers[numbers.indexOf(state.focus.number) + step];
  return next ? look(state, next, "plan") : state;
}

function show(state, query) {
  const clean = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ""));
  const view = { type: "view", ...clean };
  return { ...state, query: clean, focus: null, chosen: new Set(), mode: null, out: [...state.out, view] };
}

/** Shows what waited, and looks at the first of it. */
const fresh = (state) => ({ ...show(state, { ...state.query, after: undefined }), known: state.list.shown });

const onQuestion = (type) => (row) => ({ type, question: row.id });
const revised = (type, more) => (row) => ({ type, question: row.id, ...more, revision: row.revision });
const focusRow = (state) => state.focus && rowOf(state, state.focus.number);

/** Opens a panel on the card that is looked at, where its status allows. */
function panel(state, deed, mode) {
  const row = focusRow(state);
  return targets(state, deed).length > 0 && row ? { ...state, mode: { number: row.number, ...mode(row) } } : state;
}

function merge(state, event, into) {
  return decide(state, event, "merge", (row) => ({ type: "merge", question: row.id, into }));
}

/** Moves in the plan, by its place among the others: to stand behind that index. */
function seat(state, event, number, at) {
  const others = state.rundown.next.filter((item) => item.number !== number);
  const after = at <= 0 ? null : others[Math.min(at, others.length) - 1]?.id ?? null;
  const items = [...others];
  items.splice(Math.max(0, at), 0, state.rundown.next.find((item) => item.number === number));
  // Shown at once; the server's list follows, and is right.
  const moved = { ...state, rundown: { ...state.rundown, next: items.filter(Boolean) } };
  return give(moved, event, [number], (row) => ({ type: "move", question: row.id, after }));
}

function shift(state, event, step) {
  const { next } = state.rundown;
  const at = next.findIndex((item) => item.number === state.focus?.number);
  const to = at + step;
  return at < 0 || to < 0 || to >= next.length ? state : seat(state, event, next[at].number, to);
}

export const deeds = {
  next: (state) => walk(state, 1),
  previous: (state) => walk(state, -1),
  look: (state, { number, where }) => look(state, number, where),
  toPlan: (state) => (planned(state).length ? look(state, planned(state)[0], "plan") : state),
  toInbox: (state) => (state.list.shown.length && state.focus?.in !== "inbox" ? look(state, state.list.shown[0]) : state),

  approve: (state, event) => decide(state, event, "approve", revised("approve")),
  top(state, event) {
    const row = focusRow(state);
    if (row?.status === "approved") return seat(state, event, row.number, 0);
    return decide(state, event, "approve", revised("approve", { after: null }));
  },
  hold: (state, event) => decide(state, event, "hold", onQuestion("hold")),
  reopen: (state, event) => decide(state, event, "reopen", onQuestion("reopen")),
  split: (state, event) => decide(state, event, "split", onQuestion("split")),
  reject: (state) => panel(state, "reject", () => ({ name: "reject" })),
  rejectFor: (state, event) =>
    decide(state, event, "reject", (row) => ({ type: "reject", question: row.id, reason: event.reason })),
  edit: (state) => panel(state, "edit", ({ revision, text }) => ({ name: "edit", revision, text })),
  saveEdit(state, event) {
    const { number, text, revision } = state.mode;
    const closed = { ...state, mode: null };
    const said = event.text.trim();
    if (!said || said === text) return closed;
    return give(closed, event, [number], (row) => ({ type: "edit", question: row.id, text: said, revision }));
  },

  merge(state, event) {
    const into = focusRow(state)?.like?.[0];
    return into ? merge(state, event, into.id) : deeds.mergeNumber(state, event);
  },
  mergeInto: (state, event) => merge(state, event, event.into),
  mergeNumber: (state) => panel(state, "merge", () => ({ name: "merge", typed: "", target: null })),
  mergeType(state, { typed }) {
    const number = Number(typed.replace(/\D/g, ""));
    const mode = { ...state.mode, typed: String(number || ""), target: null, error: null };
    return { ...state, mode, out: number ? [...state.out, { type: "card", number }] : state.out };
  },
  mergeNow: (state, event) => (state.mode?.target ? merge(state, event, state.mode.target.id) : state),

  label: (state) => panel(state, "label", ({ topics = [] }) => ({ name: "label", topics })),
  labelToggle(state, { topic }) {
    const { topics } = state.mode;
    const other = topics.includes(topic) ? topics.filter((t) => t !== topic) : [...topics, topic];
    return { ...state, mode: { ...state.mode, topics: other } };
  },
  labelSave(state, event) {
    const { topics } = state.mode;
    const numbers = targets(state, "label");
    return give({ ...state, mode: null }, event, numbers, (row) => ({ type: "label", question: row.id, topics }));
  },

  /** One rests on a card: it is claimed, and claimed again before that runs out. */
  rest(state, event) {
    const row = focusRow(state);
    if (!state.link.up || state.focus?.in !== "inbox" || !can("claim", row) || state.list.gone.has(row.number)) return state;
    const { claim } = state;
    const mine = claim && claim.number === row.number && event.at - claim.at < CLAIM_AGAIN_MS;
    if (mine || (row.claimed && row.claimed.id !== state.me?.id)) return state;
    return claimed(state, event, row.number, true);
  },
  claim(state, event) {
    const row = focusRow(state);
    return can("claim", row) ? claimed(state, event, row.number, false) : state;
  },

  choose(state, { number = state.focus?.number }) {
    if (!number || state.list.gone.has(number)) return state;
    const chosen = new Set(state.chosen);
    if (!chosen.delete(number)) chosen.add(number);
    return { ...state, chosen };
  },
  chooseAll: (state) => ({ ...state, chosen: new Set(state.list.shown.filter((n) => !state.list.gone.has(n))) }),
  chooseNone: (state) => ({ ...state, chosen: new Set() }),

  undo(state, event) {
    const last = state.done.at(-1);
    if (!last) return toast(state, event.words?.nothing ?? "", "said");
    const batch = state.done.filter((one) => one.batch === last.batch).reverse();
    const after = { ...state, done: state.done.filter((one) => one.batch !== last.batch) };
    const given = new Map(after.waiting);
    const out = [...after.out];
    for (const { id, number } of batch) {
      const frame = { id: event.newId(), type: "undo", command: id };
      given.set(frame.id, { frame, number: null, numbers: [number], at: event.at });
      out.push(frame);
    }
    return { ...after, waiting: given, out };
  },

  mute: (state, event) =>
    focusRow(state)?.viewer
      ? give(state, event, [state.focus.number], (row) => ({ type: "mute", viewer: row.viewer }))
      : state,

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
  up: (state, event) => shift(state, event, -1),
  down: (state, event) => shift(state, event, 1),
  drop: (state, event) => seat(state, event, event.number, event.at_index),

  /** Another window; on a small screen the queue is shown with it. */
  show: (state, { query }) => ({ ...show(state, { ...state.query, after: undefined, ...query }), tab: "inbox" }),
  fresh,
  search: (state) => ({ ...state, mode: { name: "search" } }),
  filters: (state) => ({ ...state, mode: state.mode?.name === "filters" ? null : { name: "filters" } }),
  noFilters: (state) => show(state, { status: state.query.status, sort: state.query.sort }),
  help: (state) => ({ ...state, mode: state.mode?.name === "help" ? null : { name: "help" } }),
  write: (state) => ({ ...state, mode: { name: "note" } }),
  remark: (state) => panel(state, "remark", ({ note }) => ({ name: "remark", text: note ?? "" })),
  saveRemark(state, event) {
    const text = event.text.trim();
    return give({ ...state, mode: null }, event, [state.mode.number], (row) => ({ type: "remark", question: row.id, text }));
  },
  say(state, event) {
    const text = event.text.trim();
    const note = { type: "note", text, ...(event.until && { until: event.until }) };
    return bare({ ...state, mode: null }, event, note);
  },
  open(state) {
    if (state.mode?.name === "card") return { ...state, mode: null };
    const number = state.focus?.number;
    return number ? { ...state, mode: { name: "card" }, out: [...state.out, { type: "card", number }] } : state;
  },
  weigh: (state) => ({ ...state, weighed: state.weighed === "places" ? "topics" : "places" }),
  tab: (state, { name }) => ({ ...state, tab: name }),
  escape(state) {
    if (state.mode) return { ...state, mode: null };
    if (state.chosen.size) return { ...state, chosen: new Set() };
    return state.query.q ? show(state, { ...state.query, q: undefined, after: undefined }) : state;
  },
};

/** A command about no question of the list. */
function bare(state, event, frame) {
  const id = event.newId();
  const given = new Map(state.waiting);
  const undoable = frame.type !== "note";
  given.set(id, { frame: { id, ...frame }, number: null, numbers: [], batch: id, undoable, at: event.at });
  return { ...state, waiting: given, out: [...state.out, { id, ...frame }] };
}

function claimed(state, event, number, quiet) {
  const given = give(state, event, [number], onQuestion("claim"), { undoable: false, quiet });
  return { ...given, claim: { number, at: event.at } };
}
