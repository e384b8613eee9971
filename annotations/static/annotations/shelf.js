/* What the reader's work is kept on in this browser until the server has it: its local storage, which may be full or
   forbidden. Then that is said once, the page keeps working, and what it holds is lost only when it is closed. */

import { toast } from "../projects/toast.js";

/** @typedef {{document: string, user: string}} Owner Whose work on what: one person's is never shown to another. */

const NO_ROOM = "This browser cannot keep your unsaved work. Leave this page open until everything is saved.";
let told = false;

export class Shelf {
  /** @param {string} kind What is kept here, as in "unsaved". @param {Owner} owner @param {() => Storage} [storage] */
  constructor(kind, { document, user }, storage = () => localStorage) {
    this.prefix = `argmap ${kind} ${user} ${document} `;
    this.storage = storage;
  }

  /** Keep a value under a name; false, and said once on the page, when the browser does not let us.
   * @param {string} name @param {unknown} value Anything that JSON can say. */
  keep(name, value) {
    try {
      this.storage().setItem(this.prefix + name, JSON.stringify(value));
      return true;
    } catch {
      if (!told) toast(NO_ROOM);
      told = true;
      return false;
    }
  }

  /** What is kept under a name; null when nothing is, or nothing that can be read. @param {string} name @returns {any} */
  get(name) {
    try {
      return JSON.parse(this.storage().getItem(this.prefix + name) ?? "null");
    } catch {
      return null;
    }
  }

  /** @param {string} name */
  forget(name) {
    try {
      this.storage().removeItem(this.prefix + name);
    } catch { /* what cannot be kept need not be forgotten */ }
  }

  /** The names under which something is kept. @returns {string[]} */
  names() {
    try {
      return Object.keys(this.storage()).filter((key) => key.startsWith(this.prefix)).map((key) => key.slice(this.prefix.length));
    } catch {
      return [];
    }
  }

  /** Hear of what other tabs of this browser keep and forget here. @param {(name: string, value: any) => void} heard `value` is null when forgotten */
  listen(heard) {
    addEventListener("storage", ({ key, newValue, storageArea }) => {
      if (key?.startsWith(this.prefix) && storageArea === localStorage) heard(key.slice(this.prefix.length), parsed(newValue));
    });
  }
}

/** @param {string | null} words */
function parsed(words) {
  try {
    return JSON.parse(words ?? "null");
  } catch {
    return null;
  }
}
