/* What every page does: menus close on Escape and on a click elsewhere, returning focus to their button. */

/** @param {HTMLDetailsElement} menu @param {boolean} refocus */
function close(menu, refocus) {
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (refocus && inside) menu.querySelector("summary")?.focus();
}

/** @returns {NodeListOf<HTMLDetailsElement>} */
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(/** @type {Node} */ (event.target))) close(menu, false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of openMenus()) close(menu, true);
});
