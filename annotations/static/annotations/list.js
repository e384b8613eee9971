/* The list beside the text: keeps its items in step with the store, and opens the one that the reader looks at. An annotation
   has its place in the list always, its item only when it is near what is shown; `reveal` brings it there. */

import { Batches } from "./batches.js";
import { actionBar, Items } from "./item.js";
import { block } from "./remark.js";
import { steady } from "./steadying.js";

/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {{edit: (id: string) => void, range: (id: string) => void, remove: (id: string) => void, keep: (id: string) => void, retry: (id: string) => void, discard: (id: string) => void, revive: (id: string) => void, look: (id: string) => void, talk: (id: string) => void, comment: (id: string) => void, history: (id: string) => void}} Actions */

/** Pixels to keep free above and below an item that is scrolled to. */
const ROOM = 12;
/** Frames of the list that are scrolled over at once rather than smoothly. */
const FAR = 2;

export class List {
  /**
   * @param {HTMLElement} root
   * @param {HTMLTemplateElement} template
   * @param {import("./store.js").Store} store
   * @param {import("./codebook.js").Codebook} codebook
   * @param {{actors: import("./actors.js").Actors, actions: Actions, mayChange: (entry: Entry) => boolean, mayComment: boolean, dress: (item: HTMLElement, id: string) => void, opened: (id: string | null) => void}} page
   */
  constructor(root, template, store, codebook, page) {
    this.root = root;
    this.items = new Items(template, codebook, page.actors, store.map);
    this.store = store;
    this.page = page;
    this.batches = new Batches(root, (id) => this.#made(id), (id) => store.get(id) !== undefined);
    root.parentElement?.querySelector(".further")?.remove();
    /** @type {string | null} */
    this.current = null;
    /** What is to be scrolled to once it is known. @type {string | null} */
    this.sought = null;
    /** What is said on items of what others did, by id. @type {Map<string, string>} */
    this.told = new Map();
    /** Puts what the reader looks at back where it was, after the next change. @type {(() => void) | null} */
    this.steadied = null;
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("focusin", (event) => {
      const item = itemOf(event);
      const inside = event.target !== item && !(event.target instanceof HTMLButtonElement);
      if (item && inside && item.dataset.id !== this.current) this.open(item.dataset.id ?? null);
    });
    store.listen(({ ids, known, sifted }) => {
      if (sifted.size) this.batches.have(store.all().filter(store.filter));
      this.#refresh(ids, known);
    });
  }

  /** The item of an annotation, if it is on the page now. @param {string} id @returns {HTMLElement | null} */
  item(id) {
    return this.batches.item(id);
  }

  /** Take out what the page came with but has been deleted since. @param {Iterable<string>} ids */
  drop(ids) {
    for (const id of ids) this.#drop(id);
    this.batches.number();
  }

  /** Let what comes next not move what the reader looks at: what has the focus, what is open, or what stands on top. */
  stay() {
    this.steadied ??= steady(this.root, this.current);
    setTimeout(() => (this.steadied = null));
  }

  /** Say quietly on an item what somebody has done to it, until the reader turns to another. @param {string} id @param {string} words */
  tell(id, words) {
    this.told.set(id, words);
  }

  /** Say it no more. @param {string} id */
  hush(id) {
    this.told.delete(id);
    this.item(id)?.querySelector(".told")?.remove();
  }

  /** Open one item, with what can be done to it, and close the one that was open. @param {string | null} id */
  open(id) {
    const before = this.current ? this.item(this.current) : null;
    this.current = id;
    this.page.opened(id);
    before?.removeAttribute("aria-current");
    before?.querySelector(".actions")?.remove();
    if (before?.dataset.id && before.dataset.id !== id) this.hush(before.dataset.id);
    const item = id ? this.item(id) : null;
    const entry = id ? this.store.get(id) : undefined;
    if (!item) return;
    item.setAttribute("aria-current", "true");
    if (entry) this.#offer(item, entry);
  }

  /** Scroll the list, and nothing but the list, to an item: no further than is needed, or until it is on top. One that is not
   * known yet is scrolled to once it is. @param {string} id @param {ScrollBehavior} behavior @param {boolean} [onTop] */
  reveal(id, behavior, onTop = false) {
    if (!onTop) this.sought = this.batches.places.has(id) ? null : id;
    const frame = this.root.parentElement;
    const box = this.batches.ensure(id)?.getBoundingClientRect();
    if (!frame || !box) return;
    const { top, bottom, height } = frame.getBoundingClientRect();
    const above = box.top - top - ROOM;
    const below = box.bottom - Math.min(bottom, innerHeight) + ROOM;
    const by = onTop || above < 0 ? above : below > 0 ? Math.min(above, below) : 0;
    // Far away, items that are made on the way would move the goal.
    if (by) frame.scrollBy({ top: by, behavior: Math.abs(by) > FAR * height ? "instant" : behavior });
  }

  /** Give an item itself the focus, none of its buttons, unless the reader is at work elsewhere. @param {string} id */
  hold(id) {
    const focused = document.activeElement;
    if (focused === document.body || focused?.matches("[data-id]") || focused === this.root) rest(this.batches.ensure(id));
  }

  /** Take the focus to an item, onto its passage. @param {string} id */
  enter(id) {
    /** @type {HTMLElement | null | undefined} */ (this.batches.ensure(id)?.querySelector(".jump"))?.focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const item = itemOf(event);
    const target = /** @type {Element} */ (event.target);
    const id = item?.dataset.id;
    if (!id) return;
    const action = /** @type {HTMLElement | null} */ (target.closest("[data-action]"))?.dataset.action;
    if (action) return this.page.actions[/** @type {keyof Actions} */ (action)](id);
    if (target.closest("a.tag") || document.getSelection()?.type === "Range") return;
    event.preventDefault();
    this.page.actions.look(id);
  }

  /** @param {Set<string>} ids @param {Set<string>} known */
  #refresh(ids, known) {
    this.batches.expect(this.batches.places.size + known.size);
    for (const id of [...known, ...ids]) {
      const entry = this.store.get(id);
      if (!entry || !this.store.filter(entry)) this.#drop(id);
      else {
        const item = this.item(id);
        const held = item?.contains(document.activeElement);
        if (item && ids.has(id)) this.#fill(item, entry);
        this.batches.put(entry);
        if (held && !item?.contains(document.activeElement)) rest(this.item(id));
      }
    }
    this.batches.expect(this.batches.places.size);
    this.batches.number();
    this.steadied?.();
    if (this.sought && this.batches.places.has(this.sought)) this.reveal(this.sought, "instant");
  }

  /** An item as its annotation is now. @param {string} id */
  #made(id) {
    const item = this.items.blank(id);
    const entry = this.store.get(id);
    if (entry) this.#fill(item, entry);
    return item;
  }

  /** @param {HTMLElement} item @param {Entry} entry */
  #fill(item, entry) {
    this.items.fill(item, entry);
    item.dataset.place = `${entry.start} ${entry.end}`;
    const told = this.told.get(entry.id);
    item.querySelector(".told")?.remove();
    if (told) item.querySelector(".meta")?.append(block("span", "told", told));
    this.page.dress(item, entry.id);
    if (this.current !== entry.id) return;
    item.setAttribute("aria-current", "true");
    this.#offer(item, entry);
  }

  /** Take an item away. The focus rests on its neighbour, which stays closed: who presses once more deletes nothing else.
   * @param {string} id */
  #drop(id) {
    const focused = this.item(id)?.contains(document.activeElement);
    const next = focused ? this.batches.beside(id) : null;
    if (this.current === id && !this.store.get(id)) this.open(null);
    this.batches.drop(id);
    if (focused) rest((next && this.batches.ensure(next)) || this.root);
  }

  /** Show what can be done to an item. @param {HTMLElement} item @param {Entry} entry */
  #offer(item, entry) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.action;
    const held = item.contains(document.activeElement);
    item.querySelector(".actions")?.remove();
    if (held && entry.going) rest(item);
    const [mayChange, mayComment] = [this.page.mayChange(entry), this.page.mayComment];
    if (entry.going) return;
    const bar = actionBar(mayChange, mayComment, entry.base !== null);
    item.insertBefore(bar, item.querySelector(":scope > .talks"));
    if (held && focused) /** @type {HTMLElement | null} */ (bar.querySelector(`[data-action=${focused}]`))?.focus();
  }
}

/** Focus what is no control, without scrolling. @param {HTMLElement | null} element */
function rest(element) {
  element?.setAttribute("tabindex", "-1");
  element?.focus({ preventScroll: true });
}

/** @param {Event} event @returns {HTMLElement | null} */
function itemOf(event) {
  return /** @type {Element} */ (event.target).closest("[data-id]");
}
