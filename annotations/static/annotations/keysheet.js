/* The dialog that shows the keys of the page, drawn from the table by which they are handled. */

import { KEYS } from "./keys.js";

/** How a key is written on keyboards and in print. @type {Record<string, string>} */
const CAPS = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", Backspace: "⌫" };

/** The dialog of the keys. */
export class KeySheet {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.groups = /** @type {HTMLElement} */ (dialog.querySelector(".key-groups"));
    dialog.querySelector("[data-print]")?.addEventListener("click", () => print());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close(); // beside it
    });
  }

  /** Open it; what had the focus has it again when it is closed. */
  show() {
    if (!this.groups.childElementCount) this.groups.append(...KEYS.map(group));
    if (!this.dialog.open) this.dialog.showModal();
  }
}

/** @param {import("./keys.js").Group} group */
function group({ title, about, keys }) {
  const section = element("section");
  const list = element("dl");
  for (const key of keys) {
    const row = element("div");
    row.append(element("dt", ...alternatives(key.keys)), element("dd", key.words));
    list.append(row);
  }
  section.append(element("h3", title), ...(about ? [element("p", about)] : []), list);
  return section;
}

/** The chords that do the same, with "or" between them. @param {string[]} chords */
function alternatives(chords) {
  return chords.flatMap((chord, number) => [...(number ? [" or "] : []), element("span", ...caps(chord))]);
}

/** One chord as key caps; a letter is small unless it stands with other keys, as in the docs. @param {string} chord */
function caps(chord) {
  const keys = chord.length > 1 ? chord.replace(/\+\+$/, "+Plus").split("+") : [chord];
  return keys.flatMap((key, number) => [...(number ? [" "] : []), element("kbd", cap(key, keys.length > 1))]);
}

/** @param {string} key @param {boolean} joined */
function cap(key, joined) {
  if (key === "Ctrl" && /mac/i.test(navigator.platform)) return "⌘";
  return CAPS[key] ?? (key === "Plus" ? "+" : joined && key.length === 1 ? key.toUpperCase() : key);
}

/** @param {string} name @param {(string | Node)[]} content */
function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}
