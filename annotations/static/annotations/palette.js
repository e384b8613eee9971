/* The palette: a dialog in which a passage gets its tags and its note. Type to find or create; Enter adds what is found,
   Enter on an empty line saves, Ctrl+Enter saves from anywhere, Escape cancels. Commas part the names of several tags. */

import { label } from "./flatten.js";
import { fit, fitting, nearly, same, sameTag, WELL } from "./match.js";

/** @typedef {{title: string, quote: string, tags: string[], note: string, error?: string}} Draft */
/** What can be taken: a tag, one to be created (`fresh`), or one that what was typed is probably a slip for (`near`).
 * @typedef {{slug: string, name: string, fresh?: boolean, near?: boolean}} Option */

const SHOWN = 60;

export class Palette {
  /** @param {HTMLDialogElement} dialog @param {import("./codebook.js").Codebook} codebook @param {boolean} mayCreate */
  constructor(dialog, codebook, mayCreate) {
    this.dialog = dialog;
    this.codebook = codebook;
    this.mayCreate = mayCreate;
    this.input = /** @type {HTMLInputElement} */ (dialog.querySelector("[role=combobox]"));
    this.options = /** @type {HTMLElement} */ (dialog.querySelector("[role=listbox]"));
    this.chips = /** @type {HTMLElement} */ (dialog.querySelector(".chosen"));
    this.note = /** @type {HTMLTextAreaElement} */ (dialog.querySelector("textarea"));
    this.about = /** @type {HTMLElement} */ (dialog.querySelector(".about"));
    /** @type {string[]} */
    this.chosen = [];
    /** @type {Option[]} */
    this.found = [];
    this.active = -1;
    /** How often each tag is used. @type {Map<string, number>} */
    this.uses = new Map();
    /** @type {(result: {tags: string[], note: string} | null) => void} */
    this.done = () => {};
    this.#listen();
  }

  /** Ask for tags and a note; null when the reader cancels. @param {Draft} draft */
  open({ title, quote, tags, note, error = "" }) {
    this.done(null);
    this.#say("h2", title);
    this.#say(".excerpt", quote);
    this.#say(".error", error);
    this.chosen = [...tags];
    this.uses = this.codebook.uses();
    this.note.value = note;
    this.input.value = "";
    this.#showChosen();
    this.#search();
    if (!this.dialog.open) this.dialog.showModal();
    this.input.focus();
    return new Promise((/** @type {typeof this.done} */ resolve) => (this.done = resolve));
  }

  #listen() {
    this.input.addEventListener("input", () => this.#search());
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    this.options.addEventListener("pointerdown", (event) => event.preventDefault());
    this.options.addEventListener("click", (event) => {
      const option = /** @type {Element} */ (event.target).closest("[role=option]");
      if (option) this.#toggle(this.found[Number(option.id.split("-").pop())]);
    });
    this.chips.addEventListener("click", (event) => {
      const slug = /** @type {Element} */ (event.target).closest("button")?.dataset.slug;
      if (slug) this.#remove(slug);
    });
    this.dialog.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.dialog.querySelector("[data-cancel]")?.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => {
      if (!this.dialog.open) this.done(null);
    });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return this.#handled(event, () => this.#save());
    if (event.target !== this.input) return;
    if (event.key === "ArrowDown") return this.#handled(event, () => this.#activate(this.active + 1));
    if (event.key === "ArrowUp") return this.#handled(event, () => this.#activate(this.active - 1));
    if (event.key === "Enter") return this.#handled(event, () => this.#enter());
    if (event.key === "Backspace" && !this.input.value && this.chosen.length) this.#remove(this.chosen[this.chosen.length - 1]);
  }

  /** @param {Event} event @param {() => void} act */
  #handled(event, act) {
    event.preventDefault();
    act();
  }

  #enter() {
    if (this.active >= 0) this.#toggle(this.found[this.active]);
    else if (!this.#typed().name) this.#save();
  }

  #save() {
    while (this.#typed().name && this.active >= 0) this.#take(this.found[this.active].slug);
    const answer = { tags: [...this.chosen], note: this.note.value.trim() };
    this.codebook.used(answer.tags);
    const done = this.done;
    this.done = () => {};
    this.dialog.close();
    done(answer);
  }

  /** @param {Option} option */
  #toggle({ slug }) {
    if (this.chosen.includes(slug) && !this.#typed().rest) return this.#remove(slug);
    this.#take(slug);
    this.#speak(`${this.codebook.name(slug)} added.`);
  }

  /** Choose a tag, and go on with what was typed after it. @param {string} slug */
  #take(slug) {
    if (!this.chosen.includes(slug)) this.chosen.push(slug);
    this.input.value = this.#typed().rest;
    this.#showChosen();
    this.#search();
  }

  /** The first of the names in the line, and what follows it. A comma parts names, unless a tag has it in its own. */
  #typed() {
    const line = this.input.value.replace(/^[\s,]+/, "").trimEnd();
    const comma = line.indexOf(",");
    const whole = comma < 0 || [...this.codebook.tags.values()].some(({ name }) => name.includes(",") && fit(line, name) >= WELL);
    return whole ? { name: line, rest: "" } : { name: line.slice(0, comma).trim(), rest: line.slice(comma + 1).trim() };
  }

  /** @param {string} slug */
  #remove(slug) {
    this.chosen = this.chosen.filter((one) => one !== slug);
    this.#showChosen();
    this.#search();
    this.input.focus();
    this.#speak(`${this.codebook.name(slug)} removed.`);
  }

  #search() {
    const query = this.#typed().name;
    const { meant, offered } = this.#options(query);
    this.found = [...meant, ...offered].slice(0, SHOWN);
    this.options.replaceChildren(...this.found.map((option, at) => this.#option(option, at)));
    this.options.hidden = !this.found.length;
    this.#activate(query && meant.length ? 0 : -1);
    if (query && !meant.length) this.about.textContent = this.mayCreate ? "This tag is chosen already." : "No tag begins so, and your role does not add new ones.";
  }

  /** What to offer: first what may be meant by the query, a new tag last among it; then what only has its letters, which is
   * never taken unless the reader goes there. @param {string} query @returns {{meant: Option[], offered: Option[]}} */
  #options(query) {
    const known = this.codebook.ranked(this.uses).map((slug) => ({ slug, name: this.codebook.name(slug) }));
    const near = query ? known.filter(({ name }) => name !== query && nearly(name, query)) : [];
    const others = known.filter((option) => !near.includes(option));
    const { well, loosely } = fitting(query, others, (option) => option.name);
    const exists = known.some(({ name }) => sameTag(name, query)) || this.chosen.some((name) => same(name, query));
    const fresh = query && !exists && this.mayCreate ? [{ slug: query, name: query, fresh: true }] : [];
    const exact = well.filter(({ name }) => name === query);
    const begun = well.filter(({ name }) => name !== query);
    const meant = [...exact, ...near.map((option) => ({ ...option, near: true })), ...begun.slice(0, SHOWN / 2), ...fresh];
    return query ? { meant, offered: loosely } : { meant: well, offered: [] };
  }

  /** @param {number} at */
  #activate(at) {
    this.active = Math.min(Math.max(at, -1), this.found.length - 1);
    const items = this.options.children;
    for (let number = 0; number < items.length; number += 1) items[number].classList.toggle("active", number === this.active);
    this.options.querySelector(".definition")?.remove();
    const item = items[this.active];
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
    this.about.textContent = "";
    if (item) this.#define(item, this.found[this.active]);
    item?.scrollIntoView({ block: "nearest" });
  }

  /** Say in an option what its tag means. @param {Element} item @param {Option} option */
  #define(item, { slug, fresh }) {
    const definition = fresh ? "" : this.codebook.tags.get(slug)?.definition;
    if (definition) item.append(make("span", "definition", definition));
  }

  /** @param {Option} option @param {number} at */
  #option({ slug, name, fresh, near }, at) {
    const item = make("li", `option c-${label([slug])}`);
    item.id = `palette-option-${at}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(this.chosen.includes(slug)));
    item.append(make("span", fresh ? "swatch fresh" : "swatch"), make("span", "name", fresh ? `Create “${name}”` : near ? `Already there: ${name}` : name));
    const uses = this.uses.get(slug);
    if (uses) {
      const count = make("span", "count", String(uses));
      count.append(make("span", "visually-hidden", uses === 1 ? " use" : " uses"));
      item.append(count);
    }
    return item;
  }

  #showChosen() {
    this.chips.replaceChildren(...this.chosen.map((slug) => {
      const item = document.createElement("li");
      const chip = /** @type {HTMLButtonElement} */ (make("button", `tag c-${label([slug])}`, this.codebook.name(slug)));
      chip.type = "button";
      chip.dataset.slug = slug;
      chip.setAttribute("aria-label", `Remove ${this.codebook.name(slug)}`);
      chip.append(make("span", "remove", "×"));
      item.append(chip);
      return item;
    }));
  }

  /** @param {string} selector @param {string} words */
  #say(selector, words) {
    const place = /** @type {HTMLElement} */ (this.dialog.querySelector(selector));
    place.textContent = words;
    place.hidden = !words;
  }

  /** @param {string} words */
  #speak(words) {
    const place = this.dialog.querySelector("[aria-live]");
    if (place) place.textContent = words;
  }
}

/** @param {string} name @param {string} className @param {string} [words] */
function make(name, className, words = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = words;
  return made;
}
