/* What every page does: menus close on Escape and on a click elsewhere, returning focus to their button; the open tab is in
   view where the tabs are wider than the window. */

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

const tab = document.querySelector(".tabs [aria-current]");
const tabs = tab?.closest(".tabs");
if (tab && tabs) {
  const [inner, outer] = [tab.getBoundingClientRect(), tabs.getBoundingClientRect()];
  tabs.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
}
