/* The palette's line of tags: those chosen, and what is offered for what is typed. */

import { Combobox, make } from "./combobox.js";
import { label } from "./flatten.js";
import { alike, fit, nearly, same, sameTag, WELL } from "./match.js";
import { offering, resembling } from "./offering.js";
import { altKey } from "./tagkeys.js";

/** @typedef {import("./offering.js").Offer} Offer */
/** @typedef {import("./line.js").Typed} Typed */
/** What a line of the palette tells the palette: Enter in the empty line, that something has changed, words to be spoken.
 * @typedef {{submit: () => void, changed: () => void, speak: (words: string) => void}} Hooks */

export class Tagline {
  /** @param {HTMLElement} field @param {import("./codebook.js").Codebook} codebook @param {boolean} mayCreate @param {Hooks} hooks */
  constructor(field, codebook, mayCreate, hooks) {
    this.codebook = codebook;
    this.mayCreate = mayCreate;
    this.hooks = hooks;
    this.chips = /** @type {HTMLElement} */ (field.querySelector(".chosen"));
    /** The slugs of known tags, the names of new ones. @type {string[]} */
    this.chosen = [];
    /** How often each tag is used. @type {Map<string, number>} */
    this.uses = new Map();
    this.box = new Combobox(field, this.#line());
    this.#listen();
  }

  /** Begin with these tags, and with what was typed before. @param {string[]} tags @param {string} [typed] */
  open(tags, typed = "") {
    this.chosen = [...tags];
    this.uses = this.codebook.uses();
    this.#draw();
    this.box.open(typed);
  }

  /** @returns {import("./combobox.js").Line} */
  #line() {
    return {
      separator: ",",
      whole: (line) => [...this.codebook.tags.values()].some(({ name }) => name.includes(",") && fit(line, name) >= WELL),
      offers: (query) => this.#offers(query),
      chosen: ({ id }) => this.chosen.includes(id),
      take: ({ id }) => this.#take(id),
      drop: ({ id }) => this.#drop(id),
      face: (offer) => this.#face(offer),
      about: (offer, typed) => (offer ? this.#about(offer, typed) : this.#hint(typed)),
      keys: (offers) => this.#keys(offers),
      submit: this.hooks.submit,
      back: () => this.chosen.length && this.#drop(this.chosen[this.chosen.length - 1]),
      typed: this.hooks.changed,
    };
  }

  #listen() {
    this.chips.addEventListener("click", (event) => {
      const slug = /** @type {Element} */ (event.target).closest("button")?.dataset.slug;
      if (slug) this.#drop(slug);
      if (slug) this.box.input.focus();
    });
    this.box.input.addEventListener("keydown", (event) => {
      const slug = this.box.input.value ? undefined : this.codebook.withKey(altKey(event));
      if (!slug) return;
      event.preventDefault();
      if (this.chosen.includes(slug)) this.#drop(slug);
      else this.#take(slug);
    });
  }

  /** @param {string} query */
  #offers(query) {
    const known = this.codebook.ranked(this.uses).map((slug) => ({ id: slug, name: this.codebook.name(slug) }));
    const taken = [...this.codebook.tags.values()].find(({ name }) => sameTag(name, query));
    const exists = taken || this.chosen.some((name) => same(name, query));
    const { meant, offered } = offering({ query, known, nearly, alike, fresh: Boolean(query) && !exists && this.mayCreate });
    const retired = taken?.retired ?? false;
    return { offers: [...meant, ...offered], takes: meant.length > 0 && !retired, silence: this.#silence(query, meant, taken) };
  }

  /** Why there is nothing to take. @param {string} query @param {Offer[]} meant @param {import("./codebook.js").Tag} [taken] */
  #silence(query, meant, taken) {
    if (taken?.retired) return `“${taken.name}” is retired: it stays where it is used, and is not offered any more.`;
    if (!query || meant.length) return "";
    return this.mayCreate ? "This tag is chosen already." : "No tag begins so, and your role does not add new ones.";
  }

  /** @param {Offer[]} offers */
  #keys(offers) {
    return this.codebook.keysOf(offers.map(({ id }) => id));
  }

  /** @param {string} slug */
  #take(slug) {
    if (!this.chosen.includes(slug)) this.chosen.push(slug);
    this.#changed(`${this.codebook.name(slug)} added.`);
  }

  /** @param {string} slug */
  #drop(slug) {
    this.chosen = this.chosen.filter((one) => one !== slug);
    this.#changed(`${this.codebook.name(slug)} removed.`);
  }

  /** @param {string} words */
  #changed(words) {
    this.#draw();
    this.box.search();
    this.hooks.speak(words);
    this.hooks.changed();
  }

  /** @param {Offer} offer @returns {Node[]} */
  #face({ id, name, as }) {
    const words = { there: name, near: `Already there: ${name}`, like: `Did you mean ${name}?`, fresh: `Create “${name}”` }[as];
    const parent = as === "fresh" ? "" : this.codebook.tags.get(id)?.parent;
    const face = [make("span", as === "fresh" ? "swatch unmade" : `swatch c-${label([id])}`), make("span", "name", words)];
    if (parent) face[1].append(make("span", "below", [make("span", "visually-hidden", ", below "), parent]));
    const uses = this.uses.get(id);
    if (uses) face.push(make("span", "count", [String(uses), make("span", "visually-hidden", uses === 1 ? " use" : " uses")]));
    return face;
  }

  /** What a tag means, and what one would be much like that does not exist yet. @param {Offer} offer @param {Typed} typed @returns {Node[]} */
  #about({ id, name, as }, typed) {
    if (as === "fresh") return this.#aboutNew(name, typed);
    const tag = this.codebook.tags.get(id);
    if (!tag) return [make("p", "title", name), make("p", "muted", "A new tag.")];
    const told = [make("p", "title", [make("span", `swatch c-${label([id])}`), tag.name])];
    if (tag.parent) told.push(make("p", "muted", `Below ${tag.parent}`));
    told.push(tag.definition ? make("p", "definition", tag.definition) : make("p", "muted", "No definition yet."));
    if (tag.example) told.push(make("p", "example", tag.example));
    return told;
  }

  /** @param {string} name @param {Typed} typed */
  #aboutNew(name, { rest, quoted }) {
    const told = [make("p", "title", name), make("p", "muted", "Will be added to the codebook.")];
    const like = resembling(this.box.found);
    if (like) told.push(make("p", "alike", `Much like ${like}. Unless you mean something else, take that one.`));
    if (rest && !quoted) told.push(make("p", "muted", "A comma begins the next tag. For a name that has one, type it in quotation marks."));
    return told;
  }

  /** What the keys do while no option is marked. @param {Typed} typed */
  #hint({ name }) {
    if (name || !this.box.found.length) return [];
    const keys = make("p", "muted", [make("kbd", "", "1"), "–", make("kbd", "", "9"), " or ", make("kbd", "", "↓"), " take one that is there; letters find or create."]);
    return [keys, make("p", "muted", [make("kbd", "", "Enter"), " on the empty line saves."])];
  }

  #draw() {
    this.chips.replaceChildren(...this.chosen.map((slug) => {
      const name = this.codebook.name(slug);
      const chip = make("button", `tag c-${label([slug])}`, [name, make("span", "remove", "×")]);
      chip.type = "button";
      chip.dataset.slug = slug;
      chip.setAttribute("aria-label", `Remove ${name}`);
      return make("li", "", [chip]);
    }));
  }
}
