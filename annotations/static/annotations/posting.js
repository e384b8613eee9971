/* Sends comments: kept in this browser until the server has them, tried again when that may help, shown with the reason when not. */

import { ask, Problem } from "../projects/api.js";
import { uuid7 } from "../projects/ids.js";
import { acknowledged } from "./comments.js";
import { Shelf } from "./shelf.js";

/** @typedef {import("./comments.js").Comment} Comment */
/** @typedef {import("./comments.js").Remark} Remark */

const SOONEST = 2_000;
const LATEST = 60_000;
const NOWHERE = "The annotation, or the comment, was deleted meanwhile.";
const WAITS = "It waits for its annotation.";

export class Posting {
  /** @param {import("./comments.js").Comments} comments @param {{api: string, document: string, user: string}} page
   * @param {{sent: (now: Comment, before: Comment | null) => void, ready: (annotation: string) => boolean, lost: (remark: Remark, problem: Problem) => void}} hooks
   * `ready`: whether the server has the annotation; `lost`: a comment on what this page does not show was not sent */
  constructor(comments, page, hooks) {
    this.comments = comments;
    this.page = page;
    this.hooks = hooks;
    this.shelf = new Shelf("comment", page);
    /** @type {Set<string>} */
    this.running = new Set();
    /** What the browser could not keep. @type {Set<string>} */
    this.loose = new Set();
    this.patience = SOONEST;
    this.timer = 0;
    this.shelf.listen((name, value) => value === null && this.#settledElsewhere(name));
    addEventListener("online", () => this.retryAll());
    addEventListener("beforeunload", (event) => this.loose.size && event.preventDefault());
  }

  /** Take up what an earlier visit could not send. @param {(annotation: string) => boolean} there Whether the page has the annotation. */
  takeUp(there) {
    for (const name of this.shelf.names()) {
      const remark = this.shelf.get(name);
      if (!remark?.annotation || (this.comments.get(name)?.state ?? "saved") !== "saved") continue;
      if (there(remark.annotation)) this.#send({ ...remark, state: "sending" });
      else void this.#aside(remark);
    }
  }

  /** Send what is said of an annotation that the page does not show, as of one on an older version of the text. @param {Remark} remark */
  async #aside(remark) {
    try {
      await this.#request(remark);
      this.#forget(remark.id);
    } catch (error) {
      this.hooks.lost(remark, /** @type {Problem} */ (error));
    }
  }

  /** Write a comment, or a reply. @param {string} annotation @param {string | null} to The comment that begins the thread. @param {string} body */
  write(annotation, to, body) {
    const now = new Date().toISOString();
    const said = { id: uuid7(), annotation, reply_to: to, body, mentions: [], creator: this.page.user, created: now, modified: now };
    this.#send({ ...said, revision: 0, resolved: null, resolved_by: null, deleted: null, state: "sending", base: null, problem: "", passing: false });
  }

  /** Let one's comment say something else. @param {Remark} remark @param {string} body */
  edit(remark, body) {
    if (body !== remark.body || remark.state !== "saved") this.#send({ ...remark, body, state: "sending", problem: "" });
  }

  /** @param {Remark} remark */
  retry(remark) {
    this.#send({ ...remark, state: "sending", problem: "" });
  }

  /** Give up what was not sent. @param {Remark} remark */
  discard(remark) {
    this.#forget(remark.id);
    if (remark.base) this.comments.put(acknowledged(remark.base));
    else this.comments.drop(remark);
  }

  /** Send again what only waited for the network or the server. */
  retryAll() {
    clearTimeout(this.timer);
    this.timer = 0;
    for (const annotation of this.comments.discussed()) {
      for (const remark of this.comments.on(annotation)) if (remark.state === "unsent" && remark.passing) this.retry(remark);
    }
  }

  /** Send what waited for these annotations. @param {Iterable<string>} annotations Those that have changed. */
  follow(annotations) {
    for (const annotation of annotations) {
      const waiting = this.comments.on(annotation).filter(({ state, problem }) => state === "unsent" && problem === WAITS);
      if (waiting.length && this.hooks.ready(annotation)) for (const remark of waiting) this.retry(remark);
    }
  }

  /** @param {Remark} remark */
  #send(remark) {
    this.comments.put(remark);
    if (this.shelf.keep(remark.id, remark)) this.loose.delete(remark.id);
    else this.loose.add(remark.id);
    if (!this.running.has(remark.id)) void this.#bring(remark.id);
  }

  /** Send a comment until the server has what it says now. @param {string} id */
  async #bring(id) {
    this.running.add(id);
    for (let remark = this.comments.get(id); remark?.state === "sending"; remark = this.comments.get(id)) {
      if (!this.hooks.ready(remark.annotation)) {
        this.#failed(remark, new Problem(0, WAITS));
        continue;
      }
      try {
        this.#taken(remark, await this.#request(remark));
      } catch (error) {
        this.#failed(remark, error instanceof Problem ? error : new Problem(0, String(error)));
      }
    }
    this.running.delete(id);
  }

  /** @param {Remark} remark @returns {Promise<Comment>} */
  #request({ id, annotation, reply_to, body, base }) {
    const url = `${this.page.api}comments/${id}/`;
    return base ? ask("PATCH", url, { body: { body }, revision: base.revision }) : ask("PUT", url, { body: { annotation, reply_to, body } });
  }

  /** The server has it. It may say something else by now. @param {Remark} sent @param {Comment} saved */
  #taken(sent, saved) {
    const now = this.comments.get(sent.id);
    this.patience = SOONEST;
    if (now && now.body !== sent.body) return this.comments.put({ ...now, base: saved });
    this.#forget(sent.id);
    this.comments.put(acknowledged(saved));
    this.hooks.sent(saved, sent.base);
  }

  /** @param {Remark} remark @param {Problem} problem */
  #failed(remark, problem) {
    const { current, status } = problem;
    if (status === 428 && current?.creator === this.page.user) return this.#taken({ ...remark, body: current.body }, current);
    if (status === 410 && !remark.base && current) return this.discard(remark);
    if (status === 412 && current?.body === remark.body) return this.#taken(remark, current);
    const stale = status === 412 && current;
    if (stale && current.body === remark.base?.body) return this.comments.put({ ...remark, base: current });
    const words = stale ? `You have changed it elsewhere meanwhile: “${current.body}”` : status === 410 ? NOWHERE : problem.message;
    /** @type {Remark} */
    const unsent = { ...remark, state: "unsent", problem: words, passing: problem.passing, base: stale ? current : remark.base };
    this.comments.put(unsent);
    if (problem.passing) this.#later();
  }

  #later() {
    if (this.timer) return; // once for all that failed together
    this.timer = window.setTimeout(() => this.retryAll(), this.patience);
    this.patience = Math.min(this.patience * 2, LATEST);
  }

  /** @param {string} id */
  #forget(id) {
    this.loose.delete(id);
    this.shelf.forget(id);
  }

  /** Another tab has sent or discarded it. @param {string} id */
  #settledElsewhere(id) {
    const remark = this.comments.get(id);
    if (!remark || remark.state === "saved") return;
    if (remark.base) this.comments.put(acknowledged(remark.base));
    else this.comments.drop(remark);
    void this.comments.load(remark.annotation).catch(() => {}); // it is loaded again when it is opened
  }
}
