"""What several coders marked in one text, in units: what all say alike, what they say differently, what only some say.

Pure. A unit has at most one mark of each coder, like the unitary alignments of Mathet, Widlöcher and Métivier (2015,
Computational Linguistics 41:3); its states are those of INCEpTION's curation.
docs/explanation/adjudication.md says the rule in words.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

Span = tuple[int, int]


class State(StrEnum):
    """How the marks of a unit stand to one another."""

    AGREED = "agreed"
    DISAGREEING = "disagreeing"
    INCOMPLETE = "incomplete"


class Mark(NamedTuple):
    """One coder's mark: the pieces of its passage in order, in code points; its tags; who says it, in which role.

    `says` is a short name for what it says (coding.grounds.fingerprint).
    """

    id: UUID
    coder: str
    made: datetime
    pieces: tuple[Span, ...]
    tags: tuple[str, ...]
    voices: tuple[tuple[str, str], ...] = ()
    note: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Marks that are about the same thing, at most one of each coder, in the order of the coders.

    It is called by the id of the mark of them that was made first, or as it was called when it was decided.
    """

    id: UUID
    marks: tuple[Mark, ...]
    state: State

    @property
    def place(self) -> Span:
        """From where its first mark begins to where its last one ends; without marks, after everything."""
        starts = [mark.pieces[0][0] for mark in self.marks]
        return (min(starts), max(mark.pieces[-1][1] for mark in self.marks)) if starts else _NOWHERE


_NOWHERE = (2**31, 2**31)


class Version(NamedTuple):
    """What can be said in a unit: where, with which tags, by whom, with what note."""

    pieces: tuple[Span, ...]
    tags: tuple[str, ...]
    voices: tuple[tuple[str, str], ...]
    note: str


def compare(
    marks: Iterable[Mark], coders: Sequence[str], decided: Mapping[UUID, Collection[UUID]] | None = None
) -> list[Unit]:
    """The units of one text in the order of the text, from the marks of these coders.

    `decided` has the units that were decided, with the ids of the marks that they had then: these stay together,
    whatever became of them, and their units are there even if no mark of them is left.
    """
    of = {coder: n for n, coder in enumerate(coders)}
    groups = _Groups([mark for mark in marks if mark.coder in of], decided or {})
    for one, other in _pairs(groups.marks):
        groups.join(one, other)
    units = [_unit(name, sorted(group, key=lambda mark: of[mark.coder]), coders) for name, group in groups.named()]
    return sorted(units, key=lambda unit: (unit.place[0], -unit.place[1], unit.id))


def _unit(name: UUID | None, marks: Sequence[Mark], coders: Sequence[str]) -> Unit:
    return Unit(name or min(marks, key=_age).id, tuple(marks), state_of(marks, coders))


def _age(mark: Mark) -> tuple[datetime, UUID]:
    return mark.made, mark.id


def state_of(marks: Sequence[Mark], coders: Sequence[str]) -> State:
    """Disagreeing when two of the marks contradict each other, incomplete when not all coders have one, else agreed.

    Marks agree that have the same passage, the same tags in whatever order, and name nobody else in whatever role: who
    names nobody contradicts nobody. What one coder alone says is never agreed.
    """
    passages, tags = {mark.pieces for mark in marks}, {frozenset(mark.tags) for mark in marks}
    voices = {frozenset(mark.voices) for mark in marks if mark.voices}
    if max(len(passages), len(tags), len(voices)) > 1:
        return State.DISAGREEING
    return State.AGREED if len(marks) == len(coders) > 1 else State.INCOMPLETE


def consensus(unit: Unit) -> Version:
    """What an agreed unit says: all that its marks have in common, and what some say and nobody says otherwise.

    A note is taken when everybody who wrote one wrote the same.
    """
    first = unit.marks[0]
    voices = next((mark.voices for mark in unit.marks if mark.voices), ())
    notes = {mark.note for mark in unit.marks if mark.note}
    return Version(first.pieces, first.tags, voices, notes.pop() if len(notes) == 1 else "")


def version_of(mark: Mark) -> Version:
    """What one coder says."""
    return Version(mark.pieces, mark.tags, mark.voices, mark.note)


class _Groups:
    """Marks put together step by step, never two of one coder."""

    def __init__(self, marks: Sequence[Mark], decided: Mapping[UUID, Collection[UUID]]) -> None:
        self.marks = marks
        self.decided: dict[UUID, list[Mark]] = {unit: [] for unit in decided}
        self._fixed = {id(group) for group in self.decided.values()}
        home = {mark: unit for unit, ids in decided.items() for mark in ids}
        self._group: dict[UUID, list[Mark]] = {}
        for mark in marks:
            self._group[mark.id] = self.decided[home[mark.id]] if mark.id in home else []
            self._group[mark.id].append(mark)

    def join(self, one: Mark, other: Mark) -> None:
        """Put the groups of two marks together, unless both were decided or somebody has a mark in either."""
        here, there = self._group[one.id], self._group[other.id]
        if id(there) in self._fixed:
            here, there = there, here
        if id(there) in self._fixed or {mark.coder for mark in here} & {mark.coder for mark in there}:
            return
        here.extend(there)
        for mark in there:
            self._group[mark.id] = here

    def named(self) -> Iterator[tuple[UUID | None, list[Mark]]]:
        """Every group once, with the name that it was decided by."""
        yield from self.decided.items()
        loose = {id(group): group for group in self._group.values() if id(group) not in self._fixed}
        yield from ((None, group) for group in loose.values())


def _pairs(marks: Sequence[Mark]) -> Iterable[tuple[Mark, Mark]]:
    """Two marks each, of different coders, that share a character: those first that are most alike."""
    found: list[tuple[Any, Mark, Mark]] = []
    open_: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (one.pieces[0][0], _age(one))):
        open_ = [other for other in open_ if other.pieces[-1][1] > mark.pieces[0][0]]
        found += ((likeness, other, mark) for other in open_ if (likeness := _likeness(other, mark)))
        open_.append(mark)
    found.sort(key=lambda row: (*(-part for part in row[0]), sorted([_age(row[1]), _age(row[2])])))
    return ((one, other) for _, one, other in found)


def _likeness(one: Mark, other: Mark) -> tuple[Fraction, Fraction] | None:
    """The share of the characters, then of the tags, of either that both have; None when they are not comparable."""
    if one.coder == other.coder:
        return None
    common = sum(max(min(a[1], b[1]) - max(a[0], b[0]), 0) for a in one.pieces for b in other.pieces)
    if not common:
        return None
    length = sum(end - start for start, end in chain(one.pieces, other.pieces))
    tags = set(one.tags) | set(other.tags)
    same_tags = Fraction(len(set(one.tags) & set(other.tags)), len(tags)) if tags else Fraction(1)
    return Fraction(common, length - common), same_tags
