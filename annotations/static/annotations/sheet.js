/* On narrow screens the list is a sheet at the foot of the page, opened by its handle or by a tap on a highlight. */

export class Sheet {
  /** `pulled` is called when the reader has opened it by its handle.
   * @param {HTMLElement} aside @param {HTMLElement} handle @param {() => void} pulled */
  constructor(aside, handle, pulled) {
    this.aside = aside;
    this.handle = handle;
    handle.addEventListener("click", () => {
      if (this.close()) return;
      this.open();
      pulled();
    });
  }

  open() {
    this.#set(true);
  }

  /** Close it; false when it was closed. */
  close() {
    const open = this.aside.classList.contains("open");
    this.#set(false);
    return open;
  }

  /** @param {boolean} open */
  #set(open) {
    this.aside.classList.toggle("open", open);
    this.handle.setAttribute("aria-expanded", String(open));
  }
}
