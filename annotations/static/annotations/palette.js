/* The palette: a dialog in which a passage gets its tags, those who say it, and a note. Type to find or create; Enter adds what is
   found, Enter on an empty line saves, Ctrl+Enter saves from anywhere, Escape cancels. What was begun is kept as a draft until it
   is saved or thrown away, and offered again where it was begun. */

import { Speakers } from "./speakers.js";
import { Tagline } from "./tagline.js";

/** @typedef {import("./actors.js").Attribution} Attribution */
/** What is said of a passage. @typedef {{tags: string[], note: string, attributions: Attribution[]}} Answer */
/** What is asked: `place` says of what, for the draft of it, and `revision` which state of it.
 * @typedef {Answer & {title: string, quote: string, place: string, revision?: number, error?: string}} Question */
/** What was begun, and what stood in the two lines; `left` when the reader gave it up.
 * @typedef {Answer & {quote: string, lines: string[], at: number, revision: number, left: boolean}} Draft */

export class Palette {
  /** @param {HTMLDialogElement} dialog @param {import("./codebook.js").Codebook} codebook @param {import("./actors.js").Actors} actors
   * @param {{may: {add_tags: boolean, add_actors: boolean}, entries: () => import("./store.js").Entry[], drafts: import("./drafts.js").Drafts}} page */
  constructor(dialog, codebook, actors, { may, entries, drafts }) {
    this.dialog = dialog;
    this.codebook = codebook;
    this.drafts = drafts;
    this.note = /** @type {HTMLTextAreaElement} */ (dialog.querySelector("textarea"));
    const hooks = { submit: () => this.#save(), changed: () => this.#keep(), speak: (/** @type {string} */ words) => this.#say("[aria-live]", words) };
    this.tags = new Tagline(this.#part(".tag-field"), codebook, may.add_tags, hooks);
    this.speakers = new Speakers(this.#part(".speaker-field"), actors, { mayCreate: may.add_actors, entries }, hooks);
    /** @type {Question | null} */
    this.question = null;
    /** @type {(answer: Answer | null) => void} */
    this.done = () => {};
    this.#listen();
  }

  /** Ask for tags, speakers and a note; null when the reader cancels. @param {Question} question */
  open(question) {
    this.done(null);
    this.question = question;
    this.#say("h2", question.title);
    this.#say(".excerpt", question.quote);
    this.#say(".error", question.error ?? "");
    const draft = this.#draft(question);
    this.#fill(draft ?? question, draft?.lines);
    this.#part(".draft").hidden = !draft;
    if (draft) this.#say(".draft span", draftWords(draft, question));
    this.#show("tags");
    if (!this.dialog.open) this.dialog.showModal();
    this.tags.box.input.focus();
    void this.speakers.gather();
    void this.codebook.recount().catch(() => {}); // it then shows what it knew
    return new Promise((/** @type {typeof this.done} */ resolve) => (this.done = resolve));
  }

  #listen() {
    this.dialog.addEventListener("keydown", (event) => {
      if (event.isComposing || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.#save();
    });
    this.note.addEventListener("input", () => this.#keep());
    this.dialog.addEventListener("focusin", ({ target }) => {
      if (target === this.tags.box.input) this.#show("tags");
      if (target === this.speakers.box.input) this.#show("speakers");
    });
    this.dialog.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.#part("[data-cancel]").addEventListener("click", () => this.dialog.close());
    this.#part("[data-discard]").addEventListener("click", () => this.#discard());
    this.dialog.addEventListener("close", () => this.#leave());
    visualViewport?.addEventListener("resize", () => this.#fit());
  }

  /** What is offered stands below the line that the reader was in last. @param {"tags" | "speakers"} line */
  #show(line) {
    this.tags.box.show(line === "tags");
    this.speakers.box.show(line === "speakers");
  }

  /** On a phone the dialog is as high as the keyboard leaves room. */
  #fit() {
    if (this.dialog.open) this.dialog.style.setProperty("--room", `${visualViewport?.height ?? innerHeight}px`);
  }

  /** @param {Answer} answer @param {string[]} [lines] */
  #fill({ tags, note, attributions }, [tagged, named] = ["", ""]) {
    this.tags.open(tags, tagged);
    this.speakers.open(attributions, named);
    this.note.value = note;
  }

  #save() {
    for (const { box } of [this.tags, this.speakers]) {
      if (box.settle()) continue;
      if (box.silence.textContent) return box.input.focus();
    }
    const answer = this.#answer();
    this.codebook.used(answer.tags);
    if (this.question) this.drafts.forget(this.question.place);
    this.question = null;
    const done = this.done;
    this.done = () => {};
    this.dialog.close();
    done(answer);
  }

  /** @returns {Answer} */
  #answer() {
    return { tags: this.codebook.current(this.tags.chosen), note: this.note.value.trim(), attributions: this.speakers.chosen };
  }

  /** The dialog was closed: unless that was to save, what was begun waits until the reader comes back to it. */
  #leave() {
    if (this.dialog.open || !this.question) return;
    this.#keep(true);
    this.question = null;
    this.done(null);
  }

  /** Keep what is begun, unless it is what was there. */
  #keep(left = false) {
    if (!this.question) return;
    const { place, quote, tags, note, attributions, revision = 0 } = this.question;
    const lines = [this.tags.box.input.value, this.speakers.box.input.value];
    const answer = this.#answer();
    if (lines.join("").trim() || !sameAnswer(answer, { tags, note, attributions })) {
      this.drafts.keep(place, JSON.stringify({ ...answer, quote, lines, at: Date.now(), revision, left }));
    } else this.drafts.forget(place);
  }

  /** What was begun and not given up, when the page was closed over it. @returns {{place: string, draft: Draft}[]} */
  begun() {
    const places = this.drafts.names().filter((place) => /^(new|edit) /.test(place));
    return places.flatMap((place) => {
      const draft = this.#draft({ place });
      return draft?.left === false ? [{ place, draft }] : [];
    });
  }

  /** Let a draft be one of another place; "": of none. @param {string} place @param {string} to */
  move(place, to) {
    if (to) this.drafts.keep(to, this.drafts.take(place) ?? "");
    this.drafts.forget(place);
  }

  /** What was begun at a place before. @param {{place: string}} question @returns {Draft | null} */
  #draft({ place }) {
    try {
      return JSON.parse(this.drafts.take(place) ?? "null");
    } catch {
      return null;
    }
  }

  #discard() {
    if (!this.question) return;
    this.drafts.forget(this.question.place);
    this.#fill(this.question);
    this.#part(".draft").hidden = true;
    this.tags.box.input.focus();
    this.#say("[aria-live]", "Draft discarded.");
  }

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.dialog.querySelector(selector));
  }

  /** @param {string} selector @param {string} words */
  #say(selector, words) {
    const place = this.#part(selector);
    place.textContent = words;
    place.hidden = !words && !place.matches("[aria-live]");
  }
}

/** @param {Answer} a @param {Answer} b */
function sameAnswer(a, b) {
  return a.note === b.note.trim() && JSON.stringify([a.tags, a.attributions]) === JSON.stringify([b.tags, b.attributions]);
}

/** @param {Draft} draft @param {Question} question */
function draftWords({ at, revision }, question) {
  const moment = new Date(at);
  const today = moment.toDateString() === new Date().toDateString();
  const when = moment.toLocaleString("en-GB", { ...(today ? {} : { day: "numeric", month: "short" }), hour: "2-digit", minute: "2-digit" });
  const since = question.revision && question.revision !== revision ? " The annotation was changed since." : "";
  return `Your draft of ${when} is restored.${since}`;
}
