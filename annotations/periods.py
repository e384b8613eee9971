"""How often something was said over time: pure. Days are put together into periods, and periods drawn as bars."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

_MOST = 60  # periods; more would be too thin to see
_MONTHS = (1, 3, 12, 120, 1_200)
_NAMES = {1: "month", 3: "quarter", 12: "year", 120: "decade", 1_200: "century"}
_SLOT, _GAP, _HEIGHT, _FEWEST = 10, 2, 100, 12


@dataclass(frozen=True, slots=True)
class Period:
    """A period and how often something falls into it; where its bar stands, in units of the drawing."""

    label: str
    count: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every period from the first to the last, empty ones too; `unit` names what each is, `width` is the drawing's."""

    unit: str
    periods: list[Period]
    width: int
    most: int

    height = _HEIGHT
    bar = _SLOT - _GAP


def timeline(counts: Mapping[date, int]) -> Timeline | None:
    """The counts of days by month, quarter, year, decade or century: the shortest of which no more than 60 are needed.

    None when there is nothing to count.
    """
    if not counts:
        return None
    first, last = _month(min(counts)), _month(max(counts))
    unit = next((months for months in _MONTHS if last // months - first // months < _MOST), _MONTHS[-1])
    totals: dict[int, int] = dict.fromkeys(range(first // unit, last // unit + 1), 0)
    for day, count in counts.items():
        totals[_month(day) // unit] += count
    most = max(totals.values())
    periods = [_period(n, _label(nth, unit), count, most) for n, (nth, count) in enumerate(totals.items())]
    return Timeline(_NAMES[unit], periods, max(len(periods), _FEWEST) * _SLOT, most)


def _period(n: int, label: str, count: int, most: int) -> Period:
    height = max(round(_HEIGHT * count / most), 2) if count else 0
    return Period(label, count, n * _SLOT + _GAP // 2, _HEIGHT - height, height)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _label(nth: int, unit: int) -> str:
    year, month = divmod(nth * unit, 12)
    match unit:
        case 1:
            return f"{date(2000, month + 1, 1):%b} {year}"
        case 3:
            return f"Q{month // 3 + 1} {year}"
        case 12:
            return str(year)
        case 120:
            return f"{year}s"
        case _:
            return f"{year}–{year + 99}"
