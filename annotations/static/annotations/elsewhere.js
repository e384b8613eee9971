/* An annotation that the address names, and that does not stand in the text shown: the reader is told where it is. */

import { ask, Problem } from "../projects/api.js";
import { toast } from "../projects/toast.js";

const DELETED = 410;

/** @param {{api: string, document: string, version: number}} page @param {string} id */
export async function pointElsewhere({ api, document, version }, id) {
  /** @type {import("./store.js").Annotation} */
  let found;
  try {
    found = await ask("GET", `${api}annotations/${id}/`);
  } catch (error) {
    if (error instanceof Problem && error.status === DELETED) toast("The annotation that you were led to was deleted.");
    return;
  }
  if (found.document !== document || found.version === version) return;
  toast(`This annotation stands on version ${found.version} of the text.`, {
    label: "Read it there",
    run: () => location.assign(`versions/${found.version}/#a-${id}`),
  });
}
