/* Filters above the list: by tag, by person, by speaker, by words, with counts. Nothing chosen shows everything; several values of
   one kind show what has any of them, several kinds what fits all. Hides marks and items alike, and stands in the page's
   address, so that a link shows the same. */

import { atLeisure } from "./afterwards.js";
import { fromQuery, inQuery, isOpen, NONE, nothing, sieve, tally } from "./sieve.js";

/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {import("./sieve.js").Facet} Facet */

/** How long to wait for more letters (milliseconds). */
const TYPING = 150;

export class Filters {
  /** @param {HTMLElement} root @param {import("./store.js").Store} store @param {Record<string, Facet>} facets Each with a fieldset of its name @param {(shown: number, all: number) => void} counted */
  constructor(root, store, facets, counted) {
    this.root = root;
    this.store = store;
    this.facets = facets;
    this.counted = counted;
    this.wanted = fromQuery(facets, location.search);
    this.clear = /** @type {HTMLButtonElement} */ (root.querySelector("[data-clear]"));
    this.active = /** @type {HTMLElement} */ (root.querySelector("[data-active]"));
    this.words = /** @type {HTMLInputElement} */ (root.querySelector("[type=search]"));
    this.words.value = this.wanted.words;
    this.due = false;
    this.begun = false;
    this.#listen();
  }

  /** Filter as the page's address asks, now that the annotations are known. */
  begin() {
    this.begun = true;
    if (isOpen(this.wanted)) this.show();
    else this.#apply();
  }

  /** Show everything again. */
  reset() {
    this.#open();
    /** @type {HTMLElement | null} */ (this.root.querySelector("summary"))?.focus();
  }

  /** Show everything again if the filter hides this annotation: nobody's new mark shall vanish. @param {string} id */
  admit(id) {
    const entry = this.store.get(id);
    if (entry && !this.store.filter(entry)) this.#open();
  }

  /** Count anew and draw the choices. */
  show() {
    const entries = this.store.all();
    const open = isOpen(this.wanted);
    this.counted(open ? entries.length : entries.filter(this.store.filter).length, entries.length);
    this.clear.hidden = open;
    const active = this.#said();
    if (this.active.textContent !== active) this.active.textContent = active;
    if (/** @type {HTMLDetailsElement} */ (this.root).open) for (const name of Object.keys(this.facets)) this.#group(name);
  }

  #listen() {
    let timer = 0;
    this.root.addEventListener("change", (event) => this.#choose(/** @type {HTMLInputElement} */ (event.target)));
    this.root.addEventListener("toggle", () => this.show());
    this.clear.addEventListener("click", () => this.reset());
    this.words.addEventListener("input", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.#apply(), TYPING);
    });
    this.store.listen(() => this.#later());
  }

  /** Count once for all that changes before the next picture, and after that. */
  #later() {
    if (this.due || !this.begun) return;
    this.due = true;
    atLeisure(() => {
      this.due = false;
      this.show();
    });
  }

  #open() {
    this.wanted = nothing(this.facets);
    this.words.value = "";
    this.#apply();
  }

  /** @param {HTMLInputElement} box */
  #choose(box) {
    const chosen = this.wanted.values[box.name];
    if (!chosen) return;
    if (box.checked) chosen.add(box.value);
    else chosen.delete(box.value);
    this.#apply();
  }

  #apply() {
    this.wanted.words = this.words.value;
    this.store.sift(sieve(this.facets, this.wanted));
    const query = inQuery(this.facets, this.wanted, location.search);
    if (query !== location.search) history.replaceState(null, "", `${location.pathname}${query}${location.hash}`);
    this.show();
  }

  /** What is filtered by, in words. */
  #said() {
    const values = Object.entries(this.facets).flatMap(([name, { name: called }]) => [...this.wanted.values[name]].map(called));
    const words = this.wanted.words.trim();
    return [...values, ...(words ? [`“${words}”`] : [])].join(", ");
  }

  /** @param {string} name */
  #group(name) {
    const place = /** @type {HTMLElement | null} */ (this.root.querySelector(`[data-filter=${name}]`));
    if (!place) return;
    const facet = this.facets[name];
    const counts = tally(this.store.all().filter(sieve(this.facets, this.wanted, name)), facet, this.wanted.values[name]);
    const focused = /** @type {HTMLInputElement | null} */ (place.contains(document.activeElement) ? document.activeElement : null)?.value;
    place.replaceChildren(...counts.map(([value, count]) => this.#choice(name, value, count)));
    /** @type {HTMLElement} */ (place.closest("fieldset")).hidden = counts.every(([value]) => value === (facet.none ?? NONE)) && !this.wanted.values[name].size;
    if (focused !== undefined) /** @type {HTMLElement | null} */ (place.querySelector(`[value="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {string} name @param {string} value @param {number} count */
  #choice(name, value, count) {
    const facet = this.facets[name];
    const row = document.createElement("label");
    row.className = `choice tag ${facet.look(value)}`;
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name, value, checked: this.wanted.values[name].has(value), className: "visually-hidden" });
    const number = document.createElement("span");
    number.className = "count";
    number.textContent = String(count);
    row.append(box, facet.name(value), " ", number);
    return row;
  }
}
