/* The review of a corrected text: a key for each decision while the focus is in what is decided about, where it is when the
   page opens; and words of the new text chosen by selecting them. */

import { forgetPlace, takeSelected } from "./excerpt.js";

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

document.addEventListener("keydown", key);
region?.focus({ preventScroll: true });
const text = document.getElementById("new-text");
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("elsewhere"));
if (text && form) {
  const quote = /** @type {HTMLInputElement} */ (form.elements.namedItem("quote"));
  document.addEventListener("selectionchange", () => {
    const fold = takeSelected(text, form) && quote.closest("details");
    if (fold) fold.open = true;
  });
  quote.addEventListener("input", () => forgetPlace(form));
}
