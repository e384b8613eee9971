/* Where words stand in a text: exactly; then whatever their white space, quotation marks, dashes, accents and case; then the
   longest run of them that is there. What is given back are places of the text's own words. Pure; offsets are UTF-16, half-open. */

/** @typedef {import("./anchoring.js").Span} Span */
/** What was found: `how` it agrees with what was asked for. @typedef {{how: "exactly" | "loosely" | "partly" | "not", places: Span[]}} Found */

/** No more places than this are told. */
export const MOST = 50;
/** Fewer words than this in a row are no passage that somebody can have meant. */
const FEWEST = 2;
const LOOKS = /** @type {[RegExp, string][]} */ ([
  [/[\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u00b4\u0060]/g, "'"],
  [/[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, "-"],
]);
/** What nobody sees: soft hyphens, joiners, marks of direction, and accents once they are apart from their letters. */
const UNSEEN = /[\p{M}\u00ad\u200b-\u200f\u2060\ufeff]/gu;

/** @param {string} text @param {string} words @returns {Found} */
export function find(text, words) {
  const asked = words.trim();
  if (!asked) return { how: "not", places: [] };
  const exact = occurrences(text, asked).map((start) => ({ start, end: start + asked.length }));
  if (exact.length) return { how: "exactly", places: exact };
  const { folded, at } = folding(text);
  const wanted = unquoted(fold(asked));
  const source = (/** @type {number} */ start, /** @type {number} */ end) => ({ start: at[start], end: at[end - 1] + width(text, at[end - 1]) });
  const loose = wanted ? occurrences(folded, wanted).map((start) => source(start, start + wanted.length)) : [];
  if (loose.length) return { how: "loosely", places: loose };
  const part = longestRun(folded, wanted);
  return part ? { how: "partly", places: [source(part.start, part.end)] } : { how: "not", places: [] };
}

/** Text as it is compared: accents, case, kinds of quotation marks and widths of white space make no difference. @param {string} text */
export function fold(text) {
  let plain = text.normalize("NFKD").replace(UNSEEN, "").toLowerCase();
  for (const [looks, as] of LOOKS) plain = plain.replace(looks, as);
  return plain.replace(/\s+/gu, " ").trim();
}

/** A text folded, and for each of its letters where it comes from. @param {string} text */
function folding(text) {
  const at = [];
  /** @type {Map<string, string>} */
  const known = new Map();
  let folded = "";
  let offset = 0;
  let blank = true;
  for (const character of text) {
    let plain = known.get(character);
    if (plain === undefined) known.set(character, (plain = /\s/u.test(character) ? " " : fold(character)));
    if (plain === " " && blank) plain = "";
    else if (plain) blank = plain === " ";
    for (let unit = 0; unit < plain.length; unit += 1) at.push(offset);
    folded += plain;
    offset += character.length;
  }
  return { folded, at };
}

/** Words without the quotation marks that were copied around them. @param {string} words */
function unquoted(words) {
  return words.replace(/^['"]+|['"]+$/g, "").trim();
}

/** @param {string} text @param {string} words */
function occurrences(text, words) {
  const found = [];
  for (let at = text.indexOf(words); at >= 0 && found.length < MOST; at = text.indexOf(words, at + words.length)) found.push(at);
  return found;
}

/** The longest run of words that two texts have in common, in the first; null when it is too short to tell.
 * @param {string} text @param {string} words @returns {Span | null} */
function longestRun(text, words) {
  const there = spelled(text);
  /** @type {Map<string, number[]>} */
  const places = new Map();
  spelled(words).forEach(({ word }, number) => places.set(word, [...(places.get(word) ?? []), number]));
  /** @type {Map<number, number>} How long a run ends at each of the words asked for. */
  let runs = new Map();
  let best = { length: 0, last: 0 };
  there.forEach(({ word }, number) => {
    runs = new Map((places.get(word) ?? []).map((asked) => [asked, (runs.get(asked - 1) ?? 0) + 1]));
    for (const length of runs.values()) if (length > best.length) best = { length, last: number };
  });
  if (best.length < Math.min(FEWEST, spelled(words).length)) return null;
  return { start: there[best.last - best.length + 1].start, end: there[best.last].end };
}

/** @param {string} text */
function spelled(text) {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((found) => ({ word: found[0], start: found.index, end: found.index + found[0].length }));
}

/** @param {string} text @param {number} at */
function width(text, at) {
  return /** @type {number} */ (text.codePointAt(at)) > 0xffff ? 2 : 1;
}
