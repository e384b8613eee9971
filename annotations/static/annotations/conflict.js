/* Somebody changed the same annotation meanwhile: who, and both versions side by side with what differs marked; the reader chooses
   one, or what both say together where neither has to give way. */

import { ASPECTS, differing } from "./entries.js";
import { deedsOf } from "./history.js";
import { ago, exactly } from "./moments.js";

/** @typedef {import("./store.js").Annotation} Annotation */
/** @typedef {import("./entries.js").Field} Field */
/** Where to ask who it was, who is asking, and what tags and actors are called.
 * @typedef {{api: string, user: string, tag: (slug: string) => string, actor: (said: import("./store.js").Attribution) => string}} Names */

/** What the reader has chosen; "" to decide later. @typedef {"mine" | "theirs" | "both" | ""} Chosen */

const UNKNOWN = { title: "Somebody changed this meanwhile", line: "changed meanwhile" };
/** What leaves the annotation as it is. */
const CONTESTED = "annotation.contested";

/** One question at a time: the next waits for the answer to the one before. @type {Promise<unknown>} */
let turn = Promise.resolve();

/** Ask which version shall stand (until that is decided mine stays unsaved).
 * @param {HTMLDialogElement} dialog @param {Annotation} mine @param {Annotation} theirs
 * @param {import("./entries.js").Fields | null} both What they say together; null where one has to give way @param {Names} names
 * @returns {Promise<Chosen>} */
export function chooseVersion(dialog, mine, theirs, both, names) {
  const answer = turn.then(() => choose(dialog, mine, theirs, both, names));
  turn = answer;
  return answer;
}

/** @param {HTMLDialogElement} dialog @param {Annotation} mine @param {Annotation} theirs
 * @param {import("./entries.js").Fields | null} both @param {Names} names @returns {Promise<Chosen>} */
function choose(dialog, mine, theirs, both, names) {
  const attributions = theirs.attributions.map((said) => ({ ...said, name: names.actor(said) })); // mine may name an actor yet to be made
  const differ = new Set(differing(mine, { ...theirs, attributions }));
  describe(part(dialog, "[data-version=mine]"), mine, names, differ);
  describe(part(dialog, "[data-version=theirs]"), theirs, names, differ);
  const joint = part(dialog, "[data-version=both]");
  joint.hidden = !both;
  if (both) describe(joint, { ...theirs, ...both }, names, new Set());
  for (const [shown, fields] of Object.entries(ASPECTS)) part(joint, `[data-field=${shown}]`).hidden = !fields.some((name) => differ.has(name));
  say(dialog, UNKNOWN);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    let open = true;
    dialog.addEventListener("close", () => {
      open = false;
      resolve(/** @type {Chosen} */ (dialog.returnValue));
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
  for (const field of /** @type {(keyof typeof ASPECTS)[]} */ (Object.keys(words))) {
    const row = part(place, `[data-field=${field}]`);
    const differs = ASPECTS[field].some((name) => differ.has(name));
    part(row, "dd").textContent = words[field];
    part(row, ".badge").hidden = !differs;
    row.classList.toggle("differs", differs);
  }
}

/** @param {HTMLElement} place @param {string} selector */
function part(place, selector) {
  return /** @type {HTMLElement} */ (place.querySelector(selector));
}
