/* Looking at annotations: opens one in the list and lights it in the text, from a click on a mark, an item or an address. */

/** @typedef {{text?: boolean, list?: boolean}} Scroll What is scrolled to it: the text, the list. */

export class Looking {
  /** @param {{text: HTMLElement, list: import("./list.js").List, marks: import("./marks.js").Marks, sheet: import("./sheet.js").Sheet}} page */
  constructor({ text, list, marks, sheet }) {
    this.list = list;
    this.marks = marks;
    this.sheet = sheet;
    text.addEventListener("click", (event) => this.#click(event));
  }

  /** Open an annotation in the list and light it in the text. @param {string} id @param {Scroll} [scroll] */
  at(id, scroll = { list: true }) {
    this.list.open(id);
    // Whoever arrives by address is there at once: two smooth scrolls, or the browser's own to the address, end one another.
    const arriving = scroll.text && scroll.list;
    const behavior = arriving || matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    if (scroll.list) this.list.reveal(id, behavior);
    if (scroll.text) this.marks.of(id)[0]?.scrollIntoView({ block: "center", behavior });
    if (scroll.text) this.sheet.close();
    history.replaceState(null, "", `#a-${id}`);
  }

  /** Open the annotation that the page's address names, if it names one. */
  arrive() {
    const asked = /^#a-([0-9a-f-]{36})$/.exec(location.hash);
    if (asked) this.at(asked[1], { text: true, list: true });
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
