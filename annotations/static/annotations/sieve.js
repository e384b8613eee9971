/* Which annotations a filter lets through: one that has any of the values chosen in each facet, and holds the words asked for.
   Pure. */

import { fold } from "./finding.js";

/** @typedef {import("./store.js").Entry} Entry */
/** Something to filter by: the values of an annotation, what a value is called, the class its choice wears, and the name under
 * which the page's address keeps it. There is nothing to choose where all have the value `none`, else NONE.
 * @typedef {{key: string, of: (entry: Entry) => string[], name: (value: string) => string, look: (value: string) => string, none?: string}} Facet */
/** What is chosen in each facet, by the facets' names; and the words. @typedef {{values: Record<string, Set<string>>, words: string}} Wanted */

/** The value of what has none. */
export const NONE = "-";
/** @type {WeakMap<Entry, string>} */
const folded = new WeakMap();

/** @param {Record<string, Facet>} facets @returns {Wanted} */
export function nothing(facets) {
  return { values: Object.fromEntries(Object.keys(facets).map((name) => [name, new Set()])), words: "" };
}

/** What a page's address asks for. @param {Record<string, Facet>} facets @param {string} query @returns {Wanted} */
export function fromQuery(facets, query) {
  const asked = new URLSearchParams(query);
  const values = Object.entries(facets).map(([name, { key }]) => [name, new Set(asked.getAll(key))]);
  return { values: Object.fromEntries(values), words: asked.get("q") ?? "" };
}

/** A page's query with what is wanted in place of what it said of it. @param {Record<string, Facet>} facets @param {Wanted} wanted @param {string} query */
export function inQuery(facets, wanted, query) {
  const said = new URLSearchParams(query);
  for (const [name, { key }] of Object.entries(facets)) {
    said.delete(key);
    for (const value of wanted.values[name]) said.append(key, value);
  }
  said.delete("q");
  if (wanted.words.trim()) said.set("q", wanted.words.trim());
  return said.size ? `?${said}` : "";
}

/** Whether anything is filtered at all. @param {Wanted} wanted */
export function isOpen({ values, words }) {
  return !words.trim() && Object.values(values).every((chosen) => !chosen.size);
}

/** A test of what is wanted; `but` leaves one facet out, to count what choosing in it would show.
 * @param {Record<string, Facet>} facets @param {Wanted} wanted @param {string} [but] @returns {(entry: Entry) => boolean} */
export function sieve(facets, { values, words }, but) {
  const sought = fold(words);
  const tests = Object.entries(facets).flatMap(([name, { of }]) => {
    const chosen = new Set(values[name]);
    return name === but || !chosen.size ? [] : [(/** @type {Entry} */ entry) => of(entry).some((value) => chosen.has(value))];
  });
  return (entry) => (!sought || said(entry).includes(sought)) && tests.every((test) => test(entry));
}

/** How often each value of a facet occurs, most often first; what is chosen stays even when it has gone.
 * @param {readonly Entry[]} entries @param {Facet} facet @param {Set<string>} chosen @returns {[string, number][]} */
export function tally(entries, { of }, chosen) {
  const counts = new Map([...chosen].map((value) => [value, 0]));
  for (const entry of entries) for (const value of new Set(of(entry))) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
}

/** Quote and note as they are compared. @param {Entry} entry */
function said(entry) {
  let words = folded.get(entry);
  if (words === undefined) {
    const pieces = (entry.fragments ?? []).map(({ quote }) => quote);
    folded.set(entry, (words = [entry.quote, ...pieces, entry.note].map(fold).join("\n")));
  }
  return words;
}
