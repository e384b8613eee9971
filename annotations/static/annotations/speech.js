/* What is told to those who listen to the page: one polite live region. */

const place = document.getElementById("spoken");

/** Let screen readers say something once they have finished what they are saying. The same words twice are said twice.
 * @param {string} words */
export function speak(words) {
  if (place) place.textContent = place.textContent === words ? `${words}\u00a0` : words;
}
