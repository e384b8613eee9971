/* What the reader does to annotations: shown at once, sent to the server, and written in the journal, so that it can be undone
   and redone. Each verb here has a way for the reader, which remembers it, and a way for the journal, which does not. */

import { ask, Problem } from "../projects/api.js";
import { uuid7 } from "../projects/ids.js";
import { acknowledged, differing, FIELDS, fieldsOf, snapshot } from "./entries.js";
import { Moot } from "./journal.js";

/** @typedef {import("./entries.js").Fields} Fields */
/** @typedef {import("./entries.js").Field} Field */
/** @typedef {import("./journal.js").Command} Command */
/** @typedef {import("./store.js").Annotation} Annotation */
/** @typedef {import("./store.js").Entry} Entry */

const RANGE = /** @type {const} */ (["start", "end", "quote", "fragments"]);
const CALLED = { tags: "tags changed", note: "note changed", attributions: "speakers changed" };

export class Changes {
  /**
   * @param {import("./store.js").Store} store
   * @param {{api: string, document: string, version: number, user: string}} page
   * @param {import("./sending.js").Sending} sending
   * @param {import("./journal.js").Journal} journal
   * @param {(id: string) => void} show What was brought back or changed back is shown to the reader.
   */
  constructor(store, page, sending, journal, show) {
    this.store = store;
    this.page = page;
    this.sending = sending;
    this.journal = journal;
    this.show = show;
    /** What to tell of an annotation once the server has it. @type {Map<string, Command>} */
    this.news = new Map();
    journal.register({
      "annotation.update": (args) => this.#changeFrom(args),
      "annotation.remove": (args) => this.#removeAs(args),
      "annotation.restore": (args) => this.#bringBack(args),
    });
  }

  /** Mark a passage. @param {Required<Pick<Fields, "start" | "end" | "quote" | "tags" | "note">> & Fields} fields @returns {string} The annotation's id. */
  create(fields) {
    const now = new Date().toISOString();
    const { document, version, user } = this.page;
    /** @type {Entry} */
    const entry = {
      id: uuid7(), document, version, prefix: "", suffix: "", fragments: [], attributions: [], comments: 0, creator: user,
      created: now, modified: now, revision: 0, state: "saving", base: null, edits: 0, problem: "", ...fields,
    };
    this.sending.send(entry);
    const annotation = snapshot(entry);
    this.news.set(entry.id, this.journal.push({ label: "annotation added", undo: removing(annotation), redo: restoring(entry) }));
    return entry.id;
  }

  /** Change range, pieces, tags, note or attributions; nothing else counts as a change. @param {string} id @param {Fields} fields */
  update(id, fields) {
    const entry = this.store.get(id);
    if (!entry) return;
    const names = touched(entry, fields);
    if (!names.length) return this.sending.retry(id);
    const [from, to] = [fieldsOf(entry, names), fieldsOf({ ...entry, ...fields }, names)];
    const corrected = entry.state === "unsaved" && !entry.passing && this.#correct(id, from, to);
    this.sending.send({ ...entry, ...to });
    if (corrected) return;
    const [undo, redo] = [{ id, from: to, to: from }, { id, from, to }];
    this.news.set(id, this.journal.push({ label: called(names), undo: { verb: "annotation.update", args: undo }, redo: { verb: "annotation.update", args: redo } }));
  }

  /** Take what the reader has written over an annotation as they saw it. Another tab may have changed it meanwhile: what the
   * reader left alone stays as it is now, and between two words on the same the reader chooses. Or it has deleted it: it is
   * asked for as it was, and what the server answers is told. @param {Entry} seen @param {Fields} answer */
  answer(seen, answer) {
    const fields = fieldsOf({ ...seen, ...answer }, touched(seen, answer));
    const now = this.store.get(seen.id);
    if (Object.keys(fields).length && (!now || now.going)) this.store.put({ ...(now ?? seen), going: false });
    else if (now && contradicts(fields, seen, now)) this.store.put({ ...now, base: seen.base });
    this.update(seen.id, fields);
  }

  /** Delete. @param {string} id */
  remove(id) {
    const entry = this.store.get(id);
    if (!entry || entry.going) return;
    this.news.set(id, this.journal.push({ label: "annotation deleted", undo: restoring(entry), redo: removing(entry) }));
    this.#goes(entry);
  }

  /** Think better of a deletion that the server has not confirmed. @param {string} id */
  keep(id) {
    const entry = this.store.get(id);
    if (!entry?.going) return;
    this.dropped(id);
    this.sending.send({ ...entry, going: false });
  }

  /** Send an unsaved annotation again. @param {string} id */
  retry(id) {
    this.sending.retry(id);
  }

  /** Bring back what somebody deleted, and save our unsaved change of it. @param {string} id */
  revive(id) {
    const entry = this.store.get(id);
    if (entry?.base) this.sending.send({ ...entry, base: { ...entry.base, deleted: true }, back: true, gone: false });
  }

  /** Give up an unsaved change: back to what the server has, or away. @param {string} id */
  discard(id) {
    const entry = this.store.get(id);
    if (!entry) return;
    this.dropped(id);
    if (entry.gone) this.store.remove(id);
    else if (entry.base) this.store.put(acknowledged(entry.base));
    else this.#goes(entry);
  }

  /** The server has what was wanted: tell it, and remember it in the words of the server. @param {string} id @param {Annotation | null} saved */
  settled(id, saved) {
    const command = this.news.get(id);
    this.news.delete(id);
    if (saved) this.journal.amend((one) => reworded(one, saved));
    if (command) this.journal.tell(command);
  }

  /** A change was given up: it cannot be undone any more. @param {string} id */
  dropped(id) {
    this.news.delete(id);
    this.journal.forget(({ redo }) => about(redo) === id);
  }

  /** What was refused is said otherwise: the journal remembers the last word only.
   * @param {string} id @param {Fields} from @param {Fields} to */
  #correct(id, from, to) {
    const last = this.journal.last(({ redo }) => about(redo) === id && redo.verb !== "annotation.remove");
    if (last) this.journal.amend((one) => (one === last ? corrected(one, from, to) : one));
    return last !== undefined;
  }

  /** What cannot have reached the server is just taken away; else it is shown as going until the server has heard.
   * @param {Entry} entry */
  #goes(entry) {
    if (!entry.base && !entry.adrift && !this.sending.busy(entry.id)) this.store.remove(entry.id);
    else this.sending.send({ ...entry, going: true, gone: false });
  }

  /** @param {{id: string, from: Fields, to: Fields}} args */
  async #changeFrom({ id, from, to }) {
    const entry = await this.#present(id);
    if (entry.going) throw new Moot("it is being deleted.");
    if (differing(entry, from).length) throw new Moot("it was changed since.");
    this.news.delete(id);
    this.sending.send({ ...entry, ...to });
    this.show(id);
  }

  /** @param {{id: string, as: Fields}} args `as`: what it said then; what it says now is more than that deletes. */
  async #removeAs({ id, as }) {
    const entry = await this.#present(id);
    if (differing(entry, as).length) throw new Moot("it was changed since.");
    this.news.delete(id);
    this.#goes(entry);
  }

  /** @param {{annotation: Annotation, base: Annotation | null}} args `base`: what the server had of it */
  async #bringBack({ annotation, base }) {
    const { id, version } = annotation;
    if (version !== this.page.version) throw new Moot("it lies on another version of the text.");
    const mine = this.store.get(id);
    if (mine && !mine.going) throw new Moot("it is there already.");
    this.news.delete(id);
    const gone = base && { ...base, revision: base.revision + 1, deleted: true };
    this.sending.send(mine ? { ...mine, going: false } : { ...annotation, base: gone, back: true, state: "saving", edits: 0, problem: "" });
    this.show(id);
  }

  /** The annotation as it is, asked of the server when the page does not know it. @param {string} id @returns {Promise<Entry>} */
  async #present(id) {
    const here = this.store.get(id);
    if (here) return here;
    const found = await ask("GET", `${this.page.api}annotations/${id}/`).catch((error) => {
      if (error instanceof Problem && error.status === 410) throw new Moot("it was deleted meanwhile.");
      throw error instanceof Problem && error.passing ? error : new Moot("it is not here any more.");
    });
    if (found.version !== this.page.version) throw new Moot("it lies on another version of the text.");
    this.store.put(acknowledged(found));
    return /** @type {Entry} */ (this.store.get(id));
  }
}

/** Whether what is said over `seen` would overwrite something else that the server has by now.
 * @param {Fields} fields @param {Entry} seen @param {Entry} now */
function contradicts(fields, seen, now) {
  if (!seen.base || !now.base || differing(now, now.base).length || !differing(now, fields).length) return false;
  return differing(now, fieldsOf(seen, differing(seen, fields))).length > 0;
}

/** The fields that a change is about; a range with its pieces is one thing. @param {Entry} entry @param {Fields} fields @returns {Field[]} */
function touched(entry, fields) {
  const names = differing(entry, fields);
  const range = RANGE.some((name) => names.includes(name));
  return FIELDS.filter((name) => names.includes(name) || (range && /** @type {readonly string[]} */ (RANGE).includes(name)));
}

/** @param {Field[]} names */
function called(names) {
  if (names.includes("start")) return names.length > RANGE.length ? "annotation changed" : "range changed";
  return names.length === 1 ? CALLED[/** @type {keyof typeof CALLED} */ (names[0])] : "annotation changed";
}

/** @param {Annotation} annotation */
function removing(annotation) {
  return { verb: "annotation.remove", args: { id: annotation.id, as: fieldsOf(annotation, FIELDS) } };
}

/** @param {Entry} entry */
function restoring(entry) {
  return { verb: "annotation.restore", args: { annotation: snapshot(entry), base: entry.base && snapshot(entry.base) } };
}

/** Which annotation a call is about. @param {import("./journal.js").Call} call @returns {string} */
function about({ args }) {
  return args.id ?? args.annotation?.id;
}

/** A command with what it did said otherwise. @param {Command} command @param {Fields} from @param {Fields} to @returns {Command} */
function corrected(command, from, to) {
  const { undo, redo } = structuredClone(command);
  if (redo.verb === "annotation.update") {
    undo.args = { ...undo.args, from: { ...undo.args.from, ...to }, to: { ...from, ...undo.args.to } };
    redo.args = { ...redo.args, from: undo.args.to, to: undo.args.from };
  } else {
    undo.args = { ...undo.args, as: { ...undo.args.as, ...to } };
    redo.args = { ...redo.args, annotation: { ...redo.args.annotation, ...to } };
  }
  return { ...command, undo, redo };
}

/** A command with the server's words for what it did: slugs for the names of new tags, ids for those of new actors.
 * @param {Command} command @param {Annotation} saved @returns {Command} */
function reworded(command, saved) {
  if (about(command.redo) !== saved.id || !command.redo.verb.startsWith("annotation.")) return command;
  const { undo, redo } = structuredClone({ undo: command.undo, redo: command.redo });
  for (const said of [undo.args.from, redo.args.to, undo.args.as, redo.args.annotation]) {
    if (said?.tags && !differing({ ...saved, ...said }, { tags: saved.tags }).length) said.tags = saved.tags;
    if (said?.attributions && named(said.attributions, saved)) said.attributions = saved.attributions;
  }
  return { ...command, undo, redo };
}

/** Whether attributions that name new actors are those of a saved annotation. @param {import("./store.js").Attribution[]} said @param {Annotation} saved */
function named(said, { attributions }) {
  const fits = said.every(({ role, actor }, at) => role === attributions[at]?.role && (!actor || actor === attributions[at].actor));
  return said.length === attributions.length && fits && said.some(({ actor }) => !actor);
}
