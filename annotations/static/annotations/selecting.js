/* What the reader has selected in the text, by whatever means, in one piece or several, and the small bar that offers what can
   be done with it. Built on selectionchange alone, because touch selections end with no event of their own. */

import { joined, samePieces } from "./pieces.js";

/** @typedef {import("./anchoring.js").Span} Span */

const SETTLED = 120;
/** How long after a touch of the bar a selection that collapses is thought to be the browser's doing. */
const TOUCHED = 400;
const PREVIEW = "argmap-preview";

export class Selecting {
  /** @param {import("./textmap.js").TextMap} map @param {HTMLElement} bar
   * @param {(fresh: boolean) => void} changed Told after each settling; `fresh`: something else is selected than before */
  constructor(map, bar, changed) {
    this.map = map;
    this.bar = bar;
    this.changed = changed;
    /** @type {Span | null} */
    this.span = null;
    /** Pieces that were selected before and are kept. @type {Span[]} */
    this.pieces = [];
    /** What counts as selected while nothing is: the range that is being changed. @type {Span | null} */
    this.standing = null;
    /** The passage handled last, until a click in the text: reading by keyboard goes on from there. @type {Span | null} */
    this.place = null;
    /** Whether selections stay as they are made: by letters, not widened to whole words. */
    this.letters = false;
    this.alt = false;
    this.held = false;
    /** What is painted as selected. @type {Span[]} */
    this.previewed = [];
    this.touched = 0;
    let timer = 0;
    document.addEventListener("selectionchange", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.#settle(), SETTLED);
    });
    this.#listen();
  }

  /** The span that is selected right now, without waiting. @returns {Span | null} */
  now() {
    const selection = document.getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    return range.intersectsNode(this.map.root) ? this.map.spanOf(range, this.letters || this.alt) : null;
  }

  /** What is selected, or stands for it, right now. */
  chosen() {
    return this.now() ?? this.standing;
  }

  /** The whole passage that is meant: the pieces kept and what is selected besides, in order and disjoint. @returns {Span[]} */
  passage() {
    const span = this.now() ?? this.span;
    return joined(span ? [...this.pieces, span] : this.pieces);
  }

  /** Let spans count as selected, without the browser's selection in the way of a new one. @param {Span[]} spans */
  stand(spans) {
    this.pieces = spans.length > 1 ? joined(spans) : [];
    this.standing = spans.length > 1 ? null : { start: spans[0].start, end: spans[0].end };
    this.place = spans[0];
    document.getSelection()?.removeAllRanges();
    this.#settle(true);
  }

  /** Keep what is selected as a piece, so that another can be selected. Gives back how many there are, or 0 when nothing is
   * selected. */
  keep() {
    const span = this.chosen() ?? this.span;
    if (!span) return 0;
    this.pieces = joined([...this.pieces, span]);
    this.standing = null;
    this.place = span;
    document.getSelection()?.removeAllRanges();
    this.#settle(true);
    return this.pieces.length;
  }

  /** Let go of one piece. @param {number} number */
  drop(number) {
    this.pieces = this.pieces.filter((_, at) => at !== number);
    this.#settle(true);
  }

  /** Select a span, as if the reader had. @param {Span} span */
  select(span) {
    const range = this.map.rangeOf(span);
    document.getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  }

  /** Select a passage again after a dialog: its last piece for the browser, the others kept. @param {Span[]} spans */
  reselect(spans) {
    this.pieces = spans.slice(0, -1);
    this.select(spans[spans.length - 1]);
  }

  /** Keep a passage in view while a dialog takes the selection away; null lets go of it. @param {Span[] | null} spans */
  hold(spans) {
    this.held = spans !== null;
    this.place = spans?.[0] ?? this.place;
    this.#preview(spans ?? []);
    if (spans) this.bar.hidden = true;
  }

  /** Passages were rebuilt: paint anew what was painted on them. */
  again() {
    if (this.previewed.length) this.#preview(this.previewed);
  }

  clear() {
    this.hold(null);
    this.standing = null;
    this.pieces = [];
    document.getSelection()?.removeAllRanges();
    if (this.bar.contains(document.activeElement)) this.map.root.focus({ preventScroll: true });
    this.#settle(true);
  }

  #listen() {
    const { root } = this.map;
    for (const kind of /** @type {const} */ (["pointerdown", "pointermove", "pointerup"])) {
      root.addEventListener(kind, (event) => (this.alt = event.altKey));
    }
    root.addEventListener("pointerdown", (event) => {
      this.place = null;
      if (event.pointerType !== "mouse" || event.button !== 0 || event.shiftKey) return;
      this.bar.classList.add("aside");
      addEventListener("pointerup", () => this.bar.classList.remove("aside"), { once: true });
      if (event.ctrlKey || event.metaKey) this.keep();
      // Dragging selects, also where something is selected already: text is not for carrying away.
      document.getSelection()?.removeAllRanges();
    });
    root.addEventListener("dragstart", (event) => event.preventDefault());
    // A tap on the bar shall not cost the selection, as it does on some phones.
    this.bar.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.touched = Date.now();
    });
  }

  /** @param {boolean} [meant] Whether it was us who changed what is selected, not the browser */
  #settle(meant = false) {
    if (this.held || (!meant && this.bar.contains(document.activeElement))) return;
    const now = this.now();
    if (!meant && !now && this.span && Date.now() - this.touched < TOUCHED) return;
    const before = this.span;
    if (now) this.place = now;
    if (now && this.standing) this.standing = now;
    this.span = now ?? this.standing;
    const all = this.passage();
    const stands = !this.bar.hidden && samePieces(all, this.previewed);
    this.#preview(all);
    this.bar.hidden = !all.length;
    this.bar.classList.toggle("docked", !this.span);
    this.changed(this.span !== null && !(before && samePieces([this.span], [before])));
    // Now that it is as wide as what it offers. Beside what was selected already it stays: marks that come in do not push it.
    if (all.length && !stands) this.#beside(this.span ?? all[all.length - 1]);
  }

  /** @param {Span[]} spans */
  #preview(spans) {
    this.previewed = spans;
    if (!("highlights" in CSS)) return;
    if (spans.length) CSS.highlights.set(PREVIEW, new Highlight(...spans.map((span) => this.map.rangeOf(span))));
    else CSS.highlights.delete(PREVIEW);
  }

  /** Put the bar above the selection, or below it where there is no room. Narrow screens have it at their foot (CSS).
   * @param {Span} span */
  #beside(span) {
    const place = /** @type {HTMLElement} */ (this.bar.offsetParent ?? document.body).getBoundingClientRect();
    const boxes = [...this.map.rangeOf(span).getClientRects()];
    const first = boxes[0];
    const last = boxes[boxes.length - 1];
    if (!first) return;
    const above = first.top - this.bar.offsetHeight - 10;
    const top = above > 8 ? above : last.bottom + 10;
    const line = boxes.filter((box) => box.top < first.bottom && box.bottom > first.top); // in parts, where marks begin or end in it
    const middle = (Math.min(...line.map((box) => box.left)) + Math.max(...line.map((box) => box.right))) / 2;
    const left = Math.min(Math.max(middle - this.bar.offsetWidth / 2, place.left, 12), innerWidth - this.bar.offsetWidth - 12);
    this.bar.style.setProperty("--top", `${top - place.top}px`);
    this.bar.style.setProperty("--left", `${left - place.left}px`);
  }
}
