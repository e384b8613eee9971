/* Filters above the list: by tag and by person, with counts. Nothing chosen shows everything; several tags show what carries
   any of them. Hides marks and items alike. */

import { label, UNTAGGED } from "./flatten.js";

/** @typedef {import("./store.js").Entry} Entry */

export class Filters {
  /** @param {HTMLElement} root @param {import("./store.js").Store} store @param {import("./codebook.js").Codebook} codebook @param {(shown: number, all: number) => void} counted */
  constructor(root, store, codebook, counted) {
    this.root = root;
    this.store = store;
    this.codebook = codebook;
    this.counted = counted;
    this.chosen = { tag: new Set(), person: new Set() };
    this.clear = /** @type {HTMLButtonElement} */ (root.querySelector("[data-clear]"));
    root.addEventListener("change", (event) => this.#choose(/** @type {HTMLInputElement} */ (event.target)));
    this.clear.addEventListener("click", () => this.reset());
    store.listen(() => this.show());
  }

  /** Show everything again. */
  reset() {
    this.chosen.tag.clear();
    this.chosen.person.clear();
    this.#apply();
    /** @type {HTMLElement | null} */ (this.root.querySelector("summary"))?.focus();
  }

  /** Show everything again if the filter hides this annotation: nobody's new mark shall vanish. @param {string} id */
  admit(id) {
    const entry = this.store.get(id);
    if (!entry || this.store.filter(entry)) return;
    this.chosen.tag.clear();
    this.chosen.person.clear();
    this.#apply();
  }

  /** Count anew and draw the choices. */
  show() {
    const entries = this.store.all();
    const { tag, person } = this.chosen;
    this.#group("tag", tally(entries.flatMap(tagsOf), tag));
    this.#group("person", tally(entries.map((entry) => entry.creator), person));
    this.clear.hidden = !tag.size && !person.size;
    this.counted(entries.filter(this.store.filter).length, entries.length);
  }

  /** @param {HTMLInputElement} box */
  #choose(box) {
    const set = this.chosen[/** @type {"tag" | "person"} */ (box.name)];
    if (box.checked) set.add(box.value);
    else set.delete(box.value);
    this.#apply();
  }

  #apply() {
    const { tag, person } = { tag: new Set(this.chosen.tag), person: new Set(this.chosen.person) };
    this.store.sift((entry) => (!tag.size || tagsOf(entry).some((slug) => tag.has(slug))) && (!person.size || person.has(entry.creator)));
    this.show();
  }

  /** @param {"tag" | "person"} name @param {[string, number][]} counts */
  #group(name, counts) {
    const place = /** @type {HTMLElement} */ (this.root.querySelector(`[data-filter=${name}]`));
    const focused = /** @type {HTMLInputElement | null} */ (place.contains(document.activeElement) ? document.activeElement : null)?.value;
    place.replaceChildren(...counts.map(([value, count]) => this.#choice(name, value, count)));
    if (focused !== undefined) /** @type {HTMLElement | null} */ (place.querySelector(`[value="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {"tag" | "person"} name @param {string} value @param {number} count */
  #choice(name, value, count) {
    const row = document.createElement("label");
    row.className = name === "tag" ? `choice tag c-${label([value])}` : "choice tag person";
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name, value, checked: this.chosen[name].has(value), className: "visually-hidden" });
    const number = document.createElement("span");
    number.className = "count";
    number.textContent = String(count);
    const words = name === "person" ? value : value === UNTAGGED ? "no tag" : this.codebook.name(value);
    row.append(box, words, " ", number);
    return row;
  }
}

/** @param {Entry} entry */
function tagsOf(entry) {
  return entry.tags.length ? entry.tags : [UNTAGGED];
}

/** How often each value occurs, most often first; what is chosen stays even when it has gone.
 * @param {string[]} values @param {Set<string>} chosen @returns {[string, number][]} */
function tally(values, chosen) {
  const counts = new Map([...chosen].map((value) => [value, 0]));
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b));
}
