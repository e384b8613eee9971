/* Puts together what keeps the reader's work: the outbox, the sending, the journal and the verbs. */

import { Changes } from "./changes.js";
import { Journal } from "./journal.js";
import { Outbox } from "./outbox.js";
import { Sending } from "./sending.js";
import { Waiting } from "./waiting.js";

/** @typedef {Omit<import("./sending.js").Hooks, "settled" | "dropped"> & {show: (id: string) => void, settled: (id: string) => void}} Hooks `show`: let the reader see an annotation that has changed or come back; `settled`: what the reader did to it is saved */

/** Open what was left by an earlier visit, and be ready for what the reader does. `begin` is to be called once the store knows
 * the document's annotations: only then is anything sent or undone. It resolves when the store knows what was left, too.
 * @param {import("./store.js").Store} store @param {{api: string, document: string, version: number, user: string}} page
 * @param {HTMLElement} place Where is said what waits. @param {Hooks} hooks */
export function open(store, page, place, hooks) {
  let begin = () => {};
  const begun = new Promise((resolve) => (begin = () => resolve(null)));
  const outbox = new Outbox(page);
  const journal = new Journal(page, begun);
  const sending = new Sending(store, outbox, page, {
    ...hooks,
    settled: (id, saved) => {
      changes.settled(id, saved);
      hooks.settled(id);
    },
    dropped: (id) => changes.dropped(id),
  });
  const changes = new Changes(store, page, sending, journal, hooks.show);
  new Waiting(place, sending, outbox, hooks.show);
  const takenUp = begun.then(() => outbox.left().forEach((entry) => sending.takeUp(entry)));
  return { changes, journal, begin: () => (begin(), takenUp) };
}
