"""An old passage beside the new one: what is marked and what was changed in a stretch of a text. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotations.anchoring import Span
from documents.differing import Stretch, counterpart

AROUND = 300
"""About how many code points are shown on either side of a passage."""


class Segment(NamedTuple):
    """A part of what is shown: its text, whether it is of the passage, whether the other text has something else."""

    text: str
    marked: bool
    changed: bool


class Side(NamedTuple):
    """A stretch of a text from `start`; the segments' texts, put together, are the text there."""

    start: int
    segments: list[Segment]
    cut_before: bool
    cut_after: bool


def sides(
    old: str, new: str, stretches: Sequence[Stretch], pieces: Sequence[Span], suggested: Sequence[Span]
) -> tuple[Side, Side]:
    """The surroundings of a passage in the old text and of what is suggested for it in the new one.

    Without a suggestion the new side shows what stands where the passage stood.
    """
    window = around(old, pieces)
    changed = [one for one in stretches if not one.same]
    here = side(old, window, pieces, [Span(one.old_start, one.old_end) for one in changed])
    there = around(new, suggested) if suggested else Span(*counterpart(stretches, *window))
    return here, side(new, there, suggested, [Span(one.new_start, one.new_end) for one in changed])


def around(text: str, pieces: Sequence[Span], distance: int = AROUND) -> Span:
    """The pieces with about `distance` code points on either side, cut between words."""
    start, end = pieces[0].start - distance, pieces[-1].end + distance
    while 0 < start < pieces[0].start and not text[start - 1].isspace():
        start += 1
    while pieces[-1].end < end < len(text) and not text[end].isspace():
        end -= 1
    return Span(max(start, 0), min(end, len(text)))


def side(text: str, window: Span, marked: Iterable[Span], changed: Iterable[Span]) -> Side:
    """The window of a text, cut wherever what is marked or what is changed begins or ends."""
    marks, changes = _turns(marked, window), _turns(changed, window)
    within_marks = within_changes = 0
    cuts: list[tuple[int, bool, bool]] = []
    for at in sorted({window.start, *marks, *changes} - {window.end}):
        within_marks, within_changes = within_marks + marks[at], within_changes + changes[at]
        signs = (within_marks > 0, within_changes > 0)
        if not cuts or cuts[-1][1:] != signs:
            cuts.append((at, *signs))
    ends = [*(at for at, *_ in cuts[1:]), window.end]
    segments = [Segment(text[at:end], *signs) for (at, *signs), end in zip(cuts, ends, strict=False)]
    return Side(window.start, segments, window.start > 0, window.end < len(text))


def _turns(spans: Iterable[Span], window: Span) -> Counter[int]:
    """At each border of the spans, as far as they lie in the window: how many more of them begin there than end."""
    found: Counter[int] = Counter()
    for span in spans:
        start, end = (min(max(border, window.start), window.end) for border in span)
        found[start] += 1
        found[end] -= 1
    return found
