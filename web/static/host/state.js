// What the host's screen knows: a pure reducer over the server's frames, the link and the host's own moves.
//
// A move is a press of the clicker. It shows at once, is sent when there is a link, and counts until the server's own
// list has come as far. What is shown is always the server's last list with the moves that still fit it: a move fits
// while the air stands where the host saw it, so nothing is skipped, and what was hidden meanwhile is not shown again.

export const START = {
  /** The server's last list. */
  list: null,
  /** Presses that the list does not show yet, oldest first: `{id, kind, from, to, at, done?}`. */
  moves: [],
  note: null,
  /** The id of a note that was acknowledged here and may not have reached the server. */
  heard: null,
  /** "new" until the first list or the first failure, then "up" or "down", or "shut" where the server will not have us. */
  link: "new",
  /** Since when there has been no link. */
  lostAt: null,
  /** How far the server's clock is ahead of ours, in milliseconds; learnt when something goes on air. */
  skew: 0,
};

/** A press that no link came back for within so long is not meant any more: the broadcast is over. */
export const MEANT_MS = 60 * 60_000;

const idOf = (item) => item?.id ?? null;

/** On top, but below those that the editors pinned, unless it is pinned itself. */
function backOnTop(item, next) {
  const pins = item.pinned ? 0 : next.filter(({ pinned }) => pinned).length;
  return [...next.slice(0, pins), item, ...next.slice(pins)];
}

/** The air after one move, or null where it does not fit. */
function moved(air, { kind, from, to, at }) {
  if (idOf(air.onAir) !== from) return null;
  if (kind === "forward") {
    const item = to && air.next.find((next) => next.id === to);
    if (to && !item) return null;
    const before = air.onAir ? [...air.before, air.onAir] : air.before;
    return { onAir: item ? { ...item, since: at } : null, before, next: air.next.filter((next) => next.id !== to) };
  }
  const item = to && air.before.find((before) => before.id === to);
  if (to && !item) return null;
  const next = air.onAir ? backOnTop(air.onAir, air.next) : air.next;
  return { onAir: item ? { ...item, since: at } : null, before: air.before.slice(0, -1), next };
}

/**
 * The air after all moves that fit, and those moves. Where a question was hidden that the host had passed already, the
 * next move starts from where the air is.
 */
function played(list, moves) {
  // Of what was on air before, only the server's word is safe: the rest may be hidden by now.
  let air = { onAir: list.on_air, before: list.previous ? [list.previous] : [], next: list.next };
  let gone = null;
  const fit = [];
  for (const move of moves) {
    const tried = gone && move.from === gone ? { ...move, from: idOf(air.onAir) } : move;
    const then = moved(air, tried);
    if (then) {
      air = then;
      fit.push(tried);
    }
    const hidden = !then && tried.from === idOf(air.onAir) && tried.from !== tried.to;
    gone = hidden ? tried.to : then ? null : gone;
  }
  return { air, fit };
}

/**
 * What this screen shows: `{onAir, before, next}`. A list that was kept from before a reload is not shown until it is
 * known that there is no newer one to be had: something in it may be hidden by now.
 */
export function shown({ list, moves, link }) {
  return list && link !== "new" ? played(list, moves).air : { onAir: null, before: [], next: [] };
}

/** Where the log has come to, in a position that the server wrote. */
const reached = (position, other) => {
  const [epoch, offset] = position.split("-").map(Number);
  const [otherEpoch, otherOffset] = other.split("-").map(Number);
  return epoch === otherEpoch ? offset >= otherOffset : epoch > otherEpoch;
};

function received(state, list, at) {
  const meant = ({ at: then }) => at + state.skew - then < MEANT_MS;
  const waiting = state.moves.filter((move) => meant(move) && !(move.done && reached(list.position, move.done)));
  const { fit } = played(list, waiting);
  const fresh = list.on_air && idOf(list.on_air) !== idOf(state.list?.on_air) && state.link === "up" && state.list;
  const skew = fresh ? list.on_air.since - at : state.skew;
  return { ...state, list, moves: fit, skew, link: "up", lostAt: null };
}

function pressed(state, kind, id, at) {
  const air = shown(state);
  const to = kind === "forward" ? air.next[0] : air.before.at(-1);
  if (!state.list || (!air.onAir && !to)) return state;
  const move = { id, kind, from: idOf(air.onAir), to: idOf(to), at: at + state.skew };
  return { ...state, moves: [...state.moves, move] };
}

function frame(state, got, at) {
  switch (got.type) {
    case "rundown":
      return received(state, got, at);
    case "note":
      return { ...state, note: got, heard: got.heard || got.id !== state.heard ? null : state.heard };
    case "done": {
      const shows = state.list && reached(state.list.position, got.position);
      const moves = state.moves.flatMap((move) => {
        if (move.id !== got.id) return [move];
        return shows ? [] : [{ ...move, done: got.position }];
      });
      return { ...state, moves };
    }
    case "refused":
      // Where it may be tried again, it is: the press is not lost.
      if (got.retry_after_ms) return state;
      return { ...state, moves: state.moves.filter((move) => move.id !== got.id) };
    default:
      return state;
  }
}

/** The state after an event: `frame`, `link`, `forward`, `back`, `hear`. Time and ids come with it. */
export function reduce(state, event) {
  switch (event.type) {
    case "frame":
      return frame(state, event.frame, event.at);
    case "link":
      // The list says that the link is up, when it comes.
      if (event.up) return state;
      return { ...state, link: event.final ? "shut" : "down", lostAt: state.lostAt ?? event.at };
    case "forward":
    case "back":
      return pressed(state, event.type, event.id, event.at);
    case "hear":
      return state.note ? { ...state, heard: state.note.id } : state;
    default:
      return state;
  }
}

/** The note to show at that time, if there is one: not empty, not over, not heard. */
export function noteAt({ note, heard, skew }, now) {
  if (!note?.text || note.heard || note.id === heard) return null;
  return note.until && note.until <= now + skew ? null : note;
}

/** The commands that the server may not know of yet, in order; each keeps its id, so a repeat changes nothing. */
export function unsent({ moves, heard, note }) {
  const commands = moves.filter((move) => !move.done).map(({ id, kind, from, to }) => ({ id, type: kind, from, to }));
  return heard && note?.id === heard ? [...commands, { type: "heard", note: heard }] : commands;
}
