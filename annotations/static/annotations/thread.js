/* The comments on one annotation, in place below it: threads with their replies, resolved ones folded away, and where to write.
   Drawn anew whenever they change; what has not changed, and whatever is being typed in, stays as it is. */

import { Composer } from "./composer.js";
import { iconOf } from "./item.js";
import { block, deed, remarkElement } from "./remark.js";

/** @typedef {import("./comments.js").Remark} Remark */
/** @typedef {import("./comments.js").Thread} Thread */
/** @typedef {import("./composer.js").Task} Task */
/** What the panel asks for. `to`: the comment that begins the thread, null for a new one.
 * @typedef {{write: (to: string | null, body: string) => void, edit: (remark: Remark, body: string) => void, remove: (remark: Remark) => void, settle: (first: Remark, resolved: boolean) => void, retry: (remark: Remark) => void, discard: (remark: Remark) => void, reload: () => void, close: () => void}} Deeds */

export class Panel {
  /**
   * @param {import("./comments.js").Comments} comments
   * @param {{user: string, deleteAny: boolean}} reader
   * @param {(task: Task) => Composer} composer
   * @param {Deeds} deeds
   */
  constructor(comments, reader, composer, deeds) {
    this.comments = comments;
    this.reader = reader;
    this.composer = composer;
    this.deeds = deeds;
    this.annotation = "";
    this.problem = "";
    /** Where something is being written, by the key of its draft. @type {Map<string, Composer>} */
    this.writing = new Map();
    /** What was drawn, by what it is of, with what it said. @type {Map<string, {sign: string, element: HTMLElement}>} */
    this.drawn = new Map();
    this.element = block("section", "talks");
    this.element.id = "talks";
    this.element.tabIndex = -1;
    this.element.setAttribute("aria-label", "Comments");
    this.element.addEventListener("click", (event) => event.stopPropagation());
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      deeds.close();
    });
  }

  /** Show the comments on another annotation. @param {string} annotation */
  turnTo(annotation) {
    this.annotation = annotation;
    this.problem = "";
    this.writing.clear();
    this.drawn.clear();
    this.element.replaceChildren();
    this.draw();
  }

  draw() {
    const threads = this.comments.threads(this.annotation);
    const state = this.#state(threads);
    const list = this.#kept("list", "", () => block("ul", "threads"));
    list.setAttribute("role", "list");
    arrange(list, threads.map((thread) => this.#thread(thread)));
    arrange(this.element, [...state, ...(threads.length ? [list] : []), ...this.#beginning(threads)]);
  }

  /** Go to where a reply, or else a new comment, is written; to the comments themselves for who may not write. */
  write() {
    const open = this.comments.threads(this.annotation).findLast(({ first }) => !first.resolved);
    if (!this.comments.talk.write) this.element.focus({ preventScroll: true });
    else if (open?.first.base) this.#begin(this.#replying(open.first));
    else this.#begin(this.#beginningTask());
  }

  /** Whether something can be said of what is being loaded. @param {Thread[]} threads @returns {HTMLElement[]} */
  #state(threads) {
    if (this.problem) {
      const line = this.#kept("state", this.problem, () => block("p", "muted small", `The comments could not be loaded: ${this.problem} `));
      if (!line.querySelector("button")) line.append(deed("Try again", "", this.deeds.reload));
      return [line];
    }
    if (this.comments.loaded.has(this.annotation) || this.writing.size) {
      const nobody = !threads.length && !this.comments.talk.write;
      return nobody ? [this.#kept("state", "none", () => block("p", "muted small", "Nobody has commented on this yet."))] : [];
    }
    return [this.#kept("state", "loading", () => block("p", "muted small", "Loading the comments…"))];
  }

  /** @param {Thread} thread */
  #thread({ first, replies }) {
    const item = this.#kept(`thread ${first.id}`, "", () => block("li", "thread"));
    const list = this.#kept(`replies ${first.id}`, "", () => block("ul", "replies"));
    list.setAttribute("role", "list");
    arrange(list, replies.map((reply) => this.#reply(reply)));
    const content = [this.#remark(first), ...(replies.length ? [list] : []), ...this.#foot(first)];
    item.classList.toggle("resolved", Boolean(first.resolved));
    arrange(item, first.resolved ? [this.#folded(first, replies, content)] : content);
    return item;
  }

  /** @param {Remark} reply */
  #reply(reply) {
    const item = this.#kept(`reply ${reply.id}`, "", () => document.createElement("li"));
    arrange(item, [this.#remark(reply)]);
    return item;
  }

  /** A resolved thread shows one line, until it is opened. @param {Remark} first @param {Remark[]} replies @param {HTMLElement[]} content */
  #folded(first, replies, content) {
    const count = replies.length + (first.deleted ? 0 : 1);
    const words = `Resolved by ${first.resolved_by}, ${count} comment${count === 1 ? "" : "s"}`;
    const fold = /** @type {HTMLDetailsElement} */ (this.#kept(`fold ${first.id}`, "", () => document.createElement("details")));
    const summary = this.#kept(`summary ${first.id}`, words, () => block("summary", "", words));
    if (!summary.querySelector("svg")) summary.prepend(iconOf("check"));
    if ([first, ...replies].some(({ fresh }) => fresh)) fold.open = true;
    arrange(fold, [summary, ...content]);
    return fold;
  }

  /** @param {Remark} remark */
  #remark(remark) {
    const editing = this.writing.get(`comment edit ${remark.id}`);
    if (editing) return editing.element;
    const own = this.comments.talk.write && remark.creator === this.reader.user && remark.state === "saved";
    const removable = own || (this.reader.deleteAny && remark.state === "saved");
    return this.#kept(`comment ${remark.id}`, JSON.stringify(remark), () =>
      remarkElement(remark, this.reader.user, {
        ...(own && { edit: () => this.#begin(this.#editing(this.comments.get(remark.id) ?? remark)) }),
        ...(removable && { remove: () => this.deeds.remove(this.comments.get(remark.id) ?? remark) }),
        retry: () => this.deeds.retry(remark),
        discard: () => this.deeds.discard(remark),
      }),
    );
  }

  /** What can be done with a thread, or where a reply to it is written. @param {Remark} first @returns {HTMLElement[]} */
  #foot(first) {
    if (!this.comments.talk.write || !first.base) return [];
    const task = this.#replying(first);
    const writing = this.writing.get(task.key);
    if (writing) return [writing.element];
    return [this.#kept(`foot ${first.id}`, String(first.resolved), () => {
      const line = block("div", "deeds foot");
      line.append(deed("Reply", "", () => this.#begin(this.#replying(first))));
      line.append(deed(first.resolved ? "Reopen" : "Resolve", first.resolved ? "" : "check", () => this.deeds.settle(this.comments.get(first.id) ?? first, !first.resolved)));
      return line;
    })];
  }

  /** Where a new thread is begun: at once where there is none. @param {Thread[]} threads @returns {HTMLElement[]} */
  #beginning(threads) {
    if (!this.comments.talk.write) return [];
    const task = this.#beginningTask();
    const writing = this.writing.get(task.key);
    if (writing) return [writing.element];
    if (!threads.length && !this.comments.loaded.has(this.annotation)) return [];
    return [this.#kept("begin", "", () => {
      const line = block("div", "deeds begin");
      line.append(deed(threads.length ? "New thread" : "Write a comment", "plus", () => this.#begin(this.#beginningTask())));
      return line;
    })];
  }

  /** @returns {Task} */
  #beginningTask() {
    const key = `comment ${this.annotation}`;
    const send = (/** @type {string} */ body) => this.#end(key, () => this.deeds.write(null, body));
    return { label: "Write a comment", verb: "Comment", key, value: "", send, leave: () => this.#end(key) };
  }

  /** @param {Remark} first @returns {Task} */
  #replying(first) {
    const key = `comment ${this.annotation} ${first.id}`;
    const send = (/** @type {string} */ body) => this.#end(key, () => this.deeds.write(first.id, body), first.id);
    return { label: "Write a reply", verb: "Reply", key, value: "", send, leave: () => this.#end(key, undefined, first.id) };
  }

  /** @param {Remark} remark @returns {Task} */
  #editing(remark) {
    const key = `comment edit ${remark.id}`;
    const send = (/** @type {string} */ body) => this.#end(key, () => this.deeds.edit(this.comments.get(remark.id) ?? remark, body), remark.id);
    return { label: "Change the comment", verb: "Save", key, value: remark.body, send, leave: () => this.#end(key, undefined, remark.id) };
  }

  /** Open a composer, or go back to it. @param {Task} task */
  #begin(task) {
    const composer = this.writing.get(task.key) ?? this.composer(task);
    this.writing.set(task.key, composer);
    this.draw();
    composer.focus();
  }

  /** Close a composer, with what is to be done then; the focus goes to what it was about, or stays on the comments.
   * @param {string} key @param {() => void} [run] @param {string} [about] The comment. */
  #end(key, run, about) {
    this.writing.delete(key);
    run?.();
    this.draw();
    const comment = about && this.element.querySelector(`[data-comment="${about}"]`);
    const place = comment ? comment.closest("li")?.querySelector(":scope > .foot button, :scope > details > .foot button, .comment > .deeds button") : null;
    /** @type {HTMLElement} */ (place ?? this.element).focus({ preventScroll: true });
  }

  /** What was drawn before, unless it would say something else now. @param {string} name @param {string} sign @param {() => HTMLElement} make */
  #kept(name, sign, make) {
    const before = this.drawn.get(name);
    if (before?.sign === sign) return before.element;
    const element = make();
    this.drawn.set(name, { sign, element });
    return element;
  }
}

/** Let a node have these children, and move none that stands where it should: what is moved loses the focus.
 * @param {HTMLElement} parent @param {HTMLElement[]} children */
function arrange(parent, children) {
  for (const child of [...parent.children]) if (!children.includes(/** @type {HTMLElement} */ (child))) child.remove();
  children.forEach((child, at) => {
    if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
  });
}
