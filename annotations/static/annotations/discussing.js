/* Discussing annotations on the page: opens the comments below one, tells on each how many there are, sends, undoes and settles. */

import { ask, pages, Problem } from "../projects/api.js";
import { toast } from "../projects/toast.js";
import { acknowledged, Comments } from "./comments.js";
import { Composer } from "./composer.js";
import { talkButton } from "./remark.js";
import { Moot } from "./journal.js";
import { Posting } from "./posting.js";
import { speak } from "./speech.js";
import { Panel } from "./thread.js";

/** @typedef {import("./comments.js").Comment} Comment */
/** @typedef {import("./comments.js").Remark} Remark */

const MEMBERS = 500;
/** What the list can be filtered by. @type {Record<string, string>} */
const KINDS = { unread: "unread comments", mentions: "mentions you", open: "open threads" };

export class Discussing {
  /** @param {{page: import("./page.js").Page, store: import("./store.js").Store, list: import("./list.js").List, journal: import("./journal.js").Journal, drafts: import("./drafts.js").Drafts, counted: () => void}} parts
   * `counted`: what can be filtered by has changed */
  constructor({ page, store, list, journal, drafts, counted }) {
    this.page = page;
    this.store = store;
    this.list = list;
    this.journal = journal;
    this.comments = new Comments(page, (id) => store.get(id)?.comments ?? 0);
    this.posting = new Posting(this.comments, page, { sent: (now, before) => this.#sent(now, before), ready: (id) => Boolean(store.get(id)?.base), lost: (remark, problem) => this.#lost(remark, problem) });
    /** The annotation whose comments are open. @type {string | null} */
    this.open = null;
    /** @type {Promise<string[]> | null} */
    this.asked = null;
    const members = { names: /** @type {string[]} */ ([]), ask: () => this.#members() };
    this.panel = new Panel(this.comments, { user: page.user, deleteAny: page.may.change_any }, (task) => new Composer(task, drafts, members), this.#deeds());
    this.comments.listen((annotation) => {
      this.#changed(annotation);
      counted();
    });
    store.listen(({ ids }) => this.posting.follow(ids));
    journal.register(this.#verbs());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.open && void this.#load(this.open));
  }

  /** Filters the list by what is said about annotations. @returns {import("./sieve.js").Facet} */
  get facet() {
    return { key: "talk", of: ({ id }) => this.comments.kinds(id), name: (kind) => KINDS[kind] ?? kind, look: () => "person" };
  }

  /** Take up what an earlier visit could not send, once the page knows its annotations. */
  begin() {
    if (this.page.talk.see) this.posting.takeUp((id) => this.store.get(id) !== undefined);
  }

  /** Open the comments on an annotation, or close them if they are open. @param {string} id */
  toggle(id) {
    if (this.open === id) this.close();
    else void this.show(id);
  }

  /** Open the comments on an annotation, ready to write. @param {string | null} id */
  write(id) {
    if (!id || !this.store.get(id) || !this.page.talk.see) return false;
    const loading = this.show(id);
    if (this.comments.loaded.has(id) || !this.comments.tally(id).count) this.panel.write();
    else void this.#writeAfter(loading, id);
    return true;
  }

  /** What is written depends on what is there: a reply, or a new thread. @param {Promise<void>} loading @param {string} id */
  async #writeAfter(loading, id) {
    this.panel.element.focus({ preventScroll: true });
    await loading;
    if (this.open === id && this.panel.element.contains(document.activeElement)) this.panel.write();
  }

  /** Open the comments on an annotation. @param {string} id */
  async show(id) {
    if (this.open === id) return;
    this.#leave();
    this.open = id;
    if (this.list.current !== id) this.list.open(id);
    if (!this.list.item(id)) this.list.reveal(id, "instant");
    this.panel.turnTo(id);
    this.#dress(id);
    await this.#load(id);
  }

  /** Others have written on an annotation: know what, and show it where its comments are open. @param {string} id */
  async learn(id) {
    if (this.open === id) await this.#load(id);
    else if (this.page.talk.see) await this.comments.load(id);
  }

  /** Close the comments; the focus goes to the annotation's item. */
  close() {
    const id = this.open;
    const held = this.panel.element.contains(document.activeElement);
    this.#leave();
    if (!id || !held) return;
    const button = this.list.item(id)?.querySelector(".talk");
    if (button instanceof HTMLElement) button.focus({ preventScroll: true });
    else this.list.hold(id);
  }

  /** Let an annotation's item say how many comments there are, and hold them if they are open. @param {HTMLElement} item @param {string} id */
  dress(item, id) {
    if (!this.page.talk.see) return;
    const { count, unread, mentions, unsent } = this.comments.tally(id);
    const open = this.open === id;
    item.querySelector(".talk")?.remove();
    if (count || unsent) item.querySelector(".meta")?.append(talkButton({ count, unread, mentions, unsent }, open));
    if (open && this.panel.element.parentElement !== item) item.append(this.panel.element); // moved, it would lose the focus
    else if (!open && this.panel.element.parentElement === item) this.panel.element.remove();
  }

  #leave() {
    const id = this.open;
    this.open = null;
    if (!id) return;
    this.comments.putAway(id);
    this.panel.element.remove();
    this.#dress(id);
  }

  /** @param {string} id */
  #dress(id) {
    const item = this.list.item(id);
    if (!item) return;
    const focused = document.activeElement?.classList.contains("talk") && item.contains(document.activeElement);
    this.dress(item, id);
    if (focused) /** @type {HTMLElement | null} */ (item.querySelector(".talk"))?.focus({ preventScroll: true });
  }

  /** @param {string} annotation */
  #changed(annotation) {
    this.#dress(annotation);
    if (this.open === annotation) this.panel.draw();
  }

  /** @param {string} id */
  async #load(id) {
    try {
      await this.comments.load(id);
      this.panel.problem = "";
      if (this.open === id && document.visibilityState === "visible") await this.comments.see(id).catch(() => {}); // it stays unread until the next time
    } catch (error) {
      this.panel.problem = error instanceof Problem ? error.message : String(error);
    }
    if (this.open === id) this.panel.draw();
  }

  /** Who can be named: everybody but the reader. */
  #members() {
    this.asked ??= this.#names().catch(() => {
      this.asked = null; // asked again the next time
      return [];
    });
    return this.asked;
  }

  async #names() {
    const found = [];
    for await (const results of pages(`${this.page.api}members/?page_size=${MEMBERS}`)) found.push(...results);
    return found.map(({ user }) => user).sort((a, b) => a.localeCompare(b));
  }

  /** @returns {import("./thread.js").Deeds} */
  #deeds() {
    return {
      write: (to, body) => this.open && this.posting.write(this.open, to, body),
      edit: (remark, body) => this.posting.edit(remark, body),
      remove: (remark) => void this.#remove(remark),
      settle: (first, resolved) => void this.#settle(first, resolved),
      retry: (remark) => this.posting.retry(remark),
      discard: (remark) => this.posting.discard(remark),
      reload: () => this.open && void this.#load(this.open),
      close: () => this.close(),
    };
  }

  /** @param {Comment} now @param {Comment | null} before */
  #sent(now, before) {
    const { id, annotation } = now;
    if (!this.comments.loaded.has(annotation)) void this.#load(annotation);
    if (!before) {
      speak("Comment sent.");
      this.journal.push({ label: "comment written", undo: { verb: "comment.delete", args: { id, annotation } }, redo: { verb: "comment.restore", args: { id, annotation } } });
    } else if (before.body !== now.body) {
      const call = (/** @type {string} */ from, /** @type {string} */ to) => ({ verb: "comment.edit", args: { id, annotation, from, to } });
      this.journal.tell(this.journal.push({ label: "comment changed", undo: call(now.body, before.body), redo: call(before.body, now.body) }));
    }
  }

  /** @param {Remark} remark @param {Problem} problem */
  #lost(remark, { message }) {
    toast(`A comment of yours was not sent: ${message} It says: “${remark.body}”`, { label: "Discard", run: () => this.posting.discard(remark) });
  }

  /** @param {Remark} remark */
  async #remove(remark) {
    const { id, annotation } = remark;
    this.comments.drop(remark);
    this.panel.element.focus({ preventScroll: true });
    try {
      await this.#verbs()["comment.delete"]({ id, annotation });
      const args = { id, annotation };
      this.journal.tell(this.journal.push({ label: "comment deleted", undo: { verb: "comment.restore", args }, redo: { verb: "comment.delete", args } }));
    } catch (error) {
      if (error instanceof Moot) return toast(`Not deleted: ${error.message}`);
      this.comments.put(remark);
      toast(`Not deleted: ${words(error)}`, { label: "Retry", run: () => void this.#remove(remark) });
    }
  }

  /** @param {Remark} first @param {boolean} resolved */
  async #settle(first, resolved) {
    const { id, annotation } = first;
    const call = (/** @type {boolean} */ to) => ({ verb: "comment.settle", args: { id, annotation, resolved: to } });
    try {
      await this.#verbs()["comment.settle"](call(resolved).args);
      this.panel.element.focus({ preventScroll: true });
      this.journal.tell(this.journal.push({ label: resolved ? "thread resolved" : "thread opened again", undo: call(!resolved), redo: call(resolved) }));
    } catch (error) {
      toast(`Not ${resolved ? "resolved" : "opened again"}: ${words(error)}`, { label: "Retry", run: () => void this.#settle(first, resolved) });
    }
  }

  /** What the journal can undo and redo. @returns {Record<string, (args: any) => Promise<void>>} */
  #verbs() {
    return {
      "comment.delete": async ({ id, annotation }) => {
        const { revision, deleted } = await this.#now(id);
        if (deleted) throw new Moot("it was deleted already.");
        await ask("DELETE", this.#url(id), { revision });
        await this.#refresh(annotation);
      },
      "comment.restore": async ({ id, annotation }) => {
        const { revision, deleted } = await this.#now(id);
        if (!deleted) throw new Moot("it is there already.");
        await ask("POST", `${this.#url(id)}restore/`, { revision });
        await this.#refresh(annotation);
      },
      "comment.edit": async ({ id, annotation, from, to }) => {
        const { revision, deleted, body } = await this.#now(id);
        if (deleted || body !== from) throw new Moot(deleted ? "it was deleted meanwhile." : "it was changed meanwhile.");
        await ask("PATCH", this.#url(id), { body: { body: to }, revision });
        await this.#refresh(annotation);
      },
      "comment.settle": async ({ id, annotation, resolved }) => {
        const { revision } = await this.#now(id);
        this.comments.put(acknowledged(await ask("PATCH", this.#url(id), { body: { resolved }, revision })));
        await this.#refresh(annotation);
      },
    };
  }

  /** A comment as the server has it, deleted or not. @param {string} id @returns {Promise<Comment>} */
  async #now(id) {
    try {
      return await ask("GET", this.#url(id));
    } catch (error) {
      if (error instanceof Problem && error.status === 410 && error.current) return error.current;
      throw error;
    }
  }

  /** Show what the server has, where the change was made. @param {string} annotation */
  async #refresh(annotation) {
    await this.comments.load(annotation).catch(() => {}); // what was changed is changed; it is loaded again when it is opened
  }

  /** @param {string} id */
  #url(id) {
    return `${this.page.api}comments/${id}/`;
  }
}

/** @param {unknown} error */
function words(error) {
  return error instanceof Error ? error.message : String(error);
}
