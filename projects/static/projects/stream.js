/* One open connection to the event stream. The browser connects again by itself when it ends; when that fails, we wait longer
   each time, ask what happened meanwhile, and begin anew. */

/** @typedef {import("./sequence.js").Message} Message */
/** `after`: the event that the page has got to; `asked`: asks what happened meanwhile, and whether one may go on; `told`: something
 * else than a change; `standing`: whether what happens is heard of.
 * @typedef {{after: () => number, change: (message: Message) => void, told: (kind: string, data: any) => void, asked: () => Promise<"well" | "later" | "over">, standing: (open: boolean) => void}} Hooks */

const SOONEST = 1_000;
const LATEST = 30_000;
/** How long a connection may be away before that counts (milliseconds). */
const GRACE = 5_000;
/** A connection on which nothing has come for so long may be dead, though nobody has said so. The server speaks more often. */
const SILENT = 60_000;
/** On one that was silent for so long we do not rely when there is reason to ask. */
const STALE = 20_000;
const KINDS = ["you", "presence", "alive"];

export class Stream {
  /** @param {string} url @param {Hooks} hooks */
  constructor(url, hooks) {
    this.url = url;
    this.hooks = hooks;
    /** @type {EventSource | null} */
    this.source = null;
    this.failures = 0;
    this.heard = 0;
    this.wanted = false;
    this.doubted = false;
    /** Whether it has been open since it last ended. */
    this.opened = false;
    this.again = 0;
    this.doubt = 0;
    this.silence = 0;
  }

  open() {
    this.wanted = true;
    this.#drop();
    this.#wonder();
    const source = new EventSource(`${this.url}?after=${this.hooks.after()}`);
    this.source = source;
    source.addEventListener("open", () => this.#alive());
    source.addEventListener("change", ({ data }) => {
      this.#alive();
      this.hooks.change(JSON.parse(data));
    });
    for (const kind of KINDS) {
      source.addEventListener(kind, ({ data }) => {
        this.#alive();
        this.hooks.told(kind, JSON.parse(data));
      });
    }
    source.addEventListener("closed", () => void this.#ask());
    source.addEventListener("error", () => this.#failed(source));
  }

  /** Listen no more. */
  close() {
    this.wanted = false;
    this.#drop();
    this.#settle();
  }

  /** Try again at once, if it is not open or may be dead: there is reason to hope. */
  hurry() {
    const fresh = Date.now() - this.heard < STALE;
    if (!this.wanted || (fresh && !this.doubted && this.source?.readyState === EventSource.OPEN)) return;
    this.failures = 0;
    void this.#ask();
  }

  /** The browser says that there is no network: what it has open may be dead. */
  question() {
    if (!this.wanted) return;
    this.doubted = true;
    this.#wonder();
  }

  #alive() {
    this.opened = true;
    this.doubted = false;
    this.heard = Date.now();
    this.failures = 0;
    this.#settle();
    clearTimeout(this.silence);
    this.silence = window.setTimeout(() => this.open(), SILENT);
    this.hooks.standing(true);
  }

  /** It has ended. The first time the browser's own way to begin again is left to it. @param {EventSource} source */
  #failed(source) {
    if (source !== this.source) return;
    const first = this.opened && source.readyState === EventSource.CONNECTING;
    this.opened = false;
    clearTimeout(this.silence);
    this.#wonder();
    if (!first) this.#later();
  }

  #later() {
    this.#drop();
    const wait = Math.min(LATEST, SOONEST * 2 ** this.failures);
    this.failures += 1;
    this.again = window.setTimeout(() => void this.#ask(), wait * (0.5 + Math.random() / 2)); // not all at the same moment
  }

  /** Ask before connecting: a stream does not say why it is refused. */
  async #ask() {
    this.#drop();
    this.#wonder();
    const answer = await this.hooks.asked();
    if (!this.wanted || this.source) return;
    if (answer === "well") this.open();
    else if (answer === "later") this.#later();
    else this.close();
  }

  #drop() {
    this.source?.close();
    this.source = null;
    this.opened = false;
    clearTimeout(this.again);
    clearTimeout(this.silence);
  }

  /** Say that nothing is heard, unless it is open again soon. */
  #wonder() {
    this.doubt ||= window.setTimeout(() => {
      this.doubt = 0;
      this.hooks.standing(false);
    }, GRACE);
  }

  #settle() {
    clearTimeout(this.doubt);
    this.doubt = 0;
  }
}
