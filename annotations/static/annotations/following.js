/* The list keeps step with the text: when the reader scrolls the text, the annotations of what is on the screen come into view
   beside it, unless the reader is at work in the list. */

import { onScreen } from "./scrolling.js";

/** How long the text must have been still (milliseconds). */
const STILL = 160;

/** @param {{map: import("./textmap.js").TextMap, store: import("./store.js").Store, list: import("./list.js").List}} page */
export function follow({ map, store, list }) {
  const wide = matchMedia("(min-width: 62.01rem)");
  let timer = 0;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      const busy = list.root.matches(":hover") || list.root.contains(document.activeElement);
      if (wide.matches && !busy) keepStep();
    }, STILL);
  }, { passive: true });

  function keepStep() {
    const seen = onScreen(map);
    const open = store.get(list.current ?? "");
    if (open && open.start < seen.end && open.end > seen.start) return;
    const first = store.all().find((entry) => entry.start >= seen.start && store.filter(entry));
    if (first && first.start < seen.end) list.reveal(first.id, "instant", true);
  }
}
