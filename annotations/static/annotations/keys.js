/* The keys of the reading page: one table, from which they are handled, shown on the page and checked against the docs. */

/** One line: the chords that do it, as `chord` writes them (of those without a handler "1 … 9" are all from 1 to 9); `does` names the handler (none: the palette's own); `words` say it.
 * @typedef {{keys: string[], does?: string, words: string}} Key */
/** Keys that hold in one place. "page": anywhere but where one types. "text": while the text has the focus, or nothing has
 * and something in the text is selected. "list": while the focus is in the list beside it. "palette", "comments": in those, which handle them.
 * @typedef {{title: string, where: ("page" | "text" | "list" | "palette" | "comments")[], about?: string, keys: Key[]}} Group */
/** What handles keys, by the names in the table; `false` says that it did nothing, and leaves the key to the browser.
 * @typedef {Record<string, (event: KeyboardEvent) => unknown>} Handlers */

/** @type {Group[]} */
export const KEYS = [
  {
    title: "Everywhere on the page",
    where: ["page"],
    keys: [
      { keys: ["Escape"], does: "leave", words: "let go of the selection; on a phone, close the list of annotations" },
      { keys: ["Ctrl+z"], does: "undo", words: "undo the last change made on this page; once more, the one before" },
      { keys: ["Ctrl+Shift+z", "Ctrl+y"], does: "redo", words: "redo what was undone" },
      { keys: ["?"], does: "keys", words: "show these keys" },
    ],
  },
  {
    title: "With a passage selected",
    where: ["text"],
    keys: [
      { keys: ["t", "Enter"], does: "settle", words: "tag it" },
      { keys: ["1 … 3"], words: "give it one of the tags that the bar offers; a tag that has a key of its own, by that key, or with Alt where the page has the key for itself" },
      { keys: ["+"], does: "add piece", words: "keep it as a piece, and select another that belongs to the same annotation" },
    ],
  },
  {
    title: "Selecting without a mouse",
    where: ["text"],
    about: "Go to the text with Tab. The arrows hold until you click.",
    keys: [
      { keys: ["ArrowDown"], does: "next sentence", words: "select the next sentence" },
      { keys: ["ArrowUp"], does: "previous sentence", words: "select the sentence before" },
      { keys: ["w"], does: "next word", words: "select the next word" },
      { keys: ["Shift+w"], does: "previous word", words: "select the word before" },
      { keys: ["p"], does: "next paragraph", words: "select the whole paragraph; again, the next one" },
      { keys: ["Shift+p"], does: "previous paragraph", words: "select the paragraph before" },
      { keys: ["Shift+ArrowRight"], does: "end on by word", words: "move the end of the selection on by a word" },
      { keys: ["Shift+ArrowLeft"], does: "end back by word", words: "move the end back by a word" },
      { keys: ["Shift+ArrowDown"], does: "end on by sentence", words: "move the end on by a sentence" },
      { keys: ["Shift+ArrowUp"], does: "end back by sentence", words: "move the end back by a sentence" },
      { keys: ["ArrowRight"], does: "start on by word", words: "move the start of the selection on by a word" },
      { keys: ["ArrowLeft"], does: "start back by word", words: "move the start back by a word" },
      { keys: ["Alt+ArrowDown"], does: "start on by sentence", words: "move the start on by a sentence" },
      { keys: ["Alt+ArrowUp"], does: "start back by sentence", words: "move the start back by a sentence" },
      { keys: ["x"], does: "letters", words: "select by letters instead of whole words, and back" },
      { keys: ["Shift+t"], does: "tag paragraph", words: "tag the whole paragraph" },
      { keys: ["q"], does: "quote", words: "find a passage by its words" },
    ],
  },
  {
    title: "Going through the annotations",
    where: ["text", "list"],
    keys: [
      { keys: ["j"], does: "next annotation", words: "go to the next annotation" },
      { keys: ["k"], does: "previous annotation", words: "go to the annotation before" },
      { keys: ["a"], does: "annotations here", words: "go through the annotations that lie on the place where you are" },
      { keys: ["e"], does: "edit", words: "edit the annotation that is open" },
      { keys: ["c"], does: "comment", words: "read and write comments on the annotation that is open" },
      { keys: ["l"], does: "to list", words: "go from the text to the annotation in the list, or from the list to its passage" },
    ],
  },
  {
    title: "In the comments",
    where: ["comments"],
    about: "@ and the first letters of a user name offer members.",
    keys: [
      { keys: ["Ctrl+Enter"], words: "send what is written" },
      { keys: ["ArrowDown", "ArrowUp"], words: "go through the members that are offered" },
      { keys: ["Enter", "Tab"], words: "name the member that is marked" },
      { keys: ["Escape"], words: "leave what is being written, which is kept; once more, close the comments" },
    ],
  },
  {
    title: "In the palette",
    where: ["palette"],
    about: "Letters find tags, then people and organisations. Tab goes from the tags to who says it, and on to the note.",
    keys: [
      { keys: ["ArrowDown", "ArrowUp"], words: "go through what is offered" },
      { keys: ["Enter"], words: "take what is marked, or give it up if it is chosen already; on an empty line, save" },
      { keys: ["1 … 9"], words: "on an empty line, take the first to the ninth that is offered" },
      { keys: ["Alt+letter"], words: "on an empty line, take the tag that has this key for its own" },
      { keys: ["Backspace"], words: "on an empty line, give up the last one chosen" },
      { keys: ["Ctrl+Enter"], words: "save, from anywhere" },
      { keys: ["Escape"], words: "cancel; what was begun is kept as a draft" },
    ],
  },
];

/** The letters and digits that the page has for itself: a tag that has one of them for its key takes it together with Alt. */
export const PAGE_KEYS = new Set(KEYS.filter(({ where }) => !where.includes("palette")).flatMap(({ keys }) => keys).filter(({ does }) => does).flatMap(({ keys }) => keys).filter((key) => /^[a-z0-9]$/.test(key)));

/** A key press as the table writes it: `Ctrl+`, `Alt+`, `Shift+`, then the key. Ctrl stands for ⌘ too; letters are small, and
 * signs are what they are, whatever keys they take to type.
 * @param {KeyboardEvent} event */
export function chord({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const letter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  const shift = shiftKey && (letter || key.length > 1);
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${letter ? key.toLowerCase() : key}`;
}

/** Handle the keys of the table. @param {{text: HTMLElement, list: HTMLElement, chosen: () => boolean}} places `chosen`: whether
 * something in the text is selected @param {Handlers} handlers */
export function listen({ text, list, chosen }, handlers) {
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || event.isComposing || target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    const control = target.closest("button, a, summary") !== null;
    const nowhere = target === document.body || target.tagName === "MAIN";
    const pressed = chord(event);
    if (control && (pressed === "Enter" || pressed === " ")) return;
    const holds = { page: true, text: target === text || (nowhere && chosen()), list: list.contains(target), palette: false, comments: false };
    const key = KEYS.filter(({ where }) => where.some((place) => holds[place])).flatMap(({ keys }) => keys).find(({ keys }) => keys.includes(pressed));
    const run = key?.does && handlers[key.does];
    if (run && run(event) !== false) event.preventDefault();
  });
}
