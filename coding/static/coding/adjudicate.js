/* Adjudication by key while the focus is in the unit, where it is when the page opens; and words of the text chosen by selecting them. */

import { codePoints, trimmed, wholeWords } from "../annotations/anchoring.js";

/** @param {string} id */
const byId = (id) => document.getElementById(id);

/** What a key presses. @param {string} key @returns {HTMLElement | null} */
function pressed(key) {
  if (key === "n" || key === "p") return document.querySelector(key === "n" ? "#case [rel=next]" : "#case [rel=prev]");
  if (key === "e") return document.querySelector("#edit > summary");
  return document.querySelector(`#case [data-key="${CSS.escape(key)}"]`);
}

/** @param {KeyboardEvent} event */
function key(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (!byId("case")?.contains(target) || event.ctrlKey || event.metaKey || event.altKey || event.repeat || target.closest("input, textarea, select")) return;
  const found = pressed(event.key);
  if (!found) return;
  event.preventDefault();
  if (event.key === "r" && askWhy()) return;
  found.click();
  if (event.key === "e" && /** @type {HTMLDetailsElement} */ (found.parentElement).open) byId("quote")?.focus();
}

/** To reject needs a reason: ask for it first. Whether there is none yet. */
function askWhy() {
  const reason = /** @type {HTMLTextAreaElement} */ (byId("reason"));
  if (reason.value.trim()) return false;
  reason.focus();
  return true;
}

/** @param {string} name @returns {HTMLInputElement} */
const field = (name) => /** @type {HTMLInputElement} */ (/** @type {HTMLFormElement} */ (byId("edited")).elements.namedItem(name));

/** The place of the selection in the text in code points, and its words; null when it does not lie there. @param {HTMLElement} text */
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

/** Take what is selected in the text as the words of the edited version. */
function choose() {
  const text = byId("unit-text");
  const found = text && byId("edited") && chosen(text);
  if (!found) return;
  for (const name of /** @type {const} */ (["start", "end"])) {
    field(name).disabled = false;
    field(name).value = String(found[name]);
  }
  field("quote").value = found.words;
  /** @type {HTMLDetailsElement} */ (byId("edit")).open = true;
}

/** What is typed is looked for, wherever it stands. @param {Event} event */
function typed(event) {
  if (/** @type {HTMLElement} */ (event.target).id !== "quote") return;
  for (const name of ["start", "end"]) field(name).disabled = true;
}

/** Let the page's address name the unit, so that the page stays there when others decide about it. */
function stay() {
  const unit = byId("case")?.dataset.unit;
  const query = new URLSearchParams(location.search);
  if (!unit || query.has("unit")) return;
  query.set("unit", unit);
  history.replaceState(null, "", `?${query}${location.hash}`);
}

document.addEventListener("keydown", key);
document.addEventListener("selectionchange", choose);
document.addEventListener("input", typed);
document.addEventListener("submit", (event) => {
  if (event.submitter?.getAttribute("value") === "reject" && askWhy()) event.preventDefault();
});
stay();
if (!location.hash) byId("case")?.focus({ preventScroll: true });
