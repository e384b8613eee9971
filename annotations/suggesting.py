"""Where a person may want an annotation to stand in a corrected text: a suggestion, never a decision. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from annotations.anchoring import Span, places
from documents.differing import Stretch, counterpart

_STRETCHED = 3  # how many times as long as the old passage what was put in its place may be,
_SLACK = 200  # and how many code points longer still


class Suggestion(NamedTuple):
    """Pieces of the new text; `exact`: they say what the annotation's own say, if perhaps in another context."""

    pieces: list[Span]
    exact: bool


def suggestion(old: str, new: str, stretches: Sequence[Stretch], pieces: Sequence[Span]) -> Suggestion | None:
    """What has become of the pieces of an annotation on `old`; None when one of them has no counterpart in `new`.

    `stretches` are `documents.differing.readable`: words that agree by chance are nobody's counterpart.
    """
    found = [_counterpart(old, new, stretches, piece) for piece in pieces]
    there = [span for span in found if span]
    if len(there) < len(pieces) or any(one.end >= other.start for one, other in pairwise(there)):
        return None
    exact = all(_said(old, piece) == _said(new, span) for piece, span in zip(pieces, there, strict=True))
    return Suggestion(there, exact)


def _counterpart(old: str, new: str, stretches: Sequence[Stretch], piece: Span) -> Span | None:
    """The same words where the comparison has them, else in the one place that has them; or what was put for them."""
    quote = _said(old, piece)
    span = _trimmed(new, Span(*counterpart(stretches, *piece)))
    if _said(new, span) == quote:
        return span
    elsewhere = places(new, quote, limit=2)
    if len(elsewhere) == 1:
        return elsewhere[0]
    length = span.end - span.start
    fits = 0 < length <= len(quote) * _STRETCHED + _SLACK
    return span if fits and (_is_aimed(stretches, piece) or _share_words(quote, _said(new, span))) else None


def _is_aimed(stretches: Sequence[Stretch], piece: Span) -> bool:
    """Whether what was changed at the piece is hardly more than the piece."""
    first, last = (bisect_right(stretches, at, key=attrgetter("old_start")) for at in (piece.start, piece.end - 1))
    touched = (one for one in stretches[max(first - 1, 0) : last] if not one.same)
    return sum(one.old_end - one.old_start for one in touched) <= 2 * (piece.end - piece.start)


def _share_words(quote: str, other: str) -> bool:
    """Whether a third of the quotation's words stand in the other too."""
    words = set(quote.lower().split())
    return len(words & set(other.lower().split())) * 3 >= len(words)


def _said(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    said = _said(text, span)
    start = span.start + len(said) - len(said.lstrip())
    return Span(start, max(start, span.end - (len(said) - len(said.rstrip()))))
