// The clocks on the host's screen: time of day, this question, on air so far, what is left. Pure: time is handed in.

/** Of the broadcast's length, this much left is short; without a beginning, twenty minutes. */
const SHORT_SHARE = 1 / 3;
const SHORT_MS = 20 * 60_000;

/** `41:07`, `1:02:09`. */
export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/**
 * The clocks at that time, as `{key, value, short?}`: `since` is when the question went on air, `from` and `until` the
 * broadcast's hour. All in the server's milliseconds.
 */
export function clocks(now, { since = null, from = null, until = null }) {
  const shown = [];
  if (since !== null) shown.push({ key: "question", value: duration(now - since) });
  if (from !== null && now < from) return [...shown, { key: "before", value: duration(from - now + 999) }];
  if (from !== null) shown.push({ key: "air", value: duration(now - from) });
  if (until === null) return shown;
  const short = until - now < (from === null ? SHORT_MS : (until - from) * SHORT_SHARE);
  const left = now < until ? { key: "left", value: duration(until - now) } : { key: "over", value: duration(now - until) };
  return [...shown, { ...left, short }];
}
