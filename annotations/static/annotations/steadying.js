/* Keeps the list still under the reader's eyes while items come and go above. */

/** Remember where what the reader looks at stands in the frame around the list: what holds the focus, else what is open, else
 * the first item in view; gives back what puts it there again. At the very top of the list nothing is kept that nobody holds.
 * @param {HTMLElement} root @param {string | null} current */
export function steady(root, current) {
  const frame = root.parentElement;
  const { top, bottom } = frame?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  const seen = (/** @type {Element | null} */ item) => item !== null && item.getBoundingClientRect().bottom > top && item.getBoundingClientRect().top < bottom;
  const focused = root.contains(document.activeElement) ? /** @type {Element} */ (document.activeElement).closest("[data-id]") : null;
  const open = current ? document.getElementById(`a-${current}`) : null;
  const held = [focused, open].find(seen) ?? (frame?.scrollTop ? [...root.querySelectorAll("[data-id]")].find(seen) : null);
  if (!held) return null;
  const { id } = held;
  const before = held.getBoundingClientRect().top;
  return () => {
    const now = document.getElementById(id)?.getBoundingClientRect().top;
    if (now !== undefined && now !== before) frame?.scrollBy({ top: now - before, behavior: "instant" });
  };
}
