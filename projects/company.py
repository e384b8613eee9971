"""Who is in a project now, and what of it somebody else there is told."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from projects.messages import Sight

MOST_TOLD = 60
"""How many people are told by name: what everybody is told of everybody grows with the square of how many they are."""


class Present(NamedTuple):
    """Somebody who is here; `place` is a code point of the document's text."""

    user: str
    document: UUID | None
    place: int | None


@dataclass(frozen=True)
class Company:
    """The people who are in a project, by name.

    `on` is whether the project has presence at all. The members `apart` have turned it off for themselves, so that they
    are not among the people, and see nobody.
    """

    on: bool = True
    people: tuple[Present, ...] = ()
    apart: frozenset[str] = frozenset()
    _framed: dict[Any, bytes] = field(default_factory=dict, compare=False, repr=False)

    def told(self, name: str, veiled: Collection[UUID]) -> dict[str, Any]:
        """What a member is told: others in a document that is veiled for them are in the project only."""
        if not self.on or name in self.apart:
            return {"on": False, "people": [], "more": 0}
        shown = [one if one.user == name or one.document not in veiled else Present(one.user, None, None)
                 for one in self.people[:MOST_TOLD]]  # fmt: skip
        return {"on": True, "people": [one._asdict() for one in shown], "more": len(self.people) - len(shown)}

    def framed(self, name: str, sight: Sight) -> bytes:
        """The same as an event stream carries it; nothing for a visitor, who does not learn who is a member."""
        if not sight.members:
            return b""
        key = (name, sight.veiled) if sight.veiled or name in self.apart else None
        known = self._framed.get(key)
        if known is None:
            data = orjson.dumps(self.told(name, sight.veiled))
            known = self._framed[key] = b"event: presence\ndata: %s\n\n" % data
        return known
