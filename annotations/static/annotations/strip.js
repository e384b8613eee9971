/* The strip beside the text: where in the document the annotations lie that the filter lets through, and which part is on the
   screen. For pointers; the list says the same to everybody. Drawn on a canvas, so that thousands cost no more than a few. */

import { atLeisure } from "./afterwards.js";
import { label, lines } from "./flatten.js";
import { piecesOf } from "./pieces.js";
import { onScreen } from "./scrolling.js";

/** @typedef {import("./store.js").Entry} Entry */

const LANES = 3;
const LANE = 4;
/** Pixels that the smallest annotation has, and within which a click means it. */
const LEAST = 3;
const NEAR = 5;

export class Strip {
  /** @param {HTMLElement} root @param {import("./textmap.js").TextMap} map @param {import("./store.js").Store} store
   * @param {{current: () => string | null, look: (id: string) => void, go: (point: number) => void}} page `go`: show a code point of the text */
  constructor(root, map, store, page) {
    this.root = root;
    this.map = map;
    this.store = store;
    this.page = page;
    this.rail = /** @type {HTMLElement} */ (root.querySelector(".rail"));
    this.canvas = /** @type {HTMLCanvasElement} */ (root.querySelector("canvas"));
    this.probe = /** @type {HTMLElement} */ (root.querySelector(".probe"));
    this.length = map.blocks.at(-1)?.end ?? 0;
    /** @type {Map<string, string>} */
    this.colours = new Map();
    this.due = false;
    this.rail.addEventListener("click", (event) => this.#click(event));
    store.listen(() => this.draw());
    addEventListener("resize", () => this.draw());
    addEventListener("scroll", () => requestAnimationFrame(() => this.#window()), { passive: true });
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", () => this.draw());
  }

  /** Draw anew, once for all that changes before the next picture, and after that. */
  draw() {
    if (this.due) return;
    this.due = true;
    atLeisure(() => {
      this.due = false;
      this.#paint();
      this.#window();
    });
  }

  #paint() {
    const entries = this.#shown();
    this.root.classList.toggle("idle", !entries.length || this.map.root.offsetHeight < innerHeight);
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const brush = height ? this.canvas.getContext("2d") : null;
    if (!brush) return;
    this.canvas.width = width * devicePixelRatio;
    this.canvas.height = height * devicePixelRatio;
    brush.scale(devicePixelRatio, devicePixelRatio);
    this.colours.clear();
    const lane = lines(entries);
    entries.forEach((entry, at) => this.#mark(brush, entry, Math.min(lane[at], LANES - 1) * LANE, height));
    const open = this.store.get(this.page.current() ?? "");
    if (open && this.store.filter(open)) this.#current(brush, open, width, height);
  }

  /** @param {CanvasRenderingContext2D} brush @param {Entry} entry @param {number} left @param {number} height */
  #mark(brush, entry, left, height) {
    brush.fillStyle = this.#colour(label(entry.tags));
    for (const { start, end } of piecesOf(entry)) {
      const top = (start / this.length) * height;
      brush.fillRect(left, top, LANE - 1, Math.max((end / this.length) * height - top, LEAST));
    }
  }

  /** The open annotation has a line on either side. @param {CanvasRenderingContext2D} brush @param {Entry} entry @param {number} width @param {number} height */
  #current(brush, entry, width, height) {
    brush.fillStyle = this.#colour("");
    const pieces = piecesOf(entry);
    const top = (pieces[0].start / this.length) * height;
    const bottom = (pieces[pieces.length - 1].end / this.length) * height;
    brush.fillRect(0, top - 2, width, 2);
    brush.fillRect(0, Math.max(bottom, top + LEAST), width, 2);
  }

  /** A tag's colour as the page draws it, in whatever light; "" is that of ink. @param {string} slug */
  #colour(slug) {
    let known = this.colours.get(slug);
    if (!known) {
      this.probe.className = slug ? `probe c-${slug}` : "probe own";
      this.colours.set(slug, (known = getComputedStyle(this.probe).color));
    }
    return known;
  }

  /** Show which part of the text is on the screen. */
  #window() {
    if (this.root.classList.contains("idle")) return;
    const seen = onScreen(this.map);
    this.rail.style.setProperty("--from", String(seen.start / this.length));
    this.rail.style.setProperty("--part", String((seen.end - seen.start) / this.length));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const { top, height } = this.canvas.getBoundingClientRect();
    const point = ((event.clientY - top) / height) * this.length;
    const near = (NEAR / height) * this.length;
    const hit = this.#shown().filter(({ start, end }) => start - near <= point && point <= end + near);
    const nearest = hit.sort((a, b) => Math.abs(a.start - point) - Math.abs(b.start - point))[0];
    if (nearest) this.page.look(nearest.id);
    else this.page.go(Math.max(Math.min(Math.round(point), this.length - 1), 0));
  }

  #shown() {
    return this.store.all().filter(this.store.filter);
  }
}
