/* Scrolling the page to a passage, no further than is needed. */

/** Pixels at the head and the foot of the window that bars may cover. */
const HEAD = 80;
const FOOT = 110;

/** How to scroll for those who can bear things moving, and for those who cannot. @returns {ScrollBehavior} */
export function manner() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

/** Scroll until a span is on the screen; one that is there stays where it is.
 * @param {import("./textmap.js").TextMap} map @param {import("./anchoring.js").Span} span In code points */
export function bringIntoView(map, span) {
  const { element } = map.blockAt(span.start);
  if (!element.checkVisibility({ contentVisibilityAuto: true })) element.scrollIntoView({ block: "center", behavior: "instant" });
  const box = map.rangeOf(span).getBoundingClientRect();
  const { bottom } = box.height ? box : element.getBoundingClientRect(); // the line breaks after a paragraph have none
  const top = box.height ? box.top : bottom;
  const above = top - HEAD;
  const below = bottom - (innerHeight - FOOT);
  if (above < 0) scrollBy({ top: above, behavior: "instant" });
  else if (below > 0) scrollBy({ top: Math.min(below, above), behavior: "instant" });
}

/** What part of the text is on the screen, to within a passage's lines (code points). Passages that the browser skips are not
 * asked, for that would draw them.
 * @param {import("./textmap.js").TextMap} map @returns {import("./anchoring.js").Span} */
export function onScreen(map) {
  const start = reached(map, 0);
  return { start, end: Math.max(reached(map, innerHeight), start) };
}

/** The code point that stands at a height of the window. @param {import("./textmap.js").TextMap} map @param {number} height */
function reached(map, height) {
  let within = at(map.root.children, height);
  if (within?.classList.contains("group")) within = at(within.children, height) ?? within.lastElementChild;
  const block = within && map.of.get(within);
  if (!block) return height > 0 ? map.blocks.at(-1)?.end ?? 0 : 0;
  const { top, height: tall } = block.element.getBoundingClientRect();
  return Math.round(block.start + Math.min(Math.max((height - top) / (tall || 1), 0), 1) * block.length);
}

/** The first of elements that stand below one another which reaches further down than a height; none when all end before.
 * @param {HTMLCollection} elements @param {number} height @returns {Element | null} */
function at(elements, height) {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elements[middle].getBoundingClientRect().bottom <= height) low = middle + 1;
    else high = middle;
  }
  return elements[low] ?? null;
}
