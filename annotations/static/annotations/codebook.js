/* The codebook as the page needs it: names, colours and definitions by slug, the colours of tags made meanwhile, how often
   each is used, and which were used last. */

import { ask, pages } from "../projects/api.js";

/** @typedef {{slug: string, name: string, colour: string, definition: string, example?: string, parent?: string | null, uses?: number}} Tag */

const REMEMBERED = 8;
const PAGE_SIZE = 500;

export class Codebook {
  /** @param {Tag[]} tags @param {{api: string, codebook: string}} page */
  constructor(tags, page) {
    this.page = page;
    /** @type {Map<string, Tag>} */
    this.tags = new Map(tags.map((tag) => [tag.slug, tag]));
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    this.key = `argmap recent tags ${page.api}`;
    /** @type {string[]} */
    this.recent = remembered(this.key).filter((slug) => this.tags.has(slug));
    /** How often each tag is used in the project's other documents; empty until `count` has asked. @type {Map<string, number>} */
    this.elsewhere = new Map();
    /** How often in this one. @type {() => Map<string, number>} */
    this.here = () => new Map();
  }

  /** What a tag is called. @param {string} slug A slug, or the name of a tag that does not exist yet. */
  name(slug) {
    return this.tags.get(slug)?.name ?? slug;
  }

  /** The page of a tag. @param {string} slug */
  url(slug) {
    return `${this.page.codebook}${encodeURIComponent(slug)}/`;
  }

  /** Put these first among the recently used. @param {string[]} slugs */
  used(slugs) {
    this.recent = [...new Set([...slugs.filter((slug) => this.tags.has(slug)), ...this.recent])].slice(0, REMEMBERED);
    try {
      localStorage.setItem(this.key, JSON.stringify(this.recent));
    } catch { /* storage is full or forbidden: recent tags then last as long as the page */ }
  }

  /** How often each tag is used in the project, as far as is known. @returns {Map<string, number>} */
  uses() {
    const counts = new Map(this.elsewhere);
    if (counts.size) for (const [slug, here] of this.here()) counts.set(slug, (counts.get(slug) ?? 0) + here);
    return counts;
  }

  /** Every tag's slug: those used last, then the others, the most used first. @param {Map<string, number>} uses */
  ranked(uses) {
    const others = [...this.tags.keys()].sort((a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0));
    return [...new Set([...this.recent, ...others])];
  }

  /** Ask how often each tag is used, and learn of those made since the page was.
   * @param {() => Map<string, number>} here How often each is used in this document, now and whenever asked */
  async count(here) {
    this.here = here;
    /** @type {AsyncGenerator<Required<Tag>[]>} */
    const all = pages(`${this.page.api}tags/?page_size=${PAGE_SIZE}`);
    for await (const tags of all) {
      const now = here();
      for (const tag of tags) {
        if (!this.tags.has(tag.slug)) this.#add(tag);
        this.elsewhere.set(tag.slug, tag.uses - (now.get(tag.slug) ?? 0));
      }
    }
  }

  /** Learn of tags that the server has and we have not yet. @param {string[]} slugs */
  async learn(slugs) {
    const unknown = slugs.filter((slug) => !this.tags.has(slug));
    await Promise.all(unknown.map(async (slug) => {
      const tag = await ask("GET", `${this.page.api}tags/${encodeURIComponent(slug)}/`).catch(() => null);
      if (tag) this.#add(tag);
    }));
    return unknown.length > 0;
  }

  /** @param {Tag} tag */
  #add(tag) {
    if (!/^#[0-9a-f]{6}$/i.test(tag.colour)) return;
    this.tags.set(tag.slug, tag);
    const name = CSS.escape(tag.slug);
    for (const line of ["", "1", "2", "3"]) this.sheet.insertRule(`.c${line}-${name}{--c${line}:${tag.colour}}`);
  }
}

/** @param {string} key @returns {string[]} */
function remembered(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "[]");
  } catch {
    return [];
  }
}
