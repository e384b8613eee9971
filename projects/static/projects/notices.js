/* Quiet words at the foot of the page about the page itself: that it is not live, that the text was corrected. Each stays until
   it is no longer so, or the reader puts it away; none takes the focus or moves what is read. */

/** @typedef {{label: string, href: string} | {label: string, run: () => void}} Way What the reader can do about it. */

/** Say something, in place of what was said about the same. @param {string} about @param {string} words @param {Way} [way] */
export function notice(about, words, way) {
  const place = document.querySelector("body > .notices");
  if (!place) return;
  const made = document.createElement("p");
  made.className = "notice";
  made.dataset.about = about;
  const said = document.createElement("span");
  said.textContent = words;
  made.append(said, ...(way ? [offered(way)] : []), away(made));
  const before = noticed(about);
  if (before?.querySelector("span")?.textContent === words) return;
  if (before) before.replaceWith(made);
  else place.append(made);
}

/** Say it no longer. @param {string} about */
export function withdraw(about) {
  noticed(about)?.remove();
}

/** @param {string} about */
function noticed(about) {
  return document.querySelector(`.notice[data-about="${about}"]`);
}

/** @param {Way} way */
function offered(way) {
  const made = document.createElement("href" in way ? "a" : "button");
  made.className = "button bare small";
  made.textContent = way.label;
  if (made instanceof HTMLAnchorElement) made.href = "href" in way ? way.href : "";
  else made.type = "button";
  if ("run" in way) made.addEventListener("click", way.run);
  return made;
}

/** @param {HTMLElement} notice */
function away(notice) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button bare small";
  made.textContent = "×";
  made.setAttribute("aria-label", "Put away");
  made.addEventListener("click", () => notice.remove());
  return made;
}
