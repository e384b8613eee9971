/* What each key of keys.js does on the reading page. */

import { KeySheet } from "./keysheet.js";
import { onScreen } from "./scrolling.js";
import { speak } from "./speech.js";

/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {{page: import("./page.js").Page, map: import("./textmap.js").TextMap, store: import("./store.js").Store, text: HTMLElement, list: import("./list.js").List, selecting: import("./selecting.js").Selecting, cursor: import("./cursor.js").Cursor, annotating: import("./annotating.js").Annotating, quoting: import("./quoting.js").Quoting, pointing: import("./pointing.js").Pointing, looking: import("./looking.js").Looking, discussing: import("./discussing.js").Discussing, sheet: import("./sheet.js").Sheet, journal: import("./journal.js").Journal, mayChange: (entry: Entry) => boolean}} Parts */

export class Deeds {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.keySheet = new KeySheet(/** @type {HTMLDialogElement} */ (document.getElementById("keys")));
  }

  /** @returns {import("./keys.js").Handlers} */
  handlers() {
    const { page, cursor, annotating, quoting, pointing, sheet, journal, looking, discussing, list, selecting } = this.parts;
    return {
      ...cursor.handlers(),
      settle: () => annotating.settle(),
      "add piece": () => annotating.addPiece(),
      "tag paragraph": () => annotating.tagWhole(cursor.paragraph()),
      quote: () => page.may.annotate && quoting.open(),
      letters: () => page.may.annotate && this.chooseLetters(!selecting.letters),
      leave: () => pointing.hide() || annotating.leave() || sheet.close(),
      undo: () => void journal.undo(),
      redo: () => void journal.redo(),
      keys: () => this.keySheet.show(),
      "next annotation": () => looking.step(true, this.#origin()),
      "previous annotation": () => looking.step(false, this.#origin()),
      "annotations here": () => looking.cycle(this.#here()),
      edit: () => this.#editOpen(),
      comment: () => discussing.write(list.current),
      "to list": (event) => this.#cross(event),
    };
  }

  /** Select by letters, or widen selections to whole words. @param {boolean} letters */
  chooseLetters(letters) {
    this.parts.selecting.letters = letters;
    /** @type {HTMLInputElement} */ (document.getElementById("whole-words")).checked = !letters;
    speak(letters ? "Selecting by letters." : "Selecting whole words.");
    return true;
  }

  /** Go from the text to the open annotation's item, or from the list to its passage. @param {KeyboardEvent} event */
  #cross(event) {
    const { list, looking, text } = this.parts;
    const id = list.current;
    if (!id) return false;
    const fromList = list.root.contains(/** @type {Element} */ (event.target));
    looking.at(id, { list: true, text: fromList });
    if (fromList) text.focus({ preventScroll: true });
    else list.enter(id);
    return true;
  }

  /** Edit the annotation that is open, if the reader may. */
  #editOpen() {
    const { store, list, mayChange, annotating } = this.parts;
    const entry = store.get(list.current ?? "");
    if (!entry || entry.going || !mayChange(entry)) return false;
    void annotating.edit(entry.id);
    return true;
  }

  /** Where the reader is in the text (code points). */
  #here() {
    const { selecting } = this.parts;
    return selecting.chosen() ?? selecting.place;
  }

  /** From where the reader goes to the next annotation: the place in the text, the open annotation (null), or what is on the screen. */
  #origin() {
    return this.#here() ?? (this.parts.list.current ? null : onScreen(this.parts.map));
  }
}
