/* Says that this page is open and about where one reads, while it is looked at, and learns who else is here. Of several pages that
   one looks at, side by side, the one speaks that was used last. When that fails nothing is said of it: it is tried again a while
   later. */

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
/** So long one who has gone is still shown: who goes from page to page is away for a moment. */
const LINGER = 3_000;
/** @type {Company} */
const NOBODY = { on: true, people: [], more: 0 };

export class Presence {
  /** @param {string} url @param {import("./live.js").Live} stream */
  constructor(url, stream) {
    this.url = url;
    this.live = stream;
    this.page = uuid7();
    /** What the server said last, and what is shown of it. @type {Company} */
    this.told = NOBODY;
    /** @type {Company} */
    this.company = NOBODY;
    /** @type {Reading | null} */
    this.reading = null;
    /** @type {(() => void)[]} */
    this.watchers = [];
    /** Whether there is any use in saying it. */
    this.wanted = true;
    this.saying = false;
    /** Whether one has moved since it was said. */
    this.moved = false;
    /** Whether none of one's other pages has spoken since. */
    this.latest = false;
    this.when = 0;
    this.timer = 0;
    this.due = 0;
    this.parting = 0;
    this.channel = new BroadcastChannel(`argmap presence ${stream.user} ${url}`);
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
    this.live.hear("presence", (company) => this.#hear(company));
    this.live.watch((standing) => (standing === "live" ? this.#anew() : this.#alone()));
    this.channel.addEventListener("message", ({ data }) => (data.gone ? void this.#say() : this.#yield()));
    this.live.listen((events) => events.some(({ kind, before, after }) => kind === "project.changed" && before.presence !== after.presence) && this.#anew());
    document.addEventListener("visibilitychange", () => void this.#say());
    addEventListener("scroll", () => this.reading && this.#soon(), { passive: true });
    addEventListener("focus", () => this.latest || this.saying || this.#soon());
    addEventListener("pagehide", () => this.#go());
    addEventListener("pageshow", ({ persisted }) => persisted && void this.#say());
    void this.#say();
  }

  #anew() {
    this.wanted = true;
    void this.#say();
  }

  /** One has moved, or come here from another page of one's own. */
  #soon() {
    this.moved = true;
    this.#after(Math.max(this.when + PACE - Date.now(), SETTLED));
  }

  /** Another of one's pages has spoken: leave that to it while it goes on, unless one has moved here meanwhile. */
  #yield() {
    this.latest = false;
    if (this.moved) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.#after(BEAT + PACE);
  }

  /** Say it after some time, or sooner if that was meant already. @param {number} wait */
  #after(wait) {
    const due = Date.now() + wait;
    if (this.timer && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      void this.#say();
    }, wait);
  }

  async #say() {
    if (!this.wanted || this.saying || document.visibilityState !== "visible") return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.saying = true;
    this.moved = false;
    this.when = Date.now();
    try {
      this.#hear(await ask("PUT", this.url, { body: { page: this.page, ...this.#where() } }));
      this.latest = true;
      this.channel.postMessage({ gone: false });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.wanted = error.passing;
      if (!this.wanted) this.#alone();
    } finally {
      this.saying = false;
    }
    if (this.wanted) this.#after(this.moved ? PACE : BEAT);
  }

  #where() {
    return this.reading ? { document: this.reading.document, place: this.reading.place() } : {};
  }

  /** The page is closed or left: do not wait until that is noticed. */
  #go() {
    if (!this.when || !this.wanted) return;
    this.channel.postMessage({ gone: true });
    ask("DELETE", `${this.url}?page=${this.page}`, { keepalive: true }).catch((error) => {
      if (!(error instanceof Problem)) throw error; // else it is forgotten a little later
    });
  }

  /** @param {Company} company What the server says now */
  #hear(company) {
    const back = company.on && !this.company.on;
    const gone = company.on ? this.company.people.filter((one) => !company.people.some(({ user }) => user === one.user)) : [];
    this.told = company;
    if (gone.length) this.parting ||= window.setTimeout(() => this.#part(), LINGER);
    this.#take({ ...company, people: [...company.people, ...gone].sort((a, b) => (a.user < b.user ? -1 : 1)) });
    if (back) this.#anew();
  }

  #part() {
    this.parting = 0;
    this.#take(this.told);
  }

  /** Who is here is not known any more. */
  #alone() {
    this.told = NOBODY;
    this.#take(NOBODY);
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
