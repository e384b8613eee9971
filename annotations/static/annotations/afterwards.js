/* Work that can wait until the reader has seen what comes first. */

/** How long the page may be busy with something else before it does what was put off (milliseconds). */
const PATIENCE = 300;

/** Run something in a task of its own, once the next picture stands on the screen. @param {() => void} run */
export function afterPicture(run) {
  requestAnimationFrame(() => setTimeout(run));
}

/** Run something once the next picture stands on the screen and the page has nothing else to do, or has been busy for long.
 * @param {() => void} run */
export function atLeisure(run) {
  requestAnimationFrame(() => ("requestIdleCallback" in window ? requestIdleCallback(run, { timeout: PATIENCE }) : setTimeout(run)));
}
