/* Words of an excerpt that a form asks for: selected in it, or typed. An excerpt says in `data-start` where in its text it begins. */

import { codePoints, trimmed, wholeWords } from "./anchoring.js";

/** @param {HTMLFormElement} form @param {string} name @returns {HTMLInputElement} */
const field = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/** Write into a form what is selected in an excerpt, with its place in code points. Whether something is.
 * @param {HTMLElement} excerpt @param {HTMLFormElement} form */
export function takeSelected(excerpt, form) {
  const found = selected(excerpt);
  if (!found) return false;
  for (const name of /** @type {const} */ (["start", "end"])) {
    field(form, name).disabled = false;
    field(form, name).value = String(found[name]);
  }
  field(form, "quote").value = found.words;
  return true;
}

/** What is typed has no place yet: it is looked for, wherever it stands. @param {HTMLFormElement} form */
export function forgetPlace(form) {
  for (const name of ["start", "end"]) field(form, name).disabled = true;
}

/** The place of the selection in whole words, and these; null when it does not lie in the excerpt. @param {HTMLElement} excerpt */
function selected(excerpt) {
  const selection = document.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!excerpt.contains(range.startContainer) || !excerpt.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(excerpt, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const all = excerpt.textContent ?? "";
  const at = before.toString().length;
  const inner = trimmed(all, { start: at, end: at + range.toString().length });
  if (!inner) return null;
  const span = wholeWords(all, inner, excerpt.lang);
  const start = Number(excerpt.dataset.start) + codePoints(all.slice(0, span.start));
  const words = all.slice(span.start, span.end);
  return { start, end: start + codePoints(words), words };
}
