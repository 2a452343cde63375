// What the console knows, and how it changes: a pure reducer over the server's frames and the moderator's deeds. No
// page, socket, clock or chance: times and ids come with the event. Frames to be sent gather in `out`.

import { changed, emptyList, opened, reopened } from "./list.js";
import { deeds } from "./deeds.js";
import { isSending } from "./give.js";
import { expected } from "./plan-deeds.js";
import { toast } from "./rows.js";

const UNDO_MAX = 50;

export const initial = () => ({
  me: null, about: null, skew: 0, counts: null, people: [], note: null,
  // The server's list, and the same with one's own moves that it has not answered.
  told: { on_air: null, next: [] }, rundown: { on_air: null, next: [] },
  query: { status: "pending", sort: "arrival" }, list: emptyList(),
  focus: null, chosen: new Set(), mode: null, card: null,
  muted: [], alarms: [], claim: null, known: null, waiting: new Map(), settling: new Set(), done: [], brought: new Set(), wrong: new Map(), toasts: [],
  channels: new Set(), labels: new Set(),
  link: { up: false, since: null, ms: null, final: false },
  out: [],
});

/** The state after an event: `{type: "frame" | "link" | "sent" | a deed, …}`. */
export function step(state, event) {
  if (event.type === "frame") return (frames[event.frame.type] ?? same)(state, event.frame, event);
  if (event.type === "link") return linked(state, event);
  if (event.type === "sent") return { ...state, out: [] };
  if (event.type === "told") return { ...state, toasts: state.toasts.filter((toast) => toast.id !== event.id) };
  return (deeds[event.type] ?? same)(state, event);
}

const same = (state) => state;

function linked(state, { up, final, at }) {
  const link = { ...state.link, up, final: Boolean(final), since: at };
  const list = up ? state.list : { ...state.list, lost: true };
  return { ...state, link, list, out: up ? state.out : [] };
}

const frames = {
  welcome(state, { me, now, broadcast }, { at }) {
    // What was given and not answered is given again, under the same ids: twice is once.
    const again = [...state.waiting.values()].map(({ frame }) => frame);
    const view = { type: "view", ...state.query };
    // Alarms that are on come anew; what is over stays until one has read it.
    const alarms = state.alarms.filter((alarm) => !alarm.on);
    return { ...state, me, about: broadcast, skew: now - at, claim: null, alarms, out: [...state.out, view, ...again] };
  },

  counts(state, counts) {
    // Whoever looks at the list of the muted sees who came and who went.
    const stale = state.mode?.name === "muted" && counts.muted !== state.counts?.muted;
    return { ...state, counts, out: stale ? [...state.out, { type: "muted" }] : state.out };
  },
  alarm: (state, { code, on, detail }) =>
    ({ ...state, alarms: [...state.alarms.filter((alarm) => alarm.code !== code), { code, on, detail }] }),
  muted: (state, { viewers }) => ({ ...state, muted: viewers }),
  presence: (state, { people }) => ({ ...state, people }),
  note: (state, note) => ({ ...state, note }),
  card: (state, card) => pointed({ ...state, card }),
  card_page(state, { number, list, said = [], steps = [], left }) {
    const { card } = state;
    if (card?.row.number !== number) return state;
    // A page that was asked for twice is there once.
    if (left >= card.left[list]) return state;
    const more = list === "steps" ? [...steps, ...card.steps] : [...card[list], ...said];
    return { ...state, card: { ...card, [list]: more, left: { ...card.left, [list]: left } } };
  },

  rundown(state, told, event) {
    const rundown = expected(told, state.waiting);
    const kept = state.focus?.in === "plan" ? planFocus(state, rundown) : state.focus;
    const about = state.about && { ...state.about, ...pick(rundown) };
    const after = { ...state, told, rundown, about, focus: kept };
    return state.focus?.in === "plan" ? leftWhileTyping(after, event) : after;
  },

  view(state, frame) {
    const again = state.list.loaded && JSON.stringify(asked(frame.view)) === JSON.stringify(asked(state.list.view));
    const kept = again && state.list.lost;
    const list = { ...(kept ? reopened(state.list, frame) : opened(frame)), view: frame.view };
    const fresh = state.known && list.shown.find((number) => !state.known.includes(number));
    const focus = fresh ? { in: "inbox", number: fresh } : state.focus;
    return focused(seen({ ...state, list: { ...list, lost: false }, focus, known: null, settling: new Set() }, frame.rows));
  },

  rows(state, told) {
    // What one decided on and left does not come back for the moment until the server has heard of it.
    const left = (number) => isSending(state, number) && !state.list.shown.includes(number);
    const frame = { ...told, order: told.order.filter((number) => !left(number)) };
    const list = changed(state.list, frame, state.list.view.status, state.brought);
    const back = frame.order.find((number) => state.brought.has(number));
    const focus = back ? { in: "inbox", number: back } : state.focus;
    const brought = new Set([...state.brought].filter((number) => !frame.order.includes(number)));
    // An empty list shows what comes; what is new is counted from there on.
    const anew = state.list.shown.length === 0 && list.shown.length > 0;
    const out = anew ? [...state.out, { type: "view", ...state.query }] : state.out;
    const heard = (number) => !told.order.includes(number) || told.rows.some((row) => row.number === number);
    const settling = new Set([...state.settling].filter((number) => !heard(number)));
    return focused(seen({ ...state, list, focus, brought, settling, out, mode: stillOpen(state, list) }, frame.rows));
  },

  done(state, { id }, { at }) {
    const given = state.waiting.get(id);
    if (!given) return state;
    const link = { ...state.link, ms: at - given.at };
    const after = { ...state, waiting: without(state.waiting, id), settling: settling(state, given), link };
    if (given.frame.type === "undo") return { ...after, brought: new Set([...state.brought, ...given.numbers]) };
    if (!given.undoable) return after;
    const done = [...state.done, { id, batch: given.batch, number: given.number }].slice(-UNDO_MAX);
    return { ...after, done };
  },

  refused(state, { id, detail }) {
    const given = state.waiting.get(id);
    if (id && !given) return state;
    const waiting = given ? without(state.waiting, id) : state.waiting;
    // A move that was refused is not shown any more.
    const after = given ? { ...state, waiting, rundown: expected(state.told, waiting) } : state;
    if (given?.quiet) return after;
    if (state.mode?.name === "merge" && !given) {
      return { ...after, mode: { ...state.mode, target: null, error: detail } };
    }
    const wrong = given?.number ? new Map([...state.wrong, [given.number, detail]]) : state.wrong;
    return toast({ ...after, wrong }, detail, "refused");
  },
};

/** The numbers that were decided on and whose cards the server has still to bring as they are now. */
function settling(state, { frame, settles, number, numbers, row }) {
  if (frame.type === "undo") return new Set([...state.settling].filter((one) => !numbers.includes(one)));
  const told = state.list.rows.get(number) !== row || !state.list.order.includes(number);
  return settles && !told ? new Set([...state.settling, number]) : state.settling;
}

/** A question before a decision is closed where somebody else has decided; a text that one types stays. */
function stillOpen({ mode, focus }, list) {
  const asks = ["reject", "mergeSure", "label", "mute"].includes(mode?.name);
  return asks && focus?.in === "inbox" && list.gone.has(mode.number) ? null : mode;
}

const without = (map, key) => new Map([...map].filter(([other]) => other !== key));
const pick = ({ phase, air_from, air_until, title }) => ({ phase, air_from, air_until, title });
/** A view without its paging, as it is asked again after the link was lost. */
const asked = (view) => view && { ...view, limit: 0 };

function seen(state, rows) {
  const news = rows.some((row) => !state.channels.has(row.channel) || row.labels.some((l) => !state.labels.has(l)));
  if (!news) return state;
  const channels = new Set([...state.channels, ...rows.map((row) => row.channel)]);
  return { ...state, channels, labels: new Set([...state.labels, ...rows.flatMap((row) => row.labels)]) };
}

/** Somebody looks somewhere: at what they looked at, or else at the first. */
function focused(state) {
  const { focus, list } = state;
  if (focus?.in === "plan" || (focus && list.shown.includes(focus.number))) return state;
  const first = list.shown.find((number) => !list.gone.has(number)) ?? list.shown[0];
  return { ...state, focus: first ? { in: "inbox", number: first } : null };
}

/** What is looked at in the plan went off: the one that took its place is next. */
function planFocus(state, { on_air, next }) {
  const { number } = state.focus;
  if (on_air?.number === number || next.some((item) => item.number === number)) return state.focus;
  const at = state.rundown.next.findIndex((item) => item.number === number);
  const other = next[Math.min(Math.max(at, 0), next.length - 1)];
  return other ? { in: "plan", number: other.number } : inbox(state);
}

/** What one typed about went off the plan: the keys wait until one has seen it. */
function leftWhileTyping(state, { words }) {
  const { mode, rundown: { on_air: onAir, next } } = state;
  const typing = ["edit", "merge", "remark"].includes(mode?.name) && !mode.lost;
  if (!typing || [onAir, ...next].some((item) => item?.number === mode.number)) return state;
  return toast({ ...state, mode: { ...mode, lost: true } }, words?.left ?? "", "refused");
}

const inbox = (state) => (state.list.shown.length ? { in: "inbox", number: state.list.shown[0] } : null);

/** A question asked for by its number is what a merge points at. */
function pointed(state) {
  const { mode, card } = state;
  if (mode?.name !== "merge" || Number(mode.typed) !== card.row.number) return state;
  return { ...state, mode: { ...mode, target: card.row, error: null } };
}
