/* The keys of the reading page: one table, from which they are handled, shown on the page and checked against the docs. */

/** One line: the chords that do it, by `chord`'s names; `does` names the handler; `words` say what it does.
 * @typedef {{keys: string[], does: string, words: string}} Key */
/** Keys that hold in one place: "page" anywhere but where one types; "text" while the text has the focus, or nothing has.
 * @typedef {{title: string, where: "page" | "text", keys: Key[]}} Group */
/** What handles keys, by the names in the table; `false` says that it did nothing, and leaves the key to the browser.
 * @typedef {Record<string, (event: KeyboardEvent) => unknown>} Handlers */

/** @type {Group[]} */
export const KEYS = [
  {
    title: "On the reading page",
    where: "text",
    keys: [
      { keys: ["t", "Enter"], does: "settle", words: "tag the selected passage" },
    ],
  },
  {
    title: "Everywhere on the page",
    where: "page",
    keys: [
      { keys: ["Escape"], does: "leave", words: "let go of the selection; on a phone, close the list of annotations" },
      { keys: ["Ctrl+z"], does: "undo", words: "undo the last change made on this page; once more, the one before" },
    ],
  },
];

/** A key press as the table writes it: `Ctrl+`, `Alt+`, `Shift+`, then the key. Ctrl stands for ⌘ too; letters are small, and
 * signs are what they are, whatever keys they take to type.
 * @param {KeyboardEvent} event */
export function chord({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const letter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  const shift = shiftKey && (letter || key.length > 1);
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${letter ? key.toLowerCase() : key}`;
}

/** Handle the keys of the table. @param {HTMLElement} text @param {Handlers} handlers */
export function listen(text, handlers) {
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    const inText = target === text || target === document.body;
    const pressed = chord(event);
    const does = KEYS.find(({ where, keys }) => (where === "page" || inText) && keys.some((one) => one.keys.includes(pressed)))
      ?.keys.find((one) => one.keys.includes(pressed))?.does;
    if (does && handlers[does] && handlers[does](event) !== false) event.preventDefault();
  });
}
