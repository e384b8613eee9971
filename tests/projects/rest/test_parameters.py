"""Query parameters are read by their kind, and nothing else is let through."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.http import QueryDict

from projects.rest.parameters import DATE, FLAG, ID, MOMENT, TEXT, Parameter, read_query, whole
from projects.rest.problems import Problem

KNOWN = (
    Parameter("q", TEXT, ""),
    Parameter("on", DATE, ""),
    Parameter("since", MOMENT, ""),
    Parameter("id", ID, ""),
    Parameter("mine", FLAG, ""),
    Parameter("n", whole(1, 500), ""),
    Parameter("tag", TEXT, "", repeatable=True),
)


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("", {}),
        ("q=a+b%20c", {"q": "a b c"}),
        ("q=", {"q": ""}),
        ("on=2026-01-31", {"on": date(2026, 1, 31)}),
        ("since=2026-01-31T12:00:00Z", {"since": datetime(2026, 1, 31, 12, tzinfo=UTC)}),
        ("since=2026-01-31T12:00:00+02:00", {"since": datetime(2026, 1, 31, 10, tzinfo=UTC)}),
        ("since=2026-01-31", {"since": datetime(2026, 1, 31, tzinfo=UTC)}),
        ("id=0190A0B0-0000-7000-8000-000000000001", {"id": UUID("0190a0b0-0000-7000-8000-000000000001")}),
        ("mine=false", {"mine": False}),
        ("n=500", {"n": 500}),
        ("tag=a&tag=b", {"tag": ["a", "b"]}),
        ("tag=a&tag=b&tag=a" + "&tag=b" * 50, {"tag": ["a", "b"]}),
        ("q=" + "a" * 1_000, {"q": "a" * 1_000}),
    ],
)
def test_what_fits_is_read(query, values):
    assert read_query(QueryDict(query), KNOWN) == values


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=a&q=b", "on=2026-02-30", "on=20260131", "since=soon", "since=0001-01-01T00:00%2B23:00",
        "id=1", "id=0190a0b0000070008000000000000001", "mine=1", "n=0", "n=501", "n=-1", "n=1.5", "n=%D9%A1", "n=",
        "n=99999999999999999999999", "tag=a&tag=%00", "other=1",
        "q=" + "a" * 1_001, "&".join(f"tag={n}" for n in range(21)),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(query):
    with pytest.raises(Problem) as refused:
        read_query(QueryDict(query), KNOWN)
    assert refused.value.status == 400
    assert refused.value.errors[0]["field"] == query.split("=")[0]


def test_an_unknown_parameter_is_answered_with_those_that_are_known():
    with pytest.raises(Problem, match=r"Known here: q, on, since, id, mine, n, tag\."):
        read_query(QueryDict("qq=1"), KNOWN)
    with pytest.raises(Problem, match="None is known here"):
        read_query(QueryDict("q=1"), ())
