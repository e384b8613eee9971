"""A text as several people have coded it, each for themselves."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from analysis.spans import Said, Span, Stretch, joined, stretches
from analysis.unitizing import Continuum

Coders = tuple[str, ...]

ANYTHING = ""
"""In the place of a tag: that a passage is marked at all."""


class Mark(NamedTuple):
    """One coder's mark on one passage: its tags and its pieces, in code points."""

    id: UUID
    coder: str
    tags: Sequence[str]
    pieces: Sequence[Span]


@dataclass(frozen=True)
class Coded:
    """A text of so many code points, the coders who are done with it, in a fixed order, and their marks."""

    document: UUID
    length: int
    coders: Coders
    marks: Sequence[Mark]

    @cached_property
    def said(self) -> Said:
        """What each coder marked, by tag and as ANYTHING. What one marked twice is marked once; pieces are units."""
        found: dict[str, list[list[Span]]] = defaultdict(lambda: [[] for _ in self.coders])
        place = {coder: at for at, coder in enumerate(self.coders)}
        for mark in self.marks:
            for tag in {ANYTHING, *mark.tags}:
                found[tag][place[mark.coder]] += mark.pieces
        return {tag: [joined(spans) for spans in each] for tag, each in found.items()}

    @cached_property
    def stretches(self) -> Sequence[Stretch]:
        """The text in stretches, each with what each coder says of it."""
        return list(stretches(self.said, len(self.coders), self.length))

    def unitized(self, tag: str) -> Continuum:
        """The text as it is cut into units of a tag."""
        return Continuum(self.length, self.said.get(tag) or [[]] * len(self.coders))
