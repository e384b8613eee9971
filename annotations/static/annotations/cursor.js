/* Reading and selecting by keyboard: while the text has the focus, keys move a selection by sentence, word and paragraph, at
   either end, and each step is spoken. Pointer users keep the browser's own arrows, and are not shown ours: a click anywhere
   ends this until the next Tab on the page itself (in the palette everybody uses it). */

import { bringIntoView } from "./scrolling.js";
import { speak } from "./speech.js";
import { Units } from "./units.js";

/** @typedef {import("./anchoring.js").Span} Span */
/** @typedef {import("./units.js").Unit} Unit */

const PLACE = "argmap-place";
/** Keys that do nothing in the text yet. */
const WAITING = new Set(["Tab", "Shift", "Control", "Alt", "Meta"]);
/** @type {Unit[]} */
const UNITS = ["word", "sentence", "paragraph"];

export class Cursor {
  /** @param {import("./textmap.js").TextMap} map @param {import("./selecting.js").Selecting} selecting @param {(span: Span) => number} here How many annotations lie on a span of code points */
  constructor(map, selecting, here) {
    this.map = map;
    this.selecting = selecting;
    this.here = here;
    this.units = new Units(map);
    this.byPointer = false;
    document.addEventListener("pointerdown", () => this.#travel(true), true);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Tab" && !(/** @type {Element} */ (event.target).closest("dialog"))) this.#travel(false);
    }, true);
    map.root.addEventListener("keydown", ({ key }) => {
      if (!this.byPointer && !WAITING.has(key)) map.root.classList.add("at-home"); // the help on keys covers text: it has been read
    });
  }

  /** What the cursor's keys do, by their names in keys.js. @returns {import("./keys.js").Handlers} */
  handlers() {
    /** @type {import("./keys.js").Handlers} */
    const found = {};
    for (const unit of UNITS) {
      found[`next ${unit}`] = (event) => this.#step(event, unit, (from, by) => this.#next(from, by));
      found[`previous ${unit}`] = (event) => this.#step(event, unit, (from, by) => this.#previous(from, by));
      found[`end on by ${unit}`] = (event) => this.#edge(event, unit, "end", true);
      found[`end back by ${unit}`] = (event) => this.#edge(event, unit, "end", false);
      found[`start on by ${unit}`] = (event) => this.#edge(event, unit, "start", true);
      found[`start back by ${unit}`] = (event) => this.#edge(event, unit, "start", false);
    }
    return found;
  }

  /** Show where reading by keyboard goes on, when nothing is selected. */
  showPlace() {
    if (!("highlights" in CSS)) return;
    const { span, place } = this.selecting;
    if (place && !span && !this.byPointer) CSS.highlights.set(PLACE, new Highlight(this.map.rangeOf(place)));
    else CSS.highlights.delete(PLACE);
  }

  /** The paragraph that the cursor is in, or the first on the screen (code points). @returns {Span | null} */
  paragraph() {
    const at = this.#place()?.start ?? this.#top();
    const found = this.units.first("paragraph", at, ({ end }) => end > at);
    return found && this.#points(found);
  }

  /** @param {boolean} byPointer */
  #travel(byPointer) {
    this.byPointer = byPointer;
    this.map.root.classList.toggle("by-pointer", byPointer);
    this.showPlace();
  }

  /** Whether a key is the cursor's: letters always; arrows for those who came by keyboard, or have something to extend. @param {KeyboardEvent} event */
  #ours(event) {
    return !event.key.startsWith("Arrow") || !this.byPointer || ((event.shiftKey || event.altKey) && this.#selected() !== null);
  }

  /** Select another unit. @param {KeyboardEvent} event @param {Unit} unit @param {(from: Span | null, unit: Unit) => Span | null} move */
  #step(event, unit, move) {
    if (!this.#ours(event)) return false;
    const to = move(this.#place(), this.#finest(unit));
    if (!to) return speak(event.key === "ArrowUp" || event.shiftKey ? "Beginning of the text." : "End of the text.");
    this.#select(to, to);
    const here = this.here(this.#points(to));
    const known = here ? ` – ${here === 1 ? "1 annotation" : `${here} annotations`} here.` : "";
    speak(`${this.#words(to)}${known}`);
  }

  /** Move one end of what is selected. @param {KeyboardEvent} event @param {Unit} unit @param {"start" | "end"} edge @param {boolean} onward */
  #edge(event, unit, edge, onward) {
    const from = this.#selected();
    if (!this.#ours(event)) return false;
    if (!from) return edge === "end" && this.#step(event, unit, (at, by) => (onward ? this.#next(at, by) : this.#previous(at, by)));
    const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
    const on = sideways && this.#leftward(from) ? !onward : onward;
    const to = edge === "end" ? this.#end(from, this.#finest(unit), on) : this.#start(from, this.#finest(unit), on);
    if (!to) return speak(`No further by a ${this.#finest(unit)}. ${this.units.count(from)} selected.`);
    const grown = to.end - to.start > from.end - from.start;
    const between = edge === "end" ? { start: Math.min(from.end, to.end), end: Math.max(from.end, to.end) } : { start: Math.min(from.start, to.start), end: Math.max(from.start, to.start) };
    this.#select(to, edge === "end" ? { start: to.end - 1, end: to.end } : { start: to.start, end: to.start + 1 });
    speak(`${grown ? "Added" : "Removed"}: ${this.#words(between)} – ${this.units.count(to)} selected.`);
  }

  /** @param {Span | null} from @param {Unit} unit */
  #next(from, unit) {
    const at = from?.end ?? this.#top();
    if (unit === "paragraph" && from) {
      const whole = this.units.first(unit, from.start, ({ end }) => end > from.start);
      if (whole && (whole.start !== from.start || whole.end !== from.end)) return whole;
    }
    return this.units.first(unit, at, ({ start }) => start >= at);
  }

  /** @param {Span | null} from @param {Unit} unit */
  #previous(from, unit) {
    return from && this.units.last(unit, from.start, ({ end }) => end <= from.start);
  }

  /** @param {Span} from @param {Unit} unit @param {boolean} onward @returns {Span | null} */
  #end({ start, end }, unit, onward) {
    const held = onward ? null : this.units.last(unit, end, (one) => one.start < end);
    const to = onward ? this.units.first(unit, end, (one) => one.end > end) : held && this.units.last(unit, held.start, (one) => one.end <= held.start);
    return to && to.end > start ? { start, end: to.end } : null;
  }

  /** @param {Span} from @param {Unit} unit @param {boolean} onward @returns {Span | null} */
  #start({ start, end }, unit, onward) {
    const held = onward ? this.units.first(unit, start, (one) => one.end > start) : null;
    const to = onward ? held && this.units.first(unit, held.end, (one) => one.start >= held.end) : this.units.last(unit, start, (one) => one.start < start);
    return to && to.start < end ? { start: to.start, end } : null;
  }

  /** Without snapping to whole words, the steps of words are steps of letters. @param {Unit} unit @returns {Unit} */
  #finest(unit) {
    return unit === "word" && this.selecting.letters ? "letter" : unit;
  }

  /** Whether the passage that a span ends in is written from right to left. @param {Span} span */
  #leftward({ end }) {
    return getComputedStyle(this.map.blockAt(this.map.point(end - 1)).element).direction === "rtl";
  }

  /** Where the text on the screen begins. */
  #top() {
    const drawn = this.map.blocks.filter(({ element }) => element.checkVisibility({ contentVisibilityAuto: true }));
    return drawn.find(({ element }) => element.getBoundingClientRect().bottom > 80)?.at ?? 0;
  }

  #selected() {
    return this.#units(this.selecting.chosen());
  }

  #place() {
    return this.#selected() ?? this.#units(this.selecting.place);
  }

  /** @param {Span | null} span In code points */
  #units(span) {
    return span && { start: this.map.offset(span.start), end: this.map.offset(span.end) };
  }

  /** @param {Span} span In UTF-16 units */
  #points({ start, end }) {
    return { start: this.map.point(start), end: this.map.point(end) };
  }

  /** @param {Span} span */
  #words({ start, end }) {
    return this.map.text.slice(start, end).trim();
  }

  /** @param {Span} to @param {Span} moved What has moved, to be brought into view */
  #select(to, moved) {
    this.selecting.select(this.#points(to));
    bringIntoView(this.map, this.#points(moved));
  }
}
