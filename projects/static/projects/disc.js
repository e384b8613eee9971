/* A disc with somebody's initials, for who sees; beside it or in a menu stands the name. */

import { initials } from "./company.js";

/** @param {string} user */
export function disc(user) {
  const made = document.createElement("span");
  made.className = "initial";
  made.title = user;
  made.textContent = initials(user);
  return made;
}
