"""What was found, as a table for people and as JSON for programs."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Result:
    """One measure.

    `measured` and `floor` are in `unit`; `share` is what is held to the `target`, at least or at most. Without a target
    it is there to be read only.
    """

    name: str
    what: str
    unit: str
    measured: float
    floor: float | None
    share: float
    target: float | None
    at_least: bool = True

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        if self.target is None:
            return True
        return self.share >= self.target if self.at_least else self.share <= self.target

    @property
    def verdict(self) -> str:
        """The same in a word."""
        return "for comparison" if self.target is None else "holds" if self.holds else "FALLS SHORT"

    def as_row(self) -> list[str]:
        """The cells of its row in the table."""
        sign = "≥" if self.at_least else "≤"
        target = "" if self.target is None else f"{sign} {self.target:g}"
        floor = "" if self.floor is None else f"{self.floor:.3g} {self.unit}"
        share = "" if self.floor is None else f"{self.share:.2f}"
        return [self.what, f"{self.measured:.3g} {self.unit}", floor, share, target, self.verdict]

    def as_json(self) -> dict[str, Any]:
        """All of it, for programs."""
        return asdict(self) | {"holds": self.holds}


def against_floor(
    name: str, what: str, measured: Sequence[float], floor: Sequence[float], target: float | None
) -> Result:
    """CPU milliseconds held against the floor's: the medians of the rounds; the share is floor / measured."""
    ours, theirs = median(measured), median(floor)
    return Result(name, what, "ms", ours, theirs, theirs / ours, target)


def at_most(name: str, what: str, unit: str, measured: Sequence[float], target: float | None) -> Result:
    """A median that stands for itself and is not to be passed."""
    return Result(name, what, unit, median(measured), None, median(measured), target, at_least=False)


HEAD = ["what", "measured", "floor", "ratio", "target", "verdict"]


def table(results: Sequence[Result]) -> str:
    """The results as a table in Markdown."""
    rows = [HEAD, *(result.as_row() for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]

    def line(cells: Sequence[str], fill: Callable[[str, int], str] = str.ljust) -> str:
        return "| " + " | ".join(fill(cell, width) for cell, width in zip(cells, widths, strict=True)) + " |"

    ruler = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([line(rows[0]), ruler, *map(line, rows[1:])])
