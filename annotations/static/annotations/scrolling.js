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
  const { top, bottom } = map.rangeOf(span).getBoundingClientRect();
  const above = top - HEAD;
  const below = bottom - (innerHeight - FOOT);
  if (above < 0) scrollBy({ top: above, behavior: "instant" });
  else if (below > 0) scrollBy({ top: Math.min(below, above), behavior: "instant" });
}
