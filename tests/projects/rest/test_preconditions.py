"""If-Match says which revision is meant; If-None-Match spares what the client has."""

import pytest
from django.test import RequestFactory

from projects.rest.preconditions import expected_revision, is_fresh
from projects.rest.problems import Problem


def request(**headers: str):
    return RequestFactory().get("/", **{f"HTTP_{name}": value for name, value in headers.items()})


@pytest.mark.parametrize(("header", "revision"), [('"3"', 3), ('W/"3"', 3), (' "3" ', 3), ("*", None)])
def test_a_revision_is_read(header, revision):
    assert expected_revision(request(IF_MATCH=header)) == revision


@pytest.mark.parametrize("header", ["3", '"three"', '"3", "4"', '"-1"', '"٣"', '"99999999999"', '""', "w/*"])
def test_what_is_no_revision_is_400(header):
    with pytest.raises(Problem) as refused:
        expected_revision(request(IF_MATCH=header))
    assert refused.value.status == 400


@pytest.mark.parametrize("headers", [{}, {"IF_MATCH": ""}, {"IF_MATCH": "  "}])
def test_none_at_all_is_428(headers):
    with pytest.raises(Problem) as refused:
        expected_revision(request(**headers))
    assert refused.value.status == 428


@pytest.mark.parametrize(
    ("header", "fresh"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("a", False), ("", False)],
)
def test_what_the_client_has_is_fresh_by_the_weak_comparison(header, fresh):
    assert is_fresh(request(IF_NONE_MATCH=header), '"a"') is fresh
