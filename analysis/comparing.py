"""How far coders agree on texts that they have coded independently: for each tag, for all tags, for marking at all.

Each tag is a question of its own, asked of every character: is it marked with this tag or not? So passages may overlap
and carry several tags.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from analysis.coded import ANYTHING, Coded, Coders
from analysis.coefficients import Coefficient, Undefined, cohen, fleiss, krippendorff, missing, pooled
from analysis.unitizing import unitizing

Says = tuple[frozenset[str], ...]
Answers = Counter[tuple[bool, ...]]
Counts = Mapping[Coders, Answers]
"""For each group of coders that some text has: how many characters were marked by whom of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """The coefficients of one question, and how many characters at least one coder marked so, and how many all did."""

    cohen: Coefficient
    fleiss: Coefficient
    alpha: Coefficient
    unitizing: Coefficient
    marked: int
    agreed: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Cohen's kappa of two of several coders: over all tags, and for marking at all."""

    coders: tuple[str, str]
    overall: Coefficient
    anything: Coefficient


@dataclass(frozen=True, slots=True)
class Report:
    """What was compared, and how far people agree on it.

    `even`: how many coders each text has that Fleiss' kappa and unitizing alpha are counted from. `uneven`: the texts
    that have another number of them, and are left out there.
    """

    coders: Coders
    compared: Sequence[Coded]
    tags: Mapping[str, Row]
    overall: Row
    anything: Row
    pairs: Sequence[Pair]
    even: int
    uneven: Sequence[Coded]

    @property
    def characters(self) -> int:
        """How many characters at least two have judged."""
        return sum(one.length for one in self.compared)


def compare(texts: Iterable[Coded], tags: Iterable[str] | None = None) -> Report:
    """How far the coders agree, on the texts that at least two have coded.

    On these tags, in this order; without them on each tag that somebody used there, by name.
    """
    compared = [one for one in texts if len(one.coders) > 1 and one.length]
    even = _commonest(compared)
    tally = _Tally(compared)
    counts = {tag: tally.of(tag) for tag in (sorted(tally.used) if tags is None else tags)}
    anything = tally.of(ANYTHING)
    rows = {tag: _row(tag, one, tally, even) for tag, one in counts.items()}
    return Report(
        coders=tally.coders,
        compared=compared,
        tags=rows,
        overall=_overall(rows, tally),
        anything=_row(ANYTHING, anything, tally, even),
        pairs=[_pair(pair, counts.values(), anything) for pair in combinations(tally.coders, 2) if tally.has(pair)],
        even=even,
        uneven=[one for one in compared if len(one.coders) != even],
    )


def _commonest(compared: Sequence[Coded]) -> int:
    """The number of coders that most of the text has; the higher of two that as much has."""
    sizes = Counter[int]()
    for one in compared:
        sizes[len(one.coders)] += one.length
    return max(sizes, key=lambda size: (sizes[size], size), default=0)


class _Tally:
    """How many characters of the texts were marked with what by whom."""

    def __init__(self, texts: Sequence[Coded]) -> None:
        self.texts = texts
        self.said: dict[Coders, Counter[Says]] = defaultdict(Counter)
        for one in texts:
            for start, end, says in one.stretches:
                self.said[one.coders][says] += end - start
        self.lengths = {coders: said.total() for coders, said in self.said.items()}
        self.marked: dict[str, dict[Coders, Answers]] = defaultdict(lambda: defaultdict(Counter))
        for coders, said in self.said.items():
            for says, count in said.items():
                for tag in frozenset[str]().union(*says):
                    self.marked[tag][coders][tuple(tag in one for one in says)] += count

    @property
    def used(self) -> set[str]:
        """The tags that somebody used."""
        return self.marked.keys() - {ANYTHING}

    @property
    def coders(self) -> Coders:
        """Everybody who coded one of the texts."""
        return tuple(sorted({who for group in self.lengths for who in group}))

    def has(self, pair: tuple[str, str]) -> bool:
        """Whether these two have coded one text."""
        return any(set(pair) <= set(group) for group in self.lengths)

    def of(self, tag: str) -> Counts:
        """The counts of a tag, with what nobody marked."""
        found = {}
        for coders, length in self.lengths.items():
            marked = self.marked[tag][coders] if tag in self.marked else Answers()
            found[coders] = marked + Answers({(False,) * len(coders): length - marked.total()})
        return found


def _row(tag: str, counts: Counts, tally: _Tally, even: int) -> Row:
    everybody = _sum(counts.values())
    return Row(
        cohen=_cohen(tally.coders, counts) if len(tally.coders) == 2 else _no_pair(tally.coders),
        fleiss=fleiss(_sum(answers for coders, answers in counts.items() if len(coders) == even)),
        alpha=krippendorff(everybody),
        unitizing=unitizing([one.unitized(tag) for one in tally.texts if len(one.coders) == even]),
        marked=sum(count for answers, count in everybody.items() if any(answers)),
        agreed=sum(count for answers, count in everybody.items() if all(answers)),
    )


def _no_pair(coders: Coders) -> Coefficient:
    return missing(Undefined.NOT_TWO_CODERS if coders else Undefined.NOTHING_COMPARED)


def _overall(rows: Mapping[str, Row], tally: _Tally) -> Row:
    """All tags in one: the coefficients pooled; and the characters that have a tag, and that have the same from all."""
    asked = frozenset(rows)
    marked = agreed = 0
    for says, count in chain.from_iterable(said.items() for said in tally.said.values()):
        first, *others = (one & asked for one in says)
        marked += count * bool(first.union(*others))
        agreed += count * bool(first and all(other == first for other in others))
    if not tally.texts:
        none = missing(Undefined.NOTHING_COMPARED)
        return Row(none, none, none, none, marked, agreed)
    return Row(
        pooled(row.cohen for row in rows.values()),
        pooled(row.fleiss for row in rows.values()),
        pooled(row.alpha for row in rows.values()),
        pooled(row.unitizing for row in rows.values()),
        marked,
        agreed,
    )


def _pair(pair: tuple[str, str], tags: Iterable[Counts], anything: Counts) -> Pair:
    return Pair(pair, pooled(_cohen(pair, counts) for counts in tags), _cohen(pair, anything))


def _cohen(pair: Coders, counts: Counts) -> Coefficient:
    """Cohen's kappa of two, on the texts that both have coded."""
    found = Answers()
    for coders, answers in counts.items():
        if set(pair) <= set(coders):
            one, other = (coders.index(who) for who in pair)
            for marked, count in answers.items():
                found[marked[one], marked[other]] += count
    return cohen(found)


def _sum(several: Iterable[Answers]) -> Answers:
    return sum(several, Answers())
