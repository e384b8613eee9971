/* The codebook put in another order: by dragging a tag at its handle, or by Alt and the arrows while the focus is on it. What is
   moved stands there at once, is saved in the order of the moves, and can be undone; what is refused goes back. Without this
   script the handle leads to a page with a form. */

import { ask, Problem } from "../projects/api.js";
import { REFRESHED } from "../projects/regions.js";
import { toast } from "../projects/toast.js";
import { countOf, landingAt, parentAt, placeOf, put, step } from "./branches.js";
import { letDrag } from "./dragging.js";
import { Journal, Moot } from "./journal.js";
import { chord } from "./keys.js";
import { speak } from "./speech.js";

/** @typedef {import("./branches.js").Row} Row */
/** @typedef {import("./branches.js").Place} Place */

const DEEPEST = 5; // what lies deeper is shown no further in
/** @type {Record<string, import("./branches.js").Way>} */
const WAYS = { "Alt+ArrowUp": "up", "Alt+ArrowDown": "down", "Alt+ArrowRight": "in", "Alt+ArrowLeft": "out" };
const NOWHERE = { up: "is the first there already", down: "is the last there already", in: "has no tag before it to lie below", out: "lies at the top already" };

/** @param {HTMLElement} list */
function start(list) {
  const user = /** @type {HTMLElement | null} */ (document.querySelector('meta[name="csrf-token"]'))?.dataset.user ?? "";
  const journal = new Journal({ document: `codebook ${list.dataset.api}`, user });
  /** The order as the server has it, as far as we know. */
  let kept = rowsOf(list);
  /** Moves are sent one after the other; when one is refused, those that wait for it are dropped. @type {Promise<unknown>} */
  let turn = Promise.resolve();
  let round = 0;

  /** Put a tag where it shall lie, and save that. Rejects with a Problem when it is refused and all has gone back, with a Moot when a move before it was. @param {string} slug @param {import("./branches.js").Landing} landing */
  function place(slug, landing) {
    const rows = rowsOf(list);
    const moved = put(rows, indexOf(rows, slug), landing);
    show(list, moved, slug);
    const mine = round;
    list.dataset.busy = ""; // it is not made anew meanwhile
    const sent = turn.then(() => (mine === round ? send(slug, moved) : Promise.reject(new Moot("what was moved before it was refused."))));
    const settled = sent.catch(() => {}).then(() => {
      if (turn === settled) delete list.dataset.busy;
    });
    turn = settled;
    return sent;
  }

  /** @param {string} slug @param {Row[]} moved */
  async function send(slug, moved) {
    try {
      const body = placeOf(moved, indexOf(moved, slug));
      const saved = await ask("POST", `${list.dataset.api}${slug}/place/`, { body, revision: Number(item(list, slug).dataset.revision) });
      for (const one of [saved, ...saved.others]) item(list, one.slug).dataset.revision = String(one.revision);
      kept = moved;
    } catch (error) {
      round += 1;
      show(list, kept, slug);
      throw error;
    }
  }

  /** A person moves a tag. @param {string} slug @param {import("./branches.js").Landing} landing */
  async function move(slug, landing) {
    const before = rowsOf(list);
    const at = indexOf(before, slug);
    const was = placeOf(before, at);
    const after = put(before, at, landing);
    const becomes = placeOf(after, indexOf(after, slug));
    if (was.parent === becomes.parent && was.before === becomes.before) return;
    try {
      await place(slug, landing);
    } catch (error) {
      refused(list, slug, error, () => void move(slug, landing));
      return;
    }
    const call = (/** @type {Place} */ there) => ({ verb: "tag.place", args: { slug, ...there } });
    journal.tell(journal.push({ label: words(list, after, slug), undo: call(was), redo: call(becomes) }));
  }

  journal.register({
    "tag.place": async ({ slug, parent, before }) => {
      const rows = rowsOf(list);
      const at = indexOf(rows, slug);
      if (at < 0) throw new Moot("the tag is not in the codebook any more.");
      const landing = landingAt(rows, at, { parent, before });
      if (!landing) throw new Moot("the codebook is in another order by now.");
      await place(slug, landing);
    },
  });

  list.addEventListener(REFRESHED, () => (kept = rowsOf(list)));
  letDrag(list, { rows: () => rowsOf(list), name: (slug) => nameOf(list, slug), drop: (slug, landing) => void move(slug, landing) });
  document.addEventListener("keydown", (event) => key(event, list, move, journal));
}

/** @param {KeyboardEvent} event @param {HTMLElement} list
 * @param {(slug: string, landing: import("./branches.js").Landing) => void} move @param {Journal} journal */
function key(event, list, move, journal) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.defaultPrevented || target.closest("input, textarea, select, dialog")) return;
  const pressed = chord(event);
  const slug = /** @type {HTMLElement | null} */ (target.closest("#codebook > li"))?.dataset.slug;
  const way = WAYS[pressed];
  if (pressed === "Ctrl+z") void journal.undo();
  else if (pressed === "Ctrl+Shift+z" || pressed === "Ctrl+y") void journal.redo();
  else if (slug && way) go(list, slug, way, move);
  else return;
  event.preventDefault();
}

/** @param {HTMLElement} list @param {string} slug @param {import("./branches.js").Way} way
 * @param {(slug: string, landing: import("./branches.js").Landing) => void} move */
function go(list, slug, way, move) {
  const rows = rowsOf(list);
  const landing = step(rows, indexOf(rows, slug), way);
  if (landing) move(slug, landing);
  else speak(`“${nameOf(list, slug)}” ${NOWHERE[way]}.`);
}

/** Say that a move was not saved; the tag has gone back. @param {HTMLElement} list @param {string} slug @param {unknown} error @param {() => void} again */
function refused(list, slug, error, again) {
  if (error instanceof Moot) return;
  if (!(error instanceof Problem)) throw error;
  const name = nameOf(list, slug);
  if (error.passing) {
    toast(`“${name}” was not moved: ${error.message}`, { label: "Retry", run: again });
    return;
  }
  const why = error.status === 412 || error.status === 410 || error.status === 400 ? "somebody has changed the codebook meanwhile." : error.message;
  toast(`“${name}” was not moved: ${why}`, { label: "Show it as it is now", run: () => location.reload() });
}

/** Where a tag lies now, as the message says it. @param {HTMLElement} list @param {Row[]} rows @param {string} slug */
function words(list, rows, slug) {
  const at = indexOf(rows, slug);
  const { nth, of } = countOf(rows, at);
  const parent = rows[parentAt(rows, at)];
  return `“${nameOf(list, slug)}” moved to place ${nth} of ${of} ${parent ? `below “${nameOf(list, parent.slug)}”` : "at the top level"}`;
}

/** Bring the items in an order, and the focus back to where it was. @param {HTMLElement} list @param {Row[]} rows @param {string} slug The tag that moves */
function show(list, rows, slug) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const items = new Map([...list.children].map((one) => [/** @type {HTMLElement} */ (one).dataset.slug ?? "", /** @type {HTMLElement} */ (one)]));
  rows.forEach((row, at) => {
    const one = items.get(row.slug);
    if (!one) return;
    if (list.children[at] !== one) list.insertBefore(one, list.children[at] ?? null);
    indent(one, row.depth);
  });
  const at = indexOf(rows, slug);
  const below = items.get(slug)?.querySelector(".below");
  const parent = rows[parentAt(rows, at)];
  if (below) below.textContent = parent ? `, below ${nameOf(list, parent.slug)}` : "";
  if (focused && focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
  items.get(slug)?.scrollIntoView({ block: "nearest", behavior: "instant" });
}

/** @param {HTMLElement} one @param {number} depth */
function indent(one, depth) {
  if (Number(one.dataset.depth) === depth) return;
  one.classList.remove(`depth-${Math.min(Number(one.dataset.depth), DEEPEST)}`);
  one.classList.add(`depth-${Math.min(depth, DEEPEST)}`);
  one.dataset.depth = String(depth);
}

/** @param {HTMLElement} list @returns {Row[]} */
function rowsOf(list) {
  return [...list.children].map((one) => {
    const { slug = "", depth = "0" } = /** @type {HTMLElement} */ (one).dataset;
    return { slug, depth: Number(depth) };
  });
}

/** @param {Row[]} rows @param {string} slug */
function indexOf(rows, slug) {
  return rows.findIndex((row) => row.slug === slug);
}

/** @param {HTMLElement} list @param {string} slug */
function item(list, slug) {
  return /** @type {HTMLElement} */ (document.getElementById(`tag-${slug}`) ?? list);
}

/** @param {HTMLElement} list @param {string} slug */
function nameOf(list, slug) {
  return item(list, slug).dataset.name ?? slug;
}

const codebook = document.getElementById("codebook");
if (codebook?.dataset.api) {
  for (const hint of document.querySelectorAll(".moving-help")) hint.removeAttribute("hidden");
  start(codebook);
}
