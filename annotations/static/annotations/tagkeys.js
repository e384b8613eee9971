/* Keys that take a tag at once: a tag's own, and the digits of those that are offered first. Alone in the text, and with Alt where
   letters are typed. */

/** @typedef {import("./codebook.js").Codebook} Codebook */

/** The letter or digit that is pressed together with Alt, whatever sign a Mac makes of the two; "" when none is.
 * @param {KeyboardEvent} event */
export function altKey({ key, code, altKey: alt, ctrlKey, metaKey }) {
  if (!alt || ctrlKey || metaKey) return "";
  if (/^[a-z0-9]$/i.test(key)) return key.toLowerCase();
  return /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1].toLowerCase() ?? "";
}

/** A key pressed together with Alt, as it is shown. @param {string} key */
export function withAlt(key) {
  return `${/mac/i.test(navigator.platform) ? "⌥" : "Alt+"}${key.toUpperCase()}`;
}

/** A letter or digit that is pressed alone, "" when none is. @param {KeyboardEvent} event */
export function plainKey({ key, altKey: alt, ctrlKey, metaKey }) {
  return !alt && !ctrlKey && !metaKey && /^[a-z0-9]$/.test(key) ? key : "";
}

/** Tag what is selected by one key while the reader is in the text: a tag's own, or the digit that the bar shows. What the page
 * itself does with a key comes first; with Alt a tag's own key is the tag's everywhere.
 * @param {{holds: (target: EventTarget | null) => boolean, quick: () => Map<string, string>, codebook: Codebook, tag: (slug: string) => void}} page
 * `holds`: whether keys mean the selection now; `quick`: the tags that the bar offers, with their keys */
export function listenForTags({ holds, quick, codebook, tag }) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || !holds(event.target)) return;
    const plain = plainKey(event);
    const key = plain || altKey(event);
    const offered = plain && [...quick()].find(([, its]) => its === plain)?.[0];
    const slug = key && (codebook.withKey(key) || offered);
    if (!slug) return;
    event.preventDefault();
    tag(slug);
  });
}
