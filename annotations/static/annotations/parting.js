/* Parting a tag into several: each box that is checked is saved at once, digits check boxes, arrows go from passage to
   passage, and every change can be undone. Without this script the form's button saves what is checked. */

import { ask, Problem } from "../projects/api.js";
import { toast } from "../projects/toast.js";

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("parting"));

/** Tags with those checked in the place of the first of the choices; other tags stay. As in parting.py.
 * @param {string[]} labels @param {string[]} choices @param {string[]} checked */
export function parted(labels, choices, checked) {
  const found = labels.findIndex((label) => choices.includes(label));
  const at = found < 0 ? labels.length : found;
  return [...labels.slice(0, at), ...checked, ...labels.slice(at).filter((label) => !choices.includes(label))];
}

/** @param {HTMLElement} item @returns {HTMLInputElement[]} */
const boxes = (item) => [...item.querySelectorAll("input")].filter(({ type }) => type === "checkbox");

/** The last request of each passage: the next one waits for the revision that it returns. @type {Map<string, Promise<void>>} */
const running = new Map();

/** Save what is checked now. @param {HTMLFormElement} page @param {HTMLElement} item */
function save(page, item) {
  const id = item.dataset.id ?? "";
  const checked = boxes(item).filter((box) => box.checked).map(({ value }) => value);
  /** @type {Promise<void>} */
  const next = (running.get(id) ?? Promise.resolve()).then(() => send(page, item, checked, () => running.get(id) === next));
  running.set(id, next);
}

/** @param {HTMLFormElement} page @param {HTMLElement} item @param {string[]} checked
 * @param {() => boolean} last Whether nothing was checked since: then the boxes show what the server has. */
async function send(page, item, checked, last) {
  const choices = (page.dataset.choices ?? "").split(" ");
  const labels = (item.dataset.tags ?? "").split(" ").filter(Boolean);
  const tags = parted(labels, choices, checked);
  if (tags.join(" ") === labels.join(" ")) return;
  tell(item, "Saving …");
  try {
    const saved = await ask("PATCH", `${page.dataset.api}${item.dataset.id}/`, { body: { tags }, revision: Number(item.dataset.revision) });
    take(item, saved, last());
    tell(item, "Saved");
    toast("Tags changed.", { label: "Undo", run: () => undo(page, item, labels) }, true);
  } catch (error) {
    refused(page, item, error);
  }
}

/** @param {HTMLElement} item @param {{revision: number, tags: string[]}} saved @param {boolean} show */
function take(item, saved, show) {
  item.dataset.revision = String(saved.revision);
  item.dataset.tags = saved.tags.join(" ");
  const revision = /** @type {HTMLInputElement | null} */ (item.querySelector("[name^=revision-]"));
  if (revision) revision.value = String(saved.revision);
  if (show) for (const box of boxes(item)) box.checked = saved.tags.includes(box.value);
}

/** @param {HTMLFormElement} page @param {HTMLElement} item @param {string[]} labels */
function undo(page, item, labels) {
  for (const box of boxes(item)) box.checked = labels.includes(box.value);
  save(page, item);
}

/** What was checked stays checked, so that it can be tried again. @param {HTMLFormElement} page @param {HTMLElement} item @param {unknown} error */
function refused(page, item, error) {
  if (!(error instanceof Problem)) throw error;
  tell(item, `Not saved: ${error.message}`, true);
  const now = error.status === 412 ? error.current : null;
  if (now) {
    item.dataset.revision = String(now.revision);
    item.dataset.tags = now.tags.join(" ");
  }
  toast(`Not saved: ${error.message}`, { label: now ? "Save mine" : "Retry", run: () => save(page, item) });
}

/** @param {HTMLElement} item @param {string} words */
function tell(item, words, trouble = false) {
  const place = /** @type {HTMLElement} */ (item.querySelector(".part-state"));
  place.textContent = words;
  place.classList.toggle("refused", trouble);
}

/** @param {KeyboardEvent} event @param {HTMLFormElement} page */
function key(event, page) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const items = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("li[data-id]")]);
  const at = items.findIndex((item) => item.contains(document.activeElement));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = items[at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1)];
    if (next) boxes(next)[0]?.focus();
    next?.scrollIntoView({ block: "nearest" });
  } else if (/^[1-9]$/.test(event.key) && at >= 0) {
    boxes(items[at])[Number(event.key) - 1]?.click();
  } else return;
  event.preventDefault();
}

if (form) {
  const help = /** @type {HTMLElement | null} */ (document.querySelector(".part-help"));
  if (help) help.hidden = false;
  form.addEventListener("change", (event) => {
    const item = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("li[data-id]"));
    if (item) save(form, item);
  });
  document.addEventListener("keydown", (event) => {
    if (!(/** @type {Element} */ (event.target).closest("dialog, textarea, input:not([type=checkbox])"))) key(event, form);
  });
}
