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
    for (const mark of text.querySelectorAll("mark")) numberMark(mark, numbers);
  });
}

/** A number stands where its annotation begins. @param {HTMLElement} mark @param {Map<string, string>} numbers What is left to be placed; what is placed goes */
function numberMark(mark, numbers) {
  const begins = (mark.dataset.ids ?? "").split(" ").filter((id) => numbers.has(id));
  mark.dataset.number = begins.map((id) => numbers.get(id)).join(", ");
  for (const id of begins) numbers.delete(id);
}
