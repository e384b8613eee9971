/* Learning of what happens in the project, while it happens. All tabs of one person share one stream: the tab that holds a lock
   keeps it, and tells the others by a channel. Each tab has its own place in the log, so that it takes every event once and in
   order; where something is missing between, it asks for it. Without locks (an address without TLS) each tab that is looked at
   keeps a stream. */

import { ask, Problem, signedIn } from "./api.js";
import { Sequence } from "./sequence.js";
import { Stream } from "./stream.js";

/** @typedef {import("./sequence.js").Happening} Happening */
/** @typedef {import("./sequence.js").Message} Message */
/** Whether the page learns of what happens: it does; it will when the network is back; one is not in the project any more; one
 * is signed out; the project is in an earlier state than the page. @typedef {"live" | "away" | "left" | "signed out" | "set back"} Standing */

const MOST = 1_000;
const SOON = 2_000;
/** How long a tab that nobody looks at keeps listening (milliseconds). */
const HIDDEN = navigator.locks ? 300_000 : 0;

export class Live {
  /** @param {{events: string, seq: number, user: string, role?: string}} page The address of the project's events, the last one
   * that the page shows, and who reads it, as what: visitors have no role */
  constructor({ events, seq, user, role }) {
    this.events = events;
    this.sequence = new Sequence(seq);
    this.user = user;
    this.role = role;
    /** Whether what comes is for somebody else than who opened the page, such as a visitor. */
    this.foreign = false;
    this.name = `argmap live ${user} ${events}`;
    /** @type {Standing} */
    this.standing = "live";
    /** @type {((events: Happening[]) => void)[]} */
    this.listeners = [];
    /** @type {((standing: Standing) => void)[]} */
    this.watchers = [];
    /** @type {Map<string, ((data: any) => void)[]>} */
    this.hearers = new Map();
    /** What was said last of who is here: for tabs that come later. @type {any} */
    this.presence = null;
    /** Messages that wait for what is missing before them. @type {Message[]} */
    this.waiting = [];
    /** @type {Promise<"well" | "later" | "over"> | null} */
    this.asking = null;
    /** Gives the stream to another tab; null while this tab does not want it. @type {(() => void) | null} */
    this.resign = null;
    this.leads = false;
    this.timer = 0;
    this.stream = new Stream(`${events}stream/`, {
      after: () => this.sequence.seq,
      change: (message) => this.#tell({ message }),
      told: (kind, data) => this.#tell({ kind, data }),
      asked: () => this.#catchUp(),
      standing: (open) => this.foreign || this.#tell({ standing: open ? "live" : "away" }),
    });
    this.channel = new BroadcastChannel(this.name);
    this.channel.addEventListener("message", ({ data }) => this.#hear(data));
  }

  /** Be told of what happens from now on, in order, each event once. @param {(events: Happening[]) => void} listener */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** Be told when the page begins or ceases to learn of what happens. @param {(standing: Standing) => void} watcher */
  watch(watcher) {
    this.watchers.push(watcher);
  }

  /** Be told what else the stream says, as `presence`. @param {string} kind @param {(data: any) => void} hearer */
  hear(kind, hearer) {
    this.hearers.set(kind, [...(this.hearers.get(kind) ?? []), hearer]);
  }

  begin() {
    document.addEventListener("visibilitychange", () => this.#look());
    addEventListener("online", () => this.#hurry());
    addEventListener("offline", () => this.leads && this.stream.question());
    addEventListener("pagehide", () => this.#rest()); // a page that is kept for going back holds up no other
    addEventListener("pageshow", ({ persisted }) => persisted && this.#look());
    this.#look();
  }

  /** Listen while the page is looked at, and a while longer. */
  #look() {
    clearTimeout(this.timer);
    if (document.visibilityState === "visible") this.#attend();
    else this.timer = window.setTimeout(() => this.#rest(), HIDDEN);
  }

  #attend() {
    if (!this.resign) this.#queue();
    this.#hurry();
    this.channel.postMessage({ hello: true });
  }

  /** Wait for the stream to be ours, and keep it until we resign. */
  #queue() {
    const leaving = new AbortController();
    const left = new Promise((resolve) => leaving.signal.addEventListener("abort", () => resolve(null)));
    this.resign = () => leaving.abort();
    const lead = async () => {
      if (leaving.signal.aborted) return;
      this.leads = true;
      this.stream.open();
      await left;
      this.leads = false;
      this.stream.close();
    };
    if (!navigator.locks) return void lead();
    navigator.locks.request(this.name, { signal: leaving.signal }, lead).catch((error) => {
      if (error.name !== "AbortError") throw error; // that is: given up while waiting
    });
  }

  #rest() {
    this.resign?.();
    this.resign = null;
  }

  /** There is reason to hope that the server can be reached. */
  #hurry() {
    if (this.standing === "set back") return; // what the page knows belongs to another log
    if (this.#over()) void this.#catchUp().then((answer) => answer === "well" && this.leads && this.stream.open());
    else if (this.leads) this.stream.hurry();
    else if (this.standing === "away") void this.#fill();
  }

  #over() {
    return this.standing === "left" || this.standing === "signed out" || this.standing === "set back";
  }

  /** Take what the stream says, and tell the other tabs. @param {any} words */
  #tell(words) {
    this.channel.postMessage(words);
    this.#hear(words);
  }

  /** @param {any} words What the tab with the stream says, or a tab that has just come */
  #hear({ message, kind, data, standing, seq, hello }) {
    if (hello && this.leads) this.#welcome();
    if (standing) this.#stand(standing);
    if (kind === "you") this.#recognise(data);
    if (kind === "presence") this.presence = data;
    if (kind) for (const hearer of this.hearers.get(kind) ?? []) hearer(data);
    if (message) this.#receive(message);
    if (seq > this.sequence.seq) void this.#fill();
  }

  /** The server says who is listening: a session may have ended, or a membership, in a project that anybody can read.
   * @param {{user: string | null, role: string | null}} you */
  #recognise({ user, role }) {
    const out = this.user !== "" && user !== this.user;
    this.foreign = out || (this.role !== undefined && role === null);
    if (this.foreign) this.#stand(out ? "signed out" : "left");
    else if (this.#over()) this.#stand("live");
    if (this.foreign && this.leads) this.stream.close();
  }

  /** Tell a tab that has just come how things stand. */
  #welcome() {
    this.channel.postMessage({ standing: this.standing, seq: this.sequence.seq });
    if (this.presence) this.channel.postMessage({ kind: "presence", data: this.presence });
  }

  /** @param {Message} message */
  #receive(message) {
    if (this.asking) this.waiting.push(message);
    else if (this.sequence.misses(message)) void this.#fill();
    else this.#apply(message);
  }

  /** @param {Message} message */
  #apply(message) {
    const fresh = this.sequence.take(message);
    if (fresh.length) for (const listener of this.listeners) listener(fresh);
  }

  /** Ask for what is missing, until there is an answer or nobody looks any more. */
  async #fill() {
    while ((await this.#catchUp()) === "later" && this.resign) await new Promise((resolve) => setTimeout(resolve, SOON));
  }

  /** Ask for all that the page does not know of yet: "later" when there is no answer now, "over" when there will be none. */
  #catchUp() {
    this.asking ??= this.#ask().finally(() => {
      this.asking = null;
      for (const message of this.waiting.splice(0)) this.#receive(message);
    });
    return this.asking;
  }

  async #ask() {
    try {
      for (let more = true; more; ) {
        const after = this.sequence.seq;
        const { next, last, results } = await ask("GET", `${this.events}?after=${after}&limit=${MOST}`);
        this.#apply({ after, last, results });
        more = next !== null;
      }
    } catch (error) {
      return this.#missed(/** @type {Problem} */ (error));
    }
    if (this.#over() && !this.foreign) this.#tell({ standing: "live" });
    return "well";
  }

  /** @param {Problem} problem @returns {Promise<"later" | "over">} */
  async #missed(problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.passing) return "later";
    if (problem.errors.some(({ code }) => code === "ahead")) {
      this.#tell({ standing: "set back" });
      return "over";
    }
    const signed = this.user ? await signedIn().catch(() => null) : true;
    if (signed === null) return "later";
    this.#tell({ standing: signed ? "left" : "signed out" });
    return "over";
  }

  /** @param {Standing} standing */
  #stand(standing) {
    if (this.standing === standing || this.standing === "set back") return;
    this.standing = standing;
    this.presence = null; // until it is said again
    for (const watcher of this.watchers) watcher(standing);
  }
}

/** The stream of the project that this page is of; null on a page of none. */
export const live = begun();

function begun() {
  const { events, seq, role } = document.body.dataset;
  const user = /** @type {HTMLElement | null} */ (document.querySelector('meta[name="csrf-token"]'))?.dataset.user ?? "";
  return events ? new Live({ events, seq: Number(seq), user, role }) : null;
}
