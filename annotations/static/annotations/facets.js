/* What the list can be filtered by. */

import { label } from "./flatten.js";
import { NONE } from "./sieve.js";

/** @typedef {import("./sieve.js").Facet} Facet */

/** @param {import("./codebook.js").Codebook} codebook @param {import("./actors.js").Actors} actors @returns {Record<string, Facet>} */
export function facets(codebook, actors) {
  return {
    tag: {
      key: "tag",
      of: ({ tags }) => (tags.length ? tags : [NONE]),
      name: (slug) => (slug === NONE ? "no tag" : codebook.name(slug)),
      look: (slug) => `c-${label([slug])}`,
    },
    speaker: {
      key: "speaker",
      of: ({ attributions }) => speakers(attributions),
      name: (id) => (id === NONE ? "no speaker" : actors.name({ actor: id, role: "speaker" })),
      look: () => "person",
    },
    layer: {
      key: "curated",
      of: ({ curated = false }) => [curated ? "true" : "false"],
      name: (value) => (value === "true" ? "curated" : "not curated"),
      look: () => "person",
      none: "false",
    },
    person: { key: "by", of: ({ creator }) => [creator], name: (name) => name, look: () => "person" },
  };
}

/** @param {import("./store.js").Attribution[]} attributions */
function speakers(attributions) {
  const said = attributions.filter(({ actor, role }) => actor && role === "speaker");
  return said.length ? said.map(({ actor }) => /** @type {string} */ (actor)) : [NONE];
}
