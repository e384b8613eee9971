/* Who else is here, in words and initials. Pure. */

/** Somebody who is here: in which document, at which of its code points. @typedef {{user: string, document: string | null, place: number | null}} Present */
/** What the server says of who is here. @typedef {{on: boolean, people: Present[], more: number}} Company */

const MOST_NAMED = 3;

/** Up to two letters that stand for a user name. @param {string} user */
export function initials(user) {
  const parts = user.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = parts.length > 1 ? [first(parts[0]), first(parts[1])] : [...(parts[0] ?? user)].slice(0, 2);
  return letters.join("").toLocaleUpperCase();
}

/** Names in a row, no more than a few: “bob, erin and ruth”, “bob, erin and 2 others”. @param {string[]} names */
export function row(names) {
  const few = MOST_NAMED - 1;
  const named = names.length > MOST_NAMED ? [...names.slice(0, few), `${names.length - few} others`] : names;
  return [named.slice(0, -1).join(", "), named.at(-1)].filter(Boolean).join(" and ");
}

/** “erin is”, “erin and ruth are”. @param {string[]} names */
export function are(names) {
  return `${row(names)} ${names.length === 1 ? "is" : "are"}`;
}

/** @param {string} word */
function first(word) {
  return String.fromCodePoint(word.codePointAt(0) ?? 0);
}
