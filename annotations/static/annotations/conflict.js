/* Somebody changed the same annotation meanwhile: both versions side by side, and the reader chooses. */

/** @typedef {import("./store.js").Annotation} Annotation */

/** One question at a time: the next waits for the answer to the one before. @type {Promise<unknown>} */
let turn = Promise.resolve();

/** Ask which version shall stand: "mine", "theirs", or "" to decide later (mine stays unsaved).
 * @param {HTMLDialogElement} dialog @param {Annotation} mine @param {Annotation} theirs @param {(slug: string) => string} name
 * @returns {Promise<"mine" | "theirs" | "">} */
export function chooseVersion(dialog, mine, theirs, name) {
  const answer = turn.then(() => choose(dialog, mine, theirs, name));
  turn = answer;
  return answer;
}

/** @param {HTMLDialogElement} dialog @param {Annotation} mine @param {Annotation} theirs @param {(slug: string) => string} name
 * @returns {Promise<"mine" | "theirs" | "">} */
function choose(dialog, mine, theirs, name) {
  describe(/** @type {HTMLElement} */ (dialog.querySelector("[data-version=mine]")), mine, name);
  describe(/** @type {HTMLElement} */ (dialog.querySelector("[data-version=theirs]")), theirs, name);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(/** @type {"mine" | "theirs" | ""} */ (dialog.returnValue)), { once: true });
  });
}

/** @param {HTMLElement} place @param {Annotation} annotation @param {(slug: string) => string} name */
function describe(place, { quote, tags, note }, name) {
  const words = { quote: `“${quote}”`, tags: tags.map(name).join(", ") || "no tag", note: note || "no note" };
  for (const [field, value] of Object.entries(words)) {
    const cell = place.querySelector(`[data-field=${field}]`);
    if (cell) cell.textContent = value;
  }
}
