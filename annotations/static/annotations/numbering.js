/* On paper nothing can be pointed at: each highlight gets the number of its annotation in the list that is printed after the
   text. The numbers are generated content, no part of the text. */

/** @param {HTMLElement} text @param {HTMLElement} list @param {() => string[]} shown The ids of the annotations, in the list's order */
export function numberOnPaper(text, list, shown) {
  addEventListener("beforeprint", () => {
    const numbers = new Map(shown().map((id, at) => [id, String(at + 1)]));
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-id]"))) {
      const jump = /** @type {HTMLElement | null} */ (item.querySelector(".jump"));
      if (jump) jump.dataset.number = numbers.get(item.dataset.id ?? "") ?? "";
    }
    /** @type {HTMLElement | null} */
    let before = null;
    for (const mark of text.querySelectorAll("mark")) {
      const begins = idsOf(mark).filter((id) => numbers.has(id) && !(before && goesOn(before, mark, id)));
      mark.dataset.number = begins.map((id) => numbers.get(id)).join(", ");
      before = mark;
    }
  });
}

/** Whether an annotation goes on from one mark to the next: a number stands where a piece begins. @param {HTMLElement} before @param {HTMLElement} mark @param {string} id */
function goesOn(before, mark, id) {
  if (!idsOf(before).includes(id)) return false;
  const between = document.createRange();
  between.setStartAfter(before);
  between.setEndBefore(mark);
  return !between.toString().trim();
}

/** @param {HTMLElement} mark */
function idsOf(mark) {
  return (mark.dataset.ids ?? "").split(" ");
}
