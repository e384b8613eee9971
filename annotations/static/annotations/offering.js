/* What a line offers for the name that is typed in it: what is there already, and to make something new. Pure. */

import { fitting } from "./match.js";

/** Something that can be chosen: a tag by its slug, an actor by its id; `others` are further names of it. @typedef {{id: string, name: string, others?: string[]}} Known */
/** What is offered. "there": it is known; "near": known, and what was typed is its name but for accents, hyphens and the like;
 * "like": known, and what was typed may be a slip for it; "fresh": it would be made. `via` is the other name that it was found by.
 * @typedef {{id: string, name: string, as: "there" | "near" | "like" | "fresh", via: string}} Offer */
/** @typedef {{query: string, known: Known[], nearly: (a: string, b: string) => boolean, alike: (a: string, b: string) => boolean, fresh: boolean}} Asked
 * `known` in the order in which it is offered when nothing is typed; `fresh`: whether something new may be made of the query */

const BEGUN = 30;
const ALIKE = 5;

/** `meant` is what the query may mean, first what Enter takes, something new last; `offered` is only taken by going there.
 * @param {Asked} asked @returns {{meant: Offer[], offered: Offer[]}} */
export function offering({ query, known, nearly, alike, fresh }) {
  const all = known.map((one) => offer(one, "there"));
  if (!query) return { meant: all, offered: [] };
  const near = known.filter(({ name }) => name !== query && nearly(name, query));
  const rest = known.filter((one) => !near.includes(one)).flatMap((one) => [offer(one, "there"), ...(one.others ?? []).map((other) => offer(one, "there", other))]);
  const { well, loosely } = fitting(query, rest, ({ via, name }) => via || name);
  const exact = well.filter(({ name }) => name === query);
  const begun = once(well, exact).slice(0, BEGUN);
  const made = fresh ? [{ id: query, name: query, as: /** @type {const} */ ("fresh"), via: "" }] : [];
  const meant = [...exact, ...near.map((one) => offer(one, "near")), ...begun, ...made];
  const slips = once(rest.filter(({ via, name }) => alike(via || name, query)), meant).slice(0, ALIKE).map((one) => ({ ...one, as: /** @type {const} */ ("like") }));
  return { meant, offered: [...slips, ...once(loosely, [...meant, ...slips])] };
}

/** What something new would be much like, of what is offered: "" when nothing is. @param {Offer[]} offers */
export function resembling(offers) {
  return offers.filter(({ as }) => as === "like" || as === "near").map(({ name }) => `“${name}”`).join(", ");
}

/** @param {Known} known @param {"there" | "near"} as @param {string} [via] @returns {Offer} */
function offer({ id, name }, as, via = "") {
  return { id, name, as, via };
}

/** Each thing once, and none that stands before. @param {Offer[]} offers @param {Offer[]} before */
function once(offers, before) {
  const seen = new Set(before.filter(({ as }) => as !== "fresh").map(({ id }) => id));
  return offers.filter(({ id }) => !seen.has(id) && seen.add(id));
}
