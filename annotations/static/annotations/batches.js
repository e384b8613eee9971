/* The items of the list in reading order, in batches. A short list stands on the page as a whole; of a long one only the
   batches near what is shown have their items, the others keep their room. */

import { inReadingOrder } from "./flatten.js";

/** What puts an annotation in its place (code points). @typedef {{id: string, start: number, end: number}} Place */
/** @typedef {{element: HTMLElement, places: Place[], filled: boolean}} Batch */

const SIZE = 25;
/** Up to so many items, all of them stand on the page. */
const WHOLE = 200;
/** How far from what is shown items are there already. */
const NEAR = "150% 0px";
/** Pixels of an item, until one has been measured. */
const USUAL = 120;

export class Batches {
  /**
   * @param {HTMLElement} root Holds the batches that the server sent: `ol.batch` with items that say `data-place`.
   * @param {(id: string) => HTMLElement} make An item as it is now @param {(id: string) => boolean} known Whether it could be made
   */
  constructor(root, make, known) {
    this.root = root;
    this.make = make;
    this.known = known;
    /** @type {Map<string, Place>} */
    this.places = new Map();
    /** @type {Batch[]} */
    this.batches = [];
    /** @type {Map<Element, Batch>} */
    this.of = new Map();
    this.long = false;
    this.usual = USUAL;
    this.watcher = new IntersectionObserver((seen) => this.#seen(seen), { root: root.parentElement, rootMargin: NEAR });
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".batch"))) this.#adopt(element);
    addEventListener("beforeprint", () => this.batches.forEach((batch) => this.#fill(batch)));
    addEventListener("afterprint", () => this.#watch());
  }

  /** Give an annotation its place, or another one. @param {Place} place */
  put({ id, start, end }) {
    const before = this.places.get(id);
    if (before && before.start === start && before.end === end) return;
    const item = before ? this.item(id) : null;
    if (before) this.drop(id);
    const place = { id, start, end };
    this.places.set(id, place);
    this.#insert(place, item);
  }

  /** Take an annotation out of the list. @param {string} id */
  drop(id) {
    const place = this.places.get(id);
    const batch = place && this.#batchOf(place);
    if (!batch) return;
    this.item(id)?.remove();
    this.places.delete(id);
    batch.places.splice(indexIn(batch.places, place), 1);
    if (!batch.places.length) this.#remove(batch);
    else if (!batch.filled) this.#keepRoom(batch);
  }

  /** Have exactly these, which come in reading order. @param {Place[]} places */
  have(places) {
    const kept = new Map([...this.places.keys()].map((id) => [id, this.item(id)]));
    for (const batch of [...this.batches]) this.#remove(batch);
    this.places = new Map(places.map(({ id, start, end }) => [id, { id, start, end }]));
    const all = [...this.places.values()];
    this.expect(all.length);
    for (let at = 0; at < all.length; at += SIZE) this.#add(all.slice(at, at + SIZE), undefined, kept);
    for (const batch of this.batches.slice(0, 2)) this.#fill(batch, kept);
  }

  /** Prepare for so many items. @param {number} count */
  expect(count) {
    const long = count > WHOLE;
    if (long === this.long) return;
    this.long = long;
    this.root.classList.toggle("long", long);
    if (!long) for (const batch of this.batches) this.#fill(batch);
    this.#watch();
  }

  /** @param {string} id @returns {HTMLElement | null} */
  item(id) {
    return document.getElementById(`a-${id}`);
  }

  /** The item of an annotation, made with its neighbours if they are not on the page. @param {string} id */
  ensure(id) {
    const place = this.places.get(id);
    const batch = place && this.#batchOf(place);
    if (!batch) return null;
    const at = this.batches.indexOf(batch);
    for (const near of this.batches.slice(Math.max(at - 1, 0), at + 2)) this.#fill(near);
    return this.item(id);
  }

  /** The annotation after this one, or the one before it at the end. @param {string} id */
  beside(id) {
    const place = this.places.get(id);
    const batch = place && this.#batchOf(place);
    if (!batch) return null;
    const at = indexIn(batch.places, place);
    const next = this.batches[this.batches.indexOf(batch) + 1];
    const last = this.batches[this.batches.indexOf(batch) - 1];
    return (batch.places[at + 1] ?? next?.places[0] ?? batch.places[at - 1] ?? last?.places[last.places.length - 1] ?? null)?.id ?? null;
  }

  /** Say of each batch of a long list which part of it that is. */
  number() {
    let first = 1;
    for (const { element, places } of this.batches) {
      const words = `Annotations ${first} to ${first + places.length - 1} of ${this.places.size}`;
      if (!this.long) element.removeAttribute("aria-label");
      else if (element.getAttribute("aria-label") !== words) element.setAttribute("aria-label", words);
      first += places.length;
    }
  }

  /** @param {HTMLElement} element */
  #adopt(element) {
    const items = /** @type {HTMLElement[]} */ ([...element.children]);
    const places = items.map(({ dataset }) => {
      const [start, end] = (dataset.place ?? "").split(" ").map(Number);
      return { id: dataset.id ?? "", start, end };
    });
    if (!places.length) return element.remove();
    const batch = { element, places, filled: true };
    for (const place of places) this.places.set(place.id, place);
    this.batches.push(batch);
    this.of.set(element, batch);
  }

  /** @param {Place} place @param {HTMLElement | null} item */
  #insert(place, item) {
    const last = this.batches[this.batches.length - 1];
    const ends = !last || (last.places.length >= SIZE && inReadingOrder(last.places[last.places.length - 1], place) < 0);
    const batch = ends ? this.#add([]) : this.#batchOf(place);
    const at = indexIn(batch.places, place);
    batch.places.splice(at, 0, place);
    if (batch.filled) batch.element.insertBefore(item ?? this.make(place.id), batch.element.children[at] ?? null);
    else this.#keepRoom(batch);
    if (batch.places.length > 2 * SIZE) this.#split(batch);
  }

  /** @param {Place[]} places @param {number} [at] @param {Map<string, HTMLElement | null>} [kept] */
  #add(places, at = this.batches.length, kept) {
    const element = document.createElement("ol");
    element.className = "batch";
    element.setAttribute("role", "list");
    const batch = { element, places, filled: false };
    this.root.insertBefore(element, this.batches[at]?.element ?? null);
    this.batches.splice(at, 0, batch);
    this.of.set(element, batch);
    if (this.long) this.#keepRoom(batch);
    else this.#fill(batch, kept);
    if (this.long) this.watcher.observe(element);
    return batch;
  }

  /** @param {Batch} batch */
  #split(batch) {
    const moved = batch.places.splice(SIZE);
    const items = new Map(moved.map(({ id }) => [id, this.item(id)]));
    const half = this.#add(moved, this.batches.indexOf(batch) + 1, items);
    if (batch.filled) this.#fill(half, items);
    else this.#keepRoom(batch);
  }

  /** @param {Batch} batch */
  #remove(batch) {
    this.watcher.unobserve(batch.element);
    this.of.delete(batch.element);
    this.batches.splice(this.batches.indexOf(batch), 1);
    batch.element.remove();
  }

  /** @param {Batch} batch @param {Map<string, HTMLElement | null>} [kept] Items that are there already. */
  #fill(batch, kept) {
    if (batch.filled) return;
    batch.element.style.height = "";
    batch.element.removeAttribute("aria-hidden");
    batch.element.replaceChildren(...batch.places.map(({ id }) => kept?.get(id) ?? this.make(id)));
    batch.filled = true;
  }

  /** Take the items of a batch off the page, but never what the reader holds or what could not be made anew. @param {Batch} batch */
  #clear(batch) {
    const held = batch.element.contains(document.activeElement) || batch.element.contains(document.getSelection()?.anchorNode ?? null);
    if (!batch.filled || held || !batch.places.every(({ id }) => this.known(id))) return;
    const height = batch.element.offsetHeight;
    if (height) this.usual = height / batch.places.length;
    batch.filled = false;
    batch.element.replaceChildren();
    this.#keepRoom(batch);
  }

  /** @param {Batch} batch One without its items */
  #keepRoom(batch) {
    batch.element.style.height = `${Math.round(batch.places.length * this.usual)}px`;
    batch.element.setAttribute("aria-hidden", "true");
  }

  /** Look anew at which batches are near what is shown. */
  #watch() {
    this.watcher.disconnect();
    if (this.long) for (const { element } of this.batches) this.watcher.observe(element);
  }

  /** @param {IntersectionObserverEntry[]} seen */
  #seen(seen) {
    for (const { target, isIntersecting } of seen) {
      const batch = this.of.get(target);
      if (!batch || !this.long) continue;
      if (isIntersecting) this.#fill(batch);
      else this.#clear(batch);
    }
  }

  /** The batch in which a place is, or would be; undefined when there is none. @param {Place} place */
  #batchOf(place) {
    const at = indexOf(this.batches, ({ places }) => inReadingOrder(places[0], place) <= 0);
    return this.batches[Math.max(at - 1, 0)];
  }
}

/** Where a place is, or belongs, in a row of places. @param {Place[]} places @param {Place} place */
function indexIn(places, place) {
  return indexOf(places, (one) => inReadingOrder(one, place) < 0);
}

/** The first index for which `holds` is false; it is true up to there. @template T @param {T[]} all @param {(one: T) => boolean} holds */
function indexOf(all, holds) {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(all[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
