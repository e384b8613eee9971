"""What is carried into a new version of a text says there exactly what it said; all else waits for a person."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotations.anchoring import WINDOW, Span, context
from annotations.carrying import carried
from tests.conftest import TEXT

WORDS = st.sampled_from(
    ["wages", "have", "not", "fallen", "rents", " ", " ", ". ", "\n\n", "賃金", "👩‍👧", "a", "e\u0301"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=80).map("".join)
LONG = " ".join(f"word{n}" for n in range(200))
REFRAIN = "Bread and roses for us and for you, and wages for everybody who works here, and a bed and a roof too. "
FIRM = f"{LONG} Since 2010 the unions say that wages have fallen in every trade of the country. {LONG.upper()}"


def span(text: str, quote: str, nth: int = 0) -> Span:
    at = text.index(quote)
    for _ in range(nth):
        at = text.index(quote, at + 1)
    return Span(at, at + len(quote))


def carry(old: str, new: str, *pieces: Span):
    (found,) = carried(old, new, [pieces])
    return found


@st.composite
def edited(draw):
    """A text, what some edits make of it, and spans of it."""
    old = draw(TEXTS)
    new = old
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(new)))
        end = draw(st.integers(start, min(len(new), start + 12)))
        new = new[:start] + draw(st.lists(WORDS, max_size=4).map("".join)) + new[end:]
    assume(new and new != old)
    starts = draw(st.lists(st.integers(0, len(old) - 1), min_size=1, max_size=6))
    return old, new, [Span(start, draw(st.integers(start + 1, len(old)))) for start in starts]


@given(edited())
def test_what_is_carried_says_the_same_in_the_same_context(case):
    old, new, spans = case
    for before, after in zip(spans, carried(old, new, [[one] for one in spans]), strict=True):
        if after is not None:
            (there,) = after
            assert new[there.start : there.end] == old[before.start : before.end]
            assert context(new, there) == context(old, before)


@given(edited())
def test_what_is_carried_keeps_its_order(case):
    old, new, spans = case
    pairs = [
        (one, found[0]) for one, found in zip(spans, carried(old, new, [[s] for s in spans]), strict=True) if found
    ]
    for one, there in pairs:
        for other, elsewhere in pairs:
            if one.end <= other.start:
                assert there.end <= elsewhere.start


@given(before=TEXTS, after=TEXTS, said=TEXTS, put=st.sampled_from(["not ", "never ", "賃金 "]), data=st.data())
@example("", "", "wages have fallen", "not ", None)
def test_a_word_put_into_the_passage_or_next_to_it_leaves_it_to_a_person(before, after, said, put, data):
    old = before + said + after
    quote = Span(len(before), len(before) + len(said))
    lowest, highest = max(quote.start - WINDOW + 1, 0), min(quote.end + WINDOW - 1, len(old))
    at = quote.start + 5 if data is None else data.draw(st.integers(lowest, highest))
    new = old[:at] + put + old[at:]
    found = carry(old, new, quote)
    if found is not None:  # the words put in complete another copy of the passage with its context, letter for letter
        (there,) = found
        assert (new[there.start : there.end], context(new, there)) == (said, context(old, quote))
    if put == "never ":  # which no other words here can make
        assert found is None


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("wages have fallen", "wages have not fallen"),
        ("say that wages", "deny that wages"),
        ("say that wages", "do not say that wages"),
        ("in every trade", "in hardly every trade"),
        ("fallen in", "fallen, it is not true, in"),
    ],
)
def test_wages_have_fallen_is_never_made_to_say_that_they_have_not(was, becomes):
    new = FIRM.replace(was, becomes)
    assert new != FIRM
    assert carry(FIRM, new, span(FIRM, "wages have fallen")) is None


def test_a_change_beyond_the_context_moves_the_passage_along():
    new = "A new first line.\n" + FIRM.replace("word7 ", "").replace("of the country. WORD0", "of the country. None")
    (there,) = carry(FIRM, new, span(FIRM, "wages have fallen"))
    assert there == span(new, "wages have fallen")


@pytest.mark.parametrize("distance", range(WINDOW - 3, WINDOW + 4))
def test_the_context_is_thirty_two_code_points_to_the_letter(distance):
    quote = span(FIRM, "wages have fallen")
    for at, within in ((quote.start - distance, distance < WINDOW), (quote.end + distance, distance < WINDOW)):
        new = FIRM[:at] + "不" + FIRM[at:]
        assert (carry(FIRM, new, quote) is None) == within


def test_an_identical_sentence_elsewhere_does_not_attract_an_annotation():
    sentence = "It is said, again and again and everywhere, that wages have fallen in every trade of this our country. "
    old = f"{LONG} {sentence}{LONG[:500]}"
    new = f"{LONG} {sentence.replace('fallen', 'not fallen')}{LONG[:500]} {sentence}"
    assert carry(old, new, span(old, "wages have fallen")) is None


def test_a_copy_that_is_added_elsewhere_does_not_unsettle_the_first():
    sentence = "It is said, again and again and everywhere, that wages have fallen in every trade of this our country. "
    old = f"{LONG} {sentence}{LONG[:500]}"
    new = f"{old} {sentence}"
    assert carry(old, new, span(old, "wages have fallen")) == [span(old, "wages have fallen")]


def refrain(*verses: str) -> str:
    return "".join(verse * 9 + REFRAIN for verse in verses)


def test_of_two_copies_one_of_which_is_gone_neither_is_carried():
    old, new = refrain("one ", "two ", "three "), refrain("one ", "three ")
    quotes = [span(old, "wages for everybody", nth) for nth in range(3)]
    first, second, third = carried(old, new, [[quote] for quote in quotes])
    assert (first, second) == (None, None)
    assert third == [span(new, "wages for everybody", 1)]


def test_refrains_are_carried_when_something_else_changes():
    old, new = refrain("one ", "two ", "three "), refrain("one ", "two ", "four ")
    quotes = [span(old, "wages for everybody", nth) for nth in range(3)]
    assert carried(old, new, [[quote] for quote in quotes]) == [
        [quote] for quote in (*quotes[:2], span(new, "wages for everybody", 2))
    ]


def test_a_text_put_before_the_beginning_is_new_context():
    old = "Wages have fallen. " + LONG
    assert carry(old, "It is not so that: " + old, span(old, "Wages have fallen")) is None
    assert carry(old, old + " More.", span(old, "Wages have fallen")) == [span(old, "Wages have fallen")]


def test_an_annotation_in_pieces_is_carried_when_each_piece_is_and_what_lies_between_may_change():
    pieces = [span(FIRM, "word20 word21"), span(FIRM, "wages have fallen")]
    between = FIRM.replace("word100", "something else", 1)
    assert carry(FIRM, between, *pieces) == [span(between, "word20 word21"), span(between, "wages have fallen")]
    assert carry(FIRM, FIRM.replace("wages have", "wages had"), *pieces) is None
    assert carry(FIRM, FIRM.replace("word22 ", "", 1), *pieces) is None


def test_the_last_words_of_a_text_are_carried_only_if_it_still_ends_there():
    last = Span(len(TEXT) - 12, len(TEXT) - 1)
    assert carry(TEXT, TEXT + "Or so they say.\n", last) is None
    assert carry(TEXT, TEXT.replace("Wages", "Pay"), last) == [Span(last.start - 2, last.end - 2)]


def test_a_text_of_one_letter_over_and_over_is_left_to_people():
    assert carry("a" * 5_000, "a" * 4_999, Span(100, 200)) is None
