"""Where a quotation stands: the shared cases, and properties."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import NoSinglePlace, Span, context, locate, places
from documents.text import canonical, decode

VECTORS = Path(__file__).parent.parent / "vectors" / "anchoring.json"
CASES = json.loads(VECTORS.read_text())["cases"]
TEXTS = st.text(alphabet=st.sampled_from("ab \n👍é\u0301ע"), min_size=1, max_size=60)


@st.composite
def quoted(draw):
    """A text and a span that is not empty in it."""
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    return text, Span(start, draw(st.integers(start + 1, len(text))))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_shared_cases_hold(case):
    text, span = case["text"], Span(case["start"], case["end"])
    assert text[span.start : span.end] == case["quote"]
    assert context(text, span) == (case["prefix"], case["suffix"])
    assert locate(text, case["quote"], case["prefix"], case["suffix"]) == span


@pytest.mark.parametrize("case", [case for case in CASES if "source" in case], ids=lambda case: case["name"])
def test_offsets_count_the_text_that_was_read_and_not_its_source(case):
    assert canonical(decode(case["source"].encode())) == case["text"]


@given(quoted())
def test_a_quotation_is_among_its_own_places(given_text):
    text, span = given_text
    prefix, suffix = context(text, span)
    quote = text[span.start : span.end]
    assert span in places(text, quote)
    assert span in places(text, quote, prefix, suffix)


@given(quoted())
def test_every_place_says_the_quotation(given_text):
    text, span = given_text
    quote = text[span.start : span.end]
    for start, end in places(text, quote):
        assert text[start:end] == quote


@given(quoted())
def test_a_quotation_is_found_where_it_stands_or_its_places_are_told(given_text):
    text, span = given_text
    quote = text[span.start : span.end]
    try:
        assert locate(text, quote) == span
    except NoSinglePlace as ambiguous:
        assert span in ambiguous.candidates or len(ambiguous.candidates) == 20
        assert len(ambiguous.candidates) > 1


def test_overlapping_places_are_all_told():
    with pytest.raises(NoSinglePlace) as ambiguous:
        locate("aaaa", "aa")
    assert ambiguous.value.candidates == [(0, 2), (1, 3), (2, 4)]
    assert "more than one place" in str(ambiguous.value)


def test_a_quotation_that_stands_nowhere_has_no_candidates():
    with pytest.raises(NoSinglePlace) as nowhere:
        locate("Some text", "other text")
    assert nowhere.value.candidates == []


def test_a_context_that_does_not_fit_leaves_the_places_of_the_quotation():
    with pytest.raises(NoSinglePlace) as misfit:
        locate("one two one", "one", prefix="three ")
    assert misfit.value.candidates == [(0, 3), (8, 11)]


def test_candidates_are_limited():
    with pytest.raises(NoSinglePlace) as many:
        locate("a" * 1000, "a", limit=5)
    assert len(many.value.candidates) == 5


def test_nothing_stands_nowhere():
    assert places("text", "") == []
