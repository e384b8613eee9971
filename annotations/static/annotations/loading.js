/* Telling the store of a document's annotations, some hundred at a time. The text shows them already, as the server painted
   them; what is painted anew meanwhile keeps them too (marks.js). */

import { ask, pages, Problem } from "../projects/api.js";
import { acknowledged } from "./entries.js";

/** @typedef {import("./store.js").Annotation} Annotation */

const PAGE_SIZE = 500;

/**
 * Read every annotation of the version that is shown.
 * @param {{api: string, document: string, version: number}} page
 * @param {import("./store.js").Store} store @param {import("./marks.js").Marks} marks
 * @returns {Promise<Set<string>>} Those that were painted but have been deleted since
 */
export async function load(page, store, marks) {
  const painted = new Set(marks.in(store.map.root));
  marks.coming = new Set(painted);
  /** @type {AsyncGenerator<Annotation[]>} */
  const all = pages(everyOne(page));
  for await (const results of all) {
    for (const annotation of results) if (!store.get(annotation.id)) tell(annotation, store, marks, painted);
    await rest();
  }
  const strays = marks.coming;
  marks.coming = new Set();
  return strays;
}

/** Every annotation of the version that is shown, as the server has them now, by id.
 * @param {{api: string, document: string, version: number}} page @returns {Promise<Map<string, Annotation>>} */
export async function standing(page) {
  const found = new Map();
  for await (const results of pages(everyOne(page))) for (const annotation of results) found.set(annotation.id, annotation);
  return found;
}

/** One annotation; null when it is not to be had any more. @param {{api: string}} page @param {string} id @returns {Promise<Annotation | null>} */
export async function one(page, id) {
  try {
    return await ask("GET", `${page.api}annotations/${id}/`);
  } catch (error) {
    if (error instanceof Problem && !error.passing) return null;
    throw error;
  }
}

/** @param {{api: string, document: string, version: number}} page */
function everyOne({ api, document, version }) {
  return `${api}annotations/?document=${document}&version=${version}&page_size=${PAGE_SIZE}`;
}

/** @param {Annotation} annotation @param {import("./store.js").Store} store @param {import("./marks.js").Marks} marks @param {Set<string>} painted */
function tell(annotation, store, marks, painted) {
  marks.coming.delete(annotation.id);
  const anew = store.map.blocksIn(annotation).some((block) => marks.early.has(block));
  store.put(acknowledged(annotation), painted.has(annotation.id) && !anew);
}

/** Let the browser paint, and answer the reader, before going on. */
function rest() {
  return new Promise((resolve) => setTimeout(resolve));
}
