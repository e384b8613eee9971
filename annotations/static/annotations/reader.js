/* The reading page: brings text, marks, list, palette and server together. */

import { pages } from "../projects/api.js";
import { moveOn, toast } from "../projects/toast.js";
import { Changes } from "./changes.js";
import { Codebook } from "./codebook.js";
import { chooseVersion } from "./conflict.js";
import { Cursor } from "./cursor.js";
import { Filters } from "./filters.js";
import { List } from "./list.js";
import { Marks } from "./marks.js";
import { Outbox } from "./outbox.js";
import { Palette } from "./palette.js";
import { Selecting } from "./selecting.js";
import { acknowledged, Store } from "./store.js";
import { TextMap } from "./textmap.js";

/** @typedef {import("./anchoring.js").Span} Span */
/** @typedef {import("./store.js").Annotation} Annotation */
/** @typedef {import("./store.js").Entry} Entry */
/** What the server says to the script (`page_data` of reading.py): addresses that others are below, who reads, and what they may do.
 * @typedef {{api: string, codebook: string, document: string, version: number, user: string, may: {annotate: boolean, change_any: boolean, add_tags: boolean}, tags: import("./codebook.js").Tag[]}} Page */

const PAGE_SIZE = 500;

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

/** @type {Page} */
const page = JSON.parse(byId("page-data").textContent ?? "{}");
const text = byId("text");
const aside = byId("annotations");
const bar = byId("selection-bar");
const map = new TextMap(text);
const store = new Store(map);
const marks = new Marks(map);
const codebook = new Codebook(page.tags, page);
const palette = new Palette(byId("palette"), codebook, page.may.add_tags);
const selecting = new Selecting(map, bar, (fresh) => showBar(fresh));
/** The annotation whose range is being chosen anew. @type {string | null} */
let reranging = null;

const changes = new Changes(store, page, {
  conflict: (mine, theirs) => chooseVersion(byId("conflict"), mine, theirs, (slug) => codebook.name(slug)),
  refused: (entry) => {
    if (document.querySelector("dialog[open]")) toast(`Not saved: ${entry.problem}`, { label: "Retry", run: () => changes.retry(entry.id) });
    else void edit(entry.id, entry.problem);
  },
  tagged: (tags) => void codebook.learn(tags).then((news) => {
    if (!news) return;
    codebook.used(tags);
    refreshTags(tags);
  }),
  restored: (id) => requestAnimationFrame(() => look(id)),
  returned: (id) => requestAnimationFrame(() => {
    if (list.current) return;
    look(id);
    list.hold(id);
  }),
  kept: (id) => outbox.has(id),
});
const actions = {
  edit: (/** @type {string} */ id) => void edit(id),
  range: rerange,
  remove: (/** @type {string} */ id) => void changes.remove(id),
  retry: (/** @type {string} */ id) => changes.retry(id),
  discard: (/** @type {string} */ id) => changes.discard(id),
  revive: (/** @type {string} */ id) => changes.revive(id),
  look: (/** @type {string} */ id) => look(id, { text: true }),
};
const outbox = new Outbox(page);
store.listen(({ blocks }) => marks.repaint(blocks, (block) => store.within(block)));
store.listen(({ ids }) => outbox.follow(ids, (id) => store.get(id)));
const list = new List(byId("list"), byId("item-template"), store, codebook, { actions, mayChange, opened: (id) => marks.light(id) });
const filters = new Filters(byId("filters"), store, codebook, showCounts);

/** @param {Entry} entry */
function mayChange(entry) {
  return page.may.change_any || (page.may.annotate && entry.creator === page.user);
}

/** Tag what is selected. */
async function annotate() {
  const span = selecting.now() ?? selecting.span;
  if (!span || !page.may.annotate) return;
  const quote = map.slice(span);
  moveOn();
  selecting.hold(span);
  const answer = await palette.open({ title: "Tag this passage", quote, tags: [], note: "" });
  selecting.hold(null);
  if (answer) create(span, answer.tags, answer.note);
  else selecting.select(span);
  text.focus({ preventScroll: true });
}

/** @param {Span} span @param {string[]} tags @param {string} note */
function create(span, tags, note) {
  moveOn();
  const id = changes.create({ ...span, quote: map.slice(span), tags, note });
  filters.admit(id);
  selecting.clear();
  requestAnimationFrame(() => look(id));
  speak("Passage tagged.");
}

/** Change tags and note of an annotation. @param {string} id @param {string} [error] Why it was refused before. */
async function edit(id, error = "") {
  const entry = store.get(id);
  if (!entry) return;
  if (reranging) cancel();
  moveOn();
  selecting.hold(entry);
  const answer = await palette.open({ title: error ? "This was not saved" : "Edit annotation", quote: entry.quote, tags: entry.tags, note: entry.note, error });
  selecting.hold(null);
  if (answer) changes.update(id, answer, entry.base !== null);
  /** @type {HTMLElement | null | undefined} */ (list.item(id)?.querySelector(".jump"))?.focus({ preventScroll: true });
}

/** Let the reader select another range for an annotation. @param {string} id */
function rerange(id) {
  const entry = store.get(id);
  if (!entry) return;
  reranging = id;
  closeSheet();
  text.focus({ preventScroll: true });
  selecting.stand(entry);
  look(id, { text: true });
  toast("Select the new range in the text, then choose “Use this range”.", undefined, true);
}

function useRange() {
  const span = selecting.now() ?? selecting.span;
  const entry = store.get(reranging ?? "");
  cancel();
  if (!span || !entry) return;
  if (span.start === entry.start && span.end === entry.end) toast("The range is unchanged.");
  else changes.update(entry.id, { start: span.start, end: span.end, quote: map.slice(span) });
}

function cancel() {
  moveOn();
  reranging = null;
  selecting.clear();
}

/** Open an annotation in the list and light it in the text. @param {string} id @param {{text?: boolean, list?: boolean}} [scroll] */
function look(id, scroll = { list: true }) {
  list.open(id);
  // Whoever arrives by address is there at once: two smooth scrolls, or the browser's own to the address, end one another.
  const arriving = scroll.text && scroll.list;
  const behavior = arriving || matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  if (scroll.list) list.reveal(id, behavior);
  if (scroll.text) marks.of(id)[0]?.scrollIntoView({ block: "center", behavior });
  if (scroll.text) closeSheet();
  history.replaceState(null, "", `#a-${id}`);
}

/** A click on a mark opens its innermost annotation; further clicks there go outwards. @param {MouseEvent} event */
function clickMark(event) {
  const mark = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("mark"));
  if (!mark || document.getSelection()?.type === "Range") return;
  const ids = (mark.dataset.ids ?? "").split(" ").reverse();
  const next = ids[(ids.indexOf(list.current ?? "") + 1) % ids.length];
  openSheet();
  look(next);
  mark.scrollIntoView({ block: "nearest" });
}

/** @param {boolean} fresh Whether something else is selected than before. */
function showBar(fresh) {
  if (fresh) moveOn();
  byId("use-range").hidden = !reranging;
  byId("tag-selection").hidden = Boolean(reranging);
  const recent = byId("recent");
  recent.hidden = Boolean(reranging);
  recent.replaceChildren(...codebook.recent.slice(0, 3).map((slug) => {
    const quick = document.createElement("button");
    quick.type = "button";
    quick.className = `tag c-${slug}`;
    quick.textContent = codebook.name(slug);
    quick.dataset.slug = slug;
    return quick;
  }));
  if (!page.may.annotate) bar.hidden = true;
}

/** @param {number} shown @param {number} all */
function showCounts(shown, all) {
  const words = shown === all ? String(all) : `${shown} of ${all}`;
  for (const place of document.querySelectorAll("[data-count=annotations]")) place.textContent = words;
  for (const place of document.querySelectorAll("[data-count=sentence]")) place.textContent = all === 1 ? "1 annotation" : `${all} annotations`;
  byId("nothing").hidden = all > 0;
  byId("filters").hidden = all === 0;
  const waiting = changes.waiting().length;
  const state = byId("unsaved");
  const news = waiting === 1 ? "1 change is not saved yet." : `${waiting} changes are not saved yet.`;
  state.hidden = !waiting;
  if (state.textContent !== news) state.textContent = news;
}

/** @param {string} words */
function speak(words) {
  byId("spoken").textContent = words;
}

/** How often each tag is used in this text. @returns {Map<string, number>} */
function usesHere() {
  const counts = new Map();
  for (const { tags } of store.all()) for (const slug of tags) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  return counts;
}

/** Draw anew what carries tags that have just become known. @param {string[]} slugs */
function refreshTags(slugs) {
  for (const entry of store.all()) if (entry.tags.some((slug) => slugs.includes(slug))) store.put({ ...entry });
}

function openSheet() {
  aside.classList.add("open");
  byId("sheet-handle").setAttribute("aria-expanded", "true");
}

function closeSheet() {
  aside.classList.remove("open");
  byId("sheet-handle").setAttribute("aria-expanded", "false");
}

/** @param {KeyboardEvent} event */
function key(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") {
    event.preventDefault();
    void changes.undo();
  } else if (event.key === "Escape") {
    if (selecting.span || reranging) cancel();
    else closeSheet();
  } else if ((event.key === "Enter" || (event.key === "t" && !event.ctrlKey && !event.metaKey && !event.altKey)) && (target === text || target === document.body)) {
    if (!selecting.chosen()) return;
    event.preventDefault();
    if (reranging) useRange();
    else void annotate();
  }
}

async function load() {
  /** @type {AsyncGenerator<Annotation[]>} */
  const all = pages(`${page.api}annotations/?document=${page.document}&page_size=${PAGE_SIZE}`);
  for await (const results of all) {
    for (const annotation of results) {
      if (annotation.version === page.version && !store.get(annotation.id)) store.put(acknowledged(annotation), list.item(annotation.id) !== null);
    }
  }
  dropStrays();
  changes.takeUp(outbox.left());
  filters.show();
  if (list.current) list.open(list.current);
  if (page.may.annotate) await codebook.count(usesHere).catch(() => {}); // the palette then shows no counts
}

/** Take away what was deleted between the page's HTML and the list of its annotations. */
function dropStrays() {
  const strays = list.strays();
  const touched = strays.flatMap((item) => [...marks.of(item.dataset.id ?? "")].map((mark) => mark.closest("[data-start]")));
  for (const item of strays) item.remove();
  const blocks = map.blocks.filter(({ element }) => touched.includes(element));
  marks.repaint(blocks, (block) => store.within(block));
}

function start() {
  const inUnits = (/** @type {Span | null} */ span) => span && { start: map.offset(span.start), end: map.offset(span.end) };
  new Cursor(map, { speak, selected: () => inUnits(selecting.chosen()), place: () => inUnits(selecting.place) });
  text.addEventListener("click", clickMark);
  document.addEventListener("keydown", key);
  byId("tag-selection").addEventListener("click", () => void annotate());
  byId("use-range").addEventListener("click", useRange);
  byId("cancel-selection").addEventListener("click", cancel);
  byId("recent").addEventListener("click", (event) => {
    const slug = /** @type {HTMLElement} */ (event.target).dataset.slug;
    const span = selecting.now() ?? selecting.span;
    if (slug && span) create(span, [slug], "");
  });
  byId("sheet-handle").addEventListener("click", () => (aside.classList.contains("open") ? closeSheet() : openSheet()));
  const asked = /^#a-([0-9a-f-]{36})$/.exec(location.hash);
  if (asked) look(asked[1], { text: true, list: true });
  load().catch((error) => toast(`The annotations could not be loaded: ${error.message}`, { label: "Reload", run: () => location.reload() }));
}

start();
