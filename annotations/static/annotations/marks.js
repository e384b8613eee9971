/* Paints highlights: rebuilds the passages that changed, without losing what the reader has selected. */

import { flatten, inReadingOrder, markClasses, UNTAGGED } from "./flatten.js";
import { grip } from "./grip.js";
import { piecesOf } from "./pieces.js";

/** @typedef {import("./textmap.js").Block} Block */
/** @typedef {import("./store.js").Entry} Entry */

/** A piece of an annotation as highlights need it. @typedef {{start: number, end: number, id: string, tags: string[], state: Entry["state"], going?: boolean, fragments?: import("./anchoring.js").Span[]}} Painted */

/** How many passages are painted without a pause. */
const SLICE = 60;
/** How pressing on the text ends. */
const ENDS = ["pointerup", "pointercancel", "contextmenu", "blur"];

export class Marks {
  /** @param {import("./textmap.js").TextMap} map */
  constructor(map) {
    this.map = map;
    /** @type {string | null} */
    this.lit = null;
    /** The marks that are lit. @type {HTMLElement[]} */
    this.shining = [];
    /** @type {Set<Block>} */
    this.later = new Set();
    /** Painted by the server, and not told to the store yet. @type {Set<string>} */
    this.coming = new Set();
    /** Painted anew before the store was told of all that is in them. @type {Set<Block>} */
    this.early = new Set();
    /** What is to be done when passages were rebuilt. */
    this.painted = () => {};
    /** Whether the reader is pressing on the text, as to select: nothing is rebuilt under the pointer then, but after that. */
    this.pressed = false;
    /** @type {Set<Block>} */
    this.off = new Set();
    map.root.addEventListener("pointerdown", ({ button }) => (this.pressed = button === 0));
    for (const end of ENDS) addEventListener(end, () => this.off.size || (this.pressed = false));
  }

  /** The annotations that are painted in an element, often several times. @param {Element} element @returns {string[]} */
  in(element) {
    return [.../** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("mark"))].flatMap(idsOf);
  }

  /** Repaint passages: what is on the screen at once, the rest of a long text in slices that leave the page responsive.
   * @param {Iterable<Block>} blocks @param {(block: Block) => Entry[]} entriesOf */
  repaint(blocks, entriesOf) {
    const all = [...blocks];
    if (this.pressed) return this.#putOff(all, entriesOf);
    const now = all.length <= SLICE ? all : all.filter(({ element }) => element.checkVisibility({ contentVisibilityAuto: true }));
    const waiting = this.later.size > 0;
    for (const block of all) this.later.add(block);
    for (const block of now) this.later.delete(block);
    this.paint(now, entriesOf);
    if (!waiting) this.#paintLater(entriesOf);
  }

  /** Repaint when the pointer has been let go, and a click with it has found its target.
   * @param {Block[]} blocks @param {(block: Block) => Entry[]} entriesOf */
  #putOff(blocks, entriesOf) {
    const first = !this.off.size;
    for (const block of blocks) this.off.add(block);
    if (!first) return;
    const release = () => {
      for (const end of ENDS) removeEventListener(end, release);
      setTimeout(() => {
        this.pressed = false;
        const off = [...this.off];
        this.off.clear();
        this.repaint(off, entriesOf);
      });
    };
    for (const end of ENDS) addEventListener(end, release);
  }

  /** @param {(block: Block) => Entry[]} entriesOf */
  #paintLater(entriesOf) {
    if (!this.later.size) return;
    setTimeout(() => {
      const slice = [...this.later].slice(0, SLICE);
      for (const block of slice) this.later.delete(block);
      this.paint(slice, entriesOf);
      this.#paintLater(entriesOf);
    });
  }

  /** Repaint these passages with what `entriesOf` says lies in them.
   * @param {Iterable<Block>} blocks @param {(block: Block) => Entry[]} entriesOf */
  paint(blocks, entriesOf) {
    const all = [...blocks];
    const restored = grip(all);
    for (const block of all) {
      const entries = [...entriesOf(block), ...this.#coming(block)];
      const pieces = entries.flatMap((entry) => piecesIn(block, entry)).sort(inReadingOrder);
      block.element.replaceChildren(...this.#inside(block, pieces));
    }
    restored?.();
    if (this.lit) this.#relight(all, this.lit);
    this.painted();
  }

  /** Light the marks of one annotation (null: of none). @param {string | null} id */
  light(id) {
    this.lit = id;
    for (const mark of this.shining) mark.classList.remove("lit");
    this.shining = id ? [...this.of(id)] : [];
    for (const mark of this.shining) mark.classList.add("lit");
  }

  /** Light what was lit in passages that have been painted anew. @param {Block[]} blocks @param {string} id */
  #relight(blocks, id) {
    const anew = blocks.flatMap(({ element }) => [...marksOf(element, id)]);
    for (const mark of anew) mark.classList.add("lit");
    this.shining = [...this.shining.filter(({ isConnected }) => isConnected), ...anew];
  }

  /** The marks of one annotation, in reading order. @param {string} id @returns {NodeListOf<HTMLElement>} */
  of(id) {
    return marksOf(this.map.root, id);
  }

  /** What the server has painted in a passage and the store has not been told yet; it must not go out meanwhile.
   * @param {Block} block @returns {Painted[]} */
  #coming(block) {
    if (!this.coming.size) return [];
    this.early.add(block);
    const ids = new Set(this.in(block.element));
    return [...ids].filter((id) => this.coming.has(id)).map((id) => this.#read(id));
  }

  /** An annotation as it can be read off its marks. @param {string} id @returns {Painted} */
  #read(id) {
    const marks = [...this.of(id)];
    const range = document.createRange();
    range.setStartBefore(marks[0]);
    range.setEndAfter(marks[marks.length - 1]);
    const outermost = marks.find((mark) => idsOf(mark).pop() === id)?.className.match(/(?:^| )c-(\S+)/)?.[1];
    const span = this.map.spanOf(range, true) ?? { start: 0, end: 0 };
    return { ...span, id, tags: outermost && outermost !== UNTAGGED ? [outermost] : [], state: "saved" };
  }

  /** @param {Block} block @param {Painted[]} entries */
  #inside(block, entries) {
    const at = block.plain ? null : [...utf16Edges(block.visible)];
    const clipped = entries.map(({ start, end }) => ({
      start: Math.max(start - block.start, 0),
      end: Math.min(end - block.start, block.length),
    }));
    const nodes = flatten(block.length, clipped, block.cuts).map((segment) => {
      const text = at ? block.visible.slice(at[segment.start], at[segment.end]) : block.visible.slice(segment.start, segment.end);
      const dimmed = segment.end <= block.cuts[0] || segment.start >= block.cuts[1];
      const inner = dimmed ? element("span", "marker", text) : text;
      if (!segment.cover.length) return inner;
      const mark = element("mark", markClasses(segment, clipped, entries, block.start), inner);
      const covering = segment.cover.map(([row]) => entries[row]);
      mark.dataset.ids = covering.map((entry) => entry.id).join(" ");
      if (covering.some((entry) => entry.state !== "saved")) mark.classList.add("unsaved");
      if (covering.every((entry) => entry.going)) mark.classList.add("going");
      return mark;
    });
    if (block.text.length > block.visible.length) nodes.push(element("span", "gap", block.text.slice(block.visible.length)));
    return nodes;
  }
}

/** @param {Element} element @param {string} id @returns {NodeListOf<HTMLElement>} */
function marksOf(element, id) {
  return element.querySelectorAll(`mark[data-ids~="${id}"]`);
}

/** @param {HTMLElement} mark */
function idsOf(mark) {
  return (mark.dataset.ids ?? "").split(" ");
}

/** The pieces of an annotation that touch a passage. @param {Block} block @param {Painted} entry @returns {Painted[]} */
function piecesIn({ start, length }, entry) {
  const near = piecesOf(entry).filter((piece) => piece.start < start + length && piece.end > start);
  return near.map((piece) => ({ ...piece, id: entry.id, tags: entry.tags, state: entry.state, going: entry.going }));
}

/** @param {string} name @param {string} className @param {string | Node} child */
function element(name, className, child) {
  const made = document.createElement(name);
  made.className = className;
  made.append(child);
  return made;
}

/** The UTF-16 offset of each code point of a string, and of its end. @param {string} text */
function* utf16Edges(text) {
  let at = 0;
  for (const character of text) {
    yield at;
    at += character.length;
  }
  yield at;
}
