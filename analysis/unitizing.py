"""Krippendorff's alpha for unitizing: do coders cut the same units out of a text?

The formula of 1995 in the corrected form of 2004 (Content Analysis, 2nd edition, chapter 11), for one category at a
time. That of 2016 (Krippendorff, Mathet, Bouvry and Widlöcher) is another.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, combinations

from analysis.coefficients import Coefficient, Undefined, judged, missing
from analysis.spans import Span, gaps


@dataclass(frozen=True, slots=True)
class Continuum:
    """A text of so many characters, and what each coder cut out of it: units in order that share no character."""

    length: int
    coders: Sequence[Sequence[Span]]


def unitizing(continua: Sequence[Continuum]) -> Coefficient:
    """The alpha of one category over texts laid end to end, each unitized by as many coders; ValueError otherwise.

    No unit and no gap reaches over the end of a text, so that the order of texts does not matter. `n` is how many
    characters they have.
    """
    sizes = {len(one.coders) for one in continua}
    if len(sizes) > 1:
        raise ValueError("Unitizing alpha asks for as many coders for each text.")
    length = sum(one.length for one in continua)
    if not length or sizes == {1}:
        return missing(Undefined.NOTHING_COMPARED)
    (m,) = sizes
    cut = [one for one in continua if any(one.coders)]
    whole = [one.length for one in continua if not any(one.coders)] * m
    apart = 2 * sum(_apart(*pair) for one in cut for pair in combinations(one.coders, 2))
    units = [end - start for one in cut for coder in one.coders for start, end in coder]
    room = whole + [end - start for one in cut for coder in one.coders for start, end in gaps(coder, one.length)]
    observed, expected = Fraction(apart, m * (m - 1) * length**2), _expected(units, sorted(room), m, length)
    return judged(length, observed, expected, Undefined.NO_VARIATION if cut else Undefined.NOTHING_MARKED)


def _apart(mine: Sequence[Span], theirs: Sequence[Span]) -> int:
    """Σδ² of two coders: how far the ends of units that meet lie apart, and how long the others are; all squared."""
    total = 0
    met: set[tuple[bool, Span]] = set()
    first = 0
    for start, end in mine:
        while first < len(theirs) and theirs[first][1] <= start:
            first += 1
        at = first
        while at < len(theirs) and theirs[at][0] < end:
            total += (start - theirs[at][0]) ** 2 + (end - theirs[at][1]) ** 2
            met |= {(True, (start, end)), (False, theirs[at])}
            at += 1
    alone = (unit for whose, units in ((True, mine), (False, theirs)) for unit in units if (whose, unit) not in met)
    return total + sum((end - start) ** 2 for start, end in alone)


def _expected(units: Sequence[int], room: Sequence[int], m: int, length: int) -> Fraction:
    """De: what units and gaps of these lengths, of m coders, would differ by had chance laid them. Gaps come in order.

    De = 2/L · Σ_units [(N - 1)/3 · (2l³ - 3l² + l) + l² · Σ_gaps≥l (g - l + 1)] / (mL (mL - 1) - Σ l (l - 1))
    """
    below = [0, *accumulate(room)]
    met = (len(units) - 1) * sum(2 * size**3 - 3 * size**2 + size for size in units)
    alone = 0
    for size in units:
        first = bisect_left(room, size)
        alone += size**2 * (below[-1] - below[first] - (len(room) - first) * (size - 1))
    chances = m * length * (m * length - 1) - sum(size * (size - 1) for size in units)
    return Fraction(2 * (met + 3 * alone), 3 * length * chances)
