/* Who else reads this text, beside the strip at about where they are: discs that stand still, and move only when one who is named
   by them has gone elsewhere. The menu in the header says the same in words. */

import { disc } from "../projects/disc.js";

/** @typedef {import("../projects/company.js").Present} Present */

const MOST = 12;
/** Pixels between the middles of two discs. */
const APART = 26;

export class Readers {
  /** @param {HTMLElement} root @param {HTMLElement} text @param {number} length Of the text, in code points */
  constructor(root, text, length) {
    this.root = root;
    this.text = text;
    this.length = length;
    /** @type {Present[]} */
    this.people = [];
    addEventListener("resize", () => this.show(this.people));
  }

  /** Show people at about where they are. @param {Present[]} people */
  show(people) {
    this.people = people;
    const there = [...people].sort((a, b) => (a.place ?? 0) - (b.place ?? 0)).slice(0, MOST);
    this.root.hidden = !there.length;
    if (!there.length) return void this.root.firstElementChild?.replaceChildren();
    this.root.style.setProperty("--text-top", `${this.text.offsetTop}px`);
    this.root.style.setProperty("--text-height", `${this.text.offsetHeight}px`);
    this.#place(there);
  }

  /** @param {Present[]} there */
  #place(there) {
    const lane = /** @type {HTMLElement} */ (this.root.firstElementChild);
    const known = new Map([.../** @type {HTMLCollectionOf<HTMLElement>} */ (lane.children)].map((one) => [one.title, one]));
    const gap = APART / (lane.clientHeight || 1);
    let last = -gap;
    const discs = there.map(({ user, place }) => {
      const made = known.get(user) ?? disc(user);
      last = Math.max((place ?? 0) / (this.length || 1), last + gap);
      made.style.setProperty("--at", String(Math.min(last, 1)));
      return made;
    });
    for (const one of discs) if (!one.isConnected) lane.append(one);
    for (const one of known.values()) if (!discs.includes(one)) one.remove();
  }
}
