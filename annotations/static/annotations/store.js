/* What the page knows of a document's annotations, by id and by passage, and which of them the filter lets through. */

import { inReadingOrder } from "./flatten.js";
import { piecesOf } from "./pieces.js";

/** A further piece of a passage, after the first; offsets count code points, half-open. @typedef {{start: number, end: number, quote: string}} Piece */
/** Who says it, or is blamed for it: an actor, or until the server has made one, the name and kind of a new one.
 * @typedef {{actor?: string, name?: string, kind?: string, role: string}} Attribution */
/** What was decided about an annotation: `chosen` says that what it says was accepted.
 * @typedef {{verdict: "accept" | "edit" | "reject", chosen: boolean, reason: string, by: string}} Decision */
/** An annotation as the API has it; `deleted`: it stands there as a tombstone.
 * @typedef {{id: string, document: string, version: number, start: number, end: number, quote: string, fragments: Piece[], prefix: string, suffix: string, tags: string[], note: string, attributions: Attribution[], creator: string, created: string, modified: string, revision: number, comments: number, curated?: boolean, decision?: Decision | null, deleted?: boolean}} Annotation */
/** An annotation on the page, as the reader wants it: `base` is what the server last acknowledged (null: nothing yet), `edits`
 * counts the reader's own changes, `going` says that it is being deleted, `back` that it may be brought back from the deleted.
 * `problem` says why it could not be saved; `passing` what trying again waits for, `gone` that somebody has deleted it,
 * `moved` that it was changed before we deleted it, `adrift` that an answer was lost: the server may have it; `later` that
 * the reader put off a conflict, `borrowed` that another tab of the reader's, the `owner`, sends it.
 * @typedef {Annotation & {state: "saved" | "saving" | "unsaved", base: Annotation | null, edits: number, problem: string, going?: boolean, back?: boolean, passing?: "" | "network" | "server", gone?: boolean, moved?: boolean, adrift?: boolean, later?: boolean, borrowed?: boolean, owner?: string}} Entry */
/** @typedef {import("./textmap.js").Block} Block */
/** What has changed: annotations, those that only the filter hides or shows now, and the passages to paint again.
 * `known` are those that the text shows already.
 * @typedef {{ids: Set<string>, known: Set<string>, sifted: Set<string>, blocks: Set<Block>}} Change */

export class Store {
  /** @param {import("./textmap.js").TextMap} map */
  constructor(map) {
    this.map = map;
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** @type {Map<Block, Set<string>>} */
    this.byBlock = new Map();
    /** @type {(entry: Entry) => boolean} */
    this.filter = () => true;
    /** @type {((change: Change) => void)[]} */
    this.listeners = [];
    /** @type {Change | null} */
    this.waiting = null;
    /** In reading order. @type {Entry[]} */
    this.order = [];
  }

  /** Call back, once per turn of the event loop, with what has changed. @param {(change: Change) => void} listener */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** @param {string} id */
  get(id) {
    return this.entries.get(id);
  }

  /** Add or replace. `quietly`: the text shows it already. @param {Entry} entry @param {boolean} [quietly] */
  put(entry, quietly = false) {
    const before = this.entries.get(entry.id);
    if (before) this.#index(before, false, quietly);
    this.entries.set(entry.id, entry);
    this.#index(entry, true, quietly);
  }

  /** @param {string} id */
  remove(id) {
    const before = this.entries.get(id);
    if (!before) return;
    this.#index(before, false, false);
    this.entries.delete(id);
  }

  /** Every entry in reading order; not to be changed. */
  all() {
    return this.order;
  }

  /** The entries in a passage that the filter lets through. @param {Block} block */
  within(block) {
    return [...(this.byBlock.get(block) ?? [])].map((id) => /** @type {Entry} */ (this.entries.get(id))).filter(this.filter);
  }

  /** @param {(entry: Entry) => boolean} filter */
  sift(filter) {
    for (const entry of this.entries.values()) {
      if (filter(entry) !== this.filter(entry)) this.#changed(entry, "sifted");
    }
    this.filter = filter;
  }

  /** @param {Entry} entry @param {boolean} present @param {boolean} quietly */
  #index(entry, present, quietly) {
    if (present) this.order.splice(this.#placeOf(entry), 0, entry);
    else this.order.splice(this.#placeOf(entry), 1);
    for (const block of this.#blocks(entry)) {
      let ids = this.byBlock.get(block);
      if (!ids) this.byBlock.set(block, (ids = new Set()));
      if (present) ids.add(entry.id);
      else ids.delete(entry.id);
    }
    this.#changed(entry, quietly ? "known" : "ids");
  }

  /** The passages that any piece of an annotation touches. @param {Entry} entry */
  #blocks(entry) {
    return new Set(piecesOf(entry).flatMap((piece) => this.map.blocksIn(piece)));
  }

  /** Where an entry stands in reading order, or belongs. @param {Entry} entry */
  #placeOf(entry) {
    let low = 0;
    let high = this.order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (inReadingOrder(this.order[middle], entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param {Entry} entry @param {"ids" | "known" | "sifted"} how */
  #changed(entry, how) {
    if (!this.waiting) {
      this.waiting = { ids: new Set(), known: new Set(), sifted: new Set(), blocks: new Set() };
      queueMicrotask(() => this.#tell());
    }
    this.waiting[how].add(entry.id);
    if (how !== "known") for (const block of this.#blocks(entry)) this.waiting.blocks.add(block);
  }

  #tell() {
    const change = this.waiting;
    this.waiting = null;
    if (change) for (const listener of this.listeners) listener(change);
  }
}
