/* The history of one annotation in a dialog: who changed what and when, the newest first, and each state to be had back. */

import { pages } from "../projects/api.js";
import { differing } from "./entries.js";
import { ago, exactly } from "./moments.js";

/** @typedef {import("./entries.js").Fields} Fields */
/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {Required<Fields> & {version: number}} State */
/** One change, as the API tells it: `state` is how the annotation stood afterwards (null: deleted), without what is `lost`; `given_up` is what came too late.
 * @typedef {{seq: number, user: string | null, created: string, kind: string, revision: number | null, deed: string, changes: string[], state: State | null, given_up: State | null, lost: string[]}} Deed */

export class History {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {{api: string, user: string, version: number}} page
   * @param {{entry: (id: string) => Entry | undefined, mayChange: (entry: Entry) => boolean, bringBack: (id: string, fields: Fields) => void, closed: (id: string) => void}} reader
   */
  constructor(dialog, page, reader) {
    this.dialog = dialog;
    this.page = page;
    this.reader = reader;
    this.id = "";
    this.list = /** @type {HTMLElement} */ (dialog.querySelector("ol"));
    this.words = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
    dialog.addEventListener("close", () => reader.closed(this.id));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close(); // beside it
    });
  }

  /** Show the history of an annotation. @param {string} id */
  async open(id) {
    const entry = this.reader.entry(id);
    if (!entry) return;
    this.id = id;
    this.list.replaceChildren();
    this.#say("Reading …");
    if (!this.dialog.open) this.dialog.showModal();
    try {
      const deeds = (await deedsOf(this.page.api, id)).reverse();
      if (this.id === id) this.#show(deeds);
    } catch (error) {
      this.#say(`The history could not be read: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** @param {Deed[]} deeds */
  #show(deeds) {
    const entry = this.reader.entry(this.id);
    this.#say(entry && entry.state !== "saved" ? "Your latest change is not saved yet, so it is not told here." : "");
    this.list.replaceChildren(...deeds.map((deed, at) => this.#item(deed, at === 0)));
    if (this.dialog.contains(document.activeElement)) this.list.focus({ preventScroll: true });
  }

  /** @param {Deed} deed @param {boolean} newest */
  #item(deed, newest) {
    const item = made("li", "deed");
    item.append(this.#who(deed), ...deed.changes.map((line) => made("p", "change", line)));
    if (deed.lost.length) item.append(made("p", "lost", `No more there: ${deed.lost.join(", ")}.`));
    const back = this.#way(deed);
    if (newest && deed.given_up) item.append(made("p", "now", "The other version is how it stands now."));
    if (back) item.append(back);
    else if (newest && deed.state) item.append(made("p", "now", "This is how it stands now."));
    return item;
  }

  /** @param {Deed} deed */
  #who({ user, deed, created }) {
    const line = made("p", "who");
    const time = /** @type {HTMLTimeElement} */ (made("time", "", ago(created) || exactly(created)));
    time.dateTime = created;
    time.title = exactly(created);
    const mine = user === this.page.user;
    line.append(made("strong", "", mine ? "You" : (user ?? "argmap")), ` ${mine ? deed.replace("of their own", "of your own") : deed} `, time);
    return line;
  }

  /** The button by which a state is had back; null where it stands so, or the reader may not. @param {Deed} deed */
  #way({ state, given_up, created }) {
    const entry = this.reader.entry(this.id);
    const then = given_up ?? state;
    const fields = then && entry && this.reader.mayChange(entry) ? wanted(then, entry) : null;
    if (!fields) return null;
    const button = /** @type {HTMLButtonElement} */ (made("button", "button small", given_up ? "Bring back what was given up" : "Bring this back"));
    button.type = "button";
    if (!given_up) button.setAttribute("aria-label", `Bring this back: how it stood ${ago(created) || exactly(created)}`);
    button.addEventListener("click", () => {
      this.dialog.close();
      this.reader.bringBack(this.id, fields);
    });
    return button;
  }

  /** @param {string} words */
  #say(words) {
    this.words.textContent = words;
    this.words.hidden = !words;
  }
}

/** What became of an annotation, from the first change on. @param {string} api @param {string} id */
export async function deedsOf(api, id) {
  /** @type {Deed[]} */
  const deeds = [];
  /** @type {AsyncGenerator<Deed[]>} */
  const all = pages(`${api}annotations/${id}/history/?page_size=500`);
  for await (const results of all) deeds.push(...results);
  return deeds;
}

/** What to change so that an annotation stands as it did; null when it does. A range on another version of the text stays there.
 * @param {State} state @param {Entry} entry @returns {Fields | null} */
function wanted({ version, tags, note, attributions, ...range }, entry) {
  const fields = { tags, note, attributions, ...(version === entry.version ? range : {}) };
  return differing(entry, fields).length ? fields : null;
}

/** @param {string} name @param {string} className @param {string} [words] */
function made(name, className, words = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = words;
  return element;
}
