"""When somebody belongs somewhere: both days included, open ends open."""

from datetime import date

import pytest

from actors.belonging import lasting_on, span
from actors.models import Affiliation

JULY, JUNE = date(2016, 7, 11), date(2019, 6, 7)


@pytest.mark.parametrize(
    ("since", "until", "day", "lasts"),
    [
        (JULY, JUNE, JULY, True),
        (JULY, JUNE, JUNE, True),
        (JULY, JUNE, date(2016, 7, 10), False),
        (JULY, JUNE, date(2019, 6, 8), False),
        (JULY, None, date(2099, 1, 1), True),
        (None, JUNE, date(1900, 1, 1), True),
        (None, None, JULY, True),
        (None, None, None, True),
        (JULY, None, None, False),
        (None, JUNE, None, False),
    ],
)
def test_both_days_are_included_and_an_unknown_day_is_in_no_time(since, until, day, lasts):
    one = Affiliation(since=since, until=until)
    assert lasting_on(day, [one]) == ([one] if lasts else [])


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (JULY, JUNE, "11 Jul 2016 – 7 Jun 2019"),
        (JULY, None, "since 11 Jul 2016"),
        (None, JUNE, "until 7 Jun 2019"),
        (None, None, ""),
    ],
)
def test_a_time_in_words(since, until, words):
    assert span(since, until) == words
