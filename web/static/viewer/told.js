// What became of a question, in words for its asker: the same as `web/src/told.rs` says on the server.

const two = (n) => String(n).padStart(2, "0");
const DAY_MS = 86_400_000;

/** How it stands, or how the question stands that it was folded into. */
export const stands = (question) => question.root_status ?? question.status;

/** Whether its asker may still take it back. */
export const canWithdraw = ({ status }) => ["pending", "held", "approved", "merged"].includes(status);

/** Time since the broadcast began, or by the clock on the wall. */
export function clock(at, airFrom) {
  const seconds = Math.floor((at - airFrom) / 1000);
  if (airFrom && seconds >= 0) return [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor).map(two).join(":");
  const day = Date.now() - at > DAY_MS / 2 ? { day: "numeric", month: "long" } : {};
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...day }).format(at);
}

/** Sentence by sentence. */
export function told(question, airFrom, t) {
  const status = stands(question);
  const said = [];
  if (question.duplicate_number) said.push(t("viewer-merged", { number: String(question.duplicate_number) }));
  else if (status === "pending" || status === "held") said.push(t("viewer-received"));
  if (status === "rejected") said.push(t("viewer-rejected", { reason: question.reason ?? "other" }));
  else said.push(t("viewer-status", { status, rank: question.rank ?? 0, time: clock(question.at, airFrom) }));
  const ends = status === "rejected" || status === "withdrawn";
  if (question.same > 1 && !ends) said.push(t("viewer-others", { count: question.same - 1 }));
  return said.join(". ");
}
