// What the viewer's page knows, as a pure reducer over the server's frames and the viewer's own doings. No clock, no
// network, no page in here: an event brings its time and new ids with it. Tested on the frames in `web/tests/frames`.
//
// `waiting` are frames that the server has not acknowledged yet: they outlive the page, and are sent with the same ids
// until there is an answer.

import { stands } from "./told.js";

/** Refusals after which the same frame is simply sent again. */
const AGAIN = ["rate_limited", "overloaded", "unavailable", "internal"];
const AGAIN_MS = 3_000;

export const first = ({ phase, limit, airFrom, wall = [], wallId = "", more = 0, voted = [], waiting = [] }) => ({
  phase, limit, airFrom, wall, wallId, more, voted, waiting,
  public: null, mine: null, typed: "", similar: [], link: { by: "socket", since: null }, said: null, sure: null,
});

/** Whether a waiting frame may be sent now. */
export const isDue = (state, { frame, again, refused }, now) =>
  !refused && now >= again && !(frame.type === "ask" && state.phase === "paused");

const without = (waiting, id) => waiting.filter(({ frame }) => frame.id !== id);
const find = (state, id) => state.waiting.find(({ frame }) => frame.id === id);

/** One's questions, newest first, with that one as it is now. */
function withMine(mine, question) {
  const others = (mine ?? []).filter(({ id }) => id !== question.id);
  return [...others, question].sort((a, b) => b.number - a.number);
}

/** A vote shows at once; the next frame from the server brings the truth. */
function withVote(state, { question, on }) {
  if (state.voted.includes(question) === on) return state;
  const voted = on ? [...state.voted, question] : state.voted.filter((id) => id !== question);
  const counted = (q) => (q?.id === question ? { ...q, same: q.same + (on ? 1 : -1) } : q);
  return { ...state, voted, wall: state.wall.map(counted), similar: state.similar.map(counted) };
}

/** The number of a question that everybody can see. */
function publicNumber(state, id) {
  const seen = [state.public?.on_air, ...state.wall, ...state.similar];
  return seen.find((question) => question?.id === id)?.number ?? null;
}

function received(state, receipt, now) {
  const item = find(state, receipt.id);
  const { id, number, status, duplicate_of, same } = receipt;
  const known = state.mine?.find((question) => question.id === id);
  const duplicate_number = known?.duplicate_number ?? publicNumber(state, duplicate_of);
  const question = known ?? {
    id, number, status, duplicate_of, duplicate_number, same, receipt: receipt.receipt, text: item?.frame.text ?? "",
    root_status: null, rank: null, reason: null, at: now,
  };
  const said = item && status !== "rejected" ? { number, joined: duplicate_number, same } : state.said;
  return { ...state, waiting: without(state.waiting, id), mine: withMine(state.mine, question), said };
}

function refused(state, { id, code, detail, retry_after_ms, now, newId }) {
  const item = find(state, id);
  if (!item) return state;
  const keep = (change) => ({ ...state, waiting: state.waiting.map((one) => (one === item ? { ...one, ...change } : one)) });
  if (AGAIN.includes(code)) return keep({ again: now + (retry_after_ms ?? AGAIN_MS) });
  if (code === "id_taken") return keep({ frame: { ...item.frame, id: newId } });
  if (item.frame.type === "ask" && code === "paused") return { ...state, phase: "paused" };
  if (item.frame.type === "ask") return keep({ refused: detail });
  const back = item.frame.type === "vote" ? withVote(state, { ...item.frame, on: !item.frame.on }) : state;
  return { ...back, waiting: without(state.waiting, id), said: { detail } };
}

/** A question of one's own went on its way: that is told; that more people ask it, or that it moved up, only shows. */
function became(state, mine, question) {
  const before = mine?.find(({ id }) => id === question.id);
  // Of one that was joined the receipt does not say yet how the other stands.
  const known = before && (before.root_status || before.status !== "merged");
  return known && stands(before) !== stands(question) ? { ...state, said: { became: question } } : state;
}

function welcome(state, { broadcast, mine, voted }) {
  const arrived = new Set(mine.map(({ id }) => id));
  const waiting = state.waiting.filter(({ frame }) => !arrived.has(frame.id));
  const next = {
    ...state, mine, voted, waiting,
    phase: broadcast.phase, limit: broadcast.limits.text, airFrom: broadcast.air_from,
  };
  const votes = waiting.filter(({ frame }) => frame.type === "vote");
  return votes.reduce((now, { frame }) => withVote(now, frame), next);
}

/** The wall in its new order, with what is new or changed on it. */
function changedWall(wall, { order, changed }) {
  if (!order) return wall;
  const known = new Map([...wall, ...changed].map((question) => [question.number, question]));
  return order.map((number) => known.get(number)).filter(Boolean);
}

function shown(state, { phase, on_air, counts, wall_id }, wall, more = 0) {
  return { ...state, phase, wall, more, wallId: wall_id, public: { on_air, counts } };
}

/** The state after an event: a frame from the server, or what the viewer or the link did. */
export function reduce(state, event) {
  switch (event.type) {
    case "welcome": return welcome(state, event);
    case "public": return shown(state, event, event.wall);
    case "public_change": {
      const wall = changedWall(state.wall, event);
      return shown(state, event, wall, event.order ? event.order.length - wall.length : state.more);
    }
    case "receipt": return received(state, event, event.now);
    case "status": return became({ ...state, mine: withMine(state.mine, event), waiting: without(state.waiting, event.id) }, state.mine, event);
    case "similar": return event.text === state.typed ? { ...state, similar: event.questions } : state;
    case "done": return { ...state, waiting: without(state.waiting, event.id) };
    case "refused": return refused(state, event);
    case "link": return { ...state, link: { by: event.by, since: event.by ? null : state.link.since ?? event.now } };
    case "typed": return { ...state, typed: event.text, similar: event.text ? state.similar : [], said: null };
    case "say": {
      const waiting = [...state.waiting, { frame: event.frame, again: 0, refused: null }];
      const next = { ...state, waiting, sure: null, said: null };
      return event.frame.type === "vote" ? withVote(next, event.frame) : next;
    }
    case "drop": return { ...state, waiting: without(state.waiting, event.id) };
    case "sure": return { ...state, sure: event.id };
    case "kept": return { ...state, waiting: event.waiting };
    default: return state;
  }
}
