/* The review of a corrected text: a key for each decision while the focus is in what is decided about, where it is when the
   page opens; and words of the new text chosen by selecting them. */

import { codePoints, trimmed, wholeWords } from "./anchoring.js";

const region = document.getElementById("case");
const KEYS = { m: "#decision [value=move]", k: "#decision [value=keep]", d: "#decision [value=drop]", n: "[rel=next]", p: "[rel=prev]" };

/** @param {KeyboardEvent} event */
function key(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (!region?.contains(target) || event.ctrlKey || event.metaKey || event.altKey || event.repeat || target.closest("input, textarea, select")) return;
  const found = /** @type {HTMLElement | null} */ (document.querySelector(KEYS[/** @type {keyof typeof KEYS} */ (event.key)] ?? "#none"));
  if (!found) return;
  event.preventDefault();
  found.click();
}

/** @param {string} name @returns {HTMLInputElement} */
const field = (name) => /** @type {HTMLInputElement} */ (/** @type {HTMLFormElement} */ (document.getElementById("elsewhere")).elements.namedItem(name));

/** The place of the selection in the new text in code points, and its words; null when it does not lie there. @param {HTMLElement} text */
function chosen(text) {
  const selection = document.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const all = text.textContent ?? "";
  const at = before.toString().length;
  const inner = trimmed(all, { start: at, end: at + range.toString().length });
  if (!inner) return null;
  const span = wholeWords(all, inner, text.lang);
  const start = Number(text.dataset.start) + codePoints(all.slice(0, span.start));
  const words = all.slice(span.start, span.end);
  return { start, end: start + codePoints(words), words };
}

/** Take what is selected in the new text as the place to move to. @param {HTMLElement} text */
function choose(text) {
  const found = chosen(text);
  if (!found) return;
  for (const name of /** @type {const} */ (["start", "end"])) {
    field(name).disabled = false;
    field(name).value = String(found[name]);
  }
  field("quote").value = found.words;
  const fold = field("quote").closest("details");
  if (fold) fold.open = true;
}

/** What is typed is looked for, wherever it stands. */
function typed() {
  for (const name of ["start", "end"]) field(name).disabled = true;
}

document.addEventListener("keydown", key);
region?.focus({ preventScroll: true });
const text = document.getElementById("new-text");
if (text && document.getElementById("elsewhere")) {
  document.addEventListener("selectionchange", () => choose(text));
  field("quote").addEventListener("input", typed);
}
