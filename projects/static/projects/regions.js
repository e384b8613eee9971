/* Parts of a page that the server made follow what happens: an element with an id and `data-live`, which names the kinds of events
   that concern it by how they begin ("tag. annotation.created"), is made anew by the server when one of them comes, unless the
   reader is at work in it: then after that. */

import { pageNow } from "./api.js";

/** What comes within this time is one refreshment; and how soon another follows at most (milliseconds). */
const GATHER = 150;
const REST = 1_000;
/** Told on a region that has been made anew. */
export const REFRESHED = "refreshed";

/** @param {import("./live.js").Live} live */
export function keepRegions(live) {
  if (regions().length) new Regions(live);
}

class Regions {
  /** @param {import("./live.js").Live} live */
  constructor(live) {
    this.live = live;
    /** The ids of those that are out of date. @type {Set<string>} */
    this.stale = new Set();
    this.timer = 0;
    this.busy = false;
    this.pressed = false;
    this.title = document.title;
    live.listen((events) => this.#mark(events));
    live.watch((standing) => standing === "live" && this.#soon());
    addEventListener("pointerdown", () => (this.pressed = true), true);
    for (const end of ["pointerup", "pointercancel", "dragend"]) addEventListener(end, () => this.#let(), true);
    addEventListener("focusout", () => this.#soon(), true);
    for (const end of ["close", "toggle"]) addEventListener(end, () => this.#soon(), true); // of a dialog, of a menu
    document.addEventListener("visibilitychange", () => this.#soon());
  }

  /** @param {import("./sequence.js").Happening[]} events */
  #mark(events) {
    for (const region of regions()) {
      const kinds = (region.dataset.live ?? "").split(" ");
      if (events.some(({ kind }) => kinds.some((start) => kind.startsWith(start)))) this.stale.add(region.id);
    }
    this.#soon();
  }

  #let() {
    this.pressed = false;
    this.#soon();
  }

  #soon(wait = GATHER) {
    if (!this.stale.size || this.busy || this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      void this.#refresh();
    }, wait);
  }

  async #refresh() {
    const due = regions().filter((region) => this.stale.has(region.id) && !this.#held(region));
    if (!due.length || document.visibilityState !== "visible") return;
    this.busy = true;
    for (const { id } of due) this.stale.delete(id);
    const page = await pageNow(location.href).catch(() => null);
    if (page) recolour(this.live.sequence.seq);
    if (page) this.#call(page.title);
    for (const region of due) {
      if (!page || this.#held(region)) this.stale.add(region.id);
      else if (page.getElementById(region.id)) renew(region, /** @type {HTMLElement} */ (page.getElementById(region.id)));
      else if (this.#held(document.body)) this.stale.add(region.id);
      else return location.reload(); // the page is of another kind by now
    }
    this.busy = false;
    if (page) this.#soon(REST); // else with the next event, or when the page is live again
  }

  /** Give the page the name that it has now, unless a script has given it one of its own. @param {string} title */
  #call(title) {
    if (document.title === this.title) document.title = this.title = title;
  }

  /** Whether the reader is at work in it. @param {HTMLElement} region */
  #held(region) {
    const focused = document.activeElement;
    const typing = region.contains(focused) && focused?.matches("input:not([type=checkbox], [type=radio]), textarea, select");
    const chosen = document.getSelection()?.type === "Range" && region.contains(document.getSelection()?.anchorNode ?? null);
    const open = region.matches("[data-busy]") || region.querySelector("dialog[open], details.menu[open], [data-busy]") !== null;
    return typing || chosen || open || this.pressed || [...region.querySelectorAll("input, textarea, select")].some(begun);
  }
}

/** @returns {HTMLElement[]} */
function regions() {
  return [...document.querySelectorAll('[id][data-live]:not([data-live=""])')].filter((one) => one instanceof HTMLElement);
}

/** Whether something else was filled in or chosen in a field than the server sent. @param {Element} field */
function begun(field) {
  if (field instanceof HTMLInputElement && field.type === "hidden") return false;
  if (field instanceof HTMLSelectElement) {
    const sent = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(sent, 0);
  }
  if (field instanceof HTMLInputElement && field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked; // one without a value says "on"
  return (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value !== field.defaultValue;
}

/** Tags may have other colours by now: load the sheet anew, and let go of the old one when the new one is there. @param {number} seq */
function recolour(seq) {
  for (const link of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll('link[rel=stylesheet][href*="/tags.css"]'))) {
    const anew = document.createElement("link");
    anew.rel = "stylesheet";
    anew.href = `${link.href.split("?")[0]}?${seq}`;
    if (anew.href === link.href) continue;
    anew.addEventListener("load", () => link.remove());
    link.after(anew);
  }
}

/** Put what the server has now in place of a region: the focus, what was unfolded and the scroll position stay.
 * @param {HTMLElement} region @param {HTMLElement} now */
function renew(region, now) {
  if (region instanceof HTMLSelectElement) return offer(region, now);
  const messages = region.querySelector(":scope > :has(> .messages)");
  if (messages) now.prepend(messages.cloneNode(true));
  if (now.innerHTML === region.innerHTML) return;
  const focused = region.contains(document.activeElement) ? wayTo(region, /** @type {Element} */ (document.activeElement)) : null;
  for (const fold of region.querySelectorAll("details[id]")) now.querySelector(`details[id="${CSS.escape(fold.id)}"]`)?.toggleAttribute("open", /** @type {HTMLDetailsElement} */ (fold).open);
  const stays = keepPlace(region);
  region.replaceChildren(...now.childNodes);
  if (focused) /** @type {HTMLElement | null} */ (region.querySelector(focused))?.focus({ preventScroll: true });
  stays();
  region.dispatchEvent(new CustomEvent(REFRESHED, { bubbles: true }));
}

/** Let a choice offer what there is now; what the reader has chosen stays chosen while it is there.
 * @param {HTMLSelectElement} select @param {HTMLElement} now */
function offer(select, now) {
  const chosen = begun(select) ? select.value : null;
  select.replaceChildren(...now.childNodes);
  for (const option of select.options) if (option.value === chosen) option.selected = true;
}

/** A selector that finds an element again: by its id, where it leads, what it is called, or where it stands.
 * @param {Element} region @param {Element} element */
function wayTo(region, element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  for (const name of ["href", "name", "aria-label", "data-slug"]) {
    const value = element.getAttribute(name);
    const way = value && `${element.localName}[${name}="${CSS.escape(value)}"]`;
    if (way && region.querySelectorAll(way).length === 1) return way;
  }
  const alike = [...region.querySelectorAll(element.localName)];
  return alike.length === 1 ? element.localName : null;
}

/** Remember what stands on top of the window; gives back what puts it there again. @param {HTMLElement} region */
function keepPlace(region) {
  const shown = [...region.querySelectorAll("[id], a[href]")].find((one) => one.getBoundingClientRect().top >= 0);
  const way = shown && wayTo(region, shown);
  const top = shown?.getBoundingClientRect().top ?? 0;
  return () => {
    const there = way && region.querySelector(way);
    if (there && scrollY > 0) scrollBy({ top: there.getBoundingClientRect().top - top, behavior: "instant" });
  };
}
