/* What the reader has selected in the text, by whatever means, and the small bar that offers to tag it. Built on
   selectionchange alone, because touch selections end with no event of their own. */

/** @typedef {import("./anchoring.js").Span} Span */

const SETTLED = 120;
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
    /** What counts as selected while nothing is: the range that is being changed. @type {Span | null} */
    this.standing = null;
    /** The passage handled last, until a click in the text: reading by keyboard goes on from there. @type {Span | null} */
    this.place = null;
    this.exact = false;
    this.held = false;
    let timer = 0;
    document.addEventListener("selectionchange", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.#settle(), SETTLED);
    });
    for (const kind of /** @type {const} */ (["pointerdown", "pointermove", "pointerup"])) {
      map.root.addEventListener(kind, (event) => (this.exact = event.altKey));
    }
    map.root.addEventListener("pointerdown", (event) => {
      this.place = null;
      // Dragging selects, also where something is selected already: text is not for carrying away.
      if (event.pointerType === "mouse" && event.button === 0 && !event.shiftKey) document.getSelection()?.removeAllRanges();
    });
    map.root.addEventListener("dragstart", (event) => event.preventDefault());
    bar.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** The span that is selected right now, without waiting. @returns {Span | null} */
  now() {
    const selection = document.getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    return range.intersectsNode(this.map.root) ? this.map.spanOf(range, this.exact) : null;
  }

  /** What is selected, or stands for it, right now. */
  chosen() {
    return this.now() ?? this.standing;
  }

  /** Let a span count as selected, without the browser's selection in the way of a new one. @param {Span} span */
  stand(span) {
    this.standing = { start: span.start, end: span.end };
    this.place = this.standing;
    document.getSelection()?.removeAllRanges();
    this.#settle();
  }

  /** Select a span, as if the reader had. @param {Span} span */
  select(span) {
    const range = this.map.rangeOf(span);
    document.getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  }

  /** Keep a span in view while a dialog takes the selection away; null lets go of it. @param {Span | null} span */
  hold(span) {
    this.held = span !== null;
    this.place = span ?? this.place;
    this.#preview(span);
    if (span) this.bar.hidden = true;
  }

  clear() {
    this.hold(null);
    this.standing = null;
    document.getSelection()?.removeAllRanges();
    if (this.bar.contains(document.activeElement)) this.map.root.focus({ preventScroll: true });
    this.#settle();
  }

  #settle() {
    if (this.held || this.bar.contains(document.activeElement)) return;
    const before = this.span;
    const now = this.now();
    if (now) this.place = now;
    if (now && this.standing) this.standing = now;
    this.span = now ?? this.standing;
    this.#preview(this.span);
    this.bar.hidden = !this.span;
    if (this.span) this.#beside(this.span);
    this.changed(this.span !== null && (this.span.start !== before?.start || this.span.end !== before.end));
  }

  /** @param {Span | null} span */
  #preview(span) {
    if (!("highlights" in CSS)) return;
    if (span) CSS.highlights.set(PREVIEW, new Highlight(this.map.rangeOf(span)));
    else CSS.highlights.delete(PREVIEW);
  }

  /** Put the bar above the selection, or below it where there is no room. Narrow screens have it at their foot (CSS).
   * @param {Span} span */
  #beside(span) {
    const place = /** @type {HTMLElement} */ (this.bar.offsetParent ?? document.body).getBoundingClientRect();
    const boxes = this.map.rangeOf(span).getClientRects();
    const first = boxes[0];
    const last = boxes[boxes.length - 1];
    if (!first) return;
    const above = first.top - this.bar.offsetHeight - 10;
    const top = above > 8 ? above : last.bottom + 10;
    const left = Math.min(Math.max(first.left + first.width / 2 - this.bar.offsetWidth / 2, 12), innerWidth - this.bar.offsetWidth - 12);
    this.bar.style.setProperty("--top", `${top - place.top}px`);
    this.bar.style.setProperty("--left", `${left - place.left}px`);
  }
}
