/* What the reader does with a passage: tag it, change what was said of it, give an annotation another range. */

import { moveOn, toast } from "../projects/toast.js";
import { afterPicture } from "./afterwards.js";
import { find } from "./finding.js";
import { passageOf, piecesOf, samePieces, spoken } from "./pieces.js";
import { bringIntoView } from "./scrolling.js";
import { speak } from "./speech.js";

/** @typedef {import("./anchoring.js").Span} Span */
/** @typedef {import("./page.js").Page} Page */

const BEGUN = "You had begun to tag a passage here.";

export class Annotating {
  /** @param {{page: Page, map: import("./textmap.js").TextMap, store: import("./store.js").Store, selecting: import("./selecting.js").Selecting, bar: import("./bar.js").Bar, palette: import("./palette.js").Palette, changes: import("./changes.js").Changes, filters: import("./filters.js").Filters, list: import("./list.js").List, looking: import("./looking.js").Looking, sheet: import("./sheet.js").Sheet}} parts */
  constructor({ page, map, store, selecting, bar, palette, changes, filters, list, looking, sheet }) {
    this.page = page;
    this.map = map;
    this.store = store;
    this.selecting = selecting;
    this.bar = bar;
    this.palette = palette;
    this.changes = changes;
    this.filters = filters;
    this.list = list;
    this.looking = looking;
    this.sheet = sheet;
    /** The annotation whose range is being chosen anew, as it was then. @type {import("./store.js").Entry | null} */
    this.reranging = null;
  }

  /** Ask for tags of what is selected. */
  async tag() {
    const pieces = this.selecting.passage();
    if (pieces.length && this.page.may.annotate) await this.#ask(pieces);
  }

  /** Offer to go on with what was begun when the page was closed over it. */
  offerDraft() {
    const begun = this.palette.begun().map(({ place, draft }) => this.#resumption(place, draft)).findLast((offer) => offer);
    if (begun) toast(...begun);
  }

  /** What to say of what was begun at a place as the palette names it, and what to do; nothing when the page does not have it.
   * @param {string} place @param {import("./palette.js").Draft} draft @returns {Parameters<typeof toast> | undefined} */
  #resumption(place, { quote, note }) {
    const [kind, what, ...spans] = place.split(" ");
    const goOn = (/** @type {() => Promise<void>} */ run) => /** @type {Parameters<typeof toast>} */ ([BEGUN, { label: "Go on", run: () => void run() }]);
    if (kind === "edit") return this.store.get(what) && goOn(() => this.edit(what));
    const pieces = spans.map((span) => span.split("-").map(Number)).map(([start, end]) => ({ start, end }));
    if (Number(what) === this.page.version) return goOn(() => this.#ask(pieces));
    const { how, places } = find(this.map.text, quote ?? "");
    if (how !== "exactly" || places.length > 1) {
      const words = `You had begun to tag “${quote}” on version ${what} of this text.${note && ` Your note: “${note}”`}`;
      return [words, { label: "Discard", run: () => this.palette.move(place, "") }];
    }
    const found = [{ start: this.map.point(places[0].start), end: this.map.point(places[0].end) }];
    return goOn(() => {
      this.palette.move(place, this.#place(found));
      return this.#ask(found);
    });
  }

  /** @param {Span[]} pieces */
  async #ask(pieces) {
    moveOn();
    this.selecting.hold(pieces);
    const answer = await this.palette.open({ title: "Tag this passage", quote: this.#quote(pieces), place: this.#place(pieces), tags: [], note: "", attributions: [] });
    this.selecting.hold(null);
    if (answer) this.create(pieces, answer);
    else this.selecting.reselect(pieces);
    this.map.root.focus({ preventScroll: true });
  }

  /** Give what is selected one tag, without asking. @param {string} slug */
  tagAs(slug) {
    const pieces = this.selecting.passage();
    if (!pieces.length || !this.page.may.annotate) return;
    this.palette.codebook.used([slug]);
    this.create(pieces, { tags: [slug], note: "", attributions: [] });
  }

  /** @param {Span[]} pieces @param {import("./palette.js").Answer} answer */
  create(pieces, answer) {
    moveOn();
    const id = this.changes.create({ ...passageOf(pieces, (span) => this.map.slice(span)), ...answer });
    this.filters.admit(id);
    this.selecting.clear();
    afterPicture(() => this.looking.at(id)); // the new mark is painted first
    speak("Passage tagged.");
  }

  /** Keep what is selected as one piece of a passage, and let the reader select the next. */
  addPiece() {
    const count = this.selecting.keep();
    if (!count) return false;
    this.bar.show(this.selecting);
    speak(`${count === 1 ? "1 piece" : `${count} pieces`} kept. Select the next one, then tag them together.`);
    return true;
  }

  /** Go on with a passage that was found by its words: tag it, unless it is a piece or a range of something. @param {Span} span */
  take(span) {
    this.map.root.focus({ preventScroll: true });
    this.selecting.select(span);
    bringIntoView(this.map, span);
    if (!this.reranging && !this.selecting.pieces.length) void this.tag();
  }

  /** Tag the paragraph that the cursor is in. @param {Span | null} paragraph */
  tagWhole(paragraph) {
    if (!paragraph || this.reranging) return false;
    this.selecting.select(paragraph);
    void this.tag();
    return true;
  }

  /** Change tags and note of an annotation. @param {string} id @param {string} [error] Why it was refused before. */
  async edit(id, error = "") {
    const entry = this.store.get(id);
    if (!entry) return;
    if (this.reranging) this.cancel();
    moveOn();
    this.selecting.hold(piecesOf(entry));
    const { tags, note, attributions, revision } = entry;
    const title = error ? "This was not saved" : "Edit annotation";
    const answer = await this.palette.open({ title, quote: this.#quote(piecesOf(entry)), place: `edit ${id}`, tags, note, attributions, revision, error });
    this.selecting.hold(null);
    if (answer) this.changes.answer({ ...entry, tags: this.palette.codebook.current(entry.tags) }, answer);
    /** @type {HTMLElement | null | undefined} */ (this.list.item(id)?.querySelector(".jump"))?.focus({ preventScroll: true });
  }

  /** Let the reader select another range for an annotation. @param {string} id */
  rerange(id) {
    const entry = this.store.get(id);
    if (!entry) return;
    this.reranging = entry;
    this.bar.ask(true);
    this.sheet.close();
    this.map.root.focus({ preventScroll: true });
    this.selecting.stand(piecesOf(entry));
    this.looking.at(id, { text: true });
    toast("Select the new range in the text, then choose “Use this range”.", undefined, true);
  }

  /** Give the annotation whose range is being chosen what is selected. */
  useRange() {
    const pieces = this.selecting.passage();
    const entry = this.reranging;
    this.cancel();
    if (!pieces.length || !entry) return;
    if (samePieces(pieces, piecesOf(entry))) toast("The range is unchanged.");
    else this.changes.answer(entry, passageOf(pieces, (span) => this.map.slice(span)));
  }

  /** Do with the selection what is being asked for: tag it, or use it as a range. */
  settle() {
    if (!this.selecting.passage().length) return false;
    if (this.reranging) this.useRange();
    else void this.tag();
    return true;
  }

  /** Let go of the selection; false when there was none. */
  leave() {
    const held = this.selecting.span !== null || this.selecting.pieces.length > 0 || this.reranging !== null;
    if (held) speak("Nothing is selected.");
    if (held) this.cancel();
    return held;
  }

  cancel() {
    moveOn();
    this.reranging = null;
    this.bar.ask(false);
    this.selecting.clear();
  }

  /** A name for a passage that is not annotated yet. @param {Span[]} pieces */
  #place(pieces) {
    return `new ${this.page.version} ${pieces.map(({ start, end }) => `${start}-${end}`).join(" ")}`;
  }

  /** @param {Span[]} pieces */
  #quote(pieces) {
    return spoken(pieces.map((span) => this.map.slice(span)));
  }
}
