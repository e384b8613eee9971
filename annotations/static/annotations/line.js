/* What is typed in a line of several names: commas, say, part them, and quotation marks hold a name together that has one. Pure. */

/** Each opening mark, and what closes it. @type {Record<string, string>} */
const MARKS = { '"': '"', "“": "”", "„": "“”", "«": "»" };

/** The first name, in quotation marks or not, and what follows it. @typedef {{name: string, quoted: boolean, rest: string}} Typed */

/** The first of the names in a line, and what follows it.
 * @param {string} typed @param {string} separator @param {(line: string) => boolean} [whole] Whether a line that has the separator is one name
 * @returns {Typed} */
export function firstName(typed, separator, whole = () => false) {
  const line = lead(typed, separator);
  const quoted = inQuotes(line, separator);
  if (quoted) return quoted;
  const at = line.indexOf(separator);
  if (at < 0 || whole(line.trim())) return { name: line.trim(), quoted: false, rest: "" };
  return { name: line.slice(0, at).trim(), quoted: false, rest: lead(line.slice(at + 1), separator).trim() };
}

/** The name that stands in quotation marks at the beginning; they need not be closed yet. @param {string} line @param {string} separator @returns {Typed | null} */
function inQuotes(line, separator) {
  const closing = MARKS[line[0]];
  if (!closing) return null;
  const end = Math.min(...[...closing].map((mark) => line.indexOf(mark, 1)).map((at) => (at < 0 ? line.length : at)));
  const name = line.slice(1, end);
  const rest = line.slice(end + 1).trim();
  if (rest && !rest.startsWith(separator)) return null;
  return { name: name.trim(), quoted: true, rest: lead(rest, separator).trim() };
}

/** A line without the space and separators that it begins with. @param {string} line @param {string} separator */
function lead(line, separator) {
  let at = 0;
  while (at < line.length && (line[at] === separator || line[at].trim() === "")) at += 1;
  return line.slice(at);
}
