"""What stands in the way of undoing events, as far as it is known beforehand: looked up for many events at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, Func, Max, QuerySet, Value, When

from activity.models import Undoing
from activity.reading import Told, seen
from activity.registry import INVERSES, NEVER
from activity.sense import apart, line, stands
from actors.models import Affiliation
from annotations.models import Annotation, Attribution, Tagging
from projects.guards import Door
from projects.models import Event
from projects.permissions import Action
from projects.veiling import unveiled


class Obstacle(NamedTuple):
    """Why an event is not undone, as a sentence; the event that stands in the way, if one does; or that one may not."""

    words: str
    since: Told | None = None
    forbidden: bool = False

    @property
    def current(self) -> dict[str, Any] | None:
        """The event in the way, as the API tells it."""
        return orjson.loads(self.since.content) if self.since else None


def obstacles(door: Door, events: Sequence[Told], upto: int | None = None) -> dict[int, Obstacle]:
    """What is in the way, by the number of the event that it keeps from being undone.

    `upto`: what has happened from this number on is no obstacle.
    """
    newest = _newest(door, events, upto)
    undone = _undone(door, events)
    used = _used(events, door)
    found = {}
    for event in events:
        obstacle = _barred(door, event) or _overtaken(event, newest, undone) or used.get(event.seq)
        if obstacle:
            found[event.seq] = obstacle
    return found


def _barred(door: Door, event: Told) -> Obstacle | None:
    """That the kind of event, or the person, is not one to undo it."""
    inverse = INVERSES.get(event.what.kind)
    if inverse is None:
        return Obstacle(NEVER.get(event.what.kind, "There is no undoing this."))
    if event.what.kind.startswith("annotation.") and event.what.said.get("curated"):
        return Obstacle("A decision made it: see the decision, on the document’s page to adjudicate.")
    me = "" if isinstance(door.user, AnonymousUser) else door.user.get_username()
    if not me or (event.what.user != me and not door.may(Action.UNDO_ANY)):
        return Obstacle("You may undo what you did yourself; editors and owners, what anybody did.", forbidden=True)
    if not door.may(inverse.action):
        return Obstacle(f"As {door.role} of this project you may not {inverse.action.briefly}.", forbidden=True)
    if inverse.own and event.what.worker != me:
        return Obstacle(f"Only {event.what.worker} can undo this: it is their own.", forbidden=True)
    return None


def _overtaken(event: Told, newest: dict[tuple[UUID, str], Told], undone: dict[int, int]) -> Obstacle | None:
    """That it was undone already, or that what it did is no longer so."""
    last = newest.get((event.object, line(event.what.kind)))
    since = last if last and last.seq > event.seq else None
    if stands(event.what, since.what if since else None):
        return None
    assert since is not None
    who = since.what.user or "argmap"
    when = f"on {since.created.day} {since.created:%B %Y at %H:%M}"
    if undone.get(event.seq) == since.seq:
        return Obstacle(f"It is undone: by {who}, {when}.", since)
    done = "deleted" if since.what.kind.endswith((".deleted", ".removed")) else "changed"
    return Obstacle(f"It was {done} since, by {who}, {when}, so it cannot be undone.", since)


def _newest(door: Door, events: Sequence[Told], upto: int | None) -> dict[tuple[UUID, str], Told]:
    """The newest event of each object and line that these events are about."""
    rows = Event.objects.filter(project=door.id, object_id__in={event.object for event in events})
    rows = rows.filter(seq__lt=upto) if upto is not None else rows
    ends = rows.annotate(line=_line()).order_by().values("object_id", "line").annotate(last=Max("seq"))
    last = Event.objects.filter(project=door.id, seq__in=[end["last"] for end in ends])
    return {(told.object, line(told.what.kind)): told for told in seen(door, last)}


def _line() -> Case:
    """`activity.sense.line`, in the database."""
    family = Func("kind", Value("."), Value(1), function="split_part", output_field=CharField())
    return Case(*(When(kind=kind, then=Value(name)) for kind, name in apart().items()), default=family)


def _undone(door: Door, events: Sequence[Told]) -> dict[int, int]:
    """By which event each of them was undone last."""
    rows = Undoing.objects.filter(project=door.id, undone__in=[event.seq for event in events]).order_by("seq")
    return dict(rows.values_list("undone", "seq"))


def _used(events: Sequence[Told], door: Door) -> dict[int, Obstacle]:
    """That something new is in use by now, as far as the person may see, so that more than it would go with it."""
    found: dict[int, Obstacle] = {}
    for kind, (words, uses) in _USES.items():
        new = {event.object: event.seq for event in events if event.what.kind == kind}
        for rows, column in uses(door) if new else ():
            taken = rows.filter(**{f"{column}__in": list(new)}).order_by().values_list(column, flat=True).distinct()
            found |= {new[id_]: Obstacle(words) for id_ in taken}
    return found


Uses = Iterable[tuple[QuerySet[Any], str]]
"""Rows that use something, and the column that says what."""


def _uses_of_tags(door: Door) -> Uses:
    rows = Tagging.objects.filter(unveiled(door, "content_object__"), project=door.id)
    return [(rows.filter(content_object__deleted__isnull=True), "tag_id")]


def _uses_of_actors(door: Door) -> Uses:
    belongs = Affiliation.objects.of(door.id)
    said = Attribution.objects.filter(unveiled(door, "annotation__"), project=door.id, annotation__deleted__isnull=True)
    return [(said, "actor_id"), (belongs, "person_id"), (belongs, "organisation_id")]


def _uses_of_documents(door: Door) -> Uses:
    return [(Annotation.objects.seen_by(door).live(), "document_id")]


_USES: Mapping[str, tuple[str, Callable[[Door], Uses]]] = {
    "tag.created": ("Annotations carry this tag by now: delete it in the codebook.", _uses_of_tags),
    "actor.created": ("This actor is spoken of by now: delete it on its own page.", _uses_of_actors),
    "document.imported": ("Its text is annotated by now: delete it in the library.", _uses_of_documents),
}
