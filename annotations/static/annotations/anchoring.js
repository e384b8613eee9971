/* Arithmetic of places in a text: UTF-16 offsets, which browsers count, against code points, which argmap stores; and
   whole words, graphemes and sentences. Pure: no DOM. */

/** @typedef {{start: number, end: number}} Span */

const SURROGATE = /[\ud800-\udfff]/;
const BLANK = /\s/u;
const WORD = /[\p{L}\p{N}]/u;
/** Line ends within a sentence, where a text was wrapped by hand: before a small letter, or after a long line. */
const WRAPPED = /\n(?=\p{Ll})|(?<=[^\n]{50})\n(?=[\p{L}\p{N}])/gu;
/** What ends in a full stop and does not end a sentence: initials, titles and the like; and what a number follows. */
const INITIAL = /(?<![^\s([“"‘'])(?!I\.)\p{Lu}\.$/u;
const SHORT = /(?<![^\s([“"‘'])(?:mrs?|ms|mx|messrs|dr|prof|rev|hon|sen|rep|gov|gen|col|capt|lt|sgt|st|mme|mlle|vs|cf|e\.g|i\.e)\.$/iu;
const BEFORE_NUMBER = /(?<![^\s([“"‘'])(?:nos?|nr|art|pp?|vol)\.$/iu;

/** How many code points a string has. @param {string} text */
export function codePoints(text) {
  if (!SURROGATE.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The UTF-16 offset of a code point in a string. @param {string} text @param {number} point */
export function utf16Offset(text, point) {
  let at = 0;
  for (let count = 0; count < point && at < text.length; count += 1) at += /** @type {number} */ (text.codePointAt(at)) > 0xffff ? 2 : 1;
  return at;
}

/** A span without white space at its ends, or null when nothing else is in it.
 * @param {string} text @param {Span} span @returns {Span | null} */
export function trimmed(text, { start, end }) {
  while (start < end && BLANK.test(text[start])) start += 1;
  while (end > start && BLANK.test(text[end - 1])) end -= 1;
  return start < end ? { start, end } : null;
}

/** @type {Map<string, Intl.Segmenter>} */
const segmenters = new Map();

/** @param {"grapheme" | "word" | "sentence"} granularity @param {string} language */
function segmenter(granularity, language) {
  const key = `${granularity} ${language}`;
  let found = segmenters.get(key);
  if (!found) {
    let known;
    try { known = Intl.getCanonicalLocales(language || "en"); } catch { known = ["en"]; }
    found = new Intl.Segmenter(known, { granularity });
    segmenters.set(key, found);
  }
  return found;
}

/** A character's last UTF-16 unit: at the first of two, WebKit answers with the segment before. @param {string} text @param {number} at */
function within(text, at) {
  return /** @type {number} */ (text.codePointAt(at)) > 0xffff ? at + 1 : at;
}

/** Widen a span so that it cuts no segment that `counts`.
 * @param {string} text @param {Span} span @param {Intl.Segmenter} by @param {(segment: Intl.SegmentData) => boolean} counts */
function widened(text, { start, end }, by, counts) {
  const segments = by.segment(text);
  const first = segments.containing(within(text, start));
  if (first && first.index < start && counts(first)) start = first.index;
  const last = end < text.length ? segments.containing(within(text, end)) : undefined;
  if (last && last.index < end && counts(last)) end = last.index + last.segment.length;
  return { start, end };
}

/** Whether a segment is a word or a number. What engines call word-like differs: WebKit leaves out numbers, Firefox what ends
 * with a combining mark. @param {Intl.SegmentData} segment */
function wordLike({ segment }) {
  return WORD.test(segment);
}

/** Widen to whole graphemes: no half of an emoji, no letter without its accent.
 * @param {string} text @param {Span} span @param {string} [language] */
export function wholeGraphemes(text, span, language = "") {
  return widened(text, span, segmenter("grapheme", language), () => true);
}

/** Widen to whole words, never over punctuation, and to whole graphemes.
 * @param {string} text @param {Span} span @param {string} [language] */
export function wholeWords(text, span, language = "") {
  const words = widened(text, span, segmenter("word", language), wordLike);
  return wholeGraphemes(text, words, language);
}

/** The sentences of a passage without the white space around them: they end neither at “Mr.” nor at a quotation's “!”.
 * @param {string} text @param {string} [language] @returns {Span[]} */
export function sentences(text, language = "") {
  /** @type {Span[]} */
  const found = [];
  for (const { start, end } of pieces(text.replace(WRAPPED, " "), segmenter("sentence", language), () => true)) {
    const last = found[found.length - 1];
    if (last && goesOn(text.slice(last.start, last.end), text.slice(start, end))) last.end = end;
    else found.push({ start, end });
  }
  return found;
}

/** Whether two pieces are one sentence. @param {string} before @param {string} after */
function goesOn(before, after) {
  if (/^\p{Ll}/u.test(after) || INITIAL.test(before) || SHORT.test(before)) return true;
  return /^\p{N}/u.test(after) && BEFORE_NUMBER.test(before);
}

/** The words of a passage. @param {string} text @param {string} [language] @returns {Span[]} */
export function words(text, language = "") {
  return pieces(text, segmenter("word", language), wordLike);
}

/** The letters of a passage as people count them, white space aside. @param {string} text @param {string} [language] @returns {Span[]} */
export function letters(text, language = "") {
  return pieces(text, segmenter("grapheme", language), () => true);
}

/** @param {string} text @param {Intl.Segmenter} by @param {(segment: Intl.SegmentData) => boolean} counts */
function pieces(text, by, counts) {
  /** @type {Span[]} */
  const found = [];
  for (const segment of by.segment(text)) {
    const span = counts(segment) && trimmed(text, { start: segment.index, end: segment.index + segment.segment.length });
    if (span) found.push(span);
  }
  return found;
}
