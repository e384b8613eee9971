/* The text that is being corrected, kept in this browser until it is saved: closing the tab loses nothing. On the page that
   shows what changes, it is noted that the text was sent: it is forgotten once there is a later version. */

import { Drafts } from "./drafts.js";

const PAUSE = 400;
const TEXT = "correction";
const SENT = "correction sent";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-document]"));
const user = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="csrf-token"]'))?.dataset.user ?? "";

/** @param {HTMLFormElement} form @param {Drafts} drafts */
function edit(form, drafts) {
  const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
  const saved = text.value;
  const keep = () => drafts.keep(TEXT, text.value);
  if ("typed" in form.dataset) {
    drafts.forget(SENT);
    keep();
  } else {
    if (Number(form.dataset.number) > Number(drafts.take(SENT) ?? Infinity)) forget(drafts);
    offer(form, text, drafts);
  }
  let timer = 0;
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(keep, PAUSE);
  });
  addEventListener("pagehide", () => {
    clearTimeout(timer);
    if (text.value !== saved) keep();
  });
}

/** Offer what was typed and not saved. @param {HTMLFormElement} form @param {HTMLTextAreaElement} text @param {Drafts} drafts */
function offer(form, text, drafts) {
  const kept = drafts.take(TEXT);
  const note = /** @type {HTMLElement} */ (form.querySelector("[data-draft]"));
  if (kept === text.value) forget(drafts);
  note.hidden = kept === null || kept === text.value;
  const answer = (/** @type {() => void} */ done) => () => {
    done();
    note.hidden = true;
    text.focus();
  };
  note.querySelector("[data-take]")?.addEventListener("click", answer(() => (text.value = kept ?? "")));
  note.querySelector("[data-drop]")?.addEventListener("click", answer(() => forget(drafts)));
}

/** @param {Drafts} drafts */
function forget(drafts) {
  drafts.forget(TEXT);
  drafts.forget(SENT);
}

if (form) {
  const drafts = new Drafts({ document: form.dataset.document ?? "", user });
  if (form.matches(".correction")) {
    edit(form, drafts);
  } else {
    drafts.forget(SENT); // who is back here was refused
    form.addEventListener("submit", () => drafts.keep(SENT, form.dataset.number ?? ""));
  }
}
