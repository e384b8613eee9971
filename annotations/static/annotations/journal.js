/* What the reader has done on this page and can take back: undo and redo, by key and by toast, after a reload too.

   Each deed is a command: words for it, and how to undo and to redo it, as the name of a verb and what to give it. Verbs are
   registered by name, so that a command that was kept in storage can be run by the page that is opened next:

     journal.register({ "comment.delete": async ({ id }) => …, "comment.restore": async ({ id }) => … });
     const command = journal.push({ label: "comment deleted", undo: { verb: "comment.restore", args: { id } }, redo: { verb: "comment.delete", args: { id } } });
     journal.tell(command); // once it is done: "Comment deleted." with a button Undo

   A verb does its work and pushes nothing. It throws a Moot, with words that end the sentence "Not undone: …", when it makes no
   sense any more: the command is then taken off. It throws a Problem as `ask` does: one that is passing leaves the command
   where it is. Arguments are plain JSON, and hold states as they were before and after; a verb that changes something
   compares it with the state that it expects, for others may have changed it since. */

import { Problem } from "../projects/api.js";
import { uuid7 } from "../projects/ids.js";
import { toast } from "../projects/toast.js";
import { atLeisure } from "./afterwards.js";
import { Shelf } from "./shelf.js";

/** The name of a verb, and what it is given: plain JSON. @typedef {{verb: string, args: any}} Call */
/** @typedef {{label: string, undo: Call, redo: Call}} Deed `label` says what was done, as in "tags changed". */
/** @typedef {Deed & {id: string}} Command */
/** @typedef {"undo" | "redo"} Way */

/** How many commands are kept, and how many characters they may take. */
const MOST = 200;
const ROOM = 400_000;

/** What was to be done makes no sense any more; the message ends the sentence "Not undone: …". */
export class Moot extends Error {}

export class Journal {
  /** @param {import("./shelf.js").Owner} owner @param {Promise<unknown>} [ready] Nothing is undone before, as what it is about is not there. */
  constructor(owner, ready = Promise.resolve()) {
    /** This tab's own; a tab that is opened anew goes on from what another had. */
    this.mine = new Shelf("journal", owner, () => sessionStorage);
    this.newest = new Shelf("journal", owner);
    /** What can be undone and what can be redone, the next last. @type {Record<Way, Command[]>} */
    this.stacks = this.mine.get("commands") ?? this.newest.get("commands") ?? { undo: [], redo: [] };
    /** @type {Map<string, (args: any) => unknown>} */
    this.verbs = new Map();
    /** One at a time, in the order in which they were asked for. @type {Promise<unknown>} */
    this.turn = ready.catch(() => {});
    this.due = false;
    addEventListener("pagehide", () => this.#write());
    document.addEventListener("visibilitychange", () => document.hidden && this.#write());
  }

  /** Say what verbs do. @param {Record<string, (args: any) => unknown>} verbs */
  register(verbs) {
    for (const [name, run] of Object.entries(verbs)) this.verbs.set(name, run);
  }

  /** Something was done: remember how to undo it. What had been undone before cannot be redone any more.
   * @param {Deed} deed @returns {Command} */
  push(deed) {
    const command = { ...deed, id: uuid7() };
    this.stacks = { undo: [...this.stacks.undo, command].slice(-MOST), redo: [] };
    this.#keep();
    return command;
  }

  /** Tell that something was done, and offer to undo it. @param {Command} command */
  tell(command) {
    toast(`${capital(command.label)}.`, { label: "Undo", run: () => void this.undo(command) }, true);
  }

  /** Undo a command: the newest, unless told which. @param {Command} [command] */
  undo(command) {
    return this.#turn("undo", command);
  }

  /** Redo a command that was undone: the one undone last, unless told which. @param {Command} [command] */
  redo(command) {
    return this.#turn("redo", command);
  }

  /** Rewrite or take off commands that can be undone: what they were about has become something else, or nothing.
   * @param {(command: Command) => Command | null} change */
  amend(change) {
    const before = this.stacks.undo;
    this.stacks.undo = before.map(change).filter((command) => command !== null);
    if (this.stacks.undo.some((command, at) => command !== before[at]) || this.stacks.undo.length < before.length) this.#keep();
  }

  /** The newest command, among those that can be undone, that is so. @param {(command: Command) => boolean} meant */
  last(meant) {
    return this.stacks.undo.findLast(meant);
  }

  /** Take off the newest command that is so. @param {(command: Command) => boolean} meant */
  forget(meant) {
    const last = this.last(meant);
    if (last) this.amend((command) => (command === last ? null : command));
  }

  /** @param {Way} way @param {Command} [asked] */
  #turn(way, asked) {
    const run = this.turn.then(() => this.#run(way, asked));
    this.turn = run;
    return run;
  }

  /** @param {Way} way @param {Command} [asked] */
  async #run(way, asked) {
    const stack = this.stacks[way];
    const command = asked ? stack.find(({ id }) => id === asked.id) : stack[stack.length - 1];
    if (!command) return toast(`There is nothing to ${way}.`);
    try {
      await this.#call(command[way]);
    } catch (error) {
      return this.#failed(way, command, error);
    }
    this.#take(command);
    this.stacks[way === "undo" ? "redo" : "undo"].push(command);
    this.#keep();
    this.#told(way, command);
  }

  /** @param {Call} call */
  #call({ verb, args }) {
    const run = this.verbs.get(verb);
    if (!run) throw new Moot("this page does not know how any more.");
    return run(args);
  }

  /** @param {Way} way @param {Command} command */
  #told(way, command) {
    if (way === "undo") toast(`Undone: ${command.label}.`, { label: "Redo", run: () => void this.redo(command) }, true);
    else toast(`Done again: ${command.label}.`, { label: "Undo", run: () => void this.undo(command) }, true);
  }

  /** @param {Way} way @param {Command} command @param {unknown} error */
  #failed(way, command, error) {
    const words = `Not ${way === "undo" ? "undone" : "done again"}: ${error instanceof Error ? error.message : error}`;
    if (error instanceof Problem && error.passing) {
      return toast(words, { label: "Retry", run: () => void this.#turn(way, command) });
    }
    this.#take(command);
    this.#keep();
    return toast(words);
  }

  /** @param {Command} command */
  #take(command) {
    this.stacks.undo = this.stacks.undo.filter((one) => one !== command);
    this.stacks.redo = this.stacks.redo.filter((one) => one !== command);
  }

  /** Write it all down, once for all that is done before the page has time for it; at the latest when the reader leaves it. */
  #keep() {
    if (this.due) return;
    this.due = true;
    if (document.hidden) this.#write();
    else atLeisure(() => this.#write());
  }

  #write() {
    if (!this.due) return;
    this.due = false;
    while (JSON.stringify(this.stacks.undo).length > ROOM) this.stacks.undo.shift();
    if (this.mine.keep("commands", this.stacks)) this.newest.keep("commands", this.stacks);
  }
}

/** @param {string} words */
function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
