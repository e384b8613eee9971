"""Reading what has happened in a project: the events after a number, as one person may see them."""

from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from projects.guards import Door
from projects.messages import Happening, Message, Sight, tell
from projects.permissions import Action


def sight(door: Door) -> Sight:
    """What the person who came through this door may see."""
    veiled = door.veiled
    return Sight(
        members=door.may(Action.SEE_MEMBERS),
        comments=door.may(Action.SEE_COMMENTS),
        veiled=veiled,
        name=door.user.get_username() if veiled else "",
    )


def news(door: Door, after: int, limit: int) -> tuple[Message, bool]:
    """What the person may see of the next `limit` events after a number, and whether there are more of them.

    Nothing is told of what came after the door was opened: the person's rights may have changed with it.
    """
    found = happenings(door.id, after, door.seq, limit + 1)
    more, events = len(found) > limit, found[:limit]
    return tell(sight(door), events, after, events[-1].seq if more else max(after, door.seq)), more


_BETWEEN = """
select e.seq, e.kind, e.about, e.whose, u.username, e.created, e.object_id, e.before::text, e.after::text
from projects_event e left join accounts_user u on u.id = e.user_id
where e.project_id = %s and e.seq > %s and e.seq <= %s
order by e.seq limit %s
"""


def happenings(project: UUID, after: int, upto: int, limit: int) -> list[Happening]:
    """The next `limit` events of a project after a number, up to and with another, in their order, for all eyes."""
    with connection.cursor() as cursor:
        cursor.execute(_BETWEEN, [project, after, upto, limit])
        return [happening(*row) for row in cursor.fetchall()]


def happening(
    seq: int, kind: str, about: UUID | None, whose: str | None, user: str | None, created: Any, id_: Any, *states: Any
) -> Happening:
    """One event from its columns; its states are JSON text."""
    before, after = (None if text is None else orjson.Fragment(text) for text in states)
    shown = {"seq": seq, "kind": kind, "user": user, "created": created, "object": id_}
    content = orjson.dumps(shown | {"before": before, "after": after}, option=orjson.OPT_UTC_Z)
    return Happening(seq, kind, about, whose, content)
