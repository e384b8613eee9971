/* The codebook as rows: each tag once, after its parent, with how deep it lies. What moving one does, from plain values. A tag
   takes its family along, which is itself and all that lies below it; a gap is counted among the other rows, the rest. */

/** @typedef {{slug: string, depth: number}} Row */
/** Below which tag, and before which of those there; null: at the top, after them all. @typedef {{parent: string | null, before: string | null}} Place */
/** @typedef {{gap: number, depth: number}} Landing */
/** @typedef {"up" | "down" | "in" | "out"} Way */

/** Where the family of the row ends: the index after its last. @param {Row[]} rows @param {number} at */
export function end(rows, at) {
  const next = rows.findIndex((row, n) => n > at && row.depth <= rows[at].depth);
  return next < 0 ? rows.length : next;
}

/** The rows without the family of one. @param {Row[]} rows @param {number} at */
export function rest(rows, at) {
  return [...rows.slice(0, at), ...rows.slice(end(rows, at))];
}

/** The rows with the family of one put elsewhere. @param {Row[]} rows @param {number} at @param {Landing} landing @returns {Row[]} */
export function put(rows, at, { gap, depth }) {
  const by = depth - rows[at].depth;
  const family = rows.slice(at, end(rows, at)).map((row) => ({ slug: row.slug, depth: row.depth + by }));
  const others = rest(rows, at);
  return [...others.slice(0, gap), ...family, ...others.slice(gap)];
}

/** The depth nearest to the one wanted that a row can have in a gap: no deeper than below the row before, no higher than the row after.
 * @param {Row[]} others @param {number} gap @param {number} wanted */
export function fitting(others, gap, wanted) {
  const most = gap > 0 ? others[gap - 1].depth + 1 : 0;
  return Math.max(others[gap]?.depth ?? 0, Math.min(wanted, most));
}

/** Where one step leads: before or after its neighbour, below the one before it, or out beside its parent; null: nowhere.
 * @param {Row[]} rows @param {number} at @param {Way} way @returns {Landing | null} */
export function step(rows, at, way) {
  const { depth } = rows[at];
  const after = end(rows, at);
  const size = after - at;
  const above = rows.findLastIndex((row, n) => n < at && row.depth <= depth);
  const beside = above >= 0 && rows[above].depth === depth;
  if (way === "up") return beside ? { gap: above, depth } : null;
  if (way === "down") return rows[after]?.depth === depth ? { gap: end(rows, after) - size, depth } : null;
  if (way === "in") return beside ? { gap: at, depth: depth + 1 } : null;
  const parent = parentAt(rows, at);
  return parent < 0 ? null : { gap: end(rows, parent) - size, depth: depth - 1 };
}

/** The place of a row. @param {Row[]} rows @param {number} at @returns {Place} */
export function placeOf(rows, at) {
  const next = rows[end(rows, at)];
  return { parent: rows[parentAt(rows, at)]?.slug ?? null, before: next?.depth === rows[at].depth ? next.slug : null };
}

/** Where a family lands that is put in a place; null: there is no such place for it. @param {Row[]} rows @param {number} at @param {Place} place
 * @returns {Landing | null} */
export function landingAt(rows, at, { parent, before }) {
  const others = rest(rows, at);
  const above = others.findIndex(({ slug }) => slug === parent);
  if (parent !== null && above < 0) return null;
  const depth = above < 0 ? 0 : others[above].depth + 1;
  if (before === null) return { gap: above < 0 ? others.length : end(others, above), depth };
  const gap = others.findIndex(({ slug }) => slug === before);
  return gap >= 0 && parentAt(others, gap) === above ? { gap, depth } : null;
}

/** Which of how many it is below its parent, from 1. @param {Row[]} rows @param {number} at */
export function countOf(rows, at) {
  const parent = parentAt(rows, at);
  const last = parent < 0 ? rows.length : end(rows, parent);
  const beside = rows.flatMap(({ depth }, n) => (n > parent && n < last && depth === rows[at].depth ? [n] : []));
  return { nth: beside.indexOf(at) + 1, of: beside.length };
}

/** The index of the row that one lies below; -1: none. @param {Row[]} rows @param {number} at */
export function parentAt(rows, at) {
  return rows.findLastIndex((row, n) => n < at && row.depth < rows[at].depth);
}
