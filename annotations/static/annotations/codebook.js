/* The codebook as the page needs it: names, colours and definitions by slug, the colours of tags made meanwhile, and which
   tags were used last. */

import { ask } from "../projects/api.js";

/** @typedef {{slug: string, name: string, colour: string, definition: string, example?: string, parent?: string | null, uses?: number}} Tag */

const REMEMBERED = 8;

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

  /** Learn of tags that the server has and we have not yet. @param {string[]} slugs */
  async learn(slugs) {
    const unknown = slugs.filter((slug) => !this.tags.has(slug));
    await Promise.all(unknown.map(async (slug) => {
      const tag = await ask("GET", `${this.page.api}tags/${encodeURIComponent(slug)}/`).catch(() => null);
      if (!tag || !/^#[0-9a-f]{6}$/i.test(tag.colour)) return;
      this.tags.set(slug, tag);
      const name = CSS.escape(slug);
      for (const line of ["", "1", "2", "3"]) this.sheet.insertRule(`.c${line}-${name}{--c${line}:${tag.colour}}`);
    }));
    return unknown.length > 0;
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
