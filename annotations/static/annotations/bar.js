/* The small bar that offers what can be done with the selection: tag it, give it a tag that is likely, use it as a range, keep
   it as a piece of a passage in several pieces. */

import { shortened } from "./item.js";
import { PAGE_KEYS } from "./keys.js";
import { withAlt } from "./tagkeys.js";

/** @typedef {{tag: () => void, tagAs: (slug: string) => void, useRange: () => void, cancel: () => void, addPiece: () => void, dropPiece: (number: number) => void}} Offers */
/** @typedef {import("./selecting.js").Selecting} Selecting */

const QUICK = 3;
const LONGEST_PIECE = 40;

export class Bar {
  /** @param {HTMLElement} root @param {import("./codebook.js").Codebook} codebook @param {boolean} may Whether the reader may annotate */
  constructor(root, codebook, may) {
    this.root = root;
    this.codebook = codebook;
    this.may = may;
    this.recent = /** @type {HTMLElement} */ (root.querySelector("#recent"));
    this.pieces = /** @type {HTMLElement} */ (root.querySelector("#pieces"));
    /** The tags shown on the bar, each with its key: what is counted meanwhile changes nothing under the reader's fingers. @type {Map<string, string>} */
    this.shown = new Map();
  }

  /** @param {Offers} offers */
  offer({ tag, tagAs, useRange, cancel, addPiece, dropPiece }) {
    this.#on("tag-selection", tag);
    this.#on("use-range", useRange);
    this.#on("cancel-selection", cancel);
    this.#on("add-piece", addPiece);
    this.pieces.addEventListener("click", (event) => {
      const piece = /** @type {Element} */ (event.target).closest("button")?.dataset.piece;
      if (piece) dropPiece(Number(piece));
    });
    this.recent.addEventListener("click", (event) => {
      const slug = /** @type {Element} */ (event.target).closest("button")?.dataset.slug;
      if (slug) tagAs(slug);
    });
  }

  /** Ask for a range of an annotation that is there, or for tags. @param {boolean} range */
  ask(range) {
    this.#part("use-range").hidden = !range;
    this.#part("tag-selection").hidden = range;
    this.recent.hidden = range;
  }

  /** Offer what can be done with what is selected, and the tags that are likely.
   * @param {Selecting} selecting @param {boolean} [fresh] Whether something else is selected than before: else the same tags stay */
  show({ map, pieces, span }, fresh = false) {
    if (!this.may) this.root.hidden = true;
    if (this.root.hidden) return;
    if (fresh) this.shown = this.codebook.quick(QUICK);
    this.recent.replaceChildren(...[...this.shown].map(([slug, key]) => this.#quick(slug, key)));
    this.#part("add-piece").hidden = !span;
    this.pieces.hidden = !pieces.length;
    this.pieces.replaceChildren(...pieces.map((piece, number) => this.#piece(map.slice(piece), number)));
  }

  /** A piece that is kept, with a button that lets go of it. @param {string} quote @param {number} number */
  #piece(quote, number) {
    const row = document.createElement("li");
    const words = document.createElement("span");
    words.textContent = `${number + 1}. ${shortened(quote, LONGEST_PIECE)}`;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button bare small";
    drop.dataset.piece = String(number);
    drop.textContent = "×";
    drop.setAttribute("aria-label", `Let go of piece ${number + 1}`);
    row.append(words, drop);
    return row;
  }

  /** The tags offered here, each with the key that takes it. */
  quick() {
    return this.root.hidden ? this.codebook.quick(QUICK) : this.shown;
  }

  /** @param {string} slug @param {string} key */
  #quick(slug, key) {
    const quick = document.createElement("button");
    quick.type = "button";
    quick.className = `tag c-${slug}`;
    quick.textContent = this.codebook.name(slug);
    quick.dataset.slug = slug;
    const taken = PAGE_KEYS.has(key);
    quick.setAttribute("aria-keyshortcuts", taken ? `Alt+${key.toUpperCase()}` : key);
    const hint = document.createElement("kbd");
    hint.setAttribute("aria-hidden", "true");
    hint.textContent = taken ? withAlt(key) : key;
    quick.append(hint);
    return quick;
  }

  /** @param {string} id */
  #part(id) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`#${id}`));
  }

  /** @param {string} id @param {() => void} act */
  #on(id, act) {
    this.#part(id).addEventListener("click", act);
  }
}
