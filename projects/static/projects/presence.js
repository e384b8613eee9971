/* Says that this page is open and about where one reads, while it is looked at, and learns who else is here. When that fails
   nothing is said of it: it is tried again a while later. */

import { ask, Problem } from "./api.js";
import { uuid7 } from "./ids.js";
import { live } from "./live.js";

/** @typedef {import("./company.js").Present} Present */
/** @typedef {import("./company.js").Company} Company */
/** The document that a page shows: the code point that is read, how far through it one is (0 to 1), and how to get there.
 * @typedef {{document: string, place: () => number, part: (place: number) => number, go: (place: number) => void}} Reading */

/** It is said again after this time (milliseconds), and after a move no sooner than the other. */
const BEAT = 20_000;
const PACE = 3_000;
const SETTLED = 500;
/** @type {Company} */
const NOBODY = { on: true, people: [], more: 0 };

export class Presence {
  /** @param {string} url @param {import("./live.js").Live} stream */
  constructor(url, stream) {
    this.url = url;
    this.live = stream;
    this.page = uuid7();
    this.company = NOBODY;
    /** @type {Reading | null} */
    this.reading = null;
    /** @type {(() => void)[]} */
    this.watchers = [];
    /** Whether there is any use in saying it. */
    this.wanted = true;
    this.saying = false;
    this.when = 0;
    this.timer = 0;
    this.due = 0;
  }

  /** The others who are here, by name. @returns {Present[]} */
  get others() {
    return this.company.people.filter(({ user }) => user !== this.live.user);
  }

  /** This page shows a document. @param {Reading} reading */
  read(reading) {
    this.reading = reading;
  }

  /** Be told when who is here has changed. @param {() => void} watcher */
  watch(watcher) {
    this.watchers.push(watcher);
  }

  begin() {
    this.live.hear("presence", (company) => this.#take(company));
    this.live.watch((standing) => (standing === "live" ? this.#anew() : this.#take(NOBODY)));
    this.live.listen((events) => events.some(({ kind, before, after }) => kind === "project.changed" && before.presence !== after.presence) && this.#anew());
    document.addEventListener("visibilitychange", () => void this.#say());
    addEventListener("scroll", () => this.reading && this.#after(Math.max(this.when + PACE - Date.now(), SETTLED)), { passive: true });
    addEventListener("pagehide", () => this.#go());
    addEventListener("pageshow", ({ persisted }) => persisted && void this.#say());
    void this.#say();
  }

  #anew() {
    this.wanted = true;
    void this.#say();
  }

  /** Say it after some time, or sooner if that was meant already. @param {number} wait */
  #after(wait) {
    const due = Date.now() + wait;
    if (this.timer && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = window.setTimeout(() => void this.#say(), wait);
  }

  async #say() {
    if (!this.wanted || this.saying || document.visibilityState !== "visible") return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.saying = true;
    this.when = Date.now();
    try {
      this.#take(await ask("PUT", this.url, { body: { page: this.page, ...this.#where() } }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.wanted = error.passing;
    } finally {
      this.saying = false;
    }
    if (this.wanted) this.#after(BEAT);
  }

  #where() {
    return this.reading ? { document: this.reading.document, place: this.reading.place() } : {};
  }

  /** The page is closed or left: do not wait until that is noticed. */
  #go() {
    if (!this.when || !this.wanted) return;
    ask("DELETE", `${this.url}?page=${this.page}`, { keepalive: true }).catch((error) => {
      if (!(error instanceof Problem)) throw error; // else it is forgotten a little later
    });
  }

  /** @param {Company} company */
  #take(company) {
    if (!company.on) this.wanted = false;
    this.company = company;
    for (const watcher of this.watchers) watcher();
  }
}

/** Who is here, on a page of a project whose reader is a member and has not turned it off; null on others. */
export const presence = begun();

function begun() {
  const { presence: url } = document.body.dataset;
  return url && live ? new Presence(url, live) : null;
}
