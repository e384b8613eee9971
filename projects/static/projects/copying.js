/* Copy a field's words at the press of a button, which only a script can show. Markup: a button with data-copies, the id of the
   field, and a role=status element beside it that says what came of it. */

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.copies ?? ""));
  field.focus();
  field.select();
  const said = /** @type {HTMLElement} */ (button.parentElement?.querySelector("[role=status]"));
  said.textContent = "";
  said.textContent = (await taken(field.value)) ? "Copied" : "It is selected: copy it now";
}

/** Whether the clipboard took it: there is none on a site without https, and a browser may refuse. @param {string} words */
async function taken(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false;
  }
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-copies]"))) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
