/* Offers members while somebody types “@” in a comment: arrows and Enter choose, Escape goes on typing. */

import { speak } from "./speech.js";
import { typing } from "./mentioning.js";

const MOST = 6;
let count = 0;

export class Naming {
  /** @param {HTMLTextAreaElement} box @param {() => string[]} members Who can be named: user names. */
  constructor(box, members) {
    this.box = box;
    this.members = members;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `members-${(count += 1)}`, className: "options members", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Members");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.list.id);
    /** @type {string[]} */
    this.offered = [];
    this.active = 0;
    box.addEventListener("input", () => this.offer());
    box.addEventListener("click", () => this.offer());
    box.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => this.#point(event));
  }

  get open() {
    return this.offered.length > 0;
  }

  /** Offer those whose name begins with what is typed after an @. */
  offer() {
    const { selectionStart, selectionEnd, value } = this.box;
    const typed = selectionStart === selectionEnd ? typing(value.slice(0, selectionStart)) : null;
    const found = typed === null ? [] : this.members().filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()));
    this.#show(found.slice(0, MOST));
  }

  close() {
    this.#show([]);
  }

  /** Whether a key was for the list. @param {KeyboardEvent} event */
  key({ key }) {
    if (!this.open) return false;
    if (key === "ArrowDown" || key === "ArrowUp") this.#go(key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter" || key === "Tab") this.#choose(this.offered[this.active]);
    else if (key === "Escape") this.close();
    else return false;
    return true;
  }

  /** @param {string[]} names */
  #show(names) {
    const same = names.length === this.offered.length && names.every((name, at) => name === this.offered[at]);
    if (same) return;
    this.offered = names;
    this.active = 0;
    this.list.hidden = !names.length;
    this.list.replaceChildren(...names.map((name, at) => this.#option(name, at)));
    this.#mark();
    if (names.length) speak(`${names.length === 1 ? "1 member" : `${names.length} members`}: ${names.join(", ")}. Arrows and Enter choose.`);
  }

  /** @param {string} name @param {number} at */
  #option(name, at) {
    const option = document.createElement("li");
    Object.assign(option, { id: `${this.list.id}-${at}`, className: "option", textContent: name });
    option.setAttribute("role", "option");
    return option;
  }

  /** @param {number} step */
  #go(step) {
    this.active = (this.active + step + this.offered.length) % this.offered.length;
    this.#mark();
  }

  #mark() {
    for (const [at, option] of [...this.list.children].entries()) {
      option.classList.toggle("active", at === this.active);
      option.setAttribute("aria-selected", String(at === this.active));
    }
    if (this.open) this.box.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const option = /** @type {Element} */ (event.target).closest("[role=option]");
    if (!option) return;
    event.preventDefault(); // the box keeps the focus
    this.#choose(option.textContent ?? "");
  }

  /** Write the name where it was begun. @param {string} name */
  #choose(name) {
    const { selectionStart, value } = this.box;
    const begun = typing(value.slice(0, selectionStart)) ?? "";
    this.box.setRangeText(`${name} `, selectionStart - begun.length, selectionStart, "end");
    this.close();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
