/* Keeps a page of a project abreast of the project: begins to listen, says when the page is not live, and what has become of
   the project and of the reader's place in it. */

import { live } from "./live.js";
import { notice, withdraw } from "./notices.js";
import { keepRegions } from "./regions.js";

/** @typedef {import("./sequence.js").Happening} Happening */

const AGAIN = { label: "Reload", run: () => location.reload() };
/** What is said while the page is not live. @type {Record<import("./live.js").Standing, (time: string) => string>} */
const WORDS = {
  live: () => "",
  away: (time) => `Not live: what others have done since ${time} is not shown yet.`,
  left: (time) => `You are no longer in this project. What you see is as it was at ${time}.`,
  "set back": () => "This project has been put back to an earlier state, as from a backup. What you see is from before that.",
  "signed out": (time) => `You are signed out. What you see is as it was at ${time}.`,
};
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** @param {import("./live.js").Standing} standing */
function stand(standing) {
  const words = WORDS[standing](CLOCK.format(new Date()));
  if (!words) withdraw("live");
  else if (standing === "away") notice("live", words);
  else notice("live", words, AGAIN);
}

/** @param {Happening} event @param {string} user */
function tell({ kind, user: who, after, before }, user) {
  const by = who ?? "Somebody";
  if (kind === "project.deleted") notice("project", `${by} has deleted this project.`, AGAIN);
  if (kind === "project.restored") withdraw("project");
  const members = kind === "member.changed" ? [[before, after]] : kind === "project.handed_over" ? [[before.from, after.from], [before.to, after.to]] : [];
  for (const [was, is] of members) if (is.user === user && is.role !== was.role) notice("role", `Your role in this project is ${is.role} now.`, AGAIN);
}

if (live) {
  const { user } = live;
  live.watch(stand);
  live.listen((events) => events.forEach((event) => tell(event, user)));
  keepRegions(live);
  live.begin();
}
