/* What has not reached the server yet, kept in the browser's storage: it survives a closed tab, a lost network and a
   restarted server, and is sent when the document is opened again. One storage entry per annotation, so that tabs do not
   overwrite each other. */

/** @typedef {import("./store.js").Entry} Entry */

export class Outbox {
  /** @param {{document: string, user: string}} page */
  constructor({ document, user }) {
    this.prefix = `argmap unsaved ${user} ${document} `;
  }

  /** Keep what is unsaved of these annotations, and forget what is saved or gone.
   * @param {Iterable<string>} ids @param {(id: string) => Entry | undefined} get */
  follow(ids, get) {
    for (const id of ids) {
      const entry = get(id);
      try {
        if (entry && entry.state !== "saved") localStorage.setItem(this.prefix + id, JSON.stringify(entry));
        else localStorage.removeItem(this.prefix + id);
      } catch { /* storage is full or forbidden: the page still shows the change as unsaved, and warns before it closes */ }
    }
  }

  /** Whether the storage has what is unsaved of an annotation. @param {string} id */
  has(id) {
    try {
      return localStorage.getItem(this.prefix + id) !== null;
    } catch {
      return false;
    }
  }

  /** What earlier visits have left. @returns {Entry[]} */
  left() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
      return keys.map((key) => parsed(localStorage.getItem(key))).filter((entry) => entry !== null);
    } catch {
      return [];
    }
  }
}

/** @param {string | null} words @returns {Entry | null} */
function parsed(words) {
  try {
    return JSON.parse(words ?? "null");
  } catch {
    return null;
  }
}
