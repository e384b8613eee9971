/* Finding a passage by its words: a plain form for whoever cannot or will not drag over a text. The text's own words are shown
   where they stand before any is taken. */

import { find, MOST } from "./finding.js";

/** @typedef {import("./anchoring.js").Span} Span */
/** @typedef {import("./finding.js").Found} Found */

/** How much of the text is shown before and after a place (UTF-16). */
const CONTEXT = 60;

export class Quoting {
  /** @param {HTMLDialogElement} dialog @param {import("./textmap.js").TextMap} map
   * @param {{whole: () => boolean, take: (span: Span) => void}} page `whole`: whether to widen to whole words; `take`: what to do with the place chosen (code points) */
  constructor(dialog, map, page) {
    this.dialog = dialog;
    this.map = map;
    this.page = page;
    this.words = /** @type {HTMLTextAreaElement} */ (dialog.querySelector("textarea"));
    this.said = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
    this.places = /** @type {HTMLElement} */ (dialog.querySelector("ol"));
    dialog.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#find();
    });
    this.words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) dialog.querySelector("form")?.requestSubmit();
      else return;
      event.preventDefault();
    });
    this.words.addEventListener("input", () => this.#show({ how: "not", places: [] }, ""));
    dialog.querySelector("[data-cancel]")?.addEventListener("click", () => dialog.close());
  }

  /** Ask for the words. */
  open() {
    this.words.value = "";
    this.#show({ how: "not", places: [] }, "");
    this.dialog.showModal();
    this.words.focus();
  }

  #find() {
    const found = find(this.map.text, this.words.value);
    this.#show(found, summary(found, this.words.value));
    /** @type {HTMLElement | null} */ (this.places.querySelector("button"))?.focus();
  }

  /** @param {Found} found @param {string} words */
  #show({ how, places }, words) {
    this.said.textContent = words;
    this.places.hidden = !places.length;
    this.places.replaceChildren(...places.map((place) => this.#place(place, how === "partly")));
  }

  /** One place: the text's own words with what stands around them, and a button that takes it. @param {Span} place @param {boolean} partly */
  #place(place, partly) {
    const range = this.map.rangeOf({ start: this.map.point(place.start), end: this.map.point(place.end) });
    const span = this.map.spanOf(range, !this.page.whole()) ?? { start: this.map.point(place.start), end: this.map.point(place.end) };
    const [start, end] = [this.map.offset(span.start), this.map.offset(span.end)];
    const row = document.createElement("li");
    const context = document.createElement("p");
    context.className = "serif";
    context.dir = "auto";
    const own = document.createElement("strong");
    own.textContent = this.map.text.slice(start, end);
    context.append(before(this.map.text, start), own, after(this.map.text, end));
    const take = document.createElement("button");
    take.type = "button";
    take.className = "button small";
    take.textContent = partly ? "Take this instead" : "Take this passage";
    take.addEventListener("click", () => {
      this.dialog.close();
      this.page.take(span);
    });
    row.append(context, take);
    return row;
  }
}

/** @param {Found} found @param {string} asked */
function summary({ how, places }, asked) {
  if (!asked.trim()) return "Type or paste some words of the text.";
  if (how === "not") return "These words are not in the text.";
  if (how === "partly") return "These words are not in the text. The closest is:";
  const count = places.length === MOST ? `${MOST} or more places; more words find fewer.` : places.length === 1 ? "1 place." : `${places.length} places.`;
  return how === "exactly" ? count : `${count} Not letter by letter: these are the text’s own words.`;
}

/** @param {string} text @param {number} start */
function before(text, start) {
  const words = text.slice(Math.max(start - CONTEXT, 0), start).replace(/\s+/g, " ");
  return start > CONTEXT ? `… ${words.replace(/^\S*\s/, "")}` : words;
}

/** @param {string} text @param {number} end */
function after(text, end) {
  const words = text.slice(end, end + CONTEXT).replace(/\s+/g, " ");
  return end + CONTEXT < text.length ? `${words.replace(/\s\S*$/, "")} …` : words;
}
