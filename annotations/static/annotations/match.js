/* Which names fit what somebody has typed so far: letters in order, with runs and beginnings of words counting more. Pure. */

const WORD_START = 8;
const RUN = 4;
const FIRST = 6;

/** How well a name fits a query; 0 when its letters are not in the name in that order.
 * @param {string} query @param {string} name */
export function fit(query, name) {
  const wanted = fold(query);
  const there = fold(name);
  if (!wanted) return 1;
  const whole = there.indexOf(wanted);
  if (whole >= 0) return 1000 - whole - there.length / 100 + (whole === 0 || there[whole - 1] === " " ? 500 : 0);
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

/** The names that fit, best first; equal ones keep their order.
 * @template T @param {string} query @param {T[]} items @param {(item: T) => string} nameOf @returns {T[]} */
export function fitting(query, items, nameOf) {
  return items
    .map((item) => ({ item, score: fit(query, nameOf(item)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

/** Whether two names are the same to people. @param {string} a @param {string} b */
export function same(a, b) {
  return fold(a) === fold(b);
}

/** @param {string} text */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[\s_-]+/g, " ").trim();
}
