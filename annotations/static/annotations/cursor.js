/* Reading and selecting by keyboard: while the text has the focus, the arrows move a selection by sentence and word, and each
   step is spoken. Pointer users keep the browser's own keys, and are not shown ours: a click anywhere ends this until the next
   Tab on the page itself (in the palette everybody uses it). */

import { sentences, words } from "./anchoring.js";

/** @typedef {import("./anchoring.js").Span} Span */

export class Cursor {
  /** @param {import("./textmap.js").TextMap} map @param {{selected: () => Span | null, place: () => Span | null, speak: (words: string) => void}} page
   * `place`: the passage handled last, to go on from when nothing is selected (UTF-16 offsets, as `selected`) */
  constructor(map, page) {
    this.map = map;
    this.page = page;
    this.byPointer = false;
    const { root } = map;
    document.addEventListener("pointerdown", () => this.#travel(true), true);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Tab" && !(/** @type {Element} */ (event.target).closest("dialog"))) this.#travel(false);
    }, true);
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {boolean} byPointer */
  #travel(byPointer) {
    this.byPointer = byPointer;
    this.map.root.classList.toggle("by-pointer", byPointer);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.target !== this.map.root || event.ctrlKey || event.metaKey || event.altKey) return;
    const from = this.page.selected();
    const move = this.#move(from && this.#leftward(from) ? mirrored(event.key) : event.key, event.shiftKey);
    if (!move) return;
    event.preventDefault();
    const to = move(from);
    if (to) this.#select(to, from);
  }

  /** What a key does to the selected span (UTF-16 offsets in, the same out); null for keys that are not ours.
   * @param {string} key @param {boolean} extend @returns {((from: Span | null) => Span | null) | null} */
  #move(key, extend) {
    const has = this.page.selected() !== null;
    if (this.byPointer && !(has && extend)) return null;
    if (key === "ArrowDown") return (from) => (extend && from ? this.#end(from, "sentence", 1) : this.#sentence(from, 1));
    if (key === "ArrowUp") return (from) => (extend && from ? this.#end(from, "sentence", -1) : this.#sentence(from, -1));
    if (key === "ArrowRight" && has) return (from) => from && (extend ? this.#end(from, "word", 1) : this.#start(from, 1));
    if (key === "ArrowLeft" && has) return (from) => from && (extend ? this.#end(from, "word", -1) : this.#start(from, -1));
    return null;
  }

  /** Whether the passage that a span ends in is written from right to left. @param {Span} span */
  #leftward(span) {
    return getComputedStyle(this.map.blocks[this.#number(span.end - 1)].element).direction === "rtl";
  }

  /** The sentence after or before what is selected, or was. @param {Span | null} selected @param {number} step */
  #sentence(selected, step) {
    const from = selected ?? this.page.place();
    if (!from) return step > 0 ? this.#first() : null;
    return step > 0 ? this.#next("sentence", from.end) : this.#previous("sentence", from.start);
  }

  /** The first sentence that is on the screen. */
  #first() {
    const drawn = this.map.blocks.filter(({ element }) => element.checkVisibility({ contentVisibilityAuto: true }));
    const seen = drawn.find(({ element }) => element.getBoundingClientRect().bottom > 80);
    return this.#next("sentence", seen?.at ?? 0);
  }

  /** @param {Span} from @param {"sentence" | "word"} unit @param {number} step @returns {Span | null} */
  #end(from, unit, step) {
    if (step > 0) {
      const next = this.#next(unit, from.end);
      return next && { start: from.start, end: next.end };
    }
    const last = this.#previous(unit, from.end, true);
    const before = last && this.#previous(unit, last.start, true);
    return before && before.end > from.start ? { start: from.start, end: before.end } : null;
  }

  /** @param {Span} from @param {number} step @returns {Span | null} */
  #start(from, step) {
    const next = step > 0 ? this.#next("word", from.start + 1) : this.#previous("word", from.start);
    return next && next.start < from.end ? { start: next.start, end: from.end } : null;
  }

  /** The first sentence or word that starts at or after an offset. @param {"sentence" | "word"} unit @param {number} offset */
  #next(unit, offset) {
    for (let number = this.#number(offset); number < this.map.blocks.length; number += 1) {
      const found = this.#pieces(unit, number).find(({ start }) => start >= offset);
      if (found) return found;
    }
    return null;
  }

  /** The last one that starts (`inside`) or ends before an offset. @param {"sentence" | "word"} unit @param {number} offset @param {boolean} [inside] */
  #previous(unit, offset, inside = false) {
    for (let number = this.#number(offset); number >= 0; number -= 1) {
      const found = this.#pieces(unit, number).filter(({ start, end }) => (inside ? start < offset : end <= offset)).pop();
      if (found) return found;
    }
    return null;
  }

  /** @param {number} offset */
  #number(offset) {
    return this.map.blockAt(this.map.point(Math.min(offset, this.map.text.length))).number;
  }

  /** @param {"sentence" | "word"} unit @param {number} number @returns {Span[]} */
  #pieces(unit, number) {
    const { at, visible } = this.map.blocks[number];
    const found = (unit === "word" ? words : sentences)(visible, this.map.language);
    return found.map(({ start, end }) => ({ start: start + at, end: end + at }));
  }

  /** @param {Span} to @param {Span | null} from */
  #select(to, from) {
    const span = { start: this.map.point(to.start), end: this.map.point(to.end) };
    const range = this.map.rangeOf(span);
    document.getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
    const added = from && to.start === from.start && to.end > from.end ? this.map.text.slice(from.end, to.end) : this.map.text.slice(to.start, to.end);
    this.page.speak(`${from && to.start === from.start ? "Selected up to: " : ""}${added.trim()}`);
  }
}

/** The key that points the other way. @param {string} key */
function mirrored(key) {
  return key === "ArrowLeft" ? "ArrowRight" : key === "ArrowRight" ? "ArrowLeft" : key;
}
