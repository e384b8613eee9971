/* How far a page has got in the project's log: each event is taken once, and in order. Pure. */

/** One event, as `events/` gives it. `before` is null for something new, `after` for something gone.
 * @typedef {{seq: number, kind: string, user: string | null, created: string, object: string, before: any, after: any}} Happening */
/** The events after one number, up to and with another; what the reader may not see is counted, and not told.
 * @typedef {{after: number, last: number, results: Happening[]}} Message */

export class Sequence {
  /** @param {number} seq The last event that the page knows of */
  constructor(seq) {
    this.seq = seq;
  }

  /** Whether something is missing between what the page knows and a message. @param {Message} message */
  misses({ after }) {
    return after > this.seq;
  }

  /** What a message tells that is new to the page, which then knows of it. Nothing may be missing before it.
   * @param {Message} message @returns {Happening[]} */
  take({ last, results }) {
    const fresh = results.filter(({ seq }) => seq > this.seq);
    this.seq = Math.max(this.seq, last);
    return fresh;
  }
}
