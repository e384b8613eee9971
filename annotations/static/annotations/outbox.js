/* What has not reached the server yet, kept in the browser's storage: it survives a closed tab, a lost network and a
   restarted server, and is sent when the document is opened again. One storage entry per annotation. The tabs of one person
   hear of each other's: what one keeps it sends itself, and the others when it is closed. */

import { uuid7 } from "../projects/ids.js";
import { snapshot } from "./entries.js";
import { Shelf } from "./shelf.js";

/** @typedef {import("./store.js").Entry} Entry */

export class Outbox {
  /** @param {import("./shelf.js").Owner} page */
  constructor(page) {
    this.shelf = new Shelf("unsaved", page);
    /** What this tab knows to be kept: by annotation, as JSON. @type {Map<string, string>} */
    this.known = new Map();
    /** This tab's name. It holds a lock of this name as long as it is open. */
    this.tab = uuid7();
    void navigator.locks?.request(this.shelf.prefix + this.tab, () => new Promise(() => {}));
    /** The tabs whose closing is waited for. @type {Set<string>} */
    this.awaited = new Set();
  }

  /** Keep what is unsaved of these annotations, and forget what is saved or gone, unless another tab has written it anew.
   * @param {Iterable<string>} ids @param {(id: string) => Entry | undefined} get */
  follow(ids, get) {
    for (const id of ids) {
      const entry = get(id);
      if (entry?.borrowed) continue;
      if (entry && entry.state !== "saved") this.keep(entry);
      else if (this.known.has(id)) this.#forget(id);
    }
  }

  /** @param {Entry} entry */
  keep(entry) {
    const kept = record(entry, this.tab);
    const words = JSON.stringify(kept);
    if (this.known.get(entry.id) === words && this.has(entry.id)) return;
    if (this.shelf.keep(entry.id, kept)) this.known.set(entry.id, words);
  }

  /** Whether the storage has an annotation as it is on this page. @param {Entry} entry */
  keeps(entry) {
    return JSON.stringify(this.shelf.get(entry.id)) === JSON.stringify(record(entry, this.tab));
  }

  /** @param {string} id */
  has(id) {
    return this.shelf.get(id) !== null;
  }

  /** Whether another tab has settled what this one has kept or heard of. @param {string} id */
  settled(id) {
    return this.known.has(id) && !this.has(id);
  }

  /** What earlier visits have left. @returns {Entry[]} */
  left() {
    const entries = this.shelf.names().map((id) => this.shelf.get(id)).filter((entry) => entry !== null);
    for (const entry of entries) this.known.set(entry.id, JSON.stringify(entry));
    return entries;
  }

  /** Hear what other tabs keep (an entry) and what they have settled (null).
   * @param {(id: string, entry: Entry | null) => void} heard */
  listen(heard) {
    this.shelf.listen((id, entry) => {
      if (this.shelf.get(id)?.owner === this.tab) return; // heard late: this tab has kept something since
      if (entry) this.known.set(id, JSON.stringify(entry));
      heard(id, entry);
    });
  }

  /** Do something when a tab is closed: take over what it keeps. Where the browser has no locks, on an address without TLS,
   * that is at once, and two tabs may send the same: the server takes it once. @param {string} tab @param {() => void} run */
  async inherit(tab, run) {
    if (this.awaited.has(tab)) return;
    this.awaited.add(tab);
    await navigator.locks?.request(this.shelf.prefix + tab, () => null);
    this.awaited.delete(tab);
    run();
  }

  /** Do something about an annotation while no other tab of this browser does. @param {string} id @param {() => Promise<void>} run */
  async alone(id, run) {
    if (navigator.locks) await navigator.locks.request(this.shelf.prefix + id, run);
    else await run();
  }

  /** Keep it no longer. @param {string} id */
  release(id) {
    this.known.delete(id);
    this.shelf.forget(id);
  }

  /** @param {string} id */
  #forget(id) {
    if (JSON.stringify(this.shelf.get(id)) === this.known.get(id)) this.shelf.forget(id);
    this.known.delete(id);
  }
}

/** What is kept of an entry: what the reader wants and what stands in the way, not how often it was tried.
 * @param {Entry} entry @param {string} owner @returns {Entry} */
function record(entry, owner) {
  const { base, going = false, back = false, gone = false, moved = false, adrift = false, later = false } = entry;
  const stuck = entry.state === "unsaved" && !entry.passing;
  const said = stuck ? { state: /** @type {const} */ ("unsaved"), problem: entry.problem } : { state: /** @type {const} */ ("saving"), problem: "" };
  return { ...snapshot(entry), base: base && { ...snapshot(base), deleted: Boolean(base.deleted) }, going, back, gone, moved, adrift, later, ...said, owner, edits: 0 };
}
