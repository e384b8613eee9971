"""How often over time: the shortest period that fits, none left out, bars as high as their counts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.periods import timeline


@pytest.mark.parametrize(
    ("first", "last", "unit", "labels"),
    [
        (date(2016, 8, 30), date(2016, 11, 1), "month", ["Aug 2016", "Sep 2016", "Oct 2016", "Nov 2016"]),
        (date(2016, 8, 30), date(2016, 8, 30), "month", ["Aug 2016"]),
        (date(2010, 1, 1), date(2019, 12, 31), "quarter", ["Q1 2010", ..., "Q4 2019"]),
        (date(1997, 5, 1), date(2024, 5, 30), "year", ["1997", ..., "2024"]),
        (date(1832, 6, 7), date(2024, 5, 30), "decade", ["1830s", ..., "2020s"]),
        (date(1215, 6, 15), date(2024, 5, 30), "century", ["1200–1299", ..., "2000–2099"]),
        (date.min, date.max, "century", ["0–99", ..., "9900–9999"]),
    ],
)
def test_the_unit_is_the_shortest_that_fits(first, last, unit, labels):
    made = timeline({first: 1, last: 1})
    told = [period.label for period in made.periods]
    assert made.unit == unit
    assert (told if ... not in labels else [told[0], ..., told[-1]]) == labels


def test_nothing_has_no_timeline():
    assert timeline({}) is None


def test_bars_are_as_high_as_their_counts_and_what_is_rare_is_still_seen():
    made = timeline({date(2016, 1, 1): 200, date(2016, 2, 1): 100, date(2016, 4, 1): 1})
    assert [(one.count, one.height, one.y) for one in made.periods] == [
        (200, 100, 0),
        (100, 50, 50),
        (0, 0, 100),
        (1, 2, 98),
    ]
    assert (made.most, made.width) == (200, 120)


@given(st.dictionaries(st.dates(), st.integers(1, 1_000), min_size=1))
def test_every_passage_is_counted_once_and_bars_stand_side_by_side(counts):
    made = timeline(counts)
    assert sum(period.count for period in made.periods) == sum(counts.values())
    assert len({period.label for period in made.periods}) == len(made.periods) <= 100
    places = [period.x for period in made.periods]
    assert places == sorted(set(places)) and places[-1] + made.bar <= made.width
