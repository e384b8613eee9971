/* The text that is being corrected, kept in this browser until it is saved: closing the tab loses nothing. */

import { Drafts } from "./drafts.js";

const PAUSE = 400;
const KEY = "text";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.correction"));
const user = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="csrf-token"]'))?.dataset.user ?? "";

/** @param {HTMLFormElement} form */
function start(form) {
  const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
  const drafts = new Drafts({ document: form.dataset.document ?? "", user });
  const shown = text.value;
  offer(form, text, drafts);
  let timer = 0;
  const keep = () => {
    clearTimeout(timer);
    if (text.value !== shown) drafts.keep(KEY, text.value);
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE);
  });
  addEventListener("pagehide", keep);
}

/** Offer what was typed and not saved; forget it when it is what stands there. @param {HTMLFormElement} form @param {HTMLTextAreaElement} text @param {Drafts} drafts */
function offer(form, text, drafts) {
  const kept = drafts.take(KEY);
  if (kept === text.value) drafts.forget(KEY);
  const note = form.querySelector("[data-draft]");
  if (kept === null || kept === text.value || !(note instanceof HTMLElement)) return;
  /** @type {HTMLElement} */ (note.querySelector("span")).textContent = "You changed this text and did not save it.";
  note.hidden = false;
  note.querySelector("[data-take]")?.addEventListener("click", () => {
    text.value = kept;
    note.hidden = true;
    text.focus();
  });
  note.querySelector("[data-drop]")?.addEventListener("click", () => {
    drafts.forget(KEY);
    note.hidden = true;
    text.focus();
  });
}

if (form) start(form);
