/* One item of the list: made from the template, filled with what its annotation says, and given its buttons. */

import { ROLES } from "./actors.js";
import { decided } from "./decided.js";
import { label } from "./flatten.js";
import { quoteOf } from "./pieces.js";
import { trouble } from "./trouble.js";

/** @typedef {import("./store.js").Entry} Entry */

const LONGEST_QUOTE = 280;
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

export class Items {
  /** @param {HTMLTemplateElement} template @param {import("./codebook.js").Codebook} codebook @param {import("./actors.js").Actors} actors
   * @param {import("./textmap.js").TextMap} map */
  constructor(template, codebook, actors, map) {
    this.template = template;
    this.codebook = codebook;
    this.actors = actors;
    this.map = map;
  }

  /** An item for an annotation, not filled yet. @param {string} id */
  blank(id) {
    const item = /** @type {HTMLElement} */ (/** @type {Element} */ (this.template.content.firstElementChild).cloneNode(true));
    item.id = `a-${id}`;
    item.dataset.id = id;
    return item;
  }

  /** Let an item say what its annotation is. @param {HTMLElement} item @param {Entry} entry */
  fill(item, entry) {
    item.className = `item c-${label(entry.tags)}${entry.state === "saved" ? "" : ` ${entry.state}`}${entry.going ? " going" : ""}`;
    this.#quote(item, entry);
    this.#voices(item, entry);
    part(item, ".tags").replaceChildren(...entry.tags.map((slug) => this.#tag(slug)));
    const note = part(item, ".remark");
    note.textContent = entry.note;
    note.hidden = !entry.note;
    meta(item, entry);
    decided(item, entry, iconOf(entry.decision?.verdict === "reject" && !entry.curated ? "close" : "check"));
    item.querySelector(".trouble")?.remove();
    if (entry.state === "unsaved") item.append(trouble(entry));
  }

  /** @param {HTMLElement} item @param {Entry} entry */
  #quote(item, entry) {
    const jump = /** @type {HTMLAnchorElement} */ (part(item, ".jump"));
    jump.textContent = shortened(quoteOf(entry));
    jump.href = `#p${this.map.blockAt(entry.start).start}`;
  }

  /** Say who says it, as margin.py does. @param {HTMLElement} item @param {Entry} entry */
  #voices(item, { attributions }) {
    item.querySelector(".voices")?.remove();
    if (!attributions.length) return;
    const list = document.createElement("ul");
    list.className = "voices";
    list.setAttribute("role", "list");
    list.setAttribute("aria-label", "Who says it");
    list.append(...this.actors.voices(attributions).map(voice));
    part(item, ".tags").before(list);
  }

  /** @param {string} slug */
  #tag(slug) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = `tag c-${label([slug])}`;
    link.textContent = this.codebook.name(slug);
    if (this.codebook.tags.has(slug)) link.href = this.codebook.url(slug);
    item.append(link);
    return item;
  }
}

/** The buttons of an open item. @param {boolean} mayChange @param {boolean} mayComment @param {boolean} saved Whether there is a history to show. */
export function actionBar(mayChange, mayComment, saved) {
  const bar = document.createElement("div");
  bar.className = "actions";
  if (mayChange) bar.append(button("edit", "edit", "Edit"), rangeButton());
  if (mayComment) bar.append(button("comment", "talk", "Comment"));
  if (saved) bar.append(button("history", "history", "History"));
  if (mayChange) bar.append(button("remove", "delete", "Delete"));
  return bar;
}

/** What lets another passage be selected: its word is short, so that all buttons stand on one line. */
function rangeButton() {
  const made = button("range", "range", "Range");
  made.title = "Change range";
  made.setAttribute("aria-label", made.title);
  return made;
}

/** A quotation on one line, cut at a space where it is too long; as margin.py does. @param {string} quote @param {number} [longest] */
export function shortened(quote, longest = LONGEST_QUOTE) {
  const line = quote.split(/\s+/).filter(Boolean).join(" ");
  const points = [...line];
  if (points.length <= longest) return line;
  const cut = points.slice(0, longest - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${space < 0 ? cut : cut.slice(0, space)} …`;
}

/** @param {HTMLElement} item @param {string} selector */
function part(item, selector) {
  return /** @type {HTMLElement} */ (item.querySelector(selector));
}

/** @param {import("./actors.js").Voice} voice */
function voice({ name, kind, role, url }) {
  const item = document.createElement("li");
  item.className = "voice";
  const link = document.createElement("a");
  link.textContent = name;
  if (url) link.href = url;
  const words = document.createElement("span");
  words.className = role === "speaker" ? "visually-hidden" : "role";
  words.textContent = ROLES[role] ?? role;
  item.append(iconOf(kind), words, link);
  return item;
}

/** @param {HTMLElement} item @param {Entry} entry */
function meta(item, entry) {
  part(item, ".who").textContent = entry.creator;
  const time = /** @type {HTMLTimeElement} */ (part(item, "time"));
  time.dateTime = entry.created;
  time.textContent = DAY.format(new Date(entry.created));
}

/** @param {string} action @param {string} icon @param {string} words */
function button(action, icon, words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button bare small";
  made.dataset.action = action;
  if (icon) made.append(iconOf(icon));
  made.append(words);
  return made;
}

/** A drawing of _icons.html. @param {string} name */
export function iconOf(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(namespace, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}
