/* The list beside the text: keeps its items in step with the store, and opens the one that the reader looks at. */

import { actionBar, Items } from "./item.js";

/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {{edit: (id: string) => void, range: (id: string) => void, remove: (id: string) => void, keep: (id: string) => void, retry: (id: string) => void, discard: (id: string) => void, revive: (id: string) => void, look: (id: string) => void}} Actions */

/** Pixels to keep free above and below an item that is scrolled to. */
const ROOM = 12;

export class List {
  /**
   * @param {HTMLElement} root
   * @param {HTMLTemplateElement} template
   * @param {import("./store.js").Store} store
   * @param {import("./codebook.js").Codebook} codebook
   * @param {{actions: Actions, mayChange: (entry: Entry) => boolean, opened: (id: string | null) => void}} page
   */
  constructor(root, template, store, codebook, page) {
    this.root = root;
    this.items = new Items(template, codebook, store.map);
    this.store = store;
    this.page = page;
    /** @type {string | null} */
    this.current = null;
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("focusin", (event) => {
      const item = itemOf(event);
      const inside = event.target !== item && !(event.target instanceof HTMLButtonElement);
      if (item && inside && item.dataset.id !== this.current) this.open(item.dataset.id ?? null);
    });
    store.listen(({ ids, sifted }) => {
      this.#refresh(ids);
      this.#sift(sifted);
    });
  }

  /** @param {string} id @returns {HTMLElement | null} */
  item(id) {
    return document.getElementById(`a-${id}`);
  }

  /** The items of annotations that the store does not know. @returns {HTMLElement[]} */
  strays() {
    const items = /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-id]"));
    return [...items].filter((item) => !this.store.get(item.dataset.id ?? ""));
  }

  /** Open one item, with what can be done to it, and close the one that was open. @param {string | null} id */
  open(id) {
    const before = this.current ? this.item(this.current) : null;
    this.current = id;
    this.page.opened(id);
    before?.removeAttribute("aria-current");
    before?.querySelector(".actions")?.remove();
    const item = id ? this.item(id) : null;
    const entry = id ? this.store.get(id) : undefined;
    if (!item) return;
    item.setAttribute("aria-current", "true");
    if (entry) this.#offer(item, entry);
  }

  /** Scroll the list, and nothing but the list, to an item. @param {string} id @param {ScrollBehavior} behavior */
  reveal(id, behavior) {
    const frame = this.root.parentElement;
    const box = this.item(id)?.getBoundingClientRect();
    if (!frame || !box) return;
    const { top, bottom } = frame.getBoundingClientRect();
    const above = box.top - top - ROOM;
    const below = box.bottom - Math.min(bottom, innerHeight) + ROOM;
    if (above < 0) frame.scrollBy({ top: above, behavior });
    else if (below > 0) frame.scrollBy({ top: Math.min(above, below), behavior });
  }

  /** Give an item itself the focus, none of its buttons, unless the reader is at work elsewhere. @param {string} id */
  hold(id) {
    const focused = document.activeElement;
    if (focused === document.body || focused?.matches("[data-id]") || focused === this.root) rest(this.item(id));
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

  /** @param {Set<string>} ids */
  #refresh(ids) {
    for (const id of ids) {
      const entry = this.store.get(id);
      const item = this.item(id);
      if (!entry) this.#drop(item);
      else {
        const made = item ?? this.items.blank(id);
        this.items.fill(made, entry);
        made.hidden = !this.store.filter(entry);
        const place = `${entry.start} ${entry.end}`;
        if (made.dataset.place !== place) this.#place(made, entry);
        made.dataset.place = place;
        if (this.current === id) this.#offer(made, entry);
      }
    }
  }

  /** Hide and show what the filter says. @param {Set<string>} ids */
  #sift(ids) {
    for (const id of ids) {
      const item = this.item(id);
      const entry = this.store.get(id);
      if (item && entry) item.hidden = !this.store.filter(entry);
    }
  }

  /** Take an item away. The focus rests on its neighbour, which stays closed: who presses once more deletes nothing else.
   * @param {HTMLElement | null} item */
  #drop(item) {
    if (!item) return;
    const next = neighbour(item);
    const focused = item.contains(document.activeElement);
    if (this.current === item.dataset.id) this.open(null);
    item.remove();
    if (focused) rest(next ?? this.root);
  }

  /** Put an item where reading order wants it: before its successor, or at the end of the last batch. @param {HTMLElement} item @param {Entry} entry */
  #place(item, entry) {
    const order = this.store.all();
    let at = order.indexOf(entry) + 1;
    /** @type {HTMLElement | null} */
    let next = null;
    while (at < order.length && !(next = this.item(order[at].id))) at += 1;
    const batch = next?.parentElement ?? this.root.lastElementChild;
    const held = item.contains(document.activeElement);
    batch?.insertBefore(item, next);
    if (held) rest(item);
  }

  /** Show what can be done to an item. @param {HTMLElement} item @param {Entry} entry */
  #offer(item, entry) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.action;
    const held = item.contains(document.activeElement);
    item.querySelector(".actions")?.remove();
    if (held && entry.going) rest(item);
    if (entry.going || !this.page.mayChange(entry)) return;
    const bar = actionBar();
    item.append(bar);
    if (held && focused) /** @type {HTMLElement | null} */ (bar.querySelector(`[data-action=${focused}]`))?.focus();
  }
}

/** The next item that is shown, or the one before. @param {HTMLElement} item @returns {HTMLElement | null} */
function neighbour(item) {
  const shown = (/** @type {Element | null} */ one) => one instanceof HTMLElement && !one.hidden;
  for (let one = item.nextElementSibling; one; one = one.nextElementSibling) if (shown(one)) return /** @type {HTMLElement} */ (one);
  for (let one = item.previousElementSibling; one; one = one.previousElementSibling) if (shown(one)) return /** @type {HTMLElement} */ (one);
  return null;
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
