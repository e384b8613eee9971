"""Where coders differ: a strip for each of them along the text, and the places at which they do not say the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from uuid import UUID

from analysis.coded import ANYTHING, Coded, Mark
from analysis.spans import Stretch

WIDTH = 600
"""Columns of a strip: however long a text is and however much is marked in it, it is drawn with no more."""

Says = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring columns of a strip that look the same: from the column `x`, `width` of them."""

    x: int
    width: int
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a text of which coders say different things, and an annotation that one of them has there."""

    start: int
    end: int
    says: Says
    annotation: UUID


@dataclass(frozen=True)
class Picture:
    """What to draw of a text: as far as `tags` go, or for None all that is marked in it."""

    text: Coded
    tags: frozenset[str] | None = None

    @cached_property
    def stretches(self) -> Sequence[Stretch]:
        """The text in stretches, in each of which some coder says something else than in the one before."""
        shown = (one._replace(says=self._shown(one.says)) for one in self.text.stretches)
        runs = (list(run) for _, run in groupby(shown, key=lambda one: one.says))
        return [Stretch(run[0].start, run[-1].end, run[0].says) for run in runs]

    def _shown(self, says: Says) -> Says:
        return says if self.tags is None else tuple(one & self.tags for one in says)

    @cached_property
    def places(self) -> Sequence[Place]:
        """Where the coders differ, in the order of the text."""
        found = []
        reaching = _Reaching(self.text.marks)
        for start, end, says in self.stretches:
            if disputed := frozenset[str]().union(*says).difference(frozenset.intersection(*says)):
                found.append(Place(start, end, says, reaching.over(start, disputed)))
        return found

    @property
    def differing(self) -> int:
        """How many characters the coders differ on."""
        return sum(place.end - place.start for place in self.places)

    @property
    def strips(self) -> list[tuple[str, list[Run]]]:
        """For each coder what they marked along the text; a column shows all that is in its part of the text."""
        return [
            (coder, self._runs((start, end, says[at]) for start, end, says in self.stretches))
            for at, coder in enumerate(self.text.coders)
        ]

    @property
    def crosses(self) -> list[tuple[Run, UUID]]:
        """The parts of the strips in which the coders differ, each with the first annotation that they differ by."""
        found = []
        places = iter(self.places)
        place = next(places, None)
        for run in self._runs((one.start, one.end, frozenset({ANYTHING})) for one in self.places):
            while place and self._column(place.start) < run.x:
                place = next(places, None)
            if place:
                found.append((run, place.annotation))
        return found

    def _column(self, at: int) -> int:
        return at * WIDTH // self.text.length

    def _runs(self, parts: Iterable[tuple[int, int, frozenset[str]]]) -> list[Run]:
        columns = [frozenset[str]()] * WIDTH
        for start, end, tags in parts:
            for x in range(self._column(start), self._column(end - 1) + 1) if tags else ():
                columns[x] |= tags
        runs = ((tags, [x for x, _ in run]) for tags, run in groupby(enumerate(columns), key=lambda one: one[1]))
        return [Run(xs[0], len(xs), tags) for tags, xs in runs if tags]


class _Reaching:
    """Finds annotations that reach over a place; places are asked for in the order of the text."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.coming = iter(sorted(((*piece, at) for at, mark in enumerate(marks) for piece in mark.pieces)))
        self.next = next(self.coming, None)
        self.marks = marks
        self.here: list[tuple[int, int, int]] = []

    def over(self, place: int, tags: frozenset[str]) -> UUID:
        """The annotation that begins last of those that hold this character and have one of the tags or ANYTHING."""
        while self.next and self.next[0] <= place:
            self.here.append(self.next)
            self.next = next(self.coming, None)
        self.here = [piece for piece in self.here if piece[1] > place]
        return next(mark.id for mark in self._latest() if tags & {ANYTHING, *mark.tags})

    def _latest(self) -> Iterator[Mark]:
        return (self.marks[at] for _, _, at in reversed(self.here))
