/* What the page knows of the comments on each annotation: how many, how many unread, and once they were asked for, what they say. */

import { ask, pages } from "../projects/api.js";

/** A comment as the API has it. Of a deleted one to which others reply, the place alone: `deleted` has the date, `body` nothing.
 * @typedef {{id: string, annotation: string, reply_to: string | null, body: string, mentions: string[], creator: string, created: string, modified: string, revision: number, resolved: string | null, resolved_by: string | null, deleted: string | null}} Comment */
/** A comment on the page. `base`: what the server has of it; null when it has nothing yet. `problem`: why it was not sent;
 * `passing`: trying again may help. `fresh`: it was unread when it was loaded.
 * @typedef {Comment & {state: "saved" | "sending" | "unsent", base: Comment | null, problem: string, passing: boolean, fresh?: boolean}} Remark */
/** @typedef {{first: Remark, replies: Remark[]}} Thread */
/** What is told of an annotation's comments on its item. @typedef {{count: number, open: number, unread: number, mentions: number, unsent: number}} Tally */
/** What the server tells the page: may comments be seen, and written; by annotation how many threads are open, how many comments
 * are unread, and how many of those mention the reader. @typedef {{see: boolean, write: boolean, threads: Record<string, [number, number, number]>}} Talk */

const PAGE_SIZE = 500;

export class Comments {
  /** @param {{api: string, user: string, talk: Talk}} page @param {(annotation: string) => number} count How many comments the annotation says that it has. */
  constructor({ api, user, talk }, count) {
    this.api = api;
    this.user = user;
    this.talk = talk;
    this.count = count;
    /** By annotation, then by id. @type {Map<string, Map<string, Remark>>} */
    this.remarks = new Map();
    /** Those whose comments were loaded. @type {Set<string>} */
    this.loaded = new Set();
    /** @type {((annotation: string) => void)[]} */
    this.listeners = [];
  }

  /** Call back with the annotation whose comments have changed. @param {(annotation: string) => void} listener */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** @param {string} annotation @returns {Remark[]} */
  on(annotation) {
    return [...(this.remarks.get(annotation)?.values() ?? [])];
  }

  /** @param {string} id @returns {Remark | undefined} */
  get(id) {
    for (const remarks of this.remarks.values()) if (remarks.has(id)) return remarks.get(id);
    return undefined;
  }

  /** The threads on an annotation, the oldest first. @param {string} annotation @returns {Thread[]} */
  threads(annotation) {
    const all = this.on(annotation).sort((a, b) => a.created.localeCompare(b.created) || a.id.localeCompare(b.id));
    const begun = all.filter(({ reply_to }) => reply_to === null);
    return begun.map((first) => ({ first, replies: all.filter(({ reply_to }) => reply_to === first.id) }));
  }

  /** @param {string} annotation @returns {Tally} */
  tally(annotation) {
    const all = this.on(annotation);
    const unsent = all.filter(({ state }) => state !== "saved").length;
    const [open, unread, mentions] = this.talk.threads[annotation] ?? [0, 0, 0];
    if (!this.loaded.has(annotation)) return { count: this.count(annotation), open, unread, mentions, unsent };
    const standing = all.filter(({ base, deleted }) => base && !deleted);
    const unresolved = this.threads(annotation).filter(({ first }) => !first.resolved).length;
    return { count: standing.length, open: unresolved, unread, mentions, unsent };
  }

  /** What one can look for in the comments on an annotation: what was unread when they were opened counts until they are put away.
   * @param {string} annotation @returns {("unread" | "mentions" | "open")[]} */
  kinds(annotation) {
    const { open, unread, mentions } = this.tally(annotation);
    const fresh = this.on(annotation).filter((remark) => remark.fresh);
    const mentioned = mentions || fresh.some((remark) => remark.mentions.includes(this.user));
    return [...(unread || fresh.length ? /** @type {const} */ (["unread"]) : []), ...(mentioned ? /** @type {const} */ (["mentions"]) : []), ...(open ? /** @type {const} */ (["open"]) : [])];
  }

  /** What is discussed at all, here. @returns {string[]} */
  discussed() {
    return [...new Set([...Object.keys(this.talk.threads), ...this.remarks.keys()])];
  }

  /** Ask the server for the comments on an annotation; what is not sent yet, or was sent meanwhile, stays. @param {string} annotation */
  async load(annotation) {
    const asked = new Set(this.on(annotation).map(({ id }) => id));
    const [all, unread] = await Promise.all([this.#all(annotation, ""), this.#all(annotation, "&unread=true")]);
    const fresh = new Set(unread.map(({ id }) => id));
    const before = this.on(annotation);
    for (const { id, fresh: was } of before) if (was) fresh.add(id);
    const revisions = new Map(all.map(({ id, revision }) => [id, revision]));
    const kept = before.filter(({ id, state, revision }) => state !== "saved" || !asked.has(id) || revision > (revisions.get(id) ?? Infinity));
    const saved = all.map((comment) => acknowledged(comment, fresh.has(comment.id)));
    this.remarks.set(annotation, new Map([...saved, ...kept].map((remark) => [remark.id, remark])));
    this.loaded.add(annotation);
    const [open] = this.talk.threads[annotation] ?? [0];
    this.talk.threads[annotation] = [open, unread.length, unread.filter(({ mentions }) => mentions.includes(this.user)).length];
    this.#tell(annotation);
  }

  /** Let the server remember that the reader has seen what was loaded. They look new until they are put away. @param {string} annotation */
  async see(annotation) {
    const [open, unread] = this.talk.threads[annotation] ?? [0, 0];
    if (!unread) return;
    const last = this.on(annotation).filter(({ base }) => base).reduce((a, b) => (a.created > b.created ? a : b));
    await ask("PUT", `${this.api}annotations/${annotation}/seen/`, { body: { until: last.id } });
    this.talk.threads[annotation] = [open, 0, 0];
    this.#tell(annotation);
  }

  /** The reader has turned away: nothing of it is new any more. @param {string} annotation */
  putAway(annotation) {
    for (const remark of this.on(annotation)) if (remark.fresh) this.remarks.get(annotation)?.set(remark.id, { ...remark, fresh: false });
  }

  /** Add a comment, or replace it. @param {Remark} remark */
  put(remark) {
    const there = this.remarks.get(remark.annotation) ?? new Map();
    this.remarks.set(remark.annotation, there.set(remark.id, remark));
    this.#tell(remark.annotation);
  }

  /** Take a comment away; of one with replies the place stays. @param {Remark} remark */
  drop(remark) {
    const there = this.remarks.get(remark.annotation);
    const replied = this.on(remark.annotation).some(({ reply_to }) => reply_to === remark.id);
    if (replied) there?.set(remark.id, { ...remark, body: "", mentions: [], deleted: new Date().toISOString() });
    else there?.delete(remark.id);
    this.#tell(remark.annotation);
  }

  /** @param {string} annotation @param {string} more @returns {Promise<Comment[]>} */
  async #all(annotation, more) {
    const found = [];
    for await (const results of pages(`${this.api}comments/?annotation=${annotation}&page_size=${PAGE_SIZE}${more}`)) found.push(...results);
    return found;
  }

  /** @param {string} annotation */
  #tell(annotation) {
    for (const listener of this.listeners) listener(annotation);
  }
}

/** A comment that the server has, on the page. @param {Comment} comment @param {boolean} [fresh] @returns {Remark} */
export function acknowledged(comment, fresh = false) {
  return { ...comment, state: "saved", base: comment, problem: "", passing: false, fresh };
}
