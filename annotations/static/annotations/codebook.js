/* The codebook as the page needs it: names, colours and definitions by slug, the colours of tags made meanwhile, how often
   each is used, and which were used last. */

import { ask, pages } from "../projects/api.js";

/** `parent` is the name of the tag above, "" at the top; `shortcut` the key that takes it; a `retired` one is kept where it is used,
 * and not offered any more.
 * @typedef {{slug: string, name: string, colour: string, definition: string, example: string, parent: string, shortcut: string, retired: boolean}} Tag */
/** What the API says of one: `parent` is a slug there. @typedef {Omit<Tag, "parent"> & {parent: string | null, uses: number}} Told */

const DIGITS = [..."123456789"];
const REMEMBERED = 8;
/** Tags with keys of their own that are offered without asking. */
const KEYED = 6;
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
    /** Whether tags were used in other documents since we asked. */
    this.outdated = false;
    /** What slugs have become meanwhile. @type {Map<string, string>} */
    this.renamed = new Map();
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

  /** Every tag that is offered, by slug: those used last, then the others, the most used first. @param {Map<string, number>} uses */
  ranked(uses) {
    const others = [...this.tags.keys()].sort((a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0));
    return [...new Set([...this.recent, ...others])].filter((slug) => !this.retired(slug));
  }

  /** @param {string} slug */
  retired(slug) {
    return this.tags.get(slug)?.retired ?? false;
  }

  /** The tag that a key takes, if any does. @param {string} key A letter or digit, or "" */
  withKey(key) {
    return key && [...this.tags.values()].find(({ shortcut, retired }) => shortcut === key && !retired)?.slug;
  }

  /** Those that have keys, in the order of their keys. */
  #withKeys() {
    const keyed = [...this.tags.values()].filter(({ shortcut, retired }) => shortcut && !retired);
    return keyed.sort((a, b) => (a.shortcut < b.shortcut ? -1 : 1)).map(({ slug }) => slug);
  }

  /** The key of each tag that is offered: its own, or, of those without one, the next digit that is no tag's own.
   * @param {string[]} slugs In the order in which they are offered @returns {Map<string, string>} */
  keysOf(slugs) {
    const free = DIGITS.filter((digit) => !this.withKey(digit));
    return new Map(slugs.flatMap((slug) => {
      const key = this.tags.get(slug)?.shortcut || free.shift();
      return key ? [[slug, key]] : [];
    }));
  }

  /** The tags offered without asking, with the key of each: those used last, or else most in this document, then in others;
   * then those that have keys. @param {number} most How many of the first @returns {Map<string, string>} */
  quick(most) {
    const recent = this.recent.filter((slug) => !this.retired(slug)).slice(0, most);
    const first = recent.length < most ? this.#likely().slice(0, most) : recent;
    return this.keysOf([...new Set([...first, ...this.#withKeys().slice(0, KEYED)])]);
  }

  /** Those used last, then the others, the most used in this document first. */
  #likely() {
    const here = this.here();
    const others = this.ranked(this.elsewhere).sort((a, b) => (here.get(b) ?? 0) - (here.get(a) ?? 0));
    return [...new Set([...this.recent, ...others])].filter((slug) => !this.retired(slug));
  }

  /** Ask how often each tag is used, and learn of those made since the page was.
   * @param {() => Map<string, number>} here How often each is used in this document, now and whenever asked */
  async count(here) {
    this.here = here;
    this.outdated = false;
    /** @type {AsyncGenerator<Told[]>} */
    const all = pages(`${this.page.api}tags/?page_size=${PAGE_SIZE}`);
    for await (const tags of all) {
      const now = here();
      for (const tag of tags) {
        if (!this.tags.has(tag.slug)) this.#add(tag);
        this.elsewhere.set(tag.slug, tag.uses - (now.get(tag.slug) ?? 0));
      }
    }
  }

  /** Ask anew how often tags are used, if that has changed elsewhere. */
  async recount() {
    if (this.outdated) await this.count(this.here);
  }

  /** Know a tag as the server has it now. @param {Told} tag @param {string} [before] What its slug was */
  put(tag, before = tag.slug) {
    const called = this.tags.get(before)?.name;
    if (before !== tag.slug) {
      this.elsewhere.set(tag.slug, this.elsewhere.get(before) ?? 0);
      this.recent = this.recent.map((slug) => (slug === before ? tag.slug : slug));
      this.drop(before);
      this.renamed.set(before, tag.slug);
    }
    this.renamed.delete(tag.slug);
    this.#add(tag);
    for (const one of this.tags.values()) if (called && one.parent === called) one.parent = tag.name;
  }

  /** What tags are called now that were chosen some time ago. @param {string[]} slugs */
  current(slugs) {
    return slugs.map((slug) => {
      while (this.renamed.has(slug)) slug = this.renamed.get(slug) ?? slug;
      return slug;
    });
  }

  /** There is no such tag any more. @param {string} slug */
  drop(slug) {
    this.tags.delete(slug);
    this.elsewhere.delete(slug);
    this.recent = this.recent.filter((one) => one !== slug);
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

  /** @param {Told} tag */
  #add(tag) {
    if (!/^#[0-9a-f]{6}$/i.test(tag.colour)) return;
    this.tags.set(tag.slug, { ...tag, parent: tag.parent ? this.name(tag.parent) : "", retired: Boolean(tag.retired) });
    const name = CSS.escape(tag.slug);
    for (const line of ["", "1", "2", "3"]) this.sheet.insertRule(`.c${line}-${name}{--c${line}:${tag.colour}}`, this.sheet.cssRules.length);
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
