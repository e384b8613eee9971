"""Pages by keyset: neither skipping nor repeating, also while others write."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from projects.models import Project
from projects.rest.paging import Window, links, page, read_window
from projects.rest.problems import Problem

START = datetime(2026, 1, 1, tzinfo=UTC)


def cursor_of(address: str) -> str:
    return address.split("cursor=")[1]


@given(
    st.datetimes(timezones=st.just(UTC)), st.uuids(), st.integers(-(2**31) + 1, 2**31 - 1), st.text().filter(
        lambda text: "\0" not in text and text.isprintable()
    )
)  # fmt: skip
def test_a_cursor_brings_back_the_key_that_it_was_made_of(moment, id_, number, text):
    key = (moment, id_, number, text)
    ends = links(RequestFactory().get("/list/?q=a"), key, key, before=True, after=True)
    kinds = (datetime, UUID, int, str)
    assert read_window({"cursor": cursor_of(ends["next"])}, *kinds) == Window(100, key)
    assert read_window({"cursor": cursor_of(ends["previous"])}, *kinds) == Window(100, key, backwards=True)
    assert ends["next"].startswith("http://testserver/list/?q=a&cursor=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "é", "e30", "W10", "WyJhZnRlciJd", "WyJzaWRld2F5cyIsMV0", "WyJhZnRlciIsIngiXQ", "WyJhZnRlciIsbnVsbF0",
        "WyJhZnRlciIsMSwyXQ", "WyJhZnRlciIsdHJ1ZV0x", "====", "WyJhZnRlciIsOTk5OTk5OTk5OTk5XQ",
        "WyJhZnRlciIsdHJ1ZV0",
    ],
)  # fmt: skip
def test_a_cursor_that_no_list_has_given_is_400(cursor):
    with pytest.raises(Problem) as refused:
        read_window({"cursor": cursor}, int)
    assert (refused.value.status, refused.value.errors[0]["field"]) == (400, "cursor")


@pytest.mark.parametrize(
    ("window", "read", "cut"),
    [
        (Window(2), "ab", (["a", "b"], False, False)),
        (Window(2), "abc", (["a", "b"], False, True)),
        (Window(2, (0,)), "ab", (["a", "b"], True, False)),
        (Window(2, (9,), backwards=True), "ba", (["a", "b"], False, True)),
        (Window(2, (9,), backwards=True), "cba", (["b", "c"], True, True)),
        (Window(2), "", ([], False, False)),
    ],
)
def test_a_page_is_cut_from_one_row_more(window, read, cut):
    assert window.cut(list(read)) == cut


@pytest.fixture
def many(cast):
    """Ten projects, in pairs of the same moment."""
    made = [
        Project(name=f"P{n}", slug=f"p{n}", creator=cast.alice, created=START + timedelta(microseconds=n // 2))
        for n in range(10)
    ]
    Project.objects.bulk_create(made)
    return sorted(made, key=lambda one: (one.created, one.id))


def turn(address: str, size: int) -> dict:
    request = RequestFactory().get(address)
    window = read_window({"page_size": size} | request.GET.dict() | {"page_size": size}, datetime, UUID)
    rows = Project.objects.values("slug", "created", "id")
    return page(request, rows, window, ("created", "id"), lambda row: row["slug"])


@pytest.mark.parametrize("size", [1, 3, 5, 9, 10, 11])
def test_forwards_and_backwards_every_row_comes_once_and_in_order(many, size):
    slugs = [one.slug for one in many]
    seen, address, last = [], "/list/", None
    while address:
        last = turn(address, size)
        seen += last["results"]
        address = last["next"]
    assert seen == slugs
    back, address = list(reversed(last["results"])), last["previous"]
    while address:
        before = turn(address, size)
        back += reversed(before["results"])
        address = before["previous"]
    assert back == slugs[::-1]


def test_rows_that_come_and_go_meanwhile_move_no_others(many, cast):
    first = turn("/list/", 4)
    Project.objects.filter(slug__in=first["results"][:2]).delete()
    Project.objects.create(name="Early", slug="early", creator=cast.alice, created=START - timedelta(days=1))
    second = turn(first["next"], 4)
    assert second["results"] == [one.slug for one in many[4:8]]
