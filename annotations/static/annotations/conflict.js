/* Somebody changed the same annotation meanwhile: who, and both versions side by side with what differs marked; the reader chooses. */

import { differing } from "./entries.js";
import { deedsOf } from "./history.js";
import { ago, exactly } from "./moments.js";

/** @typedef {import("./store.js").Annotation} Annotation */
/** @typedef {import("./entries.js").Field} Field */
/** Where to ask who it was, who is asking, and what tags and actors are called.
 * @typedef {{api: string, user: string, tag: (slug: string) => string, actor: (said: import("./store.js").Attribution) => string}} Names */

/** The fields that the dialog shows, each with those of an annotation that it tells of. @type {Record<string, Field[]>} */
const SHOWN = { quote: ["start", "end", "quote", "fragments"], tags: ["tags"], speakers: ["attributions"], note: ["note"] };
const UNKNOWN = { title: "Somebody changed this meanwhile", line: "changed meanwhile" };
/** What leaves the annotation as it is. */
const CONTESTED = "annotation.contested";

/** One question at a time: the next waits for the answer to the one before. @type {Promise<unknown>} */
let turn = Promise.resolve();

/** Ask which version shall stand: "mine", "theirs", or "" to decide later (mine stays unsaved).
 * @param {HTMLDialogElement} dialog @param {Annotation} mine @param {Annotation} theirs @param {Names} names
 * @returns {Promise<"mine" | "theirs" | "">} */
export function chooseVersion(dialog, mine, theirs, names) {
  const answer = turn.then(() => choose(dialog, mine, theirs, names));
  turn = answer;
  return answer;
}

/** @param {HTMLDialogElement} dialog @param {Annotation} mine @param {Annotation} theirs @param {Names} names
 * @returns {Promise<"mine" | "theirs" | "">} */
function choose(dialog, mine, theirs, names) {
  const attributions = theirs.attributions.map((said) => ({ ...said, name: names.actor(said) })); // mine may name an actor yet to be made
  const differ = new Set(differing(mine, { ...theirs, attributions }));
  describe(part(dialog, "[data-version=mine]"), mine, names, differ);
  describe(part(dialog, "[data-version=theirs]"), theirs, names, differ);
  say(dialog, UNKNOWN);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    let open = true;
    dialog.addEventListener("close", () => {
      open = false;
      resolve(/** @type {"mine" | "theirs" | ""} */ (dialog.returnValue));
    }, { once: true });
    void whoMade(theirs, names).then((found) => open && say(dialog, found));
  });
}

/** Who made a version and when, as far as the reader may know: the history tells no more than that.
 * @param {Annotation} theirs @param {Names} names */
async function whoMade({ id, revision }, { api, user }) {
  const deeds = await deedsOf(api, id).catch(() => []); // the choice does not depend on it
  const made = deeds.find((deed) => deed.kind !== CONTESTED && deed.revision === revision);
  if (!made?.user) return UNKNOWN;
  const when = ago(made.created) || exactly(made.created);
  if (made.user === user) return { title: "You changed this elsewhere meanwhile", line: `changed by you, ${when}` };
  return { title: `${made.user} changed this meanwhile`, line: `changed by ${made.user}, ${when}` };
}

/** @param {HTMLDialogElement} dialog @param {{title: string, line: string}} words */
function say(dialog, { title, line }) {
  part(dialog, "h2").textContent = title;
  part(dialog, "[data-version=theirs] .whose").textContent = line;
}

/** @param {HTMLElement} place @param {Annotation} annotation @param {Names} names @param {Set<Field>} differ */
function describe(place, { quote, fragments, tags, note, attributions }, names, differ) {
  const words = {
    quote: [quote, ...fragments.map((piece) => piece.quote)].map((piece) => `“${piece}”`).join(" … "),
    tags: tags.map(names.tag).join(", ") || "no tag",
    speakers: attributions.map(names.actor).join(", ") || "nobody",
    note: note || "no note",
  };
  for (const [field, value] of Object.entries(words)) {
    const row = part(place, `[data-field=${field}]`);
    const differs = SHOWN[field].some((name) => differ.has(name));
    part(row, "dd").textContent = value;
    part(row, ".badge").hidden = !differs;
    row.classList.toggle("differs", differs);
  }
}

/** @param {HTMLElement} place @param {string} selector */
function part(place, selector) {
  return /** @type {HTMLElement} */ (place.querySelector(selector));
}
