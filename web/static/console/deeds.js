// What a moderator does with the queue, by key or by hand: each deed is a function of the state and its event, and
// what must be told to the server goes into `out`. Which key gives which deed is in `keys.js`; the plan's deeds stand
// beside.

import { bare, can, decide, focusRow, give, onQuestion, panel, revised, settledIn, targets } from "./give.js";
import { beside, movedOn, waiting } from "./list.js";
import { planDeeds, seat } from "./plan-deeds.js";
import { toast } from "./rows.js";

/** The parts of the queue by their digits: 1, 2 …, and 0 for the last. */
export const SECTIONS = ["pending", "held", "approved", "answered", "merged", "rejected", "any"];
export const FILTERS = ["topic", "place", "channel", "label"];
export const SORTS = ["arrival", "newest", "asked", "waiting"];

/** As sure as a likeness must be, for one key to merge; below it the moderator is asked. */
export const SURE = 0.8;

/** Panels that belong to the card that is looked at. */
const ON_CARD = ["edit", "reject", "merge", "mergeSure", "label", "remark", "mute"];

const CLAIM_AGAIN_MS = 45_000;

function look(state, number, where = "inbox") {
  if (state.focus?.number === number && state.focus.in === where) return state;
  const mode = ON_CARD.includes(state.mode?.name) ? null : state.mode;
  const open = mode?.name === "card" ? [{ type: "card", number }] : [];
  return { ...state, focus: { in: where, number }, mode, out: [...state.out, ...open] };
}

function walk(state, step) {
  const { focus, list } = state;
  if (focus?.in === "plan") return walkPlan(state, step);
  const next = beside(settledIn(state), focus?.number, step);
  if (next) return look({ ...state, list: movedOn(list, null) }, next);
  const paged = page(state, step);
  return paged === state ? cleared(state) : paged;
}

/** At an end of the list, what was settled goes, too; also what one settled just now and the server has not answered. */
function cleared(state) {
  const list = movedOn(settledIn(state), null);
  if (list.shown.includes(state.focus?.number)) return { ...state, list };
  const last = list.shown.at(-1);
  return { ...state, list, focus: last ? { in: "inbox", number: last } : null };
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

function merge(state, event, into) {
  return decide(state, event, "merge", (row) => ({ type: "merge", question: row.id, into }));
}

/** The next part of a muted viewer's list, round and round. */
const stepped = ({ at }, step, length) => (length === 0 ? 0 : (at + step + length) % length);

export const deeds = {
  ...planDeeds,

  next: (state) => walk(state, 1),
  previous: (state) => walk(state, -1),
  look: (state, { number, where }) => look(state, number, where),
  toPlan: (state) => (planned(state).length ? look(state, planned(state)[0], "plan") : state),
  toInbox(state) {
    const [first] = state.list.shown;
    return first && state.focus?.in !== "inbox" ? look(state, first) : state;
  },

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

  /** Into what it is most like: at once where that is sure, else after a question. */
  merge(state, event) {
    const into = focusRow(state)?.like?.[0];
    if (!into) return deeds.mergeNumber(state, event);
    const count = targets(state, "merge").length;
    if (count === 1 && into.score >= SURE) return merge(state, event, into.id);
    return panel(state, "merge", () => ({ name: "mergeSure", into, count }));
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
    const rests = state.link.up && state.focus?.in === "inbox" && can("claim", row);
    if (!rests || state.list.gone.has(row.number)) return state;
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

  /** Takes back one's last decision, though it may be on its way yet: never the one before it. */
  undo(state, event) {
    const onTheWay = [...state.waiting].filter(([, { undoable }]) => undoable);
    const all = [...state.done, ...onTheWay.map(([id, { batch, number }]) => ({ id, batch, number }))];
    const last = all.at(-1);
    if (!last) return toast(state, event.words?.nothing ?? "", "said");
    const after = { ...state, done: state.done.filter((one) => one.batch !== last.batch) };
    const given = new Map(after.waiting);
    const out = [...after.out];
    for (const { id, number } of all.filter((one) => one.batch === last.batch).reverse()) {
      const frame = { id: event.newId(), type: "undo", command: id };
      if (given.has(id)) given.set(id, { ...given.get(id), undoable: false });
      given.set(frame.id, { frame, number: null, numbers: [number], at: event.at });
      out.push(frame);
    }
    return { ...after, waiting: given, out };
  },

  /** Asks before a viewer is muted; one who is muted is listened to again. */
  mute(state, event) {
    const row = focusRow(state);
    if (!row || (state.focus.in === "inbox" && state.list.gone.has(row.number))) return state;
    // The plan does not tell whose a question is; once it is opened, that is known.
    if (!row.viewer) return deeds.open(state, event);
    if (row.muted) return deeds.unmute(state, { ...event, viewer: row.viewer });
    return { ...state, mode: { name: "mute", number: row.number, viewer: row.viewer } };
  },
  unmute: (state, event) => bare(state, event, { type: "unmute", viewer: event.viewer }),
  muted: (state) => (state.mode?.name === "muted" ? { ...state, mode: null }
    : { ...state, mode: { name: "muted", at: 0 }, out: [...state.out, { type: "muted" }] }),
  mutedStep: (state, { step }) =>
    ({ ...state, mode: { ...state.mode, at: stepped(state.mode, step, state.muted.length) } }),
  mutedOff(state, event) {
    const one = state.muted[Math.min(state.mode.at, state.muted.length - 1)];
    return one ? deeds.unmute(state, { ...event, viewer: one.viewer }) : state;
  },

  /** Yes, to what a panel asks. */
  confirm(state, event) {
    const { name, into, viewer, number } = state.mode ?? {};
    if (name === "mergeSure") return merge(state, event, into.id);
    if (name !== "mute") return state;
    return give({ ...state, mode: null }, event, [number], () => ({ type: "mute", viewer }));
  },

  /** Another window; on a small screen the queue is shown with it. */
  show(state, { query }) {
    const shown = show(state, { ...state.query, after: undefined, ...query });
    // Filters stay open while one chooses among them.
    return { ...shown, mode: state.mode?.name === "filters" ? state.mode : null, tab: "inbox" };
  },
  section: (state, { at }) => (SECTIONS[at] ? deeds.show(state, { query: { status: SECTIONS[at] } }) : state),
  order(state) {
    const sort = SORTS[(SORTS.indexOf(state.query.sort) + 1) % SORTS.length];
    return deeds.show(state, { query: { sort } });
  },
  fresh,
  search: (state) => ({ ...state, mode: { name: "search" } }),
  filters: (state) => ({ ...state, mode: state.mode?.name === "filters" ? null : { name: "filters" } }),
  noFilters: (state) => show(state, { status: state.query.status, sort: state.query.sort }),
  help: (state) => ({ ...state, mode: state.mode?.name === "help" ? null : { name: "help" } }),
  open(state) {
    if (state.mode?.name === "card") return { ...state, mode: null };
    const number = state.focus?.number;
    return number ? { ...state, mode: { name: "card" }, out: [...state.out, { type: "card", number }] } : state;
  },
  /** The next page of one of the lists of an opened question. */
  more(state, { list }) {
    const { row, left, [list]: had } = state.card;
    const before = list === "steps" ? left.steps : had.at(-1).number;
    return { ...state, out: [...state.out, { type: "card", number: row.number, list, before }] };
  },
  weigh: (state) => ({ ...state, weighed: state.weighed === "places" ? "topics" : "places" }),
  tab: (state, { name }) => ({ ...state, tab: name }),
  alarmRead: (state, { code }) => ({ ...state, alarms: state.alarms.filter((alarm) => alarm.on || alarm.code !== code) }),

  escape(state) {
    if (state.mode) return { ...state, mode: null };
    if (state.alarms.some((alarm) => !alarm.on)) return { ...state, alarms: state.alarms.filter((alarm) => alarm.on) };
    if (state.chosen.size) return { ...state, chosen: new Set() };
    if (state.query.q) return show(state, { ...state.query, q: undefined, after: undefined });
    return FILTERS.some((name) => state.query[name]) ? deeds.noFilters(state) : state;
  },
};

function claimed(state, event, number, quiet) {
  const given = give(state, event, [number], onQuestion("claim"), { undoable: false, quiet });
  return { ...given, claim: { number, at: event.at } };
}
