"""Agreement of coders beyond chance: Cohen's and Fleiss' kappa and Krippendorff's alpha, for judgements without order.

What is counted is a Counter of judgements made together: `{("a", "b"): 120}` says that 120 units (characters, cases)
were called "a" by the first coder and "b" by the second. Each coefficient is 1 - observed / expected disagreement. All
is counted in whole numbers and fractions, so that perfect agreement is 1 and not nearly 1.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

Together = Mapping[Any, int]
"""Of tuples of values that can be hashed."""


class Undefined(StrEnum):
    """Why a coefficient has no value. Its words follow “undefined:”."""

    NOTHING_COMPARED = "nothing was judged by two"
    NO_VARIATION = "all judged everything alike and in one way, so that chance could not have done worse"
    NOTHING_MARKED = "nobody marked anything"
    NO_TAGS = "nobody used a tag"
    NOT_TWO_CODERS = "it compares two coders, and here are more: choose two"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Agreement on `n` units: how far people disagreed, and how far they would have by chance."""

    n: int
    observed: Fraction
    expected: Fraction
    undefined: Undefined | None = None

    @property
    def value(self) -> float | None:
        """1 for perfect agreement, 0 for what chance gives, below 0 for less; None when it is undefined."""
        return None if self.undefined else float(1 - self.observed / self.expected)


def judged(
    n: int, observed: Fraction | int, expected: Fraction | int, without: Undefined = Undefined.NO_VARIATION
) -> Coefficient:
    """A coefficient, undefined for the reason `without` where chance could not have led to any disagreement."""
    return Coefficient(n, Fraction(observed), Fraction(expected), None if expected else without)


def missing(reason: Undefined) -> Coefficient:
    """No value, for this reason, and nothing that it was counted from."""
    return Coefficient(0, Fraction(0), Fraction(0), reason)


def cohen(together: Together) -> Coefficient:
    """Cohen's kappa of two coders: 1 - (1 - Po) / (1 - Pe), Pe = Σ p1k p2k (Cohen 1960).

    Chance is that both give their own shares of the categories at random.
    """
    n = sum(together.values())
    if not n:
        return missing(Undefined.NOTHING_COMPARED)
    mine, theirs = Counter[Hashable](), Counter[Hashable]()
    for (one, other), count in together.items():
        mine[one] += count
        theirs[other] += count
    apart = sum(count for (one, other), count in together.items() if one != other)
    alike = sum(mine[value] * theirs[value] for value in mine)
    return judged(n, Fraction(apart, n), 1 - Fraction(alike, n * n))


def fleiss(together: Together) -> Coefficient:
    """Fleiss' kappa of as many coders for each unit: P_i = (Σ n_ij² - m) / (m (m - 1)), Pe = Σ p_j² (Fleiss 1971).

    The coders need not be the same people for each unit, only as many; ValueError where they are not. Chance is that
    everybody draws from the categories as all of them together used them.
    """
    sizes = {len(values) for values, count in together.items() if count}
    if not sizes or sizes == {1}:
        return missing(Undefined.NOTHING_COMPARED)
    if len(sizes) > 1:
        raise ValueError("Fleiss' kappa asks for as many coders for each unit.")
    (m,) = sizes
    n = sum(together.values())
    alike = sum(count * (_squares(Counter(values)) - m) for values, count in together.items())
    shares = _totals(together)
    return judged(n, 1 - Fraction(alike, n * m * (m - 1)), 1 - Fraction(_squares(shares), (n * m) ** 2))


def krippendorff(together: Together) -> Coefficient:
    """Krippendorff's alpha for nominal data: 1 - Do / De from coincidences o_ck = Σ pairs / (m_u - 1).

    Any number of coders for each unit; what fewer than two judged is left out. Chance is drawing two of all judgements
    without putting the first back (Krippendorff 2004, chapter 11).
    """
    pairable = {values: count for values, count in together.items() if len(values) > 1 and count}
    shares = _totals(pairable)
    judgements = shares.total()
    if not judgements:
        return missing(Undefined.NOTHING_COMPARED)
    pairs = (
        Fraction(count * (len(values) ** 2 - _squares(Counter(values))), len(values) - 1)
        for values, count in pairable.items()
    )
    differing = Fraction(judgements**2 - _squares(shares), judgements * (judgements - 1))
    return judged(sum(pairable.values()), sum(pairs, Fraction(0)) / judgements, differing)


def pooled(several: Iterable[Coefficient]) -> Coefficient:
    """One coefficient for several tags on the same units: 1 - ΣDo / ΣDe.

    So de Vries et al. (2008) pool kappas, and so Krippendorff sums over categories. What is undefined adds nothing.
    """
    found = list(several)
    defined = [one for one in found if not one.undefined]
    if not defined:
        return missing(next((one.undefined for one in found if one.undefined), Undefined.NO_TAGS))
    observed = sum((one.observed for one in defined), Fraction(0))
    return judged(max(one.n for one in defined), observed, sum((one.expected for one in defined), Fraction(0)))


def _totals(together: Together) -> Counter[Hashable]:
    """How often each value was given, by anybody."""
    totals = Counter[Hashable]()
    for values, count in together.items():
        for value in values:
            totals[value] += count
    return totals


def _squares(counts: Mapping[Hashable, int]) -> int:
    return sum(count * count for count in counts.values())
