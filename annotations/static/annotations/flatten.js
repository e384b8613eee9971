/* Overlapping annotations of one passage cut into segments. The same algorithm as rendering.py; tests/vectors/flatten.json
   holds the two together. Pure: no DOM. Offsets are in whatever unit the caller uses, half-open. */

const LINES = 3;
const DEEPEST = 4;
export const UNTAGGED = "-";

/** @typedef {{start: number, end: number}} Span */
/** @typedef {{start: number, end: number, id: string, tags: string[]}} Mark */
/** @typedef {{start: number, end: number, cover: [row: number, line: number][]}} Segment */

/** Reading order: by start, the longer first, then by id.
 * @param {Span & {id: string}} a @param {Span & {id: string}} b */
export function inReadingOrder(a, b) {
  return a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The slug whose colour an annotation wears: its first tag's. A tag that the server has not made yet has none.
 * @param {string[]} tags */
export function label(tags) {
  return tags.length && !/\s/.test(tags[0]) ? tags[0] : UNTAGGED;
}

/** Which line each span takes: the first that is free where it starts.
 * @param {Span[]} spans */
export function lines(spans) {
  /** @type {number[]} */
  const ends = [];
  return spans.map(({ start, end }) => {
    let line = ends.findIndex((busyUntil) => busyUntil <= start);
    if (line < 0) line = ends.length;
    ends[line] = end;
    return line;
  });
}

/** Cut a passage at every border of a span and at `cuts`; the segments tile it.
 * @param {number} length @param {Span[]} spans @param {number[]} [cuts] @returns {Segment[]} */
export function flatten(length, spans, cuts = []) {
  const borders = new Set([0, length, ...cuts]);
  for (const { start, end } of spans) borders.add(start).add(end);
  const edges = [...borders].sort((a, b) => a - b);
  /** @type {Segment[]} */
  const segments = edges.slice(1).map((end, at) => ({ start: edges[at], end, cover: [] }));
  const position = new Map(edges.map((edge, at) => [edge, at]));
  const line = lines(spans);
  spans.forEach(({ start, end }, row) => {
    const last = position.get(end) ?? 0;
    for (let at = position.get(start) ?? 0; at < last; at += 1) segments[at].cover.push([row, line[row]]);
  });
  return segments;
}

/** The classes of a segment's mark; `clipped` are the marks' spans within the passage that starts at `offset`.
 * @param {Segment} segment @param {Span[]} clipped @param {Mark[]} marks @param {number} offset */
export function markClasses(segment, clipped, marks, offset) {
  const innermost = marks[segment.cover[segment.cover.length - 1][0]];
  const classes = [`d${Math.min(segment.cover.length, DEEPEST)}`, `c-${label(innermost.tags)}`];
  let [over, begins, ends] = ["", "", ""];
  for (const [row, line] of segment.cover) {
    const number = Math.min(line, LINES) + 1;
    if (line < LINES) classes.push(`c${number}-${label(marks[row].tags)}`);
    else over = "over";
    if (clipped[row].start === segment.start && marks[row].start === offset + clipped[row].start) begins = `b${number}`;
    if (clipped[row].end === segment.end && marks[row].end === offset + clipped[row].end) ends = `e${number}`;
  }
  return [...classes, over, begins, ends].filter(Boolean).join(" ");
}
