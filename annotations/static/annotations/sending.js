/* Brings the server to what the entries say: one annotation has one request under way at a time, each with the revision that
   the one before returned. What fails is kept and shown: tried again by itself when that may help, else left to the reader. */

import { ask, Problem } from "../projects/api.js";
import { toast } from "../projects/toast.js";
import { acknowledged, alike, changed, complete, creation, fieldsOf, late, next, rebased, together } from "./entries.js";

/** @typedef {import("./store.js").Annotation} Annotation */
/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {import("./entries.js").Step} Step */
/** `conflict`: which version shall stand, or what both say together; `refused`: it is for the reader to do something; `learn`: the tags of what the server
 * has now; `named`: an annotation with the names of its actors; `settled`: the server has what the reader wants (`saved` is null when it is deleted);
 * `dropped`: the reader has given up a change.
 * @typedef {{conflict: (mine: Entry, theirs: Annotation, both: import("./entries.js").Fields | null) => Promise<import("./conflict.js").Chosen>, refused: (entry: Entry) => void, learn: (saved: Annotation) => Promise<unknown>, named: (annotation: Annotation) => Promise<Annotation>, settled: (id: string, saved: Annotation | null) => void, dropped: (id: string) => void}} Hooks */

const SOONEST = 2_000;
const LATEST = 60_000;
/** The revision of what has just been created. */
const FIRST = 1;
/** What is said of a passage, on whatever version of the text it lies. */
const SAID = /** @type {const} */ (["tags", "note", "attributions"]);
const MOVED = "it was changed meanwhile. Look at it again.";
const ELSEWHERE = "It was given up in another tab.";

export class Sending {
  /** @param {import("./store.js").Store} store @param {import("./outbox.js").Outbox} outbox @param {{api: string, version: number}} page @param {Hooks} hooks */
  constructor(store, outbox, page, hooks) {
    this.store = store;
    this.outbox = outbox;
    this.page = page;
    this.hooks = hooks;
    /** The annotations that are not acknowledged. @type {Set<string>} */
    this.open = new Set();
    /** @type {Set<string>} */
    this.running = new Set();
    this.timer = 0;
    this.patience = SOONEST;
    store.listen(({ ids }) => this.#follow(ids));
    outbox.listen((id, entry) => this.#hear(id, entry));
    addEventListener("online", () => this.retryAll());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.retryAll());
    addEventListener("beforeunload", (event) => {
      if (this.unsaved().some((entry) => !entry.borrowed && !outbox.keeps(entry))) event.preventDefault();
    });
  }

  /** The entries that the server has not acknowledged. */
  unsaved() {
    return [...this.open].map((id) => this.store.get(id)).filter((entry) => entry !== undefined);
  }

  /** Whether a request about an annotation is under way. @param {string} id */
  busy(id) {
    return this.running.has(id);
  }

  /** Put an entry as the reader wants it, and send it. @param {Entry} entry */
  send(entry) {
    this.store.put({ ...entry, state: "saving", problem: "", passing: "", later: false, moved: false, borrowed: false, edits: entry.edits + 1 });
    this.#start(entry.id);
  }

  /** Send an unsaved annotation again. @param {string} id */
  retry(id) {
    const entry = this.store.get(id);
    if (entry?.state === "unsaved") this.send(entry);
  }

  /** Send again, now, what only waited for the network or the server. It stays shown as waiting until it is saved. */
  retryAll() {
    clearTimeout(this.timer);
    this.timer = 0;
    for (const { id, passing, borrowed } of this.unsaved()) if (passing && !borrowed) this.#start(id);
  }

  /** Take up what an earlier visit could not send; what somebody has deleted meanwhile is the reader's to decide.
   * @param {Entry} entry */
  takeUp(entry) {
    const there = this.store.get(entry.id);
    if (entry.version !== this.page.version && !there) void this.#aside(entry);
    else if (entry.version !== this.page.version) this.send({ ...entry, ...there, ...fieldsOf(entry, SAID), base: entry.base, state: "saving" });
    else if (entry.gone) this.store.put(entry);
    else this.send(entry);
  }

  /** Send what lies on another version of the text than the page shows. @param {Entry} entry */
  async #aside(entry) {
    try {
      if (next(entry)) await this.#request(next(entry), entry);
    } catch (error) {
      const { message, passing } = /** @type {Problem} */ (error);
      const words = `Not saved: ${message} It was done on version ${entry.version} of this text.`;
      if (passing) return toast(words, { label: "Retry", run: () => void this.#aside(entry) });
      return toast(words, { label: "Discard", run: () => this.outbox.release(entry.id) });
    }
    this.outbox.release(entry.id);
    return toast(`Saved: what you did on version ${entry.version} of this text.`);
  }

  /** @param {Set<string>} ids */
  #follow(ids) {
    this.outbox.follow(ids, (id) => this.store.get(id));
    for (const id of ids) {
      if (this.store.get(id)?.state === "saved" || !this.store.get(id)) this.open.delete(id);
      else this.open.add(id);
    }
  }

  /** @param {string} id */
  #start(id) {
    if (this.running.has(id)) return;
    this.running.add(id);
    void this.#run(id).finally(() => {
      this.running.delete(id);
      if (this.#wanted(id)?.state === "saving") this.#start(id); // changed since it was settled
    });
  }

  /** @param {string} id */
  async #run(id) {
    await null; // the outbox has it first
    await this.outbox.alone(id, () => (this.outbox.settled(id) ? this.#look(id) : this.#bring(id)));
  }

  /** Step by step until the server has what the reader wants, or something is in the way. @param {string} id */
  async #bring(id) {
    for (let entry = this.#wanted(id); entry; entry = this.#wanted(id)) {
      const step = next(entry);
      if (!step) return this.#settle(entry);
      try {
        await this.#taken(step, entry, await this.#request(step, entry));
      } catch (error) {
        if (!(await this.#failed(step, id, error instanceof Problem ? error : new Problem(0, String(error))))) return;
      }
    }
  }

  /** @param {string} id */
  #wanted(id) {
    const entry = this.store.get(id);
    return entry && !entry.borrowed && (entry.state === "saving" || entry.passing) ? entry : undefined;
  }

  /** @param {Step} step @param {Entry} entry @returns {Promise<Annotation>} What the server has then. */
  async #request(step, entry) {
    const url = this.#url(entry.id);
    const { base } = entry;
    if (step === "create" || !base && step !== "delete") return ask("PUT", url, { body: creation(entry) });
    const revision = base?.revision ?? FIRST;
    if (step === "restore") return ask("POST", `${url}restore/`, { revision });
    if (base && step === "change") return ask("PATCH", url, { body: changed(entry, base), revision });
    await ask("DELETE", url, { revision });
    return { ...(base ?? entry), revision: revision + 1, deleted: true };
  }

  /** The server did as it was asked: what the reader has not changed meanwhile is as the server has it.
   * @param {Step} step @param {Entry} sent @param {Annotation} answer */
  async #taken(step, sent, answer) {
    const saved = complete(answer);
    if (!saved.deleted) await this.hooks.learn(saved).catch(() => {}); // it is saved, whatever its tags are called
    const now = this.store.get(sent.id);
    if (!now) return;
    const own = step === "restore" && sent.base && !alike(sent, sent.base);
    if (own && sent.base && !alike(saved, sent.base) && !alike(saved, sent)) return void (await this.#choose(now, saved));
    const as = own ? now : rebased(now, sent, saved);
    this.store.put({ ...as, base: saved, revision: saved.revision, adrift: false, back: false, gone: false });
  }

  /** The server has what the reader wants. @param {Entry} entry */
  #settle({ id, going, base }) {
    if (going || !base) this.store.remove(id);
    else this.store.put(acknowledged(base));
    this.patience = SOONEST;
    this.hooks.settled(id, going ? null : base);
  }

  /** What went wrong may be put right by another step (true); else it is kept and shown. @param {Step} step @param {string} id @param {Problem} error */
  async #failed(step, id, error) {
    const entry = this.store.get(id);
    if (!entry) return false;
    const { status, current } = error;
    const way = detour(step, entry, error);
    if (way) this.store.put({ ...entry, ...way });
    else if (current && (status === 412 || status === 428)) return this.#contradicted(step, entry, complete(current));
    else this.#refuse(step, entry, error);
    return way !== null;
  }

  /** Keep and show what could not be done. @param {Step} step @param {Entry} entry @param {Problem} error */
  #refuse(step, entry, { status, message, passing, current }) {
    const gone = status === 410 && step !== "restore";
    const base = entry.base ?? (gone && current ? complete(current) : null);
    /** @type {Entry} */
    const refused = { ...entry, base, gone, state: "unsaved", problem: message, passing: passing ? (status ? "server" : "network") : "", adrift: entry.adrift || (passing && step === "create") };
    this.store.put(refused);
    if (passing) this.#later();
    else this.hooks.refused(refused);
  }

  /** Try again by itself, less and less often. */
  #later() {
    if (this.timer) return; // once for all that failed together
    this.timer = window.setTimeout(() => this.retryAll(), this.patience);
    this.patience = Math.min(this.patience * 2, LATEST);
  }

  /** The server has another revision. What we wanted may be there already: an answer can be lost on its way.
   * @param {Step} step @param {Entry} mine @param {Annotation} theirs @returns {Promise<boolean>} */
  async #contradicted(step, mine, theirs) {
    await this.hooks.learn(theirs).catch(() => {});
    if (alike(mine, await this.hooks.named(theirs).catch(() => theirs))) {
      this.store.put({ ...mine, base: theirs, tags: theirs.tags, attributions: theirs.attributions, revision: theirs.revision });
      return true;
    }
    if (step === "delete") {
      const shown = { ...acknowledged(theirs), going: true, moved: true, problem: MOVED };
      this.store.put({ ...shown, state: "unsaved", edits: mine.edits });
      this.hooks.refused({ ...shown, state: "unsaved" });
      return false;
    }
    return this.#choose(mine, theirs);
  }

  /** Let the reader choose between two versions; true when there is something to send. @param {Entry} mine @param {Annotation} theirs @returns {Promise<boolean>} */
  async #choose(mine, theirs) {
    this.store.put({ ...mine, state: "unsaved", problem: "Somebody changed it meanwhile.", passing: "", later: true });
    const both = together(mine, theirs);
    const choice = await this.hooks.conflict(mine, theirs, both);
    if (!choice) return false;
    try {
      await ask("POST", `${this.#url(mine.id)}choice/`, { body: { choice, mine: late(mine) }, revision: theirs.revision });
    } catch (error) {
      return this.#undecided(mine, error instanceof Problem ? error : new Problem(0, String(error)));
    }
    const now = this.store.get(mine.id) ?? mine;
    if (choice === "theirs") {
      this.store.put(acknowledged(theirs));
      this.hooks.dropped(mine.id);
    }
    else this.store.put({ ...now, ...(choice === "both" && both), base: theirs, state: "saving", problem: "", later: false });
    return choice !== "theirs";
  }

  /** The log does not have the choice, so neither version is given up. @param {Entry} mine @param {Problem} error @returns {Promise<boolean>} */
  async #undecided(mine, error) {
    const now = this.store.get(mine.id) ?? mine;
    if (error.status === 412 && error.current) return this.#contradicted("change", now, complete(error.current));
    const problem = `Your choice was not kept: ${error.message} Choose again.`;
    if (error.status === 410) this.#refuse("change", now, error);
    else this.store.put({ ...now, state: "unsaved", problem, passing: "", later: true });
    return false;
  }

  /** Another tab keeps something: it is shown here too, and sent from here if that tab is closed. Null: it has settled it.
   * @param {string} id @param {Entry | null} entry */
  #hear(id, entry) {
    const mine = this.store.get(id);
    const waiting = mine && mine.state !== "saved";
    if (entry?.version !== this.page.version) return void (!entry && waiting && !this.running.has(id) && this.#look(id));
    if (waiting && !mine.borrowed && Boolean(mine.going) === Boolean(entry.going) && alike(mine, entry)) return;
    this.store.put({ ...entry, borrowed: true, edits: (mine?.edits ?? 0) + 1 });
    const { owner } = entry;
    if (owner) void this.outbox.inherit(owner, () => this.#takeOver(owner));
  }

  /** Another tab was closed: what it kept is ours to send. @param {string} owner */
  #takeOver(owner) {
    for (const entry of this.unsaved()) if (entry.borrowed && entry.owner === owner && entry.state === "saving") this.send(entry);
  }

  /** Another tab has settled it: show what the server has. What the reader wants here and differs from that stays unsaved.
   * @param {string} id */
  async #look(id) {
    const found = await ask("GET", this.#url(id)).then(complete, (/** @type {Problem} */ problem) => problem);
    const now = this.store.get(id);
    if (!now || now.state === "saved") return;
    const there = found instanceof Problem ? null : found;
    if (there && (now.borrowed || (!now.going && alike(now, there)))) this.#settle({ ...now, going: false, base: there });
    else if (now.borrowed && now.base && found instanceof Problem && found.passing) this.store.put(acknowledged(now.base));
    else if (!there && (now.borrowed || now.going)) this.#settle({ ...now, going: true });
    else this.store.put({ ...now, state: "unsaved", passing: "", problem: ELSEWHERE });
  }

  /** @param {string} id */
  #url(id) {
    return `${this.page.api}annotations/${id}/`;
  }
}

/** What else is known now, by which another step leads to what the reader wants; null when none does.
 * @param {Step} step @param {Entry} entry @param {Problem} error @returns {Partial<Entry> | null} */
function detour(step, { base, back }, { status, current }) {
  if (step === "delete" && (status === 410 || (status === 404 && !base))) return { base: base && { ...base, deleted: true }, adrift: false };
  if (step === "restore" && status === 404) return { base: null, back: true };
  if (step === "restore" && status === 412 && base && current && current.revision !== base.revision) return { base: { ...base, revision: current.revision } };
  if (step === "create" && status === 410 && back && current) return { base: { ...complete(current), deleted: true } };
  return null;
}
