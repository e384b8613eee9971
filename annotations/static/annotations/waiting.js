/* What has not reached the server, in plain words above the list and in the page's title: what waits for what, and what was
   refused. Where the list is closed, as on a phone, a message tells once that something waits. Nothing is said of what is
   being sent and goes well. */

import { toast } from "../projects/toast.js";

/** @typedef {import("./store.js").Entry} Entry */

const UNTIL = { network: "when it is back.", server: "when it answers." };

export class Waiting {
  /**
   * @param {HTMLElement} place
   * @param {import("./sending.js").Sending} sending
   * @param {import("./outbox.js").Outbox} outbox
   * @param {(id: string) => void} look
   */
  constructor(place, sending, outbox, look) {
    this.place = place;
    this.sending = sending;
    this.outbox = outbox;
    this.look = look;
    this.title = document.title;
    this.said = "";
    /** Whether a message has told of what waits now. */
    this.told = false;
    sending.store.listen(() => this.#show());
  }

  #show() {
    if (!this.sending.unsaved().length) this.told = false;
    const all = this.sending.unsaved().filter(({ state }) => state === "unsaved");
    const waiting = all.filter(({ passing }) => passing);
    const refused = all.filter(({ passing }) => !passing);
    const words = [...this.#waits(waiting), ...this.#refusals(refused)].join(" ");
    if (words === this.said) return;
    this.said = words;
    this.place.hidden = !words;
    this.place.replaceChildren(words);
    if (waiting.length) this.place.append(" ", button("Retry now", () => this.sending.retryAll()));
    if (refused.length) this.place.append(" ", button("Show", () => this.look(this.#refused()[0].id)));
    document.title = all.length ? `(${all.length} unsaved) ${this.title}` : this.title;
    if (waiting.length) this.#tell(words);
  }

  /** Say in a message what the note would, were it to be seen. @param {string} words */
  #tell(words) {
    if (this.told || this.place.getClientRects().length) return;
    this.told = true;
    toast(words, { label: "Retry now", run: () => this.sending.retryAll() });
  }

  #refused() {
    return this.sending.unsaved().filter(({ state, passing }) => state === "unsaved" && !passing);
  }

  /** @param {Entry[]} entries */
  #waits(entries) {
    if (!entries.length) return [];
    const what = entries.every(({ passing }) => passing === "network") ? "network" : "server";
    const kept = entries.every((entry) => entry.borrowed || this.outbox.keeps(entry));
    const [wait, sent] = entries.length === 1 ? ["1 change waits", "It is sent by itself"] : [`${entries.length} changes wait`, "They are sent by themselves"];
    return [`${wait} for the ${what}.`, kept ? `${sent} ${UNTIL[what]}` : "This browser cannot keep unsaved work: leave the page open."];
  }

  /** @param {Entry[]} entries */
  #refusals({ length }) {
    if (!length) return [];
    return [length === 1 ? "1 change is not saved. Its annotation says why and what you can do." : `${length} changes are not saved. Each annotation says why and what you can do.`];
  }
}

/** @param {string} words @param {() => void} run */
function button(words, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button bare small";
  made.textContent = words;
  made.addEventListener("click", run);
  return made;
}
