/* When something was, in words: how long ago, and exactly. Pure. */

/** From how many seconds on each unit is used. @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60]];
const A_WEEK = 7 * 86_400;
const words = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });

/** “just now”, “5 minutes ago”, “yesterday”; "" for what is more than a week ago. @param {string} moment @param {number} [now] Milliseconds since 1970 */
export function ago(moment, now = Date.now()) {
  const seconds = (now - Date.parse(moment)) / 1_000;
  if (seconds < 60) return "just now";
  const unit = UNITS.find(([, least]) => seconds >= least);
  return unit && seconds < A_WEEK ? words.format(-Math.floor(seconds / unit[1]), unit[0]) : "";
}

/** “22 Nov 2026, 18:32”, where the reader is. @param {string} moment */
export function exactly(moment) {
  return new Date(moment).toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
}
