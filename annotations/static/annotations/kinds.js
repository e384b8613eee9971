/* Whether a name that nobody has yet is more likely a person's or an organisation's: a guess that the reader can change. Pure. */

const ORGANISED = new RegExp(
  `\\b(${[
    "party", "union", "unions", "ministry", "department", "government", "council", "commission", "committee", "parliament", "congress",
    "association", "federation", "confederation", "institute", "university", "college", "school", "bank", "company", "group", "network",
    "campaign", "alliance", "coalition", "movement", "office", "agency", "authority", "police", "court", "church", "times",
    "news", "press", "foundation", "society", "trust", "fund", "ltd", "plc", "inc", "corp", "gmbh", "ag", "llc", "verband", "gewerkschaft",
    "partei", "ministerium", "bundestag", "universität", "stiftung", "employers", "workers", "tories", "conservatives", "democrats",
    "republicans", "greens", "liberals", "labour",
  ].join("|")})\\b`,
  "iu",
);
const ACRONYM = /^[\p{Lu}\d][\p{Lu}\d&.-]+$/u;
const ARTICLE = /^the /i;

/** @param {string} name @returns {"person" | "organisation"} */
export function guessedKind(name) {
  return ACRONYM.test(name) || ARTICLE.test(name) || ORGANISED.test(name) ? "organisation" : "person";
}
