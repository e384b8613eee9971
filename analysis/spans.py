"""Spans of a text: pairs of code points, half-open; and what several coders have said of each stretch of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

Span = tuple[int, int]
Said = Mapping[str, Sequence[Sequence[Span]]]
"""For each thing that is said of spans, such as a tag: the spans of each coder, in order and sharing no character."""


class Stretch(NamedTuple):
    """A part of a text in which nobody changes their mind: what each coder says of it."""

    start: int
    end: int
    says: tuple[frozenset[str], ...]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order; those that share a character are one. Touching ones stay apart: they are two units."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def gaps(units: Sequence[Span], length: int) -> list[Span]:
    """What lies between units, in order and apart from each other, from the first character to the last."""
    edges = [0, *(edge for unit in units for edge in unit), length]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def stretches(said: Said, coders: int, length: int) -> Iterator[Stretch]:
    """The text from its first character to its last in stretches. Something said by nobody there is in no stretch."""
    edges = sorted(
        (at, opens, who, thing)
        for thing, each in said.items()
        for who, spans in enumerate(each)
        for span in spans
        for opens, at in zip((False, True), reversed(span), strict=True)
    )
    says = [frozenset[str]()] * coders
    place = 0
    for at, opens, who, thing in edges:  # at one place what ends comes before what begins, so that touching spans do
        if at > place:
            yield Stretch(place, at, tuple(says))
            place = at
        says[who] = says[who] | {thing} if opens else says[who] - {thing}
    if place < length:
        yield Stretch(place, length, tuple(says))
