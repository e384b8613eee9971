"""Which annotations stand in a new version of a text exactly as they stood in the old one. Pure.

An annotation is carried over when each of its pieces stands, with the `WINDOW` code points before and after it,
unchanged at the place that the comparison of the two texts gives it. What says the same elsewhere does not attract it;
and where the same words stand more than once, it is carried only if the text around agrees with that place more than
with any other. All else is for a person to decide: a sentence may say the opposite by one word more.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from annotations.anchoring import WINDOW, Span, context
from documents.differing import Stretch, differences

Pieces = Sequence[Span]
"""Where an annotation stands: its first piece, then any further ones, in the order of the text and disjoint."""

_GRAM = 32  # code points by which places that may say the same are found
_CHANCE = 8  # code points in which texts may agree by chance, such as the first letters of a word
_TOO_OFTEN = 50  # a passage that stands in more places than this is not told apart from itself


def carried(old: str, new: str, annotations: Sequence[Pieces]) -> list[list[Span] | None]:
    """For each annotation on `old`, in their order: where it stands in `new`; None when a person must look at it."""
    comparison = Comparison(old, new, differences(old, new))
    moves = [[comparison.move(piece) for piece in pieces] for pieces in annotations]
    certain = _certain(comparison, {move for found in moves for move in found if move})
    return [
        [Span(move.at, move.at + move.span.end - move.span.start) for move in found if move]
        if all(move in certain for move in found)
        else None
        for found in moves
    ]


@dataclass(frozen=True, slots=True)
class Move:
    """A span of the old text, and where in the new text the same stands with the same around it."""

    span: Span
    at: int

    @property
    def window(self) -> Span:
        """The span with its context, in the old text as far as that reaches."""
        return Span(max(self.span.start - WINDOW, 0), self.span.end + WINDOW)


class Comparison:
    """Two texts and the stretches in which they agree."""

    def __init__(self, old: str, new: str, stretches: Iterable[Stretch]) -> None:
        self.old = old
        self.new = new
        self.same = [stretch for stretch in stretches if stretch.same]
        self._starts = [stretch.old_start for stretch in self.same]

    def move(self, span: Span) -> Move | None:
        """Where the span lies now, if it and its context are unchanged there."""
        number = bisect_right(self._starts, span.start) - 1
        if number < 0 or span.end > self.same[number].old_end:
            return None
        shift = self.same[number].new_start - self.same[number].old_start
        there = Span(span.start + shift, span.end + shift)
        return Move(span, there.start) if context(self.old, span) == context(self.new, there) else None


def _certain(comparison: Comparison, moves: set[Move]) -> set[Move]:
    """Those moves to which nothing else in the two texts is an alternative."""
    old, new = comparison.old, comparison.new
    grams = {old[move.window.start : move.window.start + _GRAM] for move in moves}
    in_old, in_new = _places(old, grams), _places(new, grams)
    found = set()
    for move in moves:
        start = move.window.start
        gram = old[start : start + _GRAM]
        here, there = in_old[gram], in_new[gram]
        if len(here) == len(there) == 1 or _stands_out(comparison, move, here, there):
            found.add(move)
    return found


def _places(text: str, grams: set[str]) -> dict[str, list[int]]:
    """Where each of the grams stands, by one walk through the text for each length that they have."""
    found: dict[str, list[int]] = {gram: [] for gram in grams}
    for size in {len(gram) for gram in grams}:
        for at in range(len(text) - size + 1):
            gram = text[at : at + size]
            if gram in found:
                found[gram].append(at)
    return found


def _stands_out(comparison: Comparison, move: Move, here: Sequence[int], there: Sequence[int]) -> bool:
    """Whether the two texts agree more around this move than around any other between places that say the same."""
    old, new = comparison.old, comparison.new
    window = old[move.window.start : move.window.end]
    start, at = move.window.start, move.at - (move.span.start - move.window.start)
    if len(here) > _TOO_OFTEN or len(there) > _TOO_OFTEN:
        return False
    others = [(place, at) for place in here if place != start and old.startswith(window, place)]
    others += [(start, place) for place in there if place != at and new.startswith(window, place)]
    before, after = _reach(old, start, new, at)
    return all(_is_lesser(_reach(old, i, new, j), before, after) for i, j in others)


def _is_lesser(reach: tuple[int, int], before: int, after: int) -> bool:
    """Whether an alternative reaches no further on either side, but for chance, and clearly less far on one."""
    less, fewer = before - reach[0], after - reach[1]
    return min(less, fewer) >= -_CHANCE and max(less, fewer) > _CHANCE


def _reach(a: str, i: int, b: str, j: int) -> tuple[int, int]:
    """How many code points two texts agree in before a[i] and b[j], and from there on.

    That both texts begin or end there agrees too, as much as a whole context.
    """
    before = _agreeing(lambda size: a[i - size : i] == b[j - size : j], min(i, j))
    after = _agreeing(lambda size: a[i : i + size] == b[j : j + size], min(len(a) - i, len(b) - j))
    begin, end = before == i == j, i + after == len(a) and j + after == len(b)
    return before + begin * WINDOW, after + end * WINDOW


def _agreeing(agree: Callable[[int], bool], most: int) -> int:
    """The largest size up to `most` at which they agree, found by doubling and then halving."""
    least, size = 0, 1
    while size < most and agree(size):
        least, size = size, size * 2
    beyond = min(size, most) + 1
    while beyond - least > 1:
        middle = (least + beyond) // 2
        least, beyond = (middle, beyond) if agree(middle) else (least, middle)
    return least
