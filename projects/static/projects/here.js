/* Shows who else is here: in the header of every page, and in the library beside each document who reads it. Nothing is read out
   by itself, and nothing changes under the hand: an open list stays as it is, and so does what the keyboard is on until it opens it. */

import { are, row } from "./company.js";
import { disc } from "./disc.js";
import { presence } from "./presence.js";
import { REFRESHED } from "./regions.js";

/** @typedef {import("./company.js").Present} Present */

const DISCS = 4;

/** @param {string} name @param {string} words */
function span(name, words) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = words;
  return made;
}

/** @param {string[]} users */
function discs(users) {
  const made = span("initials", "");
  made.setAttribute("aria-hidden", "true");
  made.append(...users.slice(0, DISCS).map(disc));
  return made;
}

class Here {
  /** @param {import("./presence.js").Presence} here @param {HTMLDetailsElement} menu */
  constructor(here, menu) {
    this.here = here;
    this.menu = menu;
    this.shown = "";
    here.watch(() => this.#draw());
    menu.addEventListener("toggle", () => this.#draw());
    menu.querySelector("summary")?.addEventListener("click", () => this.#draw(!menu.open));
    menu.addEventListener("focusout", () => setTimeout(() => this.#draw()));
    document.addEventListener(REFRESHED, () => this.#beside());
  }

  /** @param {boolean} [opening] */
  #draw(opening = false) {
    this.#beside();
    if (!opening && (this.menu.open || this.menu.querySelector(":focus-visible"))) return;
    const { others, company } = this.here;
    const names = [...others.map(({ user }) => user), ...Array.from({ length: company.more }, () => "")];
    this.menu.hidden = !names.length && !opening;
    const wanted = JSON.stringify([others, company.more]);
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.#summarise(names);
    /** @type {HTMLElement} */ (this.menu.querySelector("ul")).replaceChildren(...others.map((one) => this.#line(one)));
  }

  /** @param {string[]} names */
  #summarise(names) {
    const summary = /** @type {HTMLElement} */ (this.menu.querySelector("summary"));
    const number = span("number", String(names.length));
    number.setAttribute("aria-hidden", "true");
    const icon = /** @type {Element} */ (summary.querySelector("svg"));
    summary.replaceChildren(discs(names.filter(Boolean)), icon, number, span("words", names.length ? `${are(names)} here` : "Nobody else is here"));
  }

  /** Somebody, and a way to where they are. @param {Present} one */
  #line(one) {
    const item = document.createElement("li");
    const way = this.#way(one);
    const said = span("said", "");
    said.append(span("name", one.user), span("whereabouts", this.#whereabouts(one)));
    const seal = disc(one.user);
    seal.setAttribute("aria-hidden", "true");
    way.append(seal, said);
    item.append(way);
    return item;
  }

  /** @param {Present} one */
  #way({ document: read, place }) {
    const { reading } = this.here;
    if (!read) return span("still", "");
    if (reading?.document === read) {
      const made = document.createElement("button");
      made.type = "button";
      made.addEventListener("click", () => {
        this.menu.open = false;
        reading.go(place ?? 0);
      });
      return made;
    }
    const made = document.createElement("a");
    made.href = `${this.menu.dataset.library}documents/${read}/`;
    return made;
  }

  /** @param {Present} one */
  #whereabouts({ document: read, place }) {
    const { reading } = this.here;
    if (!read) return "in the project";
    if (reading?.document !== read) return title(read) ?? (reading ? "reading another document" : "reading a document");
    const part = Math.round(reading.part(place ?? 0) * 20) * 5;
    if (part <= 0) return "at the beginning of this text";
    return part >= 100 ? "at the end of this text" : `about ${part}% through this text`;
  }

  /** Beside each document that the page lists, who reads it. */
  #beside() {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-readers]"))) {
      const users = this.here.others.filter(({ document: read }) => read === place.dataset.readers).map(({ user }) => user);
      if (place.dataset.shown === users.join(" ")) continue;
      place.dataset.shown = users.join(" ");
      place.hidden = !users.length;
      const names = span("names", row(users));
      names.append(span("visually-hidden", ` ${users.length === 1 ? "is" : "are"} reading it now`));
      place.replaceChildren(discs(users), names, span("number", `${users.length} reading`));
    }
  }
}

/** The title of a document that the page lists. @param {string} id */
function title(id) {
  const said = document.querySelector(`[data-readers="${CSS.escape(id)}"]`)?.closest("li")?.querySelector(".title")?.textContent;
  return said && `reading “${said.trim()}”`;
}

const menu = /** @type {HTMLDetailsElement | null} */ (document.getElementById("here"));
if (presence && menu) {
  new Here(presence, menu);
  presence.begin();
}
