/* The tour of a project's pages: a card that says, step by step, what is where. It blocks nothing, can be left and gone on with,
   and this browser remembers how far it came. What it says stands in templates/argmap/_tour.html. */

/** @typedef {{step: number, state: "on" | "left" | "done"}} Progress */

const KEY = "argmap tour";
const STEPS = 6;
const GAP = 14;
const ARRIVED = "#tour"; // the address that the tour itself leads to: it then takes the focus, as whoever asked for it expects
const NARROW = 640; // below it the card lies along the foot of the window (tour.css)

/** How far the reader came; null: never been on the tour. @returns {Progress | null} */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return { step: 1, state: "done" }; // without storage it would begin on every page anew
  }
}

/** @param {Progress} progress */
function remember(progress) {
  try {
    localStorage.setItem(KEY, JSON.stringify(progress));
  } catch { /* it is then forgotten with the page */ }
}

class Tour {
  /** @param {HTMLElement} card @param {HTMLTemplateElement} steps @param {HTMLElement} menu The help menu */
  constructor(card, steps, menu) {
    this.card = card;
    this.articles = /** @type {HTMLElement[]} */ ([...steps.content.children]);
    this.menu = menu;
    this.progress = remembered() ?? { step: 1, state: "done" };
    /** What the card speaks of. @type {HTMLElement | null} */
    this.place = null;
    this.watch = new MutationObserver(() => this.#look());
    this.done = "";
    document.addEventListener("click", (event) => this.#click(event));
    addEventListener("keydown", (event) => this.#key(event)); // of the window: the page's own keys come first
    addEventListener("resize", () => this.#position());
    this.#name();
  }

  /** Show a step, wherever the tour stood. @param {number} step @param {boolean} [focus] */
  go(step, focus = false) {
    this.#keep({ step, state: "on" });
    this.#show();
    if (focus && this.place) this.card.focus({ preventScroll: true });
    else if (focus && location.pathname !== this.card.dataset.library) location.assign(`${this.card.dataset.library}${ARRIVED}`);
  }

  /** Put the card away; the help menu has it. */
  leave() {
    this.#end("left");
  }

  /** @param {Event} event */
  #click(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-tour]"));
    const { step } = this.progress;
    if (button?.dataset.tour === "start") this.#from(1);
    else if (button?.dataset.tour === "marking") this.#from(2);
    else if (button?.dataset.tour === "resume") this.#from(step);
    else if (button?.dataset.tour === "leave") this.leave();
    else if (button?.dataset.tour === "back") this.#turn(step - 1);
    else if (button?.dataset.tour === "next") this.#next();
  }

  /** Escape leaves the tour from anywhere where it is not meant for something else. @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.key !== "Escape" || event.defaultPrevented || this.card.hidden) return;
    if (!target.closest("input, textarea, select, dialog, [contenteditable]")) this.leave();
  }

  /** @param {number} step */
  #from(step) {
    this.menu.removeAttribute("open");
    this.go(step, true);
  }

  #next() {
    const article = this.#article();
    if (article?.dataset.follow) location.assign(`${/** @type {HTMLAnchorElement} */ (this.place).href}${ARRIVED}`);
    else if (this.progress.step < STEPS) this.#turn(this.progress.step + 1);
    else this.#end("done");
  }

  /** Go to a step because the reader asked for it: what it speaks of comes into view. @param {number} step */
  #turn(step) {
    this.go(step);
    const [place, card] = [this.place?.getBoundingClientRect(), this.card.getBoundingClientRect()];
    const hidden = place && (place.bottom > Math.min(card.top, innerHeight) || place.top < 0);
    if (hidden && innerWidth < NARROW) this.place?.scrollIntoView({ block: "start" });
  }

  /** @param {"left" | "done"} state */
  #end(state) {
    const inside = this.card.contains(document.activeElement);
    this.#keep({ step: state === "done" ? 1 : this.progress.step, state });
    this.#hide();
    if (inside) this.menu.querySelector("summary")?.focus();
  }

  /** @param {Progress} progress */
  #keep(progress) {
    this.progress = progress;
    remember(progress);
    this.#name();
  }

  /** What the help menu offers, and pages that have nothing to show yet. */
  #name() {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-tour=marking]"))) button.hidden = false;
    const resume = /** @type {HTMLElement} */ (this.menu.querySelector("[data-tour=resume]"));
    const start = /** @type {HTMLElement} */ (this.menu.querySelector("[data-tour=start]"));
    const begun = this.progress.state !== "done" && this.progress.step > 1;
    resume.hidden = !begun;
    /** @type {HTMLElement} */ (resume.querySelector("span")).textContent = `Go on with the tour (${this.progress.step} of ${STEPS})`;
    start.hidden = false;
    /** @type {HTMLElement} */ (start.querySelector("span")).textContent = begun ? "Start the tour again" : "Take the tour";
  }

  /** What the step says on this page; none when its place is on another. */
  #article() {
    const here = this.articles.filter(({ dataset }) => dataset.steps?.split(" ").includes(String(this.progress.step)));
    return here.find(({ dataset }) => document.querySelector(dataset.at ?? "")) ?? null;
  }

  #show() {
    const article = this.#article();
    this.#hide();
    if (!article) return;
    const { title = "", at = "", follow, done = "" } = article.dataset;
    const waits = article.hasAttribute("data-waits");
    this.#part(".tour-step").textContent = follow || waits ? "Tour" : `Tour, ${this.progress.step} of ${STEPS}`;
    this.#part(".tour-title").textContent = title;
    this.#part(".tour-words").replaceChildren(...[...article.children].map((child) => child.cloneNode(true)));
    this.#part("[data-tour=back]").hidden = this.progress.step === 1 || Boolean(follow);
    this.#part("[data-tour=next]").hidden = waits;
    this.#part("[data-tour=next]").textContent = follow ?? (this.progress.step < STEPS ? "Next" : "Done");
    this.#part("[data-tour=leave]").hidden = this.progress.step === STEPS;
    this.place = document.querySelector(at);
    this.place?.classList.add("toured");
    this.card.hidden = false;
    this.#position();
    this.#await(done);
  }

  #hide() {
    this.watch.disconnect();
    this.place?.classList.remove("toured");
    this.place = null;
    this.card.hidden = true;
  }

  /** Go on by itself when the reader does what the step asks for. @param {string} done */
  #await(done) {
    this.done = done && !document.querySelector(done) ? done : "";
    if (this.done) this.watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["hidden", "aria-current"] });
  }

  #look() {
    const { done } = this;
    if (!done || !document.querySelector(done)) return;
    this.go(this.progress.step + 1);
    if (this.#article()?.dataset.done === done) this.go(this.progress.step + 1); // which asks for the same
  }

  /** Stand beside the place, else below or above it; in the corner when it fills the window. */
  #position() {
    if (!this.place) return;
    const [place, card] = [this.place.getBoundingClientRect(), this.card.getBoundingClientRect()];
    const room = { width: document.documentElement.clientWidth, height: innerHeight };
    const within = (/** @type {number} */ at, /** @type {number} */ size, /** @type {number} */ all) => Math.max(16, Math.min(at, all - size - 16));
    const large = place.height > room.height / 2 || place.bottom > room.height || place.top < 0;
    const beside = place.right + GAP + card.width < room.width - 16;
    const below = place.bottom + GAP + card.height < room.height;
    const left = beside && place.width > card.width ? place.right + GAP * 2 : within(place.left, card.width, room.width);
    const top = left > place.right ? within(place.top, card.height, room.height) : below ? place.bottom + GAP : place.top - card.height - GAP;
    this.card.classList.toggle("corner", large || top < 0);
    this.card.style.setProperty("--left", `${Math.round(left)}px`);
    this.card.style.setProperty("--top", `${Math.round(top)}px`);
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.card.querySelector(selector));
  }
}

const card = document.getElementById("tour");
if (card) {
  const steps = /** @type {HTMLTemplateElement} */ (document.getElementById("tour-steps"));
  const tour = new Tour(card, steps, /** @type {HTMLElement} */ (document.querySelector(".help-menu")));
  const known = remembered();
  const arrived = location.hash === ARRIVED;
  if (arrived) history.replaceState(history.state, "", location.pathname + location.search);
  if (known?.state === "on" || (!known && card.hasAttribute("data-welcome"))) tour.go(known?.step ?? 1, arrived);
}
