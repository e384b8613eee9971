/* Passages in several pieces. Spans are half-open; what is joined is in order and disjoint. Pure. */

/** @typedef {import("./anchoring.js").Span} Span */

const GAP = " […] ";

/** Spans in order; those that touch or overlap become one. @param {Span[]} spans @returns {Span[]} */
export function joined(spans) {
  /** @type {Span[]} */
  const found = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = found[found.length - 1];
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

/** All the pieces of an annotation, the first among them. @param {{start: number, end: number, fragments?: Span[]}} annotation @returns {Span[]} */
export function piecesOf({ start, end, fragments = [] }) {
  return [{ start, end }, ...fragments.map((piece) => ({ start: piece.start, end: piece.end }))];
}

/** The words of a passage, with a sign where its pieces part; as margin.py. @param {string[]} quotes */
export function spoken(quotes) {
  return quotes.join(GAP);
}

/** The words of an annotation. @param {{quote: string, fragments?: {quote: string}[]}} annotation */
export function quoteOf({ quote, fragments = [] }) {
  return spoken([quote, ...fragments.map((piece) => piece.quote)]);
}

/** Whether two passages are the same, piece by piece. @param {Span[]} a @param {Span[]} b */
export function samePieces(a, b) {
  return a.length === b.length && a.every(({ start, end }, at) => start === b[at].start && end === b[at].end);
}

/** What the API wants to know of a passage: where its first piece is, and its further pieces.
 * @param {Span[]} pieces In order @param {(span: Span) => string} slice */
export function passageOf([first, ...rest], slice) {
  const said = (/** @type {Span} */ { start, end }) => ({ start, end, quote: slice({ start, end }) });
  return { ...said(first), fragments: rest.map(said) };
}
