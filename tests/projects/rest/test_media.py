"""Bodies as JSON and NDJSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rest.media import BadRow, Rows, dump, load
from projects.rest.problems import Problem

STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | STORABLE,
    lambda inner: st.lists(inner) | st.dictionaries(STORABLE, inner),
)


@given(JSON)
def test_what_is_written_is_read_again(value):
    assert load(dump(value)) == value


@pytest.mark.parametrize(
    "data", [b"", b"{", b"nul", b'"\\ud800"', b'"\\udc00\\ud800"', b"\xff", b"NaN", b"1e999", b"[" * 2_000], ids=repr
)
def test_what_is_no_json_is_refused(data):
    with pytest.raises(ValueError, match="not valid JSON"):
        load(data)


@pytest.mark.parametrize("data", [b'"\\u0000"', b'{"a": ["b\\u0000"]}', b'{"\\u0000": 1}'])
def test_nul_is_refused_wherever_it_stands(data):
    with pytest.raises(ValueError, match=r"U\+0000"):
        load(data)


def test_an_escaped_backslash_before_u0000_is_no_nul():
    assert load(rb'"\\u0000"') == r"\u0000"


def test_lines_are_numbered_as_in_a_file_and_a_bad_one_stands_for_itself():
    rows = list(Rows(b'{"a": 1}\r\n\n  \n[1]\n{\n{"a": 2}'))
    assert [(line, isinstance(row, BadRow)) for line, row in rows] == [(1, False), (4, True), (5, True), (6, False)]
    assert [row.error["code"] for _, row in rows if isinstance(row, BadRow)] == ["not_an_object", "json"]


def test_no_more_rows_than_allowed(settings):
    settings.MAX_BULK_ROWS = 2
    assert len(list(Rows(b"{}\n\n{}\n"))) == 2
    with pytest.raises(Problem) as refused:
        Rows(b"{}\n{}\n{}")
    assert refused.value.status == 413
