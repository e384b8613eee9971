/* The small bar that offers what can be done with the selection: tag it, give it a tag used just now, use it as a range. */

/** @typedef {{tag: () => void, tagAs: (slug: string) => void, useRange: () => void, cancel: () => void}} Offers */

const QUICK = 3;

export class Bar {
  /** @param {HTMLElement} root @param {import("./codebook.js").Codebook} codebook @param {boolean} may Whether the reader may annotate */
  constructor(root, codebook, may) {
    this.root = root;
    this.codebook = codebook;
    this.may = may;
    this.recent = /** @type {HTMLElement} */ (root.querySelector("#recent"));
  }

  /** @param {Offers} offers */
  offer({ tag, tagAs, useRange, cancel }) {
    this.#on("tag-selection", tag);
    this.#on("use-range", useRange);
    this.#on("cancel-selection", cancel);
    this.recent.addEventListener("click", (event) => {
      const slug = /** @type {HTMLElement} */ (event.target).dataset.slug;
      if (slug) tagAs(slug);
    });
  }

  /** Ask for a range of an annotation that is there, or for tags. @param {boolean} range */
  ask(range) {
    this.#part("use-range").hidden = !range;
    this.#part("tag-selection").hidden = range;
    this.recent.hidden = range;
  }

  /** Something has been selected: offer the tags used last. */
  show() {
    this.recent.replaceChildren(...this.codebook.recent.slice(0, QUICK).map((slug) => this.#quick(slug)));
    if (!this.may) this.root.hidden = true;
  }

  /** @param {string} slug */
  #quick(slug) {
    const quick = document.createElement("button");
    quick.type = "button";
    quick.className = `tag c-${slug}`;
    quick.textContent = this.codebook.name(slug);
    quick.dataset.slug = slug;
    return quick;
  }

  /** @param {string} id */
  #part(id) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`#${id}`));
  }

  /** @param {string} id @param {() => void} act */
  #on(id, act) {
    this.#part(id).addEventListener("click", act);
  }
}
