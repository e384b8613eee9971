/* Which names fit what somebody has typed so far: those that begin with it, or have a word that does, before those that only
   hold its letters in that order; and which names are the same to people. Pure. */

const WORD_START = 8;
const RUN = 4;
const FIRST = 6;
/** From here on a name fits well: it, or one of its words, begins with what was typed. */
export const WELL = 1000;
const INSIDE = 500;

/** How well a name fits a query; 0 when its letters are not in the name in that order.
 * @param {string} query @param {string} name */
export function fit(query, name) {
  const wanted = fold(query);
  const there = fold(name);
  if (!wanted) return WELL;
  const nearness = INSIDE / 2 - Math.min(there.length, 200);
  if (there === wanted) return 4 * WELL;
  if (there.startsWith(wanted)) return 3 * WELL + nearness;
  if (there.includes(` ${wanted}`)) return 2 * WELL + nearness;
  if (there.includes(wanted)) return INSIDE + nearness;
  return Math.min(loosely(wanted, there), INSIDE);
}

/** @param {string} wanted @param {string} there */
function loosely(wanted, there) {
  let score = 1;
  let run = 0;
  let at = 0;
  for (const letter of wanted) {
    const found = there.indexOf(letter, at);
    if (found < 0) return 0;
    run = found === at ? run + 1 : 0;
    score += 1 + RUN * run + (found === 0 ? FIRST : 0) + (there[found - 1] === " " ? WORD_START : 0);
    at = found + letter.length;
  }
  return score;
}

/** The names that fit, best first; equal ones keep their order. `well`: those that may be taken for what was meant; `loosely`:
 * those that may only be offered.
 * @template T @param {string} query @param {T[]} items @param {(item: T) => string} nameOf @returns {{well: T[], loosely: T[]}} */
export function fitting(query, items, nameOf) {
  const scored = items
    .map((item) => ({ item, score: fit(query, nameOf(item)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const [well, loose] = [scored.filter(({ score }) => score >= WELL), scored.filter(({ score }) => score < WELL)];
  return { well: well.map(({ item }) => item), loosely: loose.map(({ item }) => item) };
}

/** Whether two names are the same to people. @param {string} a @param {string} b */
export function same(a, b) {
  return fold(a) === fold(b);
}

/** Whether the server takes two names for one: case, spaces, hyphens and punctuation make no difference, accents do; as
 * `slug_of` in naming.py. @param {string} a @param {string} b */
export function sameTag(a, b) {
  return slug(a) === slug(b);
}

/** Whether one of two names is probably a slip for the other: they differ in accents, hyphens or the s of a plural at most.
 * @param {string} a @param {string} b */
export function nearly(a, b) {
  return letters(a) === letters(b);
}

/** @param {string} text */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s_-]+/g, " ").trim();
}

/** @param {string} name */
function slug(name) {
  const kept = name.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}_\s-]/gu, "");
  return kept.replace(/[-\s_]+/g, "-").replace(/^-+|-+$/g, "") || "tag";
}

/** @param {string} name */
function letters(name) {
  const words = fold(name).replace(/[^\p{L}\p{N} ]/gu, "").split(" ");
  return words.map((word) => (word.length > 3 ? word.replace(/s$/, "") : word)).join("");
}
