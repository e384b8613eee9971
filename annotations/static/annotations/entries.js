/* What an annotation on the page says, beside what the server has of it: compared field by field. Pure. */

import { same, sameTag } from "./match.js";

/** @typedef {import("./store.js").Annotation} Annotation */
/** @typedef {import("./store.js").Attribution} Attribution */
/** @typedef {import("./store.js").Entry} Entry */
/** What a reader can say of an annotation.
 * @typedef {Partial<Pick<Annotation, "start" | "end" | "quote" | "fragments" | "tags" | "note" | "attributions">>} Fields */
/** @typedef {keyof Fields} Field */
/** What the server is to be asked next for an annotation; "" when it has all that the reader wants.
 * @typedef {"create" | "restore" | "change" | "delete" | ""} Step */

export const FIELDS = /** @type {const} */ (["start", "end", "quote", "fragments", "tags", "note", "attributions"]);
/** The fields that are one thing to a reader. @type {Readonly<Record<"quote" | "tags" | "speakers" | "note", readonly Field[]>>} */
export const ASPECTS = { quote: ["start", "end", "quote", "fragments"], tags: ["tags"], speakers: ["attributions"], note: ["note"] };
const RANGE = new Set(ASPECTS.quote);

/** An acknowledged annotation as an entry. @param {Annotation} annotation @returns {Entry} */
export function acknowledged(annotation) {
  const whole = complete(annotation);
  return { ...whole, state: "saved", base: whole, edits: 0, problem: "" };
}

/** An annotation with every field that pages rely on, said in one way. @template {Annotation} T @param {T} annotation @returns {T} */
export function complete(annotation) {
  const { fragments = [], attributions = [], comments = 0 } = annotation;
  return { ...annotation, fragments: fragments.map(piece), attributions: attributions.map(attribution), comments };
}

/** @param {import("./store.js").Piece} piece */
const piece = ({ start, end, quote }) => ({ start, end, quote });

/** @param {Attribution} attribution @returns {Attribution} */
const attribution = ({ actor, name, kind, role }) => (actor ? { actor, role } : { name, kind, role });

/** What a reader can say of it, and where it belongs: enough to make it anew. @param {Annotation} annotation @returns {Annotation} */
export function snapshot(annotation) {
  const { id, document, version, prefix, suffix, creator, created, modified, revision, comments } = annotation;
  return { id, document, version, ...fieldsOf(annotation, FIELDS), prefix, suffix, creator, created, modified, revision, comments };
}

/** @param {Annotation} annotation @param {readonly Field[]} names @returns {Required<Fields>} */
export function fieldsOf(annotation, names) {
  return /** @type {Required<Fields>} */ (Object.fromEntries(names.map((name) => [name, annotation[name]])));
}

/** The fields in which an annotation says something else than these. @param {Annotation} annotation @param {Fields} fields @returns {Field[]} */
export function differing(annotation, fields) {
  return FIELDS.filter((name) => fields[name] !== undefined && !agree(name, annotation[name], fields[name]));
}

/** Whether two annotations say the same; tags also by their names, for the server makes slugs of new ones.
 * @param {Annotation} a @param {Annotation} b */
export function alike(a, b) {
  return a.version === b.version && !differing(complete(a), complete(b)).length;
}

/** What to send to change `base` into what the entry says: a range travels whole. @param {Entry} entry @param {Annotation} base @returns {Fields} */
export function changed(entry, base) {
  const names = FIELDS.filter((name) => JSON.stringify(entry[name]) !== JSON.stringify(base[name]));
  if (!names.some((name) => RANGE.has(name))) return fieldsOf(entry, names);
  const pieces = entry.fragments.length || base.fragments.length ? /** @type {const} */ (["fragments"]) : [];
  return fieldsOf(entry, [...new Set([...names.filter((name) => !RANGE.has(name)), ...pieces, .../** @type {const} */ (["start", "end", "quote"])])]);
}

/** What to send to make an annotation of the entry. @param {Entry} entry */
export function creation({ document, version, start, end, quote, tags, note, fragments, attributions }) {
  const body = { document, version, start, end, quote, tags, note };
  return { ...body, ...(fragments.length && { fragments }), ...(attributions.length && { attributions }) };
}

/** What the server is to be asked next, so that it has what the entry says. @param {Entry} entry @returns {Step} */
export function next(entry) {
  const { base, going, adrift } = entry;
  if (going) return base ? (base.deleted ? "" : "delete") : adrift ? "delete" : "";
  if (!base) return "create";
  if (base.deleted) return "restore";
  return Object.keys(changed(entry, base)).length ? "change" : "";
}

/** What two versions say together, each having changed other things of what was there before: of tags, all that either has added
 * and neither has taken away. Null where one would undo something of the other, and where one of them says it all by itself.
 * @param {Entry} mine It has in `base` what was there before @param {Annotation} theirs @returns {Fields | null} */
export function together(mine, theirs) {
  const { base } = mine;
  if (!base || base.deleted || base.version !== theirs.version || mine.version !== theirs.version) return null;
  /** @type {Fields} */
  const found = {};
  for (const aspect of Object.values(ASPECTS)) {
    const [ours, others] = [mine, theirs].map((one) => aspect.some((name) => !agree(name, one[name], base[name])));
    if (!ours || !others) Object.assign(found, fieldsOf(ours ? mine : theirs, aspect));
    else if (aspect === ASPECTS.tags) found.tags = united(base.tags, mine.tags, theirs.tags);
    else if (aspect.every((name) => agree(name, mine[name], theirs[name]))) Object.assign(found, fieldsOf(theirs, aspect));
    else return null;
  }
  return differing(mine, found).length && differing(theirs, found).length ? found : null;
}

/** @param {string[]} before @param {string[]} mine @param {string[]} theirs */
function united(before, mine, theirs) {
  const has = (/** @type {string[]} */ tags, /** @type {string} */ tag) => tags.some((one) => same(one, tag) || sameTag(one, tag));
  const kept = theirs.filter((tag) => has(mine, tag) || !has(before, tag));
  return [...kept, ...mine.filter((tag) => !has(before, tag) && !has(theirs, tag))];
}

/** What the log is told of a version that came too late. @param {Entry} entry */
export function late(entry) {
  return { version: entry.version, ...fieldsOf(entry, FIELDS) };
}

/** An entry with what the server made of what was sent, but for what the reader has changed since.
 * @param {Entry} now @param {Entry} sent @param {Annotation} saved @returns {Entry} */
export function rebased(now, sent, saved) {
  const kept = FIELDS.filter((field) => JSON.stringify(now[field]) !== JSON.stringify(sent[field]));
  return { ...now, ...saved, ...Object.fromEntries(kept.map((field) => [field, now[field]])) };
}

/** @param {Field} name @param {any} a @param {any} b */
function agree(name, a, b) {
  if (name === "tags") return a.length === b.length && a.every((/** @type {string} */ tag, /** @type {number} */ at) => same(tag, b[at]) || sameTag(tag, b[at]));
  if (name === "attributions") return a.length === b.length && a.every((/** @type {Attribution} */ one, /** @type {number} */ at) => sameAttribution(one, b[at]));
  return JSON.stringify(a) === JSON.stringify(b);
}

/** @param {Attribution} a @param {Attribution} b */
function sameAttribution(a, b) {
  if (a.role !== b.role) return false;
  return a.actor && b.actor ? a.actor === b.actor : a.name !== undefined && b.name !== undefined && same(a.name, b.name);
}
