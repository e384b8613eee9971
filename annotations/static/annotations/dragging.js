/* A row of the codebook dragged by its handle, with a mouse, a pen or a finger: up and down to a gap between the others, to the
   side to lie deeper or less deep. A line shows where it will land and says below what. Escape lets it be. */

import { end, fitting, parentAt, put, rest } from "./branches.js";

/** @typedef {import("./branches.js").Row} Row */
/** @typedef {import("./branches.js").Landing} Landing */
/** @typedef {{rows: () => Row[], name: (slug: string) => string, drop: (slug: string, landing: Landing) => void}} Hooks */

const INDENT = 24; // pixels to the side for each level: 1.5rem in codebook.css
const SLACK = 5; // pixels that a press may wander before it is a drag
const EDGE = 64; // pixels from the edge of the window in which it scrolls
const PACE = 12; // pixels in each frame

/** @param {HTMLElement} list @param {Hooks} hooks */
export function letDrag(list, hooks) {
  /** @type {Drag | null} */
  let drag = null;
  let justDragged = false;
  list.addEventListener("pointerdown", (event) => {
    const grip = /** @type {HTMLElement} */ (event.target).closest(".grip");
    const held = /** @type {HTMLElement | null} */ (grip?.closest("#codebook > li"));
    if (!held || event.button !== 0 || drag) return;
    drag = new Drag(list, hooks, held, event);
  });
  list.addEventListener("dragstart", (event) => event.preventDefault());
  list.addEventListener("contextmenu", (event) => drag && event.preventDefault());
  document.addEventListener("pointermove", (event) => drag?.pointer === event.pointerId && drag.move(event));
  document.addEventListener("pointerup", (event) => {
    if (drag?.pointer !== event.pointerId) return;
    justDragged = drag.running;
    setTimeout(() => (justDragged = false));
    finish(true);
  });
  document.addEventListener("pointercancel", (event) => drag?.pointer === event.pointerId && finish(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag?.running) return;
    event.preventDefault();
    justDragged = true;
    finish(false);
  });
  list.addEventListener("click", (event) => justDragged && event.preventDefault(), true);

  /** @param {boolean} drop */
  function finish(drop) {
    const [done, landing] = [drag, drag?.landing];
    drag = null;
    done?.stop();
    if (drop && done && landing) hooks.drop(done.slug, landing);
  }
}

class Drag {
  /** @param {HTMLElement} list @param {Hooks} hooks @param {HTMLElement} held @param {PointerEvent} event */
  constructor(list, hooks, held, { pointerId, clientX, clientY }) {
    this.list = list;
    this.hooks = hooks;
    this.pointer = pointerId;
    this.from = { x: clientX, y: clientY };
    this.to = this.from;
    this.slug = held.dataset.slug ?? "";
    this.rows = hooks.rows();
    this.at = this.rows.findIndex(({ slug }) => slug === this.slug);
    this.others = rest(this.rows, this.at);
    this.running = false;
    /** @type {Landing | null} */
    this.landing = null;
    const items = /** @type {HTMLElement[]} */ ([...list.children]);
    this.family = items.splice(this.at, end(this.rows, this.at) - this.at);
    this.items = items;
    this.line = document.createElement("div");
    this.line.className = "landing";
    this.line.append(document.createElement("span"));
  }

  /** @param {PointerEvent} event */
  move({ clientX, clientY }) {
    this.to = { x: clientX, y: clientY };
    if (!this.running && Math.hypot(clientX - this.from.x, clientY - this.from.y) < SLACK) return;
    if (!this.running) this.#begin();
    this.#aim();
  }

  stop() {
    this.running = false;
    this.line.remove();
    document.documentElement.classList.remove("dragging");
    for (const one of this.family) one.classList.remove("dragged");
  }

  #begin() {
    this.running = true;
    this.list.after(this.line);
    document.documentElement.classList.add("dragging");
    for (const one of this.family) one.classList.add("dragged");
    requestAnimationFrame(() => this.#scroll());
  }

  /** Find where it would land now, and show that. */
  #aim() {
    const below = this.items.findIndex((one) => middle(one) > this.to.y);
    const gap = below < 0 ? this.items.length : below;
    const aside = getComputedStyle(this.list).direction === "rtl" ? this.from.x - this.to.x : this.to.x - this.from.x;
    const depth = fitting(this.others, gap, this.rows[this.at].depth + Math.round(aside / INDENT));
    this.landing = { gap, depth };
    this.#draw(gap, depth);
  }

  /** @param {number} gap @param {number} depth */
  #draw(gap, depth) {
    const frame = /** @type {HTMLElement} */ (this.list.parentElement).getBoundingClientRect();
    const y = gap < this.items.length ? this.items[gap].getBoundingClientRect().top : (this.items.at(-1) ?? this.list).getBoundingClientRect().bottom;
    this.line.style.top = `${y - frame.top}px`;
    this.line.style.insetInlineStart = `${depth * INDENT}px`;
    const moved = put(this.rows, this.at, { gap, depth });
    const parent = moved[parentAt(moved, moved.findIndex(({ slug }) => slug === this.slug))];
    const words = `${this.hooks.name(this.slug)} ${parent ? `below ${this.hooks.name(parent.slug)}` : "at the top level"}`;
    /** @type {HTMLElement} */ (this.line.firstElementChild).textContent = words;
  }

  #scroll() {
    if (!this.running) return;
    const by = this.to.y < EDGE ? -PACE : this.to.y > innerHeight - EDGE ? PACE : 0;
    if (by) {
      scrollBy({ top: by, behavior: "instant" });
      this.#aim();
    }
    requestAnimationFrame(() => this.#scroll());
  }
}

/** @param {HTMLElement} one */
function middle(one) {
  const { top, height } = one.getBoundingClientRect();
  return top + height / 2;
}
