/* A short word at the foot of the page, with at most one thing to do about it. Spoken by screen readers (role=status). While a
   dialog is open, which nothing else on the page can be reached behind, it stands in the dialog. */

const SECONDS = 8;

/** Show a message for eight seconds, longer while it is pointed at or holds the focus. One at a time.
 * @param {string} message @param {{label: string, run: () => void}} [action]
 * @param {boolean} [fleeting] Whether it has had its time when the reader turns to something else: see `moveOn` */
export function toast(message, action, fleeting = false) {
  const foot = document.querySelector("body > .toasts");
  const dialog = document.querySelector("dialog[open]");
  const tray = dialog?.querySelector(".toasts") ?? foot;
  if (!tray || !foot) return;
  if (tray !== foot) dialog?.addEventListener("close", () => foot.append(...tray.childNodes), { once: true });
  foot.replaceChildren();
  const shown = document.createElement("div");
  shown.className = "toast";
  shown.toggleAttribute("data-fleeting", fleeting);
  const words = document.createElement("span");
  words.textContent = message;
  shown.append(words);
  if (action) shown.append(button(action, shown));
  tray.replaceChildren(shown);
  let timer = setTimeout(() => shown.remove(), SECONDS * 1000);
  const wait = () => clearTimeout(timer);
  const go = () => {
    clearTimeout(timer);
    if (shown.matches(":hover, :focus-within")) return;
    timer = setTimeout(() => shown.remove(), (SECONDS / 2) * 1000);
  };
  shown.addEventListener("pointerenter", wait);
  shown.addEventListener("focusin", wait);
  shown.addEventListener("pointerleave", go);
  shown.addEventListener("focusout", go);
}

/** The reader turns to something else: take away the message that only was about what came before. */
export function moveOn() {
  document.querySelector(".toast[data-fleeting]")?.remove();
}

/** @param {{label: string, run: () => void}} action @param {Element} shown */
function button(action, shown) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button small";
  made.textContent = action.label;
  /** Where the focus came from: it goes back there. @type {EventTarget | null} */
  let origin = null;
  made.addEventListener("focus", (event) => (origin = event.relatedTarget));
  made.addEventListener("click", () => {
    if (origin instanceof HTMLElement) origin.focus({ preventScroll: true });
    shown.remove();
    action.run();
  });
  return made;
}
