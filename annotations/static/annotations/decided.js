/* What was decided about an annotation, and that it is what a decision made, in its item of the list; as margin.py says it. */

/** @param {HTMLElement} item @param {import("./store.js").Entry} entry @param {Element} icon */
export function decided(item, { curated = false, decision = null }, icon) {
  for (const old of item.querySelectorAll(".decided, .badge.curated")) old.remove();
  const meta = /** @type {HTMLElement} */ (item.querySelector(".meta"));
  if (curated) meta.prepend(made("span", "badge curated", "curated"));
  if (!decision) return;
  const line = made("p", "decided");
  line.append(icon, made("span", "", words(decision, curated)));
  if (decision.reason) {
    const reason = made("q", "", decision.reason);
    reason.dir = "auto";
    line.append(reason);
  }
  meta.before(line);
}

/** What an event about a decision says of each annotation that it is about, or was. @param {import("../projects/sequence.js").Happening} event
 * @returns {Map<string, import("./store.js").Decision | null>} */
export function told({ before, after }) {
  /** @type {Map<string, import("./store.js").Decision | null>} */
  const found = new Map((before?.annotations ?? []).map((/** @type {string} */ id) => [id, null]));
  if (!after) return found;
  const { verdict, reason, creator: by, accepted, annotation, annotations } = after;
  for (const id of annotations) found.set(id, { verdict, reason, by, chosen: verdict === "accept" && (!accepted || accepted === id) });
  if (annotation) found.set(annotation, { verdict, reason, by, chosen: true });
  return found;
}

/** @param {import("./store.js").Decision} decision @param {boolean} curated */
function words({ verdict, chosen, by }, curated) {
  if (curated) return `Decided by ${by}`;
  if (verdict === "reject") return `Rejected by ${by}: rightly nothing here`;
  if (verdict === "edit") return `Decided by ${by}, with changes`;
  return chosen ? `Accepted by ${by}` : `${by} accepted another version`;
}

/** @param {string} name @param {string} look @param {string} [text] */
function made(name, look, text = "") {
  const element = document.createElement(name);
  element.className = look;
  element.textContent = text;
  return element;
}
