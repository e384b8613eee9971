/* What the reader does to annotations: shown at once, sent to the server, kept and shown as unsaved when it is refused,
   and undone. Each annotation has at most one request under way; later edits of it follow with the revision it returns. */

import { ask, Problem } from "../projects/api.js";
import { uuid7 } from "../projects/ids.js";
import { toast } from "../projects/toast.js";
import { acknowledged, alike } from "./store.js";

/** @typedef {import("./store.js").Annotation} Annotation */
/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {{start?: number, end?: number, quote?: string, tags?: string[], note?: string}} Fields */
/** How to undo something, and what to say then; `on` is the annotation that it needs.
 * @typedef {{label: string, run: () => void, on?: string}} Undo */

const FIELDS = /** @type {const} */ (["start", "end", "quote", "tags", "note"]);
const SOONEST = 5_000;
const LATEST = 60_000;
/** The revision of what has just been created. */
const FIRST = 1;

export class Changes {
  /**
   * @param {import("./store.js").Store} store
   * @param {{api: string, document: string, version: number, user: string}} page
   * @param {{conflict: (mine: Entry, theirs: Annotation) => Promise<"mine" | "theirs" | "">, refused: (entry: Entry) => void, tagged: (tags: string[]) => void, restored: (id: string) => void, returned: (id: string) => void, kept: (id: string) => boolean}} hooks
   * `restored`: a deletion was undone; `returned`: one was refused; `kept`: whether a change outlives the page
   */
  constructor(store, page, hooks) {
    this.store = store;
    this.page = page;
    this.hooks = hooks;
    /** @type {Map<string, Promise<void>>} */
    this.running = new Map();
    /** What to say of an annotation once its change is acknowledged, and how to undo it. @type {Map<string, {words: string, undo: Undo}>} */
    this.news = new Map();
    /** @type {Undo[]} */
    this.past = [];
    /** Deletions under way. */
    this.leaving = 0;
    this.timer = 0;
    this.patience = SOONEST;
    window.addEventListener("online", () => this.retryAll());
    window.addEventListener("beforeunload", (event) => {
      const lost = this.unsaved().some(({ id, state, later }) => state === "saving" || !later || !hooks.kept(id));
      if (this.leaving || lost) event.preventDefault();
    });
  }

  /** The entries that the server has not acknowledged. */
  unsaved() {
    return this.store.all().filter((entry) => entry.state !== "saved");
  }

  /** Those of them that could not be saved at once. */
  waiting() {
    return this.unsaved().filter(({ state, passing }) => state === "unsaved" || passing);
  }

  /** Mark a passage. @param {{start: number, end: number, quote: string, tags: string[], note: string}} fields */
  create(fields) {
    const now = new Date().toISOString();
    const { document, version, user } = this.page;
    /** @type {Entry} */
    const entry = {
      id: uuid7(), document, version, prefix: "", suffix: "", creator: user, created: now, modified: now,
      revision: 0, state: "saving", base: null, edits: 1, problem: "", ...fields,
    };
    this.store.put(entry);
    this.past.push({ label: "Annotation removed.", on: entry.id, run: () => void this.remove(entry.id, false) });
    this.#save(entry.id);
    return entry.id;
  }

  /** Change tags, note or range. @param {string} id @param {Fields} fields @param {boolean} [undoable] */
  update(id, fields, undoable = true) {
    const entry = this.store.get(id);
    if (!entry) return;
    const before = Object.fromEntries(Object.keys(fields).map((key) => [key, entry[/** @type {keyof Fields} */ (key)]]));
    this.store.put({ ...entry, ...fields, state: "saving", problem: "", edits: entry.edits + 1 });
    if (undoable) {
      const undo = { label: "Change undone.", on: id, run: () => this.update(id, before, false) };
      this.past.push(undo);
      this.news.set(id, { words: fields.start === undefined ? "Annotation changed." : "Range changed.", undo });
    }
    this.#save(id);
  }

  /** Delete; what cannot have reached the server is just taken away.
   * @param {string} id @param {boolean} [undoable] @param {number} [revision] The one to delete, if not the last acknowledged. */
  async remove(id, undoable = true, revision) {
    await this.running.get(id);
    const entry = this.store.get(id);
    if (!entry) return;
    this.store.remove(id);
    if (entry.gone || !(entry.base || entry.adrift)) return;
    const known = revision ?? entry.base?.revision ?? FIRST;
    this.leaving += 1;
    try {
      await ask("DELETE", this.#url(id), { revision: known });
      if (!undoable) return;
      const undo = { label: "Annotation restored.", run: () => this.#restore(id, known + 1) };
      this.past.push(undo);
      toast("Annotation deleted.", { label: "Undo", run: () => void this.undo(undo) }, true);
    } catch (error) {
      this.#keep(entry, problem(error));
    } finally {
      this.leaving -= 1;
    }
  }

  /** Send an unsaved annotation again. @param {string} id */
  retry(id) {
    const entry = this.store.get(id);
    if (!entry || entry.state === "saving") return;
    this.store.put({ ...entry, state: "saving", problem: "" });
    this.#save(id);
  }

  /** Bring back what somebody deleted, and save our unsaved change of it. @param {string} id */
  revive(id) {
    const entry = this.store.get(id);
    if (!entry?.base || this.running.has(id)) return;
    this.running.set(id, this.#revived(entry, entry.base).finally(() => this.running.delete(id)));
  }

  /** Take up what an earlier visit could not save: sent again, unless the server has it. @param {Entry[]} entries */
  takeUp(entries) {
    for (const entry of entries) {
      const there = this.store.get(entry.id);
      if (there && !entry.base && alike(entry, there)) this.store.put(there);
      else if (!there && entry.base) this.store.put({ ...entry, state: "unsaved", gone: true, problem: "It was deleted meanwhile." });
      else {
        this.store.put({ ...entry, state: "saving", problem: "" });
        this.#save(entry.id);
      }
    }
  }

  /** Send again what only waited for the network or the server. */
  retryAll() {
    for (const entry of this.unsaved()) if (entry.passing) this.retry(entry.id);
  }

  /** Give up an unsaved change: back to what the server has, or away. @param {string} id */
  discard(id) {
    const entry = this.store.get(id);
    if (entry?.base && !entry.gone) this.store.put(acknowledged(entry.base));
    else void this.remove(id, false);
  }

  /** Undo one change of this visit: the newest, unless told which. What is just coming back is waited for. @param {Undo} [undo] */
  async undo(undo = this.past[this.past.length - 1]) {
    const at = this.past.lastIndexOf(undo);
    if (at < 0) return toast("There is nothing to undo.");
    this.past.splice(at, 1);
    const { on } = undo;
    if (on && !this.store.get(on)) await this.running.get(on);
    if (on && !this.store.get(on)) return toast("What this would undo is not here any more.");
    undo.run();
    toast(undo.label);
  }

  /** @param {string} id */
  #save(id) {
    if (this.running.has(id)) return;
    const run = this.#send(id).finally(() => this.running.delete(id));
    this.running.set(id, run);
  }

  /** @param {string} id */
  async #send(id) {
    for (let entry = this.store.get(id); entry; entry = this.store.get(id)) {
      try {
        const saved = await this.#request(entry);
        this.hooks.tagged(saved.tags);
        const now = this.store.get(id);
        if (!now) return;
        if (now.edits === entry.edits) return this.#acknowledge(saved);
        this.store.put({ ...now, base: saved, revision: saved.revision });
      } catch (error) {
        if (!(await this.#refused(id, problem(error)))) return;
      }
    }
  }

  /** @param {Annotation} saved */
  #acknowledge(saved) {
    this.store.put(acknowledged(saved));
    this.patience = SOONEST;
    const news = this.news.get(saved.id);
    this.news.delete(saved.id);
    if (news) toast(news.words, { label: "Undo", run: () => void this.undo(news.undo) }, true);
  }

  /** @param {Entry} entry @returns {Promise<Annotation>} */
  #request(entry) {
    const { base } = entry;
    if (!base) {
      const { document, version, start, end, quote, tags, note } = entry;
      return ask("PUT", this.#url(entry.id), { body: { document, version, start, end, quote, tags, note } });
    }
    const changed = FIELDS.filter((field) => JSON.stringify(entry[field]) !== JSON.stringify(base[field]));
    if (!changed.length) return Promise.resolve(base);
    if (changed.includes("start") || changed.includes("end")) changed.push("start", "end", "quote");
    const body = Object.fromEntries(changed.map((field) => [field, entry[field]]));
    return ask("PATCH", this.#url(entry.id), { body, revision: base.revision });
  }

  /** Show and keep what was refused; true when it is to be sent again. @param {string} id @param {Problem} error */
  async #refused(id, error) {
    const entry = this.store.get(id);
    if (!entry) return false;
    const gone = error.status === 410 && entry.base !== null;
    /** @type {Entry} */
    const unsaved = { ...entry, state: "unsaved", problem: error.message, passing: error.passing, gone, later: false, adrift: entry.adrift || error.passing };
    this.store.put(unsaved);
    if ((error.status === 412 || error.status === 428) && error.current) return this.#settle(unsaved, error.current);
    if (error.passing) this.#later(unsaved);
    else if (gone) toast(`Not saved: ${error.message}`);
    else this.hooks.refused(unsaved);
    return false;
  }

  /** Try again by itself, less and less often; the first time, say so. @param {Entry} entry */
  #later(entry) {
    if (this.patience === SOONEST) toast(`Not saved: ${entry.problem}`, { label: "Retry", run: () => this.retry(entry.id) });
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.retryAll(), this.patience);
    this.patience = Math.min(this.patience * 2, LATEST);
  }

  /** What we wanted may be there already: an answer can be lost on its way. @param {Entry} mine @param {Annotation} theirs */
  async #settle(mine, theirs) {
    if (alike(mine, theirs)) {
      this.#acknowledge(theirs);
      return false;
    }
    const choice = await this.hooks.conflict(mine, theirs);
    if (choice === "theirs") this.store.put(acknowledged(theirs));
    if (choice === "mine") this.store.put({ ...mine, base: theirs, state: "saving", problem: "" });
    if (!choice) this.store.put({ ...mine, later: true });
    return choice === "mine";
  }

  /** A deletion was refused: put the annotation back, as the server has it now. @param {Entry} entry @param {Problem} error */
  #keep(entry, error) {
    if (!entry.base && (error.status === 404 || error.status === 410)) return;
    if (error.status === 410) return toast("Somebody had deleted it already.");
    /** @type {Annotation} */
    const now = error.current ?? entry.base;
    this.store.put(entry.state === "saved" ? acknowledged(now) : entry);
    this.hooks.returned(entry.id);
    if (error.status === 412) toast("Not deleted: it was changed meanwhile. Look at it again.", { label: "Delete anyway", run: () => void this.remove(entry.id, true, now.revision) });
    else toast(`Not deleted: ${error.message}`, { label: "Retry", run: () => void this.remove(entry.id) });
  }

  /** @param {string} id @param {number} revision */
  #restore(id, revision) {
    this.running.set(id, this.#restored(id, revision).finally(() => this.running.delete(id)));
  }

  /** @param {string} id @param {number} revision */
  async #restored(id, revision) {
    try {
      this.store.put(acknowledged(await ask("POST", `${this.#url(id)}restore/`, { revision })));
      this.hooks.restored(id);
    } catch (error) {
      const { message, current } = problem(error);
      const known = current?.revision ?? revision; // a tag of its may have been renamed meanwhile
      toast(`Not restored: ${message}`, { label: "Retry", run: () => this.#restore(id, known) });
    }
  }

  /** Restored as somebody else left it, it is a conflict: our change then goes out with the old revision. @param {Entry} entry @param {Annotation} base */
  async #revived(entry, base) {
    const { id } = entry;
    this.store.put({ ...entry, state: "saving", problem: "" });
    try {
      const theirs = await ask("GET", this.#url(id)).catch((error) => {
        if (error.status !== 410) throw error;
        return ask("POST", `${this.#url(id)}restore/`, { revision: error.current.revision });
      });
      this.store.put({ ...entry, state: "saving", gone: false, base: alike(theirs, base) ? theirs : base });
    } catch (error) {
      this.store.put(entry);
      return toast(`Not restored: ${problem(error).message}`, { label: "Retry", run: () => this.revive(id) });
    }
    await this.#send(id);
  }

  /** @param {string} id */
  #url(id) {
    return `${this.page.api}annotations/${id}/`;
  }
}

/** @param {unknown} error */
function problem(error) {
  return error instanceof Problem ? error : new Problem(0, String(error));
}
