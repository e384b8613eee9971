/* Which names fit what somebody has typed so far: those that begin with it, or have words that do, before those that only
   hold its letters in that order; and which names are the same to people, or nearly. Pure. */

const WORD_START = 8;
const RUN = 4;
const FIRST = 6;
/** From here on a name fits well: it, or one of its words, begins with what was typed. */
export const WELL = 1000;
const INSIDE = 500;
/** From so many letters on, one that differs is taken for a slip. */
const SLIPS = 5;

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
  if (wordsBegin(wanted, there)) return WELL + nearness;
  if (there.includes(wanted)) return INSIDE + nearness;
  return Math.min(loosely(wanted, there), INSIDE);
}

/** Whether words of the name, each another, begin with the words typed, in whatever order. @param {string} wanted @param {string} there */
function wordsBegin(wanted, there) {
  const asked = wanted.split(" ");
  if (asked.length < 2) return false;
  const left = there.split(" ");
  return asked.every((typed) => {
    const at = left.findIndex((word) => word.startsWith(typed));
    return at >= 0 && left.splice(at, 1).length > 0;
  });
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
  return singular(a) === singular(b);
}

/** Whether two names have the same letters and digits: they differ in accents, hyphens, spaces and punctuation at most.
 * @param {string} a @param {string} b */
export function sameLetters(a, b) {
  return letters(a) === letters(b);
}

/** Whether one of two names may be a slip for the other, or a short form of it: one letter is wrong, missing, too many or
 * swapped with the next, a plural has its s, or a word is cut to its first letter, as in J. Smith.
 * @param {string} a @param {string} b */
export function alike(a, b) {
  if (same(a, b)) return false;
  return nearly(a, b) || oneSlip(letters(a), letters(b)) || shortened(a, b) || shortened(b, a);
}

/** @param {string} a @param {string} b */
function oneSlip(a, b) {
  if (Math.min(a.length, b.length) < SLIPS || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  const swapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return swapped || restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1);
}

/** Whether a short name is a long one with words cut to their first letters. @param {string} short @param {string} long */
function shortened(short, long) {
  const [few, many] = [words(short), words(long)];
  if (few.length !== many.length || few.length < 2) return false;
  return few.every((word, at) => word === many[at] || (word.length === 1 && many[at].startsWith(word)));
}

const MOST_REMEMBERED = 20_000;

/** Remember what becomes of each name: the same ones come again with every letter that is typed.
 * @template T @param {(name: string) => T} make @returns {(name: string) => T} */
function remembering(make) {
  /** @type {Map<string, T>} */
  const known = new Map();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    if (known.size > MOST_REMEMBERED) known.clear();
    const made = make(name);
    known.set(name, made);
    return made;
  };
}

const fold = remembering((text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s_-]+/g, " ").trim());

const slug = remembering((name) => {
  const kept = name.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}_\s-]/gu, "");
  return kept.replace(/[-\s_]+/g, "-").replace(/^-+|-+$/g, "") || "tag";
});

const letters = remembering((name) => fold(name).replace(/[^\p{L}\p{N}]/gu, ""));

const words = remembering((name) => fold(name).replace(/\./g, " ").split(" ").filter(Boolean));

const singular = remembering((name) => {
  const kept = fold(name).replace(/[^\p{L}\p{N} ]/gu, "").split(" ");
  return kept.map((word) => (word.length > 3 ? word.replace(/s$/, "") : word)).join("");
});
