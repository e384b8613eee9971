/* Pointing at a mark lights its items in the list and says whose marks lie here; pointing at an item lights its marks. */

import { label } from "./flatten.js";
import { piecesOf } from "./pieces.js";

/** @typedef {import("./store.js").Entry} Entry */

/** How long to wait before words come up beside the pointer (milliseconds), and how many annotations they tell of. */
const PATIENCE = 450;
const TOLD = 5;

export class Pointing {
  /** @param {{map: import("./textmap.js").TextMap, store: import("./store.js").Store, codebook: import("./codebook.js").Codebook, list: HTMLElement, tip: HTMLElement}} page */
  constructor({ map, store, codebook, list, tip }) {
    this.map = map;
    this.store = store;
    this.codebook = codebook;
    this.tip = tip;
    this.timer = 0;
    /** @type {Element[]} */
    this.lit = [];
    for (const root of [map.root, list]) {
      root.addEventListener("pointerover", (event) => this.#over(event));
      root.addEventListener("pointerleave", () => this.#leave());
    }
    tip.addEventListener("pointerenter", () => clearTimeout(this.timer));
    tip.addEventListener("pointerleave", () => this.hide());
    addEventListener("pointerdown", () => this.hide(), true);
    addEventListener("scroll", () => this.hide(), { passive: true });
  }

  /** Take the words away; false when there were none. */
  hide() {
    clearTimeout(this.timer);
    const shown = !this.tip.hidden;
    this.tip.hidden = true;
    return shown;
  }

  /** @param {PointerEvent} event */
  #over(event) {
    if (event.pointerType === "touch") return;
    const target = /** @type {Element} */ (event.target);
    const mark = /** @type {HTMLElement | null} */ (target.closest("mark"));
    const item = /** @type {HTMLElement | null} */ (target.closest("[data-id]"));
    this.#light(mark, item);
    clearTimeout(this.timer);
    if (mark && !event.buttons) this.timer = window.setTimeout(() => this.#tell(mark, event.clientX), PATIENCE);
    else this.timer = window.setTimeout(() => this.hide(), PATIENCE / 2);
  }

  #leave() {
    this.#light(null, null);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.hide(), PATIENCE / 2);
  }

  /** @param {HTMLElement | null} mark @param {HTMLElement | null} item */
  #light(mark, item) {
    for (const one of this.lit) one.classList.remove("hint");
    const ids = mark ? idsOf(mark) : [];
    const items = ids.map((id) => document.getElementById(`a-${id}`)).filter((one) => one !== null);
    const pointed = mark ? ids[ids.length - 1] : item?.dataset.id;
    this.lit = [...items, ...this.#marks(this.store.get(pointed ?? ""))];
    for (const one of this.lit) one.classList.add("hint");
  }

  /** The marks of an annotation, in all its pieces. @param {Entry | undefined} entry */
  #marks(entry) {
    if (!entry) return [];
    const blocks = new Set(piecesOf(entry).flatMap((piece) => this.map.blocksIn(piece)));
    return [...blocks].flatMap(({ element }) => [...element.querySelectorAll(`mark[data-ids~="${entry.id}"]`)]);
  }

  /** Say what lies here, the innermost first. @param {HTMLElement} mark @param {number} x */
  #tell(mark, x) {
    const found = idsOf(mark).reverse().map((id) => this.store.get(id)).filter((entry) => entry !== undefined);
    if (!found.length || !mark.isConnected || document.getSelection()?.type === "Range") return; // painted anew meanwhile
    this.tip.replaceChildren(...found.slice(0, TOLD).map((entry) => this.#line(entry)));
    if (found.length > TOLD) this.tip.append(`and ${found.length - TOLD} more`);
    this.tip.hidden = false;
    this.#place(mark, x);
  }

  /** @param {Entry} entry */
  #line({ tags, creator }) {
    const line = document.createElement("p");
    const swatch = document.createElement("span");
    swatch.className = `swatch c-${label(tags)}`;
    const who = document.createElement("span");
    who.className = "muted";
    who.textContent = creator;
    line.append(swatch, ` ${tags.map((slug) => this.codebook.name(slug)).join(", ") || "no tag"} `, who);
    return line;
  }

  /** Below the line that is pointed at, touching it: the pointer can go there. @param {HTMLElement} mark @param {number} x */
  #place(mark, x) {
    const boxes = [...mark.getClientRects()];
    const box = boxes.find(({ left, right }) => left <= x && x <= right) ?? boxes[0];
    const { offsetWidth: width, offsetHeight: height } = this.tip;
    const below = box.bottom + height < innerHeight;
    this.tip.style.setProperty("--left", `${Math.max(Math.min(x - 20, innerWidth - width - 8), 8)}px`);
    this.tip.style.setProperty("--top", `${below ? box.bottom - 1 : box.top - height + 1}px`);
  }
}

/** @param {HTMLElement} mark */
function idsOf(mark) {
  return (mark.dataset.ids ?? "").split(" ").filter(Boolean);
}
