/* Who is meant by “@name” in a comment, as mentioning.py has it: tests/vectors/mentions.json holds the two together. Pure. */

const NAME = "[\\p{L}\\p{N}_.@+\\-]";
const AT = new RegExp(`(?<!${NAME})@(${NAME}+)`, "gu");
const BEGUN = new RegExp(`(?<!${NAME})@(${NAME}*)$`, "u");
/** What a user name can end in, and a sentence more often does. */
const ENDS = /[.@+-]$/;

/** A part of a comment: plain text, or `@name` as it stands, of the member `name`. @typedef {{text: string, name: string | null}} Part */

/** The members who are named, in the order of the text, each once, as `members` writes them.
 * @param {string} body @param {Iterable<string>} members */
export function mentioned(body, members) {
  return [...new Set(parts(body, members).flatMap(({ name }) => name ?? []))];
}

/** A comment cut where members are named. @param {string} body @param {Iterable<string>} members @returns {Part[]} */
export function parts(body, members) {
  const known = new Map([...members].map((name) => [name.toLowerCase(), name]));
  const found = [];
  let at = 0;
  for (const { index, 1: typed } of body.matchAll(AT)) {
    const reading = readings(typed).find((name) => known.has(name.toLowerCase()));
    if (reading === undefined) continue;
    const end = index + 1 + reading.length;
    found.push({ text: body.slice(at, index), name: null }, { text: body.slice(index, end), name: known.get(reading.toLowerCase()) ?? null });
    at = end;
  }
  return [...found, { text: body.slice(at), name: null }].filter(({ text }) => text);
}

/** The names in a comment that no member has, without what a sentence ends in. @param {string} body @param {Iterable<string>} members */
export function strangers(body, members) {
  const known = new Set([...members].map((name) => name.toLowerCase()));
  const typed = [...body.matchAll(AT)].map(([, name]) => readings(name));
  return [...new Set(typed.filter((names) => !names.some((name) => known.has(name.toLowerCase()))).map((names) => names[names.length - 1]))];
}

/** What has been typed of a name, up to the caret, after the @; null when no name is being typed. @param {string} before */
export function typing(before) {
  return BEGUN.exec(before)?.[1] ?? null;
}

/** A name as it stands, then with fewer and fewer marks at its end: “bob.” may be Bob at the end of a sentence. @param {string} name */
function readings(name) {
  const found = [name];
  for (let shorter = name; ENDS.test(shorter) && shorter.length > 1; ) found.push((shorter = shorter.slice(0, -1)));
  return found;
}
