/* Where a comment is written: a field that grows, offers members by name, and keeps what is typed until it is sent. */

import { strangers } from "./mentioning.js";
import { Naming } from "./naming.js";

/** `label` says what is written; `key` names its draft; `value` is what is changed ("" for what is new); `send` takes what was written;
 * `leave` is called when the writer turns away. @typedef {{label: string, verb: string, key: string, value: string, send: (body: string) => void, leave: () => void}} Task */
/** Who can be named, once it is known. @typedef {{names: string[], ask: () => Promise<string[]>}} Members */

const LONGEST = 10_000;

export class Composer {
  /** @param {Task} task @param {import("./drafts.js").Drafts} drafts @param {Members} members */
  constructor(task, drafts, members) {
    this.task = task;
    this.drafts = drafts;
    this.members = members;
    this.box = document.createElement("textarea");
    Object.assign(this.box, { rows: 2, maxLength: LONGEST, placeholder: task.label, value: drafts.take(task.key) ?? task.value });
    this.box.setAttribute("aria-label", task.label);
    this.box.dir = "auto";
    this.naming = new Naming(this.box, () => members.names);
    this.hint = document.createElement("p");
    this.hint.className = "help";
    this.hint.setAttribute("aria-live", "polite");
    this.button = button(task.verb, "primary");
    this.element = this.#form();
    this.#weigh();
    this.box.addEventListener("input", () => this.#typed());
    this.box.addEventListener("focus", () => void this.#meet());
    this.box.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Go on writing, at the end. */
  focus() {
    this.box.focus();
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
    this.element.scrollIntoView({ block: "nearest" });
  }

  #form() {
    const form = document.createElement("form");
    form.className = "composer";
    const keys = document.createElement("span");
    keys.className = "hint muted";
    keys.textContent = "Ctrl+Enter";
    const cancel = button("Cancel", "bare");
    cancel.type = "button";
    cancel.addEventListener("click", () => this.#cancel());
    const foot = document.createElement("div");
    foot.className = "deeds";
    foot.append(this.button, cancel, keys);
    form.append(this.box, this.naming.list, this.hint, foot);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    return form;
  }

  #typed() {
    this.drafts.keep(this.task.key, this.box.value === this.task.value ? "" : this.box.value);
    this.#weigh();
    this.#warn();
  }

  #weigh() {
    this.button.disabled = !this.box.value.trim();
  }

  /** Ask who can be named, when somebody begins to write. */
  async #meet() {
    this.members.names = await this.members.ask();
    if (document.activeElement === this.box) this.naming.offer();
    this.#warn();
  }

  /** Say who is named and is no member; not while the name is being typed. */
  #warn() {
    const { names } = this.members;
    const said = names.length ? strangers(this.naming.open ? "" : this.box.value, names) : [];
    const who = said.map((name) => `@${name}`).join(", ");
    const words = said.length ? `${who} ${said.length === 1 ? "is not a member" : "are not members"} of this project: the name stays plain text.` : "";
    if (this.hint.textContent === words) return;
    this.hint.textContent = words;
    if (document.activeElement === this.box) this.element.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const send = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (send) this.#send();
    else if (!this.naming.key(event)) {
      if (event.key !== "Escape") return;
      this.task.leave();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #send() {
    const body = this.box.value.trim();
    if (!body) return;
    this.drafts.forget(this.task.key);
    this.box.value = this.task.value;
    this.#weigh();
    this.#warn();
    this.task.send(body);
  }

  #cancel() {
    this.drafts.forget(this.task.key);
    this.box.value = this.task.value;
    this.#weigh();
    this.#warn();
    this.task.leave();
  }
}

/** @param {string} words @param {string} kind */
function button(words, kind) {
  const made = document.createElement("button");
  made.className = `button small ${kind}`;
  made.textContent = words;
  return made;
}
