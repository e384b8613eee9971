/* The reading page: brings text, marks, list, palette and server together. */

import { live } from "../projects/live.js";
import { notice, withdraw } from "../projects/notices.js";
import { presence } from "../projects/presence.js";
import { moveOn, toast } from "../projects/toast.js";
import { Actors } from "./actors.js";
import { Annotating } from "./annotating.js";
import { Arriving } from "./arriving.js";
import { Bar } from "./bar.js";
import { Codebook } from "./codebook.js";
import { chooseVersion } from "./conflict.js";
import { Cursor } from "./cursor.js";
import { Deeds } from "./deeds.js";
import { Discussing } from "./discussing.js";
import { Drafts } from "./drafts.js";
import { acknowledged } from "./entries.js";
import { pointElsewhere } from "./elsewhere.js";
import { facets } from "./facets.js";
import { Filters } from "./filters.js";
import { History } from "./history.js";
import { follow } from "./following.js";
import { listen } from "./keys.js";
import { List } from "./list.js";
import { load } from "./loading.js";
import { Looking } from "./looking.js";
import { Marks } from "./marks.js";
import { numberOnPaper } from "./numbering.js";
import { pageData } from "./page.js";
import { Palette } from "./palette.js";
import { Pointing } from "./pointing.js";
import { Quoting } from "./quoting.js";
import { Readers } from "./readers.js";
import { open } from "./saving.js";
import { bringIntoView, onScreen } from "./scrolling.js";
import { Selecting } from "./selecting.js";
import { Sheet } from "./sheet.js";
import { Store } from "./store.js";
import { Strip } from "./strip.js";
import { listenForTags } from "./tagkeys.js";
import { TextMap } from "./textmap.js";
import { reason } from "./trouble.js";

/** @typedef {import("./store.js").Annotation} Annotation */
/** @typedef {import("./store.js").Entry} Entry */

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

const page = pageData();
const text = byId("text");
const map = new TextMap(text);
const store = new Store(map);
const marks = new Marks(map);
const codebook = new Codebook(page.tags, page);
const actors = new Actors(page.actors, page);
const drafts = new Drafts(page);
const palette = new Palette(byId("palette"), codebook, actors, { may: page.may, entries: () => store.all(), drafts });
const bar = new Bar(byId("selection-bar"), codebook, page.may.annotate);
const selecting = new Selecting(map, bar.root, (fresh) => {
  if (fresh) moveOn();
  bar.show(selecting, fresh);
  cursor.showPlace();
});
const sheet = new Sheet(byId("annotations"), byId("sheet-handle"), () => list.current && list.reveal(list.current, "instant"));

const { changes, journal, begin } = open(store, page, byId("unsaved"), {
  conflict: (mine, theirs, both) => chooseVersion(byId("conflict"), mine, theirs, both, { api: page.api, user: page.user, tag: (slug) => codebook.name(slug), actor: (said) => actors.name(said) }),
  refused,
  learn: async ({ tags }) => {
    if (!(await codebook.learn(tags))) return;
    codebook.used(tags);
    refreshTags(tags);
  },
  named: async (annotation) => {
    await actors.follow([{ ...acknowledged(annotation), id: "" }]);
    return { ...annotation, attributions: annotation.attributions.map((said) => ({ ...said, name: actors.name(said) })) };
  },
  show: (id) => requestAnimationFrame(() => looking.at(id)),
  settled: (id) => list.hush(id), // what others did before is not the last word any more
});
const actions = {
  edit: (/** @type {string} */ id) => void annotating.edit(id),
  range: (/** @type {string} */ id) => annotating.rerange(id),
  remove: (/** @type {string} */ id) => changes.remove(id),
  keep: (/** @type {string} */ id) => changes.keep(id),
  retry: (/** @type {string} */ id) => changes.retry(id),
  discard: (/** @type {string} */ id) => changes.discard(id),
  revive: (/** @type {string} */ id) => changes.revive(id),
  look: (/** @type {string} */ id) => looking.at(id, { text: true }),
  talk: (/** @type {string} */ id) => discussing.toggle(id),
  comment: (/** @type {string} */ id) => void discussing.write(id),
  history: (/** @type {string} */ id) => void past.open(id),
};
store.listen(({ ids }) => void nameActors(ids));
store.listen(({ blocks }) => marks.repaint(blocks, (block) => store.within(block)));
const list = new List(byId("list"), byId("item-template"), store, codebook, {
  actors, actions, mayChange, mayComment: page.talk.write, opened: (id) => showOpen(id), dress: (item, id) => discussing.dress(item, id),
});
const discussing = new Discussing({ page, store, list, journal, drafts, counted: () => filters.show() });
const filters = new Filters(byId("filters"), store, { ...facets(codebook, actors), discussion: discussing.facet }, showCounts);
const past = new History(byId("history"), page, {
  entry: (id) => store.get(id),
  mayChange,
  bringBack: (id, fields) => changes.update(id, fields),
  closed: (id) => list.hold(id),
});
const looking = new Looking({ map, store, selecting, codebook, actors, list, marks, sheet });
const annotating = new Annotating({ page, map, store, selecting, bar, palette, changes, filters, list, looking, sheet });
const cursor = new Cursor(map, selecting, (span) => looking.on(span).length);
const pointing = new Pointing({ map, store, codebook, list: byId("list"), tip: byId("tip") });
const strip = new Strip(byId("strip"), map, store, {
  current: () => list.current,
  look: (id) => {
    text.focus({ preventScroll: true }); // the keys go on from there
    looking.at(id, { text: true, list: true });
  },
  go: (point) => {
    text.focus({ preventScroll: true });
    bringIntoView(map, { start: point, end: point + 1 });
  },
});
const quoting = new Quoting(byId("quoting"), map, { whole: () => !selecting.letters, take: (span) => annotating.take(span) });
const deeds = new Deeds({ page, map, store, text, list, selecting, cursor, annotating, quoting, pointing, looking, discussing, sheet, journal, mayChange });

const arriving = new Arriving({
  page, store, codebook, actors, list, discussing, beside,
  held: (id) => id === list.current || palette.question?.place === `edit ${id}`,
  learned: ({ tags, actor }) => (tags ? refreshTags(tags) : refreshActor(actor)),
});
live?.listen((events) => arriving.take(events));
if (presence) showReaders(presence);
marks.painted = () => {
  selecting.again();
  cursor.showPlace();
};

/** Say where in the text one is, and show where others are. @param {import("../projects/presence.js").Presence} here */
function showReaders(here) {
  const length = map.blocks.at(-1)?.end ?? 0;
  const readers = new Readers(byId("readers"), text, length);
  here.read({
    document: page.document,
    place: () => readPlace(onScreen(map)),
    part: (place) => place / (length || 1),
    go: (place) => bringIntoView(map, pointIn(length, place)),
  });
  here.watch(() => readers.show(here.others.filter(({ document: read }) => read === page.document)));
}

/** The letter at a place that may be another version's, or past the end. @param {number} length @param {number} place */
function pointIn(length, place) {
  const start = Math.max(0, Math.min(place, length - 1));
  return { start, end: start + 1 };
}

/** The middle of what is on the screen. @param {import("./anchoring.js").Span} seen */
function readPlace({ start, end }) {
  return Math.round((start + end) / 2);
}

/** The server refused a change: let the reader put it right, or see why beside it. @param {Entry} entry */
function refused(entry) {
  if (entry.going || entry.gone) toast(reason(entry));
  else if (document.querySelector("dialog[open]")) toast(reason(entry), { label: "Retry", run: () => changes.retry(entry.id) });
  else void annotating.edit(entry.id, entry.problem);
}

/** @param {string | null} id */
function showOpen(id) {
  marks.light(id);
  strip.draw();
}

/** @param {Entry} entry */
function mayChange(entry) {
  return page.may.change_any || (page.may.annotate && entry.creator === page.user);
}

/** @param {number} shown @param {number} all */
function showCounts(shown, all) {
  const words = shown === all ? String(all) : `${shown} of ${all}`;
  for (const place of document.querySelectorAll("[data-count=annotations]")) place.textContent = words;
  for (const place of document.querySelectorAll("[data-count=sentence]")) place.textContent = all === 1 ? "1 annotation" : `${all} annotations`;
  byId("nothing").hidden = all > 0;
  byId("filters").hidden = all === 0;
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

/** Draw anew what names an actor of whom something new is known. @param {string | undefined} id */
function refreshActor(id) {
  for (const entry of store.all()) if (entry.attributions.some(({ actor }) => actor === id)) store.put({ ...entry });
}

/** Say what has become of the document. @param {import("../projects/sequence.js").Happening} event */
function beside({ kind, user, after }) {
  const by = user ?? "Somebody";
  const way = { label: `Go to version ${after?.version}`, href: location.pathname };
  if (kind === "document.corrected") notice("document", `${by} has corrected this text. You see it as it was before.`, way);
  if (kind === "document.deleted") notice("document", `${by} has deleted this document.`);
  if (kind === "document.restored") withdraw("document");
}

/** Learn who is named in annotations that have changed, and say it. @param {Set<string>} ids */
async function nameActors(ids) {
  const entries = [...ids].flatMap((id) => store.get(id) ?? []);
  if (!(await actors.follow(entries))) return;
  for (const { id } of entries) {
    const entry = store.get(id);
    if (entry?.attributions.length) store.put({ ...entry });
  }
}

/** Learn of every annotation; what has been deleted since the page was made goes. */
async function learn() {
  const strays = await load(page, store, marks);
  list.drop(strays);
  marks.repaint(map.blocks.filter(({ element }) => marks.in(element).some((id) => strays.has(id))), (block) => store.within(block));
  await begin();
  arriving.begin();
  discussing.begin();
  filters.begin();
  if (list.current) list.open(list.current);
  if (list.current) list.hold(list.current); // whoever came by an address goes on by key from there
  if (list.current && !store.get(list.current)) void pointElsewhere(page, list.current);
  if (page.may.annotate) annotating.offerDraft();
  if (page.may.annotate) await codebook.count(usesHere).catch(() => {}); // the palette then shows no counts
}

/** The tools above the text; all but the keys only those have who may annotate. */
function offerTools() {
  for (const button of document.querySelectorAll("[data-keys]")) button.addEventListener("click", () => deeds.keySheet.show());
  byId("quote-passage")?.addEventListener("click", () => quoting.open());
  byId("whole-words")?.addEventListener("change", (event) => deeds.chooseLetters(!(/** @type {HTMLInputElement} */ (event.target).checked)));
}

function start() {
  offerTools();
  follow({ map, store, list });
  numberOnPaper(text, list.root, () => store.all().filter(store.filter).map(({ id }) => id));
  listen({ text, list: list.root, chosen: () => selecting.passage().length > 0 }, deeds.handlers());
  listenForTags({
    holds: (target) => (target === text || target === document.body) && !annotating.reranging && selecting.passage().length > 0,
    quick: () => bar.quick(),
    codebook,
    tag: (slug) => annotating.tagAs(slug),
  });
  bar.offer({
    tag: () => void annotating.tag(),
    tagAs: (slug) => annotating.tagAs(slug),
    useRange: () => annotating.useRange(),
    cancel: () => annotating.cancel(),
    addPiece: () => void annotating.addPiece(),
    dropPiece: (number) => selecting.drop(number),
  });
  looking.arrive();
  learn().catch((error) => toast(`The annotations could not be loaded: ${error.message}`, { label: "Reload", run: () => location.reload() })).finally(begin);
}

start();
