"""Reading what has happened in a project: the events after a number, as one person may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from projects.guards import Door
from projects.permissions import Action

_ABOUT_MEMBERS = ("member.", "assignment.", "project.handed_over", "invitation.", "request.")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event; `content` is the JSON that the API shows of it."""

    seq: int
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of a project's events. People with the same sight are told the same."""

    members: bool
    comments: bool

    def shows(self, event: Happening) -> bool:
        """Whether the event is for these eyes."""
        if event.kind.startswith(_ABOUT_MEMBERS):
            return self.members
        return self.comments or not event.kind.startswith("comment.")


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody sees of the events after one number, up to and with another.

    Messages tile the log: the next one's `after` is this one's `last`, though what is hidden is not in `results`.
    """

    after: int
    last: int
    results: tuple[bytes, ...]

    @property
    def content(self) -> bytes:
        """The message as JSON, in one line."""
        return b'{"after":%d,"last":%d,"results":[%s]}' % (self.after, self.last, b",".join(self.results))


def sight(door: Door) -> Sight:
    """What the person who came through this door may see."""
    return Sight(members=door.may(Action.SEE_MEMBERS), comments=door.may(Action.SEE_COMMENTS))


def tell(seen: Sight, events: Iterable[Happening], after: int, last: int) -> Message:
    """The message about these events, which are all that there are after `after` up to `last`."""
    return Message(after, last, tuple(event.content for event in events if seen.shows(event)))


def news(door: Door, after: int, limit: int) -> tuple[Message, bool]:
    """What the person may see of the next `limit` events after a number, and whether there are more of them."""
    found = happenings(door.id, after, limit + 1)
    more, events = len(found) > limit, found[:limit]
    newest = events[-1].seq if events else after
    # The door knows of numbers that are committed, so that there is nothing up to them but what was found.
    return tell(sight(door), events, after, newest if more else max(after, door.seq, newest)), more


_AFTER = """
select e.seq, e.kind, u.username, e.created, e.object_id, e.before::text, e.after::text
from projects_event e left join accounts_user u on u.id = e.user_id
where e.project_id = %s and e.seq > %s
order by e.seq limit %s
"""


def happenings(project: UUID, after: int, limit: int) -> list[Happening]:
    """The next `limit` events of a project after a number, in their order, for all eyes."""
    with connection.cursor() as cursor:
        cursor.execute(_AFTER, [project, after, limit])
        return [_happening(*row) for row in cursor.fetchall()]


def _happening(seq: int, kind: str, user: str | None, created: Any, object_id: Any, *states: str | None) -> Happening:
    before, after = (None if text is None else orjson.Fragment(text) for text in states)
    shown = {"seq": seq, "kind": kind, "user": user, "created": created, "object": object_id}
    return Happening(seq, kind, orjson.dumps(shown | {"before": before, "after": after}, option=orjson.OPT_UTC_Z))
