"""A stretch of a text cut where coders differ: who of them has marked each part. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from coding.comparing import Span


class Segment(NamedTuple):
    """A part of a text, and which coders have marked it, by their places in the list of coders."""

    text: str
    who: tuple[int, ...]


def segments(text: str, window: Span, marked: Sequence[Sequence[Span]]) -> list[Segment]:
    """The text within the window in parts, which together are the text there. `marked` has the spans of each coder."""
    start, end = window
    edges = {edge for spans in marked for span in spans for edge in span if start < edge < end}
    cuts = [start, *sorted(edges), end]
    return [
        Segment(text[a:b], tuple(n for n, spans in enumerate(marked) if any(at <= a and b <= to for at, to in spans)))
        for a, b in pairwise(cuts)
        if a < b
    ]
