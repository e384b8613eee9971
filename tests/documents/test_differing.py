"""What changed from one version of a text to the next, found word by word."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import differing
from documents.differing import Stretch, counterpart, differences, hunks, readable

WORDS = st.sampled_from(["wages", "have", "fallen", "not", " ", " ", "\n", "\n\n", ". ", "賃金", "é", "👩‍👧", "\u0301"])
TEXTS = st.lists(WORDS, max_size=60).map("".join)


def applied(old: str, new: str, stretches: list[Stretch]) -> str:
    """The new text put together from what is the same in the old and what is changed in the new."""
    return "".join(old[s.old_start : s.old_end] if s.same else new[s.new_start : s.new_end] for s in stretches)


def shown(old: str, new: str, **options) -> str:
    """A comparison on one line: [-gone-]{+new+}."""
    signs = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    found, left = hunks(old, new, readable(differences(old, new), old), **options)
    parts = [f"({hunk.skipped})" + "".join(signs[kind].format(text) for kind, text in hunk.pieces) for hunk in found]
    return "".join(parts) + f"({left})"


@given(TEXTS, TEXTS)
def test_the_stretches_tile_both_texts_and_turn_one_into_the_other(old, new):
    stretches = differences(old, new)
    assert applied(old, new, stretches) == new
    i = j = 0
    for before, stretch in zip([None, *stretches], stretches, strict=False):
        assert (stretch.old_start, stretch.new_start) == (i, j)
        assert stretch.old_end > i or stretch.new_end > j
        assert before is None or before.same != stretch.same
        if stretch.same:
            assert old[i : stretch.old_end] == new[j : stretch.new_end]
        i, j = stretch.old_end, stretch.new_end
    assert (i, j) == (len(old), len(new))


@given(TEXTS, TEXTS)
def test_what_is_shown_to_people_loses_nothing(old, new):
    stretches = readable(differences(old, new), old)
    assert applied(old, new, stretches) == new
    found, _ = hunks(old, new, stretches, around=10_000)
    pieces = [piece for hunk in found for piece in hunk.pieces]
    if pieces:
        assert "".join(text for kind, text in pieces if kind != "new") == old
        assert "".join(text for kind, text in pieces if kind != "gone") == new


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text):
    assert all(stretch.same for stretch in differences(text, text))
    assert hunks(text, text, differences(text, text))[0] == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Wages have fallen.", "Wages have not fallen.", "(0)Wages have {+not +}fallen.(0)"),
        (
            "Wages fell.\n\nRents rose.\n",
            "Wages fell.\n\nRents fell.\n",
            "(0)Wages fell.\n\nRents [-rose-]{+fell+}.\n(0)",
        ),
        ("One.\n\nTwo.\n\nThree.\n", "One.\n\nThree.\n", "(0)One.\n\n[-Two.\n\n-]Three.\n(0)"),
        ("賃金は下がった。", "賃金は上がった。", "(0)賃金は[-下-]{+上+}がった。(0)"),
        ("a 👩‍👩‍👧‍👦 b", "a 👩‍👩‍👧 b", "(0)a [-👩‍👩‍👧‍👦-]{+👩‍👩‍👧+} b(0)"),
        ("a café b", "a cafe\u0301 b", "(0)a [-café-]{+cafe\u0301+} b(0)"),
        ("", "All new.", "(0){+All new.+}(0)"),
    ],
)
def test_changes_are_told_by_words(old, new, expected):
    assert shown(old, new) == expected


def test_a_few_words_that_happen_to_agree_are_no_island_in_a_rewritten_sentence():
    old = "Employers pay the least that they can get away with in the north."
    new = "Unions demand a wage that people everywhere, also there, live on in the north."
    assert shown(old, new).count("[-") == 1


def test_only_what_lies_around_a_change_is_shown_and_the_rest_is_counted():
    words = [f"word{n}" for n in range(300)]
    old = " ".join(words)
    new = " ".join([*words[:150], "not", *words[150:]])
    assert shown(old, new, around=16) == "(148)word148 word149 {+not +}word150 word151 word152(147)"


def test_where_a_passage_went_is_told_even_when_its_words_were_changed():
    old, new = "It rains. Wages have fallen. So be it.", "It rains today. Wages have not fallen. So be it."
    stretches = differences(old, new)
    for quote, become in [
        ("Wages have fallen", "Wages have not fallen"),
        ("So be it", "So be it"),
        ("have", "have"),
        ("It rains.", "It rains today."),
    ]:
        start, end = counterpart(stretches, old.index(quote), old.index(quote) + len(quote))
        assert new[start:end] == become


def test_a_passage_that_is_gone_went_nowhere():
    old, new = "One. Two. Three.", "One. Three."
    start, end = counterpart(differences(old, new), old.index("Two"), old.index("Two") + 4)
    assert start == end


@given(TEXTS, TEXTS, st.data())
def test_a_counterpart_lies_within_the_new_text(old, new, data):
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    begin, finish = counterpart(differences(old, new), start, end)
    assert 0 <= begin <= finish <= len(new)


def test_a_book_that_was_wrapped_anew_is_the_same_but_for_its_line_ends():
    spoken = random.Random(7)
    words = [f"w{spoken.randrange(9_000)}" for _ in range(40_000)]
    old = " ".join(word + "\n" * (n % 11 == 0) for n, word in enumerate(words))
    new = " ".join(word + "\n" * (n % 13 == 0) for n, word in enumerate(words))
    stretches = differences(old, new)
    assert applied(old, new, stretches) == new
    same = sum(stretch.old_end - stretch.old_start for stretch in stretches if stretch.same)
    assert same > 0.9 * len(old)


def test_texts_without_anything_to_hold_on_to_are_compared_all_the_same():
    old, new = "ha " * 5_000, "ha " * 4_000 + "ho " * 3_000
    assert applied(old, new, differences(old, new)) == new


def test_when_patience_ends_the_rest_counts_as_changed(monkeypatch):
    old, new = "One two three.\nFour five.\n", "Two three.\nFour four five.\n"
    for most in range(40):
        monkeypatch.setattr(differing, "_PATIENCE", (most, 0))
        assert applied(old, new, differences(old, new)) == new


def test_texts_made_to_be_compared_forever_are_not():
    words = range(1, 8_000)
    old = " ".join(f"w{n + 1} w{n}" for n in words)
    new = " ".join(f"w{n + 1} x{n} w{n}" for n in words)
    assert applied(old, new, differences(old, new)) == new
