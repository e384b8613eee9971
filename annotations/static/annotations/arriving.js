/* What happens in the project comes to the reading page as events, and is shown. What the reader has not saved stays as they want
   it: its sending finds what is in the way. Nothing of it is in the reader's journal. */

import { toast } from "../projects/toast.js";
import { told } from "./decided.js";
import { acknowledged, alike, complete } from "./entries.js";
import { one, standing } from "./loading.js";

/** @typedef {import("../projects/sequence.js").Happening} Happening */
/** @typedef {import("./store.js").Annotation} Annotation */
/** `learned`: the codebook or the actors say something else of these; `changed`: of an annotation that the reader has before them,
 * by whom it was; `beside`: what else there is to hear of the document.
 * @typedef {{page: import("./page.js").Page, store: import("./store.js").Store, codebook: import("./codebook.js").Codebook, actors: import("./actors.js").Actors, list: import("./list.js").List, discussing: import("./discussing.js").Discussing, learned: (found: {tags?: string[], actor?: string}) => void, held: (id: string) => boolean, beside: (event: Happening) => void}} Parts */

/** How long to gather what is to be asked for (milliseconds). */
const GATHER = 150;
const AGAIN = 3_000;
/** Kinds of events after which other annotations are to be seen, or many are changed that no event names. */
const UNSETTLING = /^(tag\.(merged|deleted|restored)|actor\.(merged|deleted|restored)|assignment\.|document\.(closed|opened))/;

export class Arriving {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    /** What has come and is not shown yet. @type {Happening[]} */
    this.events = [];
    /** The last word on what the reader has not saved yet, by id. @type {Map<string, Happening>} */
    this.later = new Map();
    /** Annotations about which the server is to be asked, because an event says too little. @type {Set<string>} */
    this.unknown = new Set();
    /** Those on which comments were written. @type {Set<string>} */
    this.discussed = new Set();
    /** Whether all annotations are to be asked for. */
    this.unsettled = false;
    /** Whether the store knows of the document's annotations. */
    this.begun = false;
    this.asking = false;
    this.timer = 0;
    parts.store.listen(({ ids }) => this.#release(ids));
  }

  /** @param {Happening[]} events */
  take(events) {
    this.events.push(...events);
    this.#work();
  }

  /** Show what has come, and from now on all that comes: the store knows the document's annotations. */
  begin() {
    this.begun = true;
    this.#work();
  }

  #work() {
    if (!this.begun || this.asking) return;
    const events = this.events.splice(0);
    if (events.length) this.parts.list.stay();
    for (const event of events) this.#show(event);
    if (this.unsettled || this.unknown.size || this.discussed.size) this.#soon(GATHER);
  }

  /** @param {Happening} event */
  #show(event) {
    const { page } = this.parts;
    const [subject] = event.kind.split(".");
    const here = (event.after ?? event.before)?.document === page.document;
    if (UNSETTLING.test(event.kind)) this.unsettled = true;
    if (subject === "annotation" && here) this.#annotation(event);
    else if (subject === "annotation") this.parts.codebook.outdated = true;
    else if (subject === "decision" && here) this.#decision(event);
    else if (subject === "comment" && here) this.discussed.add((event.after ?? event.before).annotation);
    else if (subject === "tag") this.#tag(event);
    else if (subject === "actor") this.#actor(event);
    else if (subject === "document" && event.object === page.document) this.parts.beside(event);
  }

  /** @param {Happening} event */
  #annotation(event) {
    const { object: id, before, after, kind } = event;
    const there = this.parts.store.get(id);
    const revision = after?.revision ?? before.revision + 1;
    if (there && there.state !== "saved") return void this.later.set(id, event);
    if (there && revision <= there.revision) return;
    if (!after) return there && this.#gone(id, event.user);
    if (after.version !== this.parts.page.version) return; // it went on to a text that this page does not show
    if (!there && kind !== "annotation.created") return void this.unknown.add(id);
    const changed = there ? { ...there.base, ...after, modified: event.created } : after;
    if (there && this.parts.held(id)) this.parts.list.tell(id, `changed by ${event.user ?? "somebody"}`);
    this.parts.store.put(acknowledged(changed));
  }

  /** What was decided stands on every annotation that it is about. @param {Happening} event */
  #decision(event) {
    const { store } = this.parts;
    for (const [id, decision] of told(event)) {
      const there = store.get(id);
      if (there) store.put({ ...there, decision, base: there.base && { ...there.base, decision } });
    }
  }

  /** @param {string} id @param {string | null} by */
  #gone(id, by) {
    const { store, discussing, page } = this.parts;
    if (this.parts.held(id) && by !== page.user) toast(`${by ?? "Somebody"} has deleted the annotation that you had open.`);
    if (discussing.open === id) discussing.close();
    store.remove(id);
  }

  /** What the reader had not saved is saved now: what came meanwhile may be later than that. @param {Set<string>} ids */
  #release(ids) {
    if (!this.later.size) return;
    for (const id of ids) {
      const event = this.later.get(id);
      if (!event || (this.parts.store.get(id)?.state ?? "saved") !== "saved") continue;
      this.later.delete(id);
      this.take([event]);
    }
  }

  /** @param {Happening} event */
  #tag({ before, after, kind }) {
    const { codebook, learned } = this.parts;
    const moved = before && after?.slug && before.slug !== after.slug;
    if (kind === "tag.merged" || !after) codebook.drop(before.slug);
    else codebook.put(after, before?.slug);
    if (moved) this.unsettled = true;
    else if (after?.slug) learned({ tags: [after.slug] });
  }

  /** @param {Happening} event */
  #actor({ object, before, after, kind }) {
    const { actors, learned } = this.parts;
    if (kind === "actor.merged" || !after) actors.drop(object, before);
    else actors.put(after);
    learned({ actor: object });
  }

  /** @param {number} wait */
  #soon(wait) {
    this.timer ||= window.setTimeout(() => {
      this.timer = 0;
      void this.#ask();
    }, wait);
  }

  /** Ask for what no event says. What comes meanwhile waits, so that it is not overwritten by what is older. */
  async #ask() {
    this.asking = true;
    try {
      if (this.unsettled) await this.#all();
      for (const id of this.unknown) await this.#one(id);
      for (const id of this.discussed) await this.#comments(id);
    } catch {
      this.#soon(AGAIN); // what is still to be asked for is remembered
    }
    this.asking = false;
    this.#work();
  }

  async #all() {
    const { page, store, list } = this.parts;
    const before = store.all().filter(({ state }) => state === "saved").map(({ id }) => id);
    this.unsettled = false;
    const there = await standing(page).catch((error) => {
      this.unsettled = true;
      throw error;
    });
    list.stay();
    for (const annotation of there.values()) this.#put(annotation);
    for (const id of before) if (!there.has(id) && store.get(id)?.state === "saved") store.remove(id);
    this.unknown.clear();
  }

  /** @param {string} id */
  async #one(id) {
    const annotation = await one(this.parts.page, id);
    this.unknown.delete(id);
    this.parts.list.stay();
    if (annotation?.document === this.parts.page.document && annotation.version === this.parts.page.version) this.#put(annotation);
  }

  /** Show what the server has. What is not saved of it stays, and is not thought to contradict a tag's new name. @param {Annotation} annotation */
  #put(annotation) {
    const { store, codebook } = this.parts;
    const there = store.get(annotation.id);
    if (!there || (there.state === "saved" && newer(annotation, there))) return store.put(acknowledged(annotation));
    if (there.state === "saved" || !there.base) return;
    const renamed = { ...there.base, tags: codebook.current(there.base.tags) };
    if (alike(renamed, annotation)) store.put({ ...there, tags: codebook.current(there.tags), base: complete(annotation), revision: annotation.revision });
  }

  /** @param {string} id */
  async #comments(id) {
    if (this.parts.store.get(id)?.base) await this.parts.discussing.learn(id);
    this.discussed.delete(id);
  }
}

/** Whether the server's annotation is later than the reader's, or something else was decided about it, which makes it no later.
 * @param {Annotation} annotation @param {Annotation} there */
function newer(annotation, there) {
  return annotation.revision > there.revision || (annotation.revision === there.revision && ruling(annotation) !== ruling(there));
}

/** What was decided about an annotation, to be compared. @param {Annotation} annotation */
function ruling({ decision }) {
  return decision ? JSON.stringify([decision.verdict, decision.reason, decision.by, decision.chosen]) : "";
}
