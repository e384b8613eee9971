/* Looking at annotations: opens one in the list and lights it in the text, from a click on a mark, an item, a key or an address. */

import { ROLES } from "./actors.js";
import { shortened } from "./item.js";
import { piecesOf, quoteOf } from "./pieces.js";
import { bringIntoView, manner } from "./scrolling.js";
import { speak } from "./speech.js";

/** @typedef {import("./anchoring.js").Span} Span */
/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {{text?: boolean, list?: boolean}} Scroll What is scrolled to it: the text, the list. */

const SPOKEN = 160;
/** How long the list may still be on its way to an item (milliseconds). */
const ARRIVING = 1_000;

export class Looking {
  /** @param {{map: import("./textmap.js").TextMap, store: import("./store.js").Store, selecting: import("./selecting.js").Selecting, codebook: import("./codebook.js").Codebook, actors: import("./actors.js").Actors, list: import("./list.js").List, marks: import("./marks.js").Marks, sheet: import("./sheet.js").Sheet}} page */
  constructor({ map, store, selecting, codebook, actors, list, marks, sheet }) {
    this.map = map;
    this.store = store;
    this.selecting = selecting;
    this.codebook = codebook;
    this.actors = actors;
    this.list = list;
    this.marks = marks;
    this.sheet = sheet;
    this.arrived = 0;
    map.root.addEventListener("click", (event) => this.#click(event));
    store.listen(({ ids }) => ids.has(list.current ?? "") && !list.told.has(list.current ?? "") && requestAnimationFrame(() => this.#stay()));
  }

  /** Open an annotation in the list and light it in the text. @param {string} id @param {Scroll} [scroll] */
  at(id, scroll = { list: true }) {
    this.list.open(id);
    this.arrived = Date.now();
    // Whoever arrives by address is there at once: two smooth scrolls, or the browser's own to the address, end one another.
    const behavior = scroll.text && scroll.list ? "instant" : manner();
    if (scroll.list) this.list.reveal(id, behavior);
    if (scroll.text) this.marks.of(id)[0]?.scrollIntoView({ block: "center", behavior });
    if (scroll.text) this.sheet.close();
    history.replaceState(null, "", `#a-${id}`);
  }

  /** The open item has grown, as when it is saved: keep the whole of it in view, unless the reader has scrolled away from it. */
  #stay() {
    const box = this.list.item(this.list.current ?? "")?.getBoundingClientRect();
    const frame = this.list.root.parentElement?.getBoundingClientRect();
    const seen = box && frame && box.top < frame.bottom && box.bottom > frame.top;
    if (seen || Date.now() - this.arrived < ARRIVING) this.list.reveal(this.list.current ?? "", "instant");
  }

  /** Open the annotation that the page's address names, if it names one. */
  arrive() {
    const asked = /^#a-([0-9a-f-]{36})$/.exec(location.hash);
    if (asked) this.at(asked[1], { text: true, list: true });
  }

  /** Go to the annotation after the one that is open, or before it; to the nearest from where the reader is when none is open,
   * or the reader has gone elsewhere. @param {boolean} onward @param {Span | null} here */
  step(onward, here) {
    const shown = this.store.all().filter(this.store.filter);
    const at = shown.findIndex(({ id }) => id === this.list.current);
    const from = here ?? { start: 0, end: 0 };
    const follow = at >= 0 && (!here || touches(shown[at], here));
    const near = onward ? shown.findIndex(({ start }) => start >= from.start) : shown.findLastIndex(({ start }) => start < from.start);
    const next = follow ? at + (onward ? 1 : -1) : near;
    const entry = shown[next];
    if (!entry) return speak(shown.length ? `No ${onward ? "further" : "earlier"} annotation.` : "There is no annotation.");
    this.#visit(entry, `${next + 1} of ${shown.length}`);
  }

  /** Go through the annotations that lie on a span, the innermost first, one at each call. @param {Span | null} span */
  cycle(span) {
    const open = this.store.get(this.list.current ?? "");
    const found = this.on(span ?? open ?? { start: 0, end: 0 });
    if (!found.length) return speak("There is no annotation here.");
    const at = (found.findIndex(({ id }) => id === open?.id) + 1) % found.length;
    this.list.open(found[at].id);
    this.list.reveal(found[at].id, "instant");
    speak(`${at + 1} of ${found.length} here: ${this.#words(found[at])}`);
  }

  /** The annotations shown that touch a span of code points, the shortest first. @param {Span} span @returns {Entry[]} */
  on({ start, end }) {
    const ids = new Set(this.map.blocksIn({ start, end }).flatMap((block) => this.store.within(block)));
    const found = [...ids].filter((entry) => touches(entry, { start, end }));
    return found.sort((a, b) => a.end - a.start - (b.end - b.start) || b.start - a.start);
  }

  /** @param {Entry} entry @param {string} where */
  #visit(entry, where) {
    this.at(entry.id);
    bringIntoView(this.map, entry);
    this.selecting.place = { start: entry.start, end: entry.end };
    if (this.list.root.contains(document.activeElement)) this.list.enter(entry.id);
    speak(`${where}: ${this.#words(entry)}`);
  }

  /** What is spoken of an annotation. @param {Entry} entry */
  #words(entry) {
    const { tags, note, creator } = entry;
    const named = tags.map((slug) => this.codebook.name(slug)).join(", ") || "no tag";
    const said = this.actors.voices(entry.attributions).map(({ name, role }) => (role === "speaker" ? name : `${name}, ${ROLES[role]}`)).join("; ");
    return `${named}. ${said && `${said}: `}“${shortened(quoteOf(entry), SPOKEN)}” ${note ? `Note: ${shortened(note, SPOKEN)} ` : ""}By ${creator}.`;
  }

  /** A click on a mark opens its innermost annotation; further clicks there go outwards. @param {MouseEvent} event */
  #click(event) {
    const mark = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("mark"));
    if (!mark || document.getSelection()?.type === "Range") return;
    const ids = (mark.dataset.ids ?? "").split(" ").reverse();
    const next = ids[(ids.indexOf(this.list.current ?? "") + 1) % ids.length];
    this.sheet.open();
    this.at(next);
    mark.scrollIntoView({ block: "nearest" });
  }
}

/** Whether any piece of an annotation has something in common with a span. @param {Entry} entry @param {Span} span */
function touches(entry, { start, end }) {
  return piecesOf(entry).some((piece) => piece.start < end && piece.end > start);
}
