/* What is being typed and not yet sent, such as a note or a comment: kept in this browser, so that it outlives a closed tab,
   and forgotten once it was sent or thrown away, or after a month. */

import { Shelf } from "./shelf.js";

const LONGEST = 30 * 24 * 60 * 60 * 1000;

export class Drafts {
  /** @param {import("./shelf.js").Owner} owner */
  constructor(owner) {
    this.shelf = new Shelf("draft", owner);
    for (const key of this.shelf.names()) if (this.take(key) === null) this.forget(key);
  }

  /** Keep what is typed under a key that says where, as in "note 0190…"; nothing typed is forgotten instead.
   * @param {string} key @param {string} value */
  keep(key, value) {
    if (value.trim()) this.shelf.keep(key, { value, at: Date.now() });
    else this.forget(key);
  }

  /** What was typed there, null when nothing was within the last month. It stays kept until it is forgotten.
   * @param {string} key @returns {string | null} */
  take(key) {
    const found = this.shelf.get(key);
    return found && Date.now() - found.at < LONGEST ? found.value : null;
  }

  /** The keys under which something is kept. */
  names() {
    return this.shelf.names();
  }

  /** It was sent, or thrown away. @param {string} key */
  forget(key) {
    this.shelf.forget(key);
  }
}
