/* Says of one annotation why the server does not have it as it is shown here, and what the reader can do about that. */

/** @typedef {import("./store.js").Entry} Entry */

/** Why it is not saved, or not deleted, in a sentence. @param {Entry} entry */
export function reason({ going, passing, problem }) {
  const words = `Not ${going ? "deleted" : "saved"}: ${problem}`;
  return passing ? `${words} It is tried again by itself.` : words;
}

/** A box that says so, with its buttons (`data-action`: names of what the list can do). @param {Entry} entry */
export function trouble(entry) {
  const box = document.createElement("div");
  box.className = entry.passing ? "trouble waiting" : "trouble";
  const words = document.createElement("p");
  words.textContent = reason(entry);
  box.append(words, ...remedies(entry).map(([action, name]) => button(action, name)));
  return box;
}

/** What can be done, the safest last. @param {Entry} entry @returns {[string, string][]} */
function remedies({ going, moved, gone, later, base }) {
  if (going) return [["retry", moved ? "Delete anyway" : "Retry"], ["keep", "Keep it"]];
  return [gone ? ["revive", "Restore"] : ["retry", later ? "Look at both" : "Retry"], ["discard", base ? "Discard my change" : "Discard"]];
}

/** @param {string} action @param {string} words */
function button(action, words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button bare small";
  made.dataset.action = action;
  made.append(words);
  return made;
}
