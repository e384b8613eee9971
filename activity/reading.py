"""Reading what has happened, the newest first, in pages by number: only what the person who asks may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from activity.filtering import Wanted
from activity.sense import changed_fields
from activity.things import Happened, State
from projects.feed import happening, sight
from projects.guards import Door
from projects.models import Event

_COLUMNS = ("seq", "kind", "about", "whose", "user__username", "created", "object_id", "was", "became")
"""As `projects.feed.happening` takes them."""
_AT_ONCE = 200
"""Events that are read at a time: some of them may not be for the person who asks."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event as its reader may see it: its number, when it was, what happened, and that as the API says it."""

    seq: int
    created: datetime
    what: Happened
    content: bytes

    @property
    def object(self) -> UUID:
        """The id of what it is about."""
        return UUID(self.what.object)

    @property
    def before(self) -> State:
        """What that was before."""
        return self.what.before or {}

    @property
    def fields(self) -> frozenset[str]:
        """The fields of it that were changed."""
        return changed_fields(self.what) or frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """Events, the newest first; `older` and `newer` are the numbers to go on from, None where there is nothing."""

    events: list[Told]
    older: int | None
    newer: int | None


def read_page(door: Door, wanted: Wanted, limit: int, *, before: int | None = None, after: int | None = None) -> Page:
    """The newest wanted events, or those before a number, or the next ones after one."""
    rows = wanted.of(door.id).filter(seq__lte=door.seq)
    if after is not None:
        found = _first(seen(door, rows.filter(seq__gt=after), newest_first=False), limit + 1)
        if len(found) > limit:
            events = found[limit - 1 :: -1]
            return Page(events, events[-1].seq, events[0].seq)
    found = _first(seen(door, rows.filter(seq__lt=before) if before is not None else rows), limit + 1)
    events = found[:limit]
    older = events[-1].seq if len(found) > limit else None
    return Page(events, older, before - 1 if before is not None else None)


def one(door: Door, seq: int) -> Told | None:
    """The event of a number, if the person may see it."""
    return next(seen(door, Event.objects.filter(project=door.id, seq=seq)), None)


def seen(door: Door, rows: QuerySet[Event], *, newest_first: bool = True) -> Iterator[Told]:
    """Those of the events that the person may see, as they are told to them."""
    eyes = sight(door)
    order, further = ("-seq", "seq__lt") if newest_first else ("seq", "seq__gt")
    texts = {name: Cast(state, TextField()) for name, state in (("was", "before"), ("became", "after"))}
    rows = rows.annotate(**texts).order_by(order)
    rest = rows
    while True:
        batch = list(rest.values_list(*_COLUMNS)[:_AT_ONCE])
        for row in batch:
            event = happening(*row)
            if eyes.shows(event):
                yield _told(event.content)
        if len(batch) < _AT_ONCE:
            return
        rest = rows.filter(**{further: batch[-1][0]})


def _told(content: bytes) -> Told:
    """An event as the API tells it."""
    said = orjson.loads(content)
    what = Happened(said["kind"], said["user"], said["object"], said["before"], said["after"])
    return Told(said["seq"], datetime.fromisoformat(said["created"]), what, content)


def _first(events: Iterator[Told], most: int) -> list[Told]:
    return [event for event, _ in zip(events, range(most), strict=False)]
