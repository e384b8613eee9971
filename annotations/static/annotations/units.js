/* Letters, words, sentences and paragraphs of the whole text, one after the other. Offsets are UTF-16, half-open. */

import { letters, sentences, trimmed, utf16Offset, words } from "./anchoring.js";

/** @typedef {import("./anchoring.js").Span} Span */
/** @typedef {import("./textmap.js").Block} Block */
/** @typedef {"letter" | "word" | "sentence" | "paragraph"} Unit */

const CUT = { letter: letters, word: words, sentence: sentences, paragraph: null };

export class Units {
  /** @param {import("./textmap.js").TextMap} map */
  constructor(map) {
    this.map = map;
  }

  /** The first unit, from the passage of an offset onwards, for which `holds`. @param {Unit} unit @param {number} offset @param {(span: Span) => boolean} holds */
  first(unit, offset, holds) {
    for (let number = this.#number(offset); number < this.map.blocks.length; number += 1) {
      const found = this.#of(unit, this.map.blocks[number]).find(holds);
      if (found) return found;
    }
    return null;
  }

  /** The last unit, from the passage of an offset backwards, for which `holds`. @param {Unit} unit @param {number} offset @param {(span: Span) => boolean} holds */
  last(unit, offset, holds) {
    for (let number = this.#number(offset); number >= 0; number -= 1) {
      const found = this.#of(unit, this.map.blocks[number]).findLast(holds);
      if (found) return found;
    }
    return null;
  }

  /** How many words a span has, in words. @param {Span} span */
  count({ start, end }) {
    const found = words(this.map.text.slice(start, end), this.map.language).length;
    return found === 1 ? "1 word" : `${found} words`;
  }

  /** @param {number} offset */
  #number(offset) {
    return this.map.blockAt(this.map.point(Math.min(offset, this.map.text.length))).number;
  }

  /** @param {Unit} unit @param {Block} block @returns {Span[]} */
  #of(unit, block) {
    const cut = CUT[unit];
    const found = cut ? cut(block.visible, this.map.language) : whole(block);
    return found.map(({ start, end }) => ({ start: start + block.at, end: end + block.at }));
  }
}

/** A paragraph without its Markdown marker and the white space around it. @param {Block} block */
function whole({ visible, cuts }) {
  const found = trimmed(visible, { start: utf16Offset(visible, cuts[0]), end: utf16Offset(visible, cuts[1]) });
  return found ? [found] : [];
}
