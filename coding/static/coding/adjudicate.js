/* Adjudication by key while the focus is in the unit, where it is when the page opens; and words of the text chosen by selecting them. */

import { forgetPlace, takeSelected } from "../annotations/excerpt.js";

/** @param {string} id */
const byId = (id) => document.getElementById(id);
const edited = () => /** @type {HTMLFormElement | null} */ (byId("edited"));

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

/** Take what is selected in the text as the words of the edited version. */
function choose() {
  const text = byId("unit-text");
  const form = edited();
  if (text && form && takeSelected(text, form)) /** @type {HTMLDetailsElement} */ (byId("edit")).open = true;
}

/** @param {Event} event */
function typed(event) {
  const form = edited();
  if (form && /** @type {HTMLElement} */ (event.target).id === "quote") forgetPlace(form);
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
