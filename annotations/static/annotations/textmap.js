/* The text on the page: DOM positions against code points. Each passage is an element with data-start whose textContent is
   exactly its slice, so the whole text is the container's textContent; marks inside passages make no difference. */

import { codePoints, trimmed, utf16Offset, wholeGraphemes, wholeWords } from "./anchoring.js";

/** @typedef {import("./anchoring.js").Span} Span */
/**
 * One passage: `start` and `end` in code points, `at` its UTF-16 offset in the text, `visible` without its blank lines,
 * `cuts` where its Markdown marker ends and starts (code points within it).
 * @typedef {{element: HTMLElement, number: number, start: number, end: number, at: number, text: string, visible: string, length: number, plain: boolean, cuts: [number, number]}} Block
 */

export class TextMap {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.language = root.closest("[lang]")?.getAttribute("lang") ?? "";
    /** @type {Block[]} */
    this.blocks = [];
    /** @type {Map<Element, Block>} */
    this.of = new Map();
    let at = 0;
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-start]"))) {
      const block = readBlock(element, this.blocks.length, at);
      this.blocks.push(block);
      this.of.set(element, block);
      at += block.text.length;
    }
    this.text = root.textContent ?? "";
  }

  /** The code points [start, end) that a DOM range covers, trimmed and widened to whole words (or just to graphemes when
   * `exact`); null when the range holds no text of ours.
   * @param {Range} range @param {boolean} [exact] @returns {Span | null} */
  spanOf(range, exact = false) {
    const start = this.#offset(range.startContainer, range.startOffset, true);
    const end = this.#offset(range.endContainer, range.endOffset, false);
    const inner = start < end ? trimmed(this.text, { start, end }) : null;
    if (!inner) return null;
    const first = this.#widened(inner.start, inner.start, exact).start;
    const last = this.#widened(inner.end, inner.end, exact, true).end;
    return { start: this.point(first), end: this.point(last) };
  }

  /** The code point at a UTF-16 offset of the text. @param {number} offset */
  point(offset) {
    const block = this.blocks[search(this.blocks, (one) => one.at <= offset)];
    return block.start + (block.plain ? offset - block.at : codePoints(block.text.slice(0, offset - block.at)));
  }

  /** The UTF-16 offset of a code point of the text. @param {number} point */
  offset(point) {
    const block = this.blockAt(point);
    return block.at + (block.plain ? point - block.start : utf16Offset(block.text, point - block.start));
  }

  /** The text between two code points. @param {Span} span */
  slice({ start, end }) {
    return this.text.slice(this.offset(start), this.offset(end));
  }

  /** The passage that holds a code point (the last one for the end of the text). @param {number} point */
  blockAt(point) {
    return this.blocks[search(this.blocks, (one) => one.start <= point)];
  }

  /** The passages whose visible text a span touches. @param {Span} span */
  blocksIn({ start, end }) {
    const found = [];
    for (let at = this.blockAt(start).number; at < this.blocks.length && this.blocks[at].start < end; at += 1) {
      const block = this.blocks[at];
      if (start < block.start + block.length) found.push(block);
    }
    return found;
  }

  /** A DOM range over the code points [start, end). @param {Span} span */
  rangeOf({ start, end }) {
    const range = document.createRange();
    range.setStart(...this.#position(this.offset(start), true));
    range.setEnd(...this.#position(this.offset(end), false));
    return range;
  }

  /** The UTF-16 offset of a DOM boundary; outside every passage it is the next one's start or the previous one's end.
   * @param {Node} node @param {number} offset @param {boolean} isStart */
  #offset(node, offset, isStart) {
    const element = node instanceof Element ? node : node.parentElement;
    const inside = /** @type {HTMLElement | null} */ (element?.closest("[data-start]"));
    const block = inside && this.of.get(inside);
    const range = document.createRange();
    if (block) {
      range.setStart(block.element, 0);
      range.setEnd(node, offset);
      return block.at + range.toString().length;
    }
    range.setStart(node, offset);
    const before = search(this.blocks, (one) => range.comparePoint(one.element, 0) < 0);
    if (isStart) return before + 1 < this.blocks.length ? this.blocks[before + 1].at : this.text.length;
    return before < 0 ? 0 : this.blocks[before].at + this.blocks[before].text.length;
  }

  /** Widen within the passage of one boundary. @param {number} start @param {number} end @param {boolean} exact @param {boolean} [isEnd] */
  #widened(start, end, exact, isEnd = false) {
    const block = this.blocks[search(this.blocks, (one) => (isEnd ? one.at < end : one.at <= start))];
    const local = { start: start - block.at, end: end - block.at };
    const widen = exact ? wholeGraphemes : wholeWords;
    const found = widen(block.visible, local, this.language);
    return { start: found.start + block.at, end: found.end + block.at };
  }

  /** The text node and offset of a UTF-16 offset; a start prefers the node that follows, an end the one before.
   * @param {number} offset @param {boolean} isStart @returns {[Node, number]} */
  #position(offset, isStart) {
    const block = this.blocks[Math.max(search(this.blocks, (one) => (isStart ? one.at <= offset : one.at < offset)), 0)];
    const walker = document.createTreeWalker(block.element, NodeFilter.SHOW_TEXT);
    let rest = offset - block.at;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = /** @type {Text} */ (node).length;
      if (isStart ? rest < length : rest <= length) return [node, rest];
      rest -= length;
    }
    return [block.element, block.element.childNodes.length];
  }
}

/** @param {HTMLElement} element @param {number} number @param {number} at @returns {Block} */
function readBlock(element, number, at) {
  const text = element.textContent ?? "";
  const visible = text.replace(/\n+$/, "");
  const start = Number(element.dataset.start);
  const length = codePoints(visible);
  const plain = length === visible.length;
  return { element, number, start, end: start + codePoints(text), at, text, visible, length, plain, cuts: markerCuts(element, length) };
}

/** @param {HTMLElement} element @param {number} length @returns {[number, number]} */
function markerCuts(element, length) {
  /** @type {[number, number]} */
  const cuts = [0, length];
  if (!element.querySelector(".marker")) return cuts;
  let at = 0;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && at < length; node = walker.nextNode()) {
    const end = at + codePoints(node.nodeValue ?? "");
    const dimmed = node.parentElement?.classList.contains("marker");
    if (dimmed && at === cuts[0]) cuts[0] = end;
    else if (dimmed) cuts[1] = Math.min(cuts[1], at);
    at = end;
  }
  return cuts;
}

/** The last index for which `holds` is true, when it is true up to there and false after; -1 when never.
 * @template T @param {T[]} items @param {(item: T) => boolean} holds */
function search(items, holds) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle])) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
