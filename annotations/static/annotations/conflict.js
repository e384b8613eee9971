/* Somebody changed the same annotation meanwhile: both versions side by side, and the reader chooses. */

/** @typedef {import("./store.js").Annotation} Annotation */
/** What tags and actors are called. @typedef {{tag: (slug: string) => string, actor: (said: import("./store.js").Attribution) => string}} Names */

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
  describe(/** @type {HTMLElement} */ (dialog.querySelector("[data-version=mine]")), mine, names);
  describe(/** @type {HTMLElement} */ (dialog.querySelector("[data-version=theirs]")), theirs, names);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(/** @type {"mine" | "theirs" | ""} */ (dialog.returnValue)), { once: true });
  });
}

/** @param {HTMLElement} place @param {Annotation} annotation @param {Names} names */
function describe(place, { quote, fragments, tags, note, attributions }, names) {
  const words = {
    quote: [quote, ...fragments.map((piece) => piece.quote)].map((piece) => `“${piece}”`).join(" … "),
    tags: tags.map(names.tag).join(", ") || "no tag",
    speakers: attributions.map(names.actor).join(", ") || "nobody",
    note: note || "no note",
  };
  for (const [field, value] of Object.entries(words)) {
    const cell = place.querySelector(`[data-field=${field}]`);
    if (cell) cell.textContent = value;
  }
}
