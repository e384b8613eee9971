"""What the page of adjudication shows: one unit with a column for each coder, and the way to the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2s
from string import ascii_uppercase
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from actors.models import Actor
from annotations.anchoring import Span
from annotations.beside import around
from annotations.margin import Voice, voices_markup
from annotations.reading import tags_of
from coding.comparing import Mark, State, Version, consensus, version_of
from coding.segments import Segment, segments
from coding.units import CHANGED, DECIDED, Case, Comparison, marks_of
from documents.models import Version as Text
from projects.guards import Door

STATES = (
    ("", "All"),
    *((state.value, state.value.capitalize()) for state in State),
    (DECIDED, "Decided"),
    (CHANGED, "Changed since"),
)
_LISTED = 100
"""Units that the page lists: those around the one that it shows."""


@dataclass(frozen=True)
class Column:
    """What one coder says of a unit: nothing without a mark."""

    letter: str
    name: str
    mark: Mark | None
    quotes: Sequence[str]
    tags: Sequence[Mapping[str, Any]]
    voices: SafeString


class Desk:
    """A document's comparison, read for a page: its text, its codebook and who is named in it. For one request."""

    def __init__(self, door: Door, found: Comparison, *, anonymous: bool) -> None:
        self.door, self.found, self.anonymous = door, found, anonymous
        self.tags = tags_of(door)

    @cached_property
    def text(self) -> str:
        """The current text."""
        return Text.objects.of(self.found.document).values_list("text", flat=True).get()

    @cached_property
    def coders(self) -> Sequence[str]:
        """The coders in the order of the columns: where they have no names, one that does not tell who is who."""
        if not self.anonymous:
            return self.found.coders
        return sorted(self.found.coders, key=lambda name: blake2s(f"{self.found.document.id} {name}".encode()).digest())

    def name(self, coder: str) -> str:
        """What a coder is called on the page."""
        if coder not in self.coders:
            return "somebody who is not done" if self.anonymous else coder
        return f"Coder {letter(self.coders.index(coder))}" if self.anonymous else coder

    def actors(self, case: Case) -> dict[str, Actor]:
        """The actors that a unit's versions name, by their ids."""
        made = version_made(self, case)
        voices = [*(voice for mark in case.unit.marks for voice in mark.voices), *(made.voices if made else ())]
        rows = Actor.objects.of(self.door.id).live().filter(id__in={actor for actor, _ in voices})
        return {str(row.id): row for row in rows}

    def columns(self, case: Case, actors: Mapping[str, Actor]) -> list[Column]:
        """A column for each coder."""
        marks = {mark.coder: mark for mark in case.unit.marks}
        return [self._column(n, coder, marks.get(coder), actors) for n, coder in enumerate(self.coders)]

    def _column(self, n: int, coder: str, mark: Mark | None, actors: Mapping[str, Actor]) -> Column:
        tags = [tag for slug in (mark.tags if mark else ()) for tag in self.tags if tag["slug"] == slug]
        quotes = self.quotes(mark.pieces) if mark else ()
        return Column(letter(n), self.name(coder), mark, quotes, tags, self.voices(mark.voices if mark else (), actors))

    def voices(self, said: Sequence[tuple[str, str]], actors: Mapping[str, Actor]) -> SafeString:
        """Who says it, as markup."""
        pages = f"/p/{self.door.slug}/actors/"
        named = [(actors[actor], role) for actor, role in said if actor in actors]
        found = [Voice(actor.name, actor.kind, role, f"{pages}{actor.id}/") for actor, role in named]
        return mark_safe(voices_markup(found))  # noqa: S308  # the pure module has escaped it

    def quotes(self, pieces: Sequence[tuple[int, int]]) -> list[str]:
        """What the text says at these pieces."""
        return [self.text[start:end] for start, end in pieces]

    def stretch(self, case: Case) -> dict[str, Any]:
        """The text around a unit in parts, each with the letters of those who have marked it."""
        of = {mark.coder: mark.pieces for mark in case.unit.marks}
        made = version_made(self, case)
        marked = [of.get(coder, ()) for coder in self.coders]
        spans = [Span(*span) for spans in (*marked, made.pieces if made else ()) for span in spans]
        window = around(self.text, spans) if spans else Span(0, 0)
        everybody = tuple(n for n, spans in enumerate(marked) if spans)
        return {
            "start": window.start,
            "parts": [_shown(part, everybody) for part in segments(self.text, window, marked)],
            "cut_before": window.start > 0,
            "cut_after": window.end < len(self.text),
        }


def _shown(part: Segment, everybody: tuple[int, ...]) -> dict[str, Any]:
    letters = [letter(n) for n in part.who]
    return {"text": part.text, "letters": letters, "all": bool(letters) and part.who == everybody}


def letter(place: int) -> str:
    """What a column is called for short: A to Z, then numbers."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def version_made(desk: Desk, case: Case) -> Version | None:
    """What the decision about a unit made, as it stands now; None when it made nothing, or that is gone."""
    made = case.decision.annotation if case.decision else None
    if made is None or made.deleted or made.version != desk.found.document.number:
        return None
    return version_of(marks_of(desk.door, desk.found.document, (), [made.id])[0])


def base_of(desk: Desk, case: Case, chosen: UUID | None = None) -> Version | None:
    """What an edited version begins from: a coder's that is chosen, what was decided, what all agree on, the first."""
    mark = next((mark for mark in case.unit.marks if mark.id == chosen), None)
    if mark:
        return version_of(mark)
    if made := version_made(desk, case):
        return made
    if case.state == State.AGREED:
        return consensus(case.unit)
    return version_of(case.unit.marks[0]) if case.unit.marks else None


def tabs(found: Comparison) -> list[tuple[str, str, int]]:
    """What the units can be filtered by: value, words, and how many there are."""
    return [(value, words, len(found.that_are(value))) for value, words in STATES]


def nearby(cases: Sequence[Case], place: int) -> Sequence[Case]:
    """As many of the units around one as a page lists."""
    first = max(min(place - _LISTED // 2, len(cases) - _LISTED), 0)
    return cases[first : first + _LISTED]


def waiting(cases: Sequence[Case]) -> Case | None:
    """The first that nobody has decided about; if there is none, the first that has changed since it was decided."""
    undecided = next((case for case in cases if not case.decision), None)
    return undecided or next((case for case in cases if case.since), None)


def following(cases: Sequence[Case], done: Case) -> Case | None:
    """The next unit after one that waits, from the start again when there is none."""
    at = next((n for n, case in enumerate(cases) if case.unit.id == done.unit.id), -1) + 1
    return waiting([case for case in (*cases[at:], *cases[:at]) if case.unit.id != done.unit.id])
