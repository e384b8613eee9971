/* What the server tells the script of the reading page. */

/** What the server says to the script (`page_data` of reading.py): addresses that others are below, who reads, and what they may do.
 * @typedef {{api: string, codebook: string, actor_pages: string, document: string, version: number, user: string, may: {annotate: boolean, change_any: boolean, add_tags: boolean, add_actors: boolean}, talk: import("./comments.js").Talk, tags: import("./codebook.js").Tag[], actors: import("./actors.js").Actor[]}} Page */

/** @returns {Page} */
export function pageData() {
  return JSON.parse(document.getElementById("page-data")?.textContent ?? "{}");
}
