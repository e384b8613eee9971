/* One comment as it is shown: who said it and when, what it says with the members that it names, and what can be done with it. */

import { iconOf } from "./item.js";
import { parts } from "./mentioning.js";
import { ago, exactly } from "./moments.js";

/** @typedef {import("./comments.js").Remark} Remark */
/** What can be done with a comment; those that may not be done are left out.
 * @typedef {{edit?: () => void, remove?: () => void, retry: () => void, discard: () => void}} Deeds */

/** @param {Remark} remark @param {string} reader The user name of who reads. @param {Deeds} deeds */
export function remarkElement(remark, reader, deeds) {
  const element = block("article", `comment ${remark.state}`);
  element.dataset.comment = remark.id;
  if (remark.deleted) {
    element.append(block("p", "withdrawn muted", `A comment by ${remark.creator} was deleted.`));
    return element;
  }
  element.append(head(remark), said(remark, reader));
  if (remark.state === "unsent") element.append(trouble(remark, deeds));
  else element.append(foot(deeds));
  return element;
}

/** Opens the comments, and says how many there are. @param {{count: number, unread: number, mentions: number, unsent: number}} tally @param {boolean} open */
export function talkButton({ count, unread, mentions, unsent }, open) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button bare small talk";
  made.dataset.action = "talk";
  made.setAttribute("aria-expanded", String(open));
  made.append(iconOf("talk"));
  if (count) made.append(block("span", "", `${count} comment${count === 1 ? "" : "s"}`));
  if (unread) made.append(block("span", "fresh", `${unread} unread${mentions ? ", you are mentioned" : ""}`));
  if (unsent) made.append(block("span", "unsent", `${unsent} not sent yet`));
  return made;
}

/** A button that does something with a comment or a thread. @param {string} words @param {string} icon Of the sprite; "" for none. @param {() => void} run */
export function deed(words, icon, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button bare small";
  if (icon) made.append(iconOf(icon));
  made.append(words);
  made.addEventListener("click", run);
  return made;
}

/** @param {string} tag @param {string} name @param {string} [words] */
export function block(tag, name, words) {
  const made = document.createElement(tag);
  made.className = name;
  if (words !== undefined) made.textContent = words;
  return made;
}

/** @param {Remark} remark */
function head({ creator, created, modified, base, state, fresh }) {
  const line = block("p", "meta");
  line.append(block("strong", "who", creator));
  if (fresh) line.append(block("span", "fresh", "New"));
  if (state === "sending") line.append(block("span", "", "Sending…"));
  else if (base) line.append(time(created));
  if (base && modified > created) line.append(block("span", "", "changed"));
  return line;
}

/** @param {string} moment */
function time(moment) {
  const made = document.createElement("time");
  made.dateTime = moment;
  made.textContent = [ago(moment), exactly(moment)].filter(Boolean).join(", ");
  return made;
}

/** @param {Remark} remark @param {string} reader */
function said({ body, mentions }, reader) {
  const words = block("p", "said");
  words.dir = "auto";
  for (const { text, name } of parts(body, mentions)) {
    words.append(name ? block("span", name === reader ? "mention mine" : "mention", text) : text);
  }
  return words;
}

/** @param {Deeds} deeds */
function foot({ edit, remove }) {
  const line = block("div", "deeds");
  if (edit) line.append(deed("Edit", "edit", edit));
  if (remove) line.append(deed("Delete", "delete", remove));
  return line;
}

/** @param {Remark} remark @param {Deeds} deeds */
function trouble({ problem, passing, base }, { retry, discard }) {
  const box = block("div", "not-sent");
  box.append(block("p", "", `Not sent${passing ? " yet" : ""}: ${problem}${passing ? " It is sent by itself as soon as that is possible." : ""}`));
  box.append(deed(passing ? "Retry now" : "Retry", "", retry), deed(base ? "Discard my change" : "Discard", "", discard));
  return box;
}
