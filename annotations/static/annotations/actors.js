/* The people and organisations of the debate as the page needs them: names and kinds by id, which of them are named in this
   document and how often, and who was named last as speaker. */

import { ask, pages, Problem } from "../projects/api.js";

/** @typedef {"person" | "organisation"} Kind */
/** @typedef {{id: string, name: string, kind: Kind, other_names: string[], colour: string, uses?: number}} Actor */
/** @typedef {import("./store.js").Attribution} Attribution */
/** What is shown of one: where an actor's page is known, its address. @typedef {{name: string, kind: Kind, role: string, url: string}} Voice */
/** @typedef {import("./store.js").Entry} Entry */

const PAGE_SIZE = 500;

/** The roles, and the words for them; as margin.py. @type {Record<string, string>} */
export const ROLES = { speaker: "speaker", reported_by: "reported by", addressee: "addressee", blamed: "blamed", beneficiary: "beneficiary" };

export class Actors {
  /** @param {Actor[]} actors Those named in this document @param {{api: string, actor_pages: string, user: string}} page */
  constructor(actors, page) {
    this.page = page;
    /** @type {Map<string, Actor>} */
    this.known = new Map(actors.map((actor) => [actor.id, actor]));
    /** Deleted, while what is not saved yet names them: called by their names, not offered. @type {Map<string, Actor>} */
    this.gone = new Map();
    /** Being asked for, or not to be had. @type {Set<string>} */
    this.asked = new Set();
    /** What each annotation said before the server had answered, for the names in it. @type {Map<string, Attribution[]>} */
    this.sent = new Map();
    /** @type {Promise<void> | null} */
    this.gathering = null;
  }

  /** What an actor is called. @param {Attribution} said */
  name({ actor, name }) {
    return name ?? (this.known.get(actor ?? "") ?? this.gone.get(actor ?? ""))?.name ?? "…";
  }

  /** @param {Attribution} said @returns {Kind} */
  kind({ actor, kind }) {
    return this.known.get(actor ?? "")?.kind ?? (kind === "organisation" ? kind : "person");
  }

  /** What is shown of who says it. @param {Attribution[]} said @returns {Voice[]} */
  voices(said) {
    return said.map((one) => ({
      name: this.name(one),
      kind: this.kind(one),
      role: one.role,
      url: one.actor ? `${this.page.actor_pages}${one.actor}/` : "",
    }));
  }

  /** In how many annotations each actor is named. @param {Entry[]} entries @returns {Map<string, number>} */
  uses(entries) {
    const counts = new Map();
    for (const { attributions } of entries) for (const actor of new Set(attributions.map((said) => said.actor))) counts.set(actor, (counts.get(actor) ?? 0) + 1);
    return counts;
  }

  /** Whom the reader named last as a speaker. @param {Entry[]} entries @returns {string | undefined} */
  lastSpeaker(entries) {
    /** @type {string | undefined} */
    let last;
    let when = "";
    for (const { creator, created, attributions } of entries) {
      const speaker = created > when && creator === this.page.user && attributions.findLast(({ actor, role }) => actor && role === "speaker");
      if (speaker) [last, when] = [speaker.actor, created];
    }
    return last;
  }

  /** Every actor known, by id: the one named last, then those of this document and of the project, the most named first.
   * @param {Entry[]} entries */
  ranked(entries) {
    const here = this.uses(entries);
    const last = this.lastSpeaker(entries);
    const weight = (/** @type {Actor} */ { id, uses = 0 }) => (id === last ? Infinity : (here.get(id) ?? 0) * 1e6 + uses);
    return [...this.known.values()].sort((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1)).map(({ id }) => id);
  }

  /** Know an actor as the server has it now. @param {Actor} actor */
  put(actor) {
    this.known.set(actor.id, { ...this.known.get(actor.id), ...actor });
    this.gone.delete(actor.id);
  }

  /** There is no such actor any more. @param {string} id @param {Actor} actor What it was */
  drop(id, actor) {
    this.known.delete(id);
    this.gone.set(id, actor);
  }

  /** Learn of all the project's actors, once; whether there was something to learn. */
  async gather() {
    if (this.gathering) return false;
    this.gathering = this.#gather();
    try {
      await this.gathering;
      return true;
    } catch {
      this.gathering = null; // those of this document are offered, and the server knows the others by their names
      return false;
    }
  }

  async #gather() {
    /** @type {AsyncGenerator<Actor[]>} */
    const all = pages(`${this.page.api}actors/?page_size=${PAGE_SIZE}`);
    for await (const actors of all) for (const actor of actors) this.known.set(actor.id, actor);
  }

  /** Learn of actors that annotations name and we do not know: at once by the names that were sent, then from the server.
   * @param {Entry[]} entries @returns {Promise<boolean>} Whether there was something to learn */
  async follow(entries) {
    for (const entry of entries) this.#recall(entry);
    const named = entries.flatMap(({ attributions }) => attributions).flatMap(({ actor }) => (actor ? [actor] : []));
    const unknown = [...new Set(named)].filter((id) => this.known.get(id)?.colour === undefined && !this.asked.has(id));
    await Promise.all(unknown.map((id) => this.#ask(id)));
    return unknown.length > 0;
  }

  /** @param {string} id */
  async #ask(id) {
    this.asked.add(id);
    try {
      this.known.set(id, await ask("GET", `${this.page.api}actors/${id}/`));
    } catch (problem) {
      if (problem instanceof Problem && problem.current) this.gone.set(id, problem.current);
    }
  }

  /** The server answers names with ids, in the order in which they were sent. @param {Entry} entry */
  #recall({ id, attributions }) {
    if (attributions.some(({ actor }) => !actor)) return void this.sent.set(id, attributions);
    const sent = this.sent.get(id) ?? [];
    this.sent.delete(id);
    if (sent.length !== attributions.length) return;
    for (const [at, { actor, role }] of attributions.entries()) {
      const { name, kind = "person" } = sent[at];
      if (actor && name && role === sent[at].role && !this.known.has(actor)) this.known.set(actor, /** @type {any} */ ({ id: actor, name, kind, other_names: [] }));
    }
  }
}
