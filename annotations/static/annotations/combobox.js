/* A line in which one types to find or create, and what it offers below: what the tags and the speakers of the palette share. An
   ARIA combobox with a list; beside the list stands what is known of the option one is at, or points at. */

import { firstName } from "./line.js";
import { plainKey, withAlt } from "./tagkeys.js";

/** @typedef {import("./offering.js").Offer} Offer */
/** What a line is for. `offers` says what is offered for a name, whether Enter takes the first, and why there is nothing to take;
 * `face` what an option shows, `about` what stands beside the list (null: for no option), `keys` the keys of the options by their
 * ids, of which digits work by themselves in an empty line; `submit` is Enter and `back` Backspace there. Who takes or drops
 * something searches anew.
 * @typedef {{
 *   separator: string, whole?: (line: string) => boolean,
 *   offers: (query: string) => {offers: Offer[], takes: boolean, silence?: string},
 *   chosen: (offer: Offer) => boolean, take: (offer: Offer) => void, drop: (offer: Offer) => void,
 *   face: (offer: Offer) => Node[], about: (offer: Offer | null, typed: import("./line.js").Typed) => Node[],
 *   keys: (offers: Offer[]) => Map<string, string>, submit: () => void, back: () => void, typed: () => void,
 * }} Line */

const SHOWN = 60;
const PAGE = 5;

export class Combobox {
  /** @param {HTMLElement} field @param {Line} line */
  constructor(field, line) {
    this.line = line;
    this.input = /** @type {HTMLInputElement} */ (field.querySelector("[role=combobox]"));
    this.offered = /** @type {HTMLElement} */ (field.querySelector(".offers"));
    this.options = /** @type {HTMLElement} */ (field.querySelector("[role=listbox]"));
    this.about = /** @type {HTMLElement} */ (field.querySelector(".about"));
    this.silence = /** @type {HTMLElement} */ (field.querySelector(".silence"));
    /** @type {Offer[]} */
    this.found = [];
    /** @type {Map<string, string>} */
    this.keys = new Map();
    this.active = -1;
    this.#listen();
  }

  /** Begin anew, with what was typed before. @param {string} [typed] */
  open(typed = "") {
    this.input.value = typed;
    this.search();
  }

  /** Show what is offered, or hide it. @param {boolean} shown */
  show(shown) {
    this.offered.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown && this.found.length > 0));
    if (shown) this.#activate(this.active);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** The first name in the line, and the rest. */
  typed() {
    return firstName(this.input.value, this.line.separator, this.line.whole);
  }

  /** Take every name that is left in the line; false when one cannot be taken, and it is said why. */
  settle() {
    while (this.typed().name && this.active >= 0) this.#take(this.found[this.active]);
    return !this.typed().name;
  }

  /** Find what fits what is typed. */
  search() {
    const query = this.typed().name;
    const { offers, takes, silence = "" } = this.line.offers(query);
    this.found = offers.slice(0, SHOWN);
    this.keys = query ? new Map() : this.line.keys(this.found);
    this.options.replaceChildren(...this.found.map((offer, at) => this.#option(offer, at)));
    this.options.hidden = !this.found.length;
    if (this.silence.textContent !== silence) this.silence.textContent = silence;
    this.input.setAttribute("aria-expanded", String(!this.offered.hidden && this.found.length > 0));
    this.#activate(query && takes ? 0 : -1);
  }

  /** More is known: offer it, and stay at the option that the reader is at. */
  renew() {
    const id = this.#current()?.id;
    this.search();
    const at = this.found.findIndex((offer) => offer.id === id);
    if (at >= 0) this.#activate(at);
  }

  #listen() {
    this.input.addEventListener("input", () => {
      this.search();
      this.line.typed();
    });
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.options.addEventListener("pointerdown", (event) => event.preventDefault());
    this.options.addEventListener("click", (event) => {
      const at = this.#at(event);
      if (at >= 0) this.#toggle(this.found[at]);
    });
    this.options.addEventListener("mouseover", (event) => this.#tell(this.found[this.#at(event)] ?? this.#current()));
    this.options.addEventListener("mouseleave", () => this.#tell(this.#current()));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const act = this.#deed(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** What a key does here. @param {KeyboardEvent} event @returns {(() => void) | undefined} */
  #deed(event) {
    const { name } = this.typed();
    const empty = !this.input.value;
    const picked = empty && /\d/.test(plainKey(event)) ? this.found.find(({ id }) => this.keys.get(id) === event.key) : undefined;
    if (picked) return () => this.#toggle(picked);
    if (event.key === "Enter" && this.active >= 0) return () => this.#toggle(this.found[this.active]);
    if (event.key === "Enter") return () => (name ? this.#tell(null) : this.line.submit());
    if (event.key === "Backspace" && empty) return this.line.back;
    const step = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE })[event.key];
    return step && !event.altKey ? () => this.#activate(this.active + step) : undefined;
  }

  /** @param {Offer} offer */
  #toggle(offer) {
    if (this.line.chosen(offer) && !this.typed().rest) this.line.drop(offer);
    else this.#take(offer);
  }

  /** Take something, and go on with what was typed after its name. @param {Offer} offer */
  #take(offer) {
    this.input.value = this.typed().rest;
    this.line.take(offer);
  }

  /** @param {Event} event */
  #at({ target }) {
    return [...this.options.children].indexOf(/** @type {Element} */ (/** @type {Element} */ (target).closest("[role=option]")));
  }

  #current() {
    return this.found[this.active] ?? null;
  }

  /** @param {number} at */
  #activate(at) {
    this.active = Math.min(Math.max(at, -1), this.found.length - 1);
    this.options.querySelector(".active")?.classList.remove("active");
    const item = this.options.children[this.active];
    item?.classList.add("active");
    item?.setAttribute("aria-describedby", this.about.id);
    if (item && !this.offered.hidden) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
    this.#tell(this.#current());
    item?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Offer | null} offer */
  #tell(offer) {
    this.about.replaceChildren(...this.line.about(offer, this.typed()));
    this.about.tabIndex = this.about.scrollHeight > this.about.clientHeight ? 0 : -1; // what is long can be scrolled by keyboard
  }

  /** @param {Offer} offer @param {number} at */
  #option(offer, at) {
    const item = document.createElement("li");
    item.className = "option";
    item.id = `${this.options.id}-${at}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(this.line.chosen(offer)));
    item.append(...this.line.face(offer));
    const key = this.keys.get(offer.id);
    if (key) item.append(keyHint(key));
    if (key) item.setAttribute("aria-keyshortcuts", /\d/.test(key) ? key : `Alt+${key.toUpperCase()}`);
    return item;
  }
}

/** A key as it is shown beside what it takes: digits alone, letters with Alt, for letters are typed. @param {string} key */
function hint(key) {
  return /\d/.test(key) ? key : withAlt(key);
}

/** @param {string} key */
function keyHint(key) {
  const shown = document.createElement("kbd");
  shown.setAttribute("aria-hidden", "true");
  shown.textContent = hint(key);
  return shown;
}

/** An element with a class and words. @template {keyof HTMLElementTagNameMap} T @param {T} name @param {string} className @param {string | (Node | string)[]} [content] */
export function make(name, className, content = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...(typeof content === "string" ? [content] : content));
  return made;
}
