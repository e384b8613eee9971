/* The palette's line of those who say it: who is chosen, in which role, and who is offered for the name that is typed. */

import { ROLES } from "./actors.js";
import { Combobox, make } from "./combobox.js";
import { iconOf } from "./item.js";
import { guessedKind } from "./kinds.js";
import { alike, same, sameLetters } from "./match.js";
import { offering, resembling } from "./offering.js";

/** @typedef {import("./actors.js").Attribution} Attribution */
/** @typedef {import("./actors.js").Kind} Kind */
/** @typedef {import("./offering.js").Offer} Offer */
/** @typedef {import("./store.js").Entry} Entry */

const KINDS = /** @type {const} */ (["person", "organisation"]);
/** @type {Record<string, string>} */
const KIND_WORDS = { person: "Person", organisation: "Organisation" };

export class Speakers {
  /** @param {HTMLElement} field @param {import("./actors.js").Actors} actors @param {{mayCreate: boolean, entries: () => Entry[]}} page
   * @param {import("./tagline.js").Hooks} hooks */
  constructor(field, actors, { mayCreate, entries }, hooks) {
    this.actors = actors;
    this.mayCreate = mayCreate;
    this.entries = entries;
    this.hooks = hooks;
    this.rows = /** @type {HTMLElement} */ (field.querySelector(".named"));
    /** @type {Attribution[]} */
    this.chosen = [];
    /** Those known, in the order in which they are offered. @type {string[]} */
    this.order = [];
    /** How often each is named in this document. @type {Map<string, number>} */
    this.uses = new Map();
    /** @type {string | undefined} */
    this.last = undefined;
    this.box = new Combobox(field, this.#line());
    this.#listen();
  }

  /** Begin with these, and with what was typed before. @param {Attribution[]} attributions @param {string} [typed] */
  open(attributions, typed = "") {
    this.chosen = attributions.map((one) => ({ ...one }));
    this.#rank();
    this.#draw();
    this.box.open(typed);
  }

  /** Offer all actors of the project, once they are known. */
  async gather() {
    if (!(await this.actors.gather())) return;
    this.#rank();
    this.box.renew();
  }

  #rank() {
    const entries = this.entries();
    this.uses = this.actors.uses(entries);
    this.last = this.actors.lastSpeaker(entries);
    this.order = this.actors.ranked(entries);
  }

  /** @returns {import("./combobox.js").Line} */
  #line() {
    return {
      separator: ";",
      offers: (query) => this.#offers(query),
      chosen: (offer) => this.chosen.some((said) => means(offer, said)),
      take: (offer) => this.#take(offer),
      drop: (offer) => this.#drop((said) => means(offer, said)),
      face: (offer) => this.#face(offer),
      about: (offer, { name }) => (offer ? this.#about(offer) : this.#hint(name)),
      keys: (offers) => new Map(offers.slice(0, 9).map(({ id }, at) => [id, String(at + 1)])),
      submit: this.hooks.submit,
      back: () => this.chosen.length && this.#drop((_, at) => at === this.chosen.length - 1),
      typed: this.hooks.changed,
    };
  }

  #listen() {
    this.rows.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button");
      if (button?.name === "again") return this.#again(Number(button.dataset.at));
      if (button) this.#drop((_, at) => at === Number(button.dataset.at));
      if (button) this.box.input.focus();
    });
    this.rows.addEventListener("change", (event) => {
      const { dataset, name, value } = /** @type {HTMLSelectElement} */ (event.target);
      const said = this.chosen[Number(dataset.at)];
      if (name === "role") said.role = value;
      else this.#become(said, /** @type {Kind} */ (value));
      this.#leaveRoles();
      this.hooks.changed();
    });
  }

  /** A new one is something else than was thought. @param {Attribution} said @param {Kind} kind */
  #become(said, kind) {
    for (const [at, one] of this.chosen.entries()) {
      if (!isOne(one, said)) continue;
      one.kind = kind;
      this.rows.children[at].querySelector(".icon")?.replaceWith(iconOf(kind));
    }
  }

  /** Name somebody once more, in the first role that is left. @param {number} at */
  #again(at) {
    const said = this.chosen[at];
    const [role] = Object.keys(ROLES).filter((one) => !this.#rolesOf(said).includes(one));
    this.chosen.splice(at + 1, 0, { ...said, role });
    this.#changed(`${this.actors.name(said)} added as ${ROLES[role]} too.`);
    /** @type {HTMLElement | null} */ (this.rows.children[at + 1].querySelector('[name="role"]'))?.focus();
  }

  /** The roles in which somebody is named. @param {Attribution} said */
  #rolesOf(said) {
    return this.chosen.filter((one) => isOne(one, said)).map(({ role }) => role);
  }

  /** Offer each of those named the roles that they are not in yet; in each role one is named once. */
  #leaveRoles() {
    for (const [at, said] of this.chosen.entries()) {
      const taken = this.#rolesOf(said);
      const name = this.actors.name(said);
      const row = this.rows.children[at];
      const roles = /** @type {HTMLSelectElement} */ (row.querySelector('[name="role"]'));
      for (const option of roles.options) option.disabled = option.value !== said.role && taken.includes(option.value);
      /** @type {HTMLElement} */ (row.querySelector('[name="again"]')).hidden = taken.length === roles.length;
      row.querySelector('[name="remove"]')?.setAttribute("aria-label", taken.length > 1 ? `Remove ${name} as ${ROLES[said.role]}` : `Remove ${name}`);
    }
  }

  /** @param {string} query */
  #offers(query) {
    const known = this.order.map((id) => this.#known(id));
    const exists = known.some(({ name }) => sameName(name, query)) || this.chosen.some((said) => same(this.actors.name(said), query));
    const { meant, offered } = offering({ query, known, nearly: sameLetters, alike, fresh: Boolean(query) && !exists && this.mayCreate });
    const kinds = [guessedKind(query), ...KINDS.filter((kind) => kind !== guessedKind(query))];
    const made = meant.flatMap((offer) => (offer.as === "fresh" ? kinds.map((kind) => ({ ...offer, id: kind })) : [offer]));
    const silence = !query || meant.length ? "" : this.mayCreate ? "Chosen already." : "Nobody is called so, and your role does not add new ones.";
    return { offers: [...made, ...offered], takes: made.length > 0, silence };
  }

  /** @param {string} id */
  #known(id) {
    const { name, other_names: others } = /** @type {import("./actors.js").Actor} */ (this.actors.known.get(id));
    return { id, name, others };
  }

  /** @param {Offer} offer */
  #take(offer) {
    const { id, name, as } = offer;
    if (!this.chosen.some((said) => means(offer, said))) this.chosen.push(as === "fresh" ? { name, kind: /** @type {Kind} */ (id), role: "speaker" } : { actor: id, role: "speaker" });
    this.#changed(`${name} added as speaker.`);
  }

  /** @param {(said: Attribution, at: number) => boolean} gone */
  #drop(gone) {
    const name = this.actors.name(this.chosen[this.chosen.findIndex(gone)]);
    this.chosen = this.chosen.filter((said, at) => !gone(said, at));
    this.#changed(`${name} removed.`);
  }

  /** @param {string} words */
  #changed(words) {
    this.#draw();
    this.box.search();
    this.hooks.speak(words);
    this.hooks.changed();
  }

  /** @param {Offer} offer @returns {Node[]} */
  #face({ id, name, as, via }) {
    if (as === "fresh") return [iconOf(id), make("span", "name", `Create ${id} “${name}”`)];
    const shown = make("span", "name", { there: name, near: `Already there: ${name}`, like: `Did you mean ${name}?` }[as]);
    if (via) shown.append(make("span", "below", [make("span", "visually-hidden", ", also called "), via]));
    const face = [iconOf(this.actors.kind({ actor: id, role: "" })), shown];
    if (id === this.last && !via) face.push(make("span", "count", "named last"));
    else if (this.uses.get(id)) face.push(make("span", "count", `${this.uses.get(id)}× here`));
    return face;
  }

  /** @param {Offer} offer @returns {Node[]} */
  #about({ id, name, as }) {
    const actor = this.actors.known.get(id);
    if (as === "fresh" || !actor) return this.#aboutNew(id, name);
    const told = [make("p", "title", [iconOf(actor.kind), actor.name]), make("p", "muted", KIND_WORDS[actor.kind])];
    if (actor.other_names.length) told.push(make("p", "", `Also called ${actor.other_names.join(", ")}`));
    const here = this.uses.get(id) ?? 0;
    told.push(make("p", "muted", `Named ${here}× in this document${actor.uses === undefined ? "" : `, ${actor.uses}× in the project`}.`));
    return told;
  }

  /** @param {string} kind @param {string} name */
  #aboutNew(kind, name) {
    const told = [make("p", "title", [iconOf(kind), name]), make("p", "muted", `${KIND_WORDS[kind]}, will be added to the project.`)];
    const like = resembling(this.box.found);
    if (like) told.push(make("p", "alike", `Much like ${like}. If it is the same, take that one.`));
    return told;
  }

  /** @param {string} query */
  #hint(query) {
    if (query) return [];
    const keys = make("p", "muted", "Type a name to find or create a person or an organisation.");
    return this.box.found.length ? [keys, make("p", "muted", [make("kbd", "", "1"), " takes the first, ", make("kbd", "", "↓"), " goes through them."])] : [keys];
  }

  #draw() {
    this.rows.replaceChildren(...this.chosen.map((said, at) => this.#row(said, at)));
    this.#leaveRoles();
  }

  /** @param {Attribution} said @param {number} at */
  #row(said, at) {
    const name = this.actors.name(said);
    const row = make("li", "voice", [iconOf(this.actors.kind(said)), make("span", "name", name)]);
    if (!said.actor) row.append(choice("kind", at, KIND_WORDS, said.kind ?? "person", `What ${name} is`));
    row.append(choice("role", at, ROLES, said.role, `Role of ${name}`));
    row.append(deed("again", at, [iconOf("plus"), "Role"], `Another role for ${name}`), deed("remove", at, "×", ""));
    return row;
  }
}

/** @param {"again" | "remove"} name @param {number} at @param {string | (Node | string)[]} words @param {string} label */
function deed(name, at, words, label) {
  const button = make("button", "button bare small", words);
  button.type = "button";
  button.name = name;
  button.dataset.at = String(at);
  button.setAttribute("aria-label", label);
  return button;
}

/** Whether an offer is what was said. @param {Offer} offer @param {Attribution} said */
function means({ id, name, as }, said) {
  return as === "fresh" ? !said.actor && same(said.name ?? "", name) : said.actor === id;
}

/** Whether two attributions name one actor. @param {Attribution} a @param {Attribution} b */
function isOne(a, b) {
  return a.actor || b.actor ? a.actor === b.actor : same(a.name ?? "", b.name ?? "");
}

/** Whether the server takes two names for one: it looks at no case. @param {string} a @param {string} b */
function sameName(a, b) {
  return a.toLowerCase() === b.replace(/\s+/g, " ").trim().toLowerCase();
}

/** @param {string} name @param {number} at @param {Record<string, string>} words @param {string} chosen @param {string} label */
function choice(name, at, words, chosen, label) {
  const select = make("select", "small", Object.entries(words).map(([value, word]) => new Option(word, value, false, value === chosen)));
  select.name = name;
  select.dataset.at = String(at);
  select.setAttribute("aria-label", label);
  return select;
}
