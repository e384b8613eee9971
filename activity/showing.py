"""Events as pages show them: sentences whose things are links."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from activity.models import Undoing
from activity.naming import names_for
from activity.obstacles import Obstacle, obstacles
from activity.reading import Told
from activity.sentences import sentence
from activity.things import Piece, Thing
from projects.guards import Door

_PAGES = {"tag": "annotations:tag", "actor": "annotations:actor", "document": "annotations:read"}


class Part(NamedTuple):
    """Some words of a sentence, and the address that they lead to, if any."""

    words: str
    url: str = ""
    kind: str = ""


class Shown(NamedTuple):
    """An event on a page, with the number of the event that it undid, and of the one by which it was `undone`.

    `obstacle` says why it cannot be undone; None: it can.
    """

    seq: int
    created: datetime
    family: str
    who: Part
    parts: list[Part]
    differences: tuple[str, ...]
    undoes: int | None
    undone: int | None
    obstacle: Obstacle | None


def shown(door: Door, events: Sequence[Told]) -> list[Shown]:
    """The events as a page shows them, in their order."""
    names = names_for(door, [event.what for event in events])
    hindered, undoes, undone = obstacles(door, events), *_undoings(door, events)
    rows = []
    for event in events:
        said = sentence(event.what, names)
        who = Part(event.what.user, _of_person(door, event.what.user)) if event.what.user else Part("argmap")
        parts = [_part(door, piece) for piece in said.pieces]
        around = undoes.get(event.seq), undone.get(event.seq), hindered.get(event.seq)
        rows.append(Shown(event.seq, event.created, event.what.family, who, parts, said.differences, *around))
    return rows


def _undoings(door: Door, events: Sequence[Told]) -> tuple[dict[int, int], dict[int, int]]:
    """Which events these undid, and by which they were undone last."""
    numbers = [event.seq for event in events]
    rows = Undoing.objects.filter(project=door.id).order_by("seq")
    undoes = dict(rows.filter(seq__in=numbers).values_list("seq", "undone"))
    return undoes, dict(rows.filter(undone__in=numbers).values_list("undone", "seq"))


def _of_person(door: Door, name: str) -> str:
    return f"{reverse('activity:activity', args=[door.slug])}?{urlencode({'person': name})}"


def _part(door: Door, piece: Piece) -> Part:
    return Part(piece) if isinstance(piece, str) else Part(piece.words, _address(door, piece), piece.kind)


def _address(door: Door, thing: Thing) -> str:
    """Where a thing is shown; nothing for one without a key."""
    if not thing.key:
        return ""
    if thing.kind == "person":
        return _of_person(door, thing.key)
    if thing.kind == "annotation":
        document, _, fragment = thing.key.partition("#")
        return f"{reverse('annotations:read', args=[door.slug, document])}#{fragment}" if document else ""
    return reverse(_PAGES[thing.kind], args=[door.slug, thing.key])
