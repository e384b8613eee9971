"""A passage in its surroundings: what is marked, and what the other text says differently."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import Span
from annotations.beside import AROUND, around, side, sides
from documents.differing import differences, readable

LONG = " ".join(f"word{n}" for n in range(300))
OLD = f"{LONG} It is said that wages have fallen in the north. {LONG}"
NEW = OLD.replace("have fallen", "have not fallen").replace("north", "south")


def shown(one) -> str:
    signs = {(True, False): "<{}>", (True, True): "<*{}*>", (False, True): "*{}*", (False, False): "{}"}
    return "".join(signs[segment[1:]].format(segment.text) for segment in one.segments)


def test_both_sides_show_the_passage_and_what_is_different_around_it():
    start, there = OLD.index("wages"), NEW.index("wages")
    pieces, suggested = [Span(start, start + 17)], [Span(there, there + 21)]
    here, beside = sides(OLD, NEW, readable(differences(OLD, NEW), OLD), pieces, suggested)
    assert "that <wages have fallen> in the *north*. word0" in shown(here)
    assert "that <wages have ><*not *><fallen> in the *south*. word0" in shown(beside)
    assert here.cut_before and here.cut_after
    assert NEW.startswith("".join(segment.text for segment in beside.segments), beside.start)


def test_without_a_suggestion_the_new_side_shows_what_stands_there():
    new = OLD.replace(" It is said that wages have fallen in the north.", "")
    start = OLD.index("wages")
    here, beside = sides(OLD, new, readable(differences(OLD, new), OLD), [Span(start, start + 17)], [])
    assert "<*wages have fallen*>" in shown(here)
    assert "<" not in shown(beside) and "word299 word0" in shown(beside)


def test_the_surroundings_are_cut_between_words():
    start = OLD.index("wages")
    window = around(OLD, [Span(start, start + 17)])
    assert OLD[window.start - 1] == " " == OLD[window.end]
    assert AROUND - 10 <= start - window.start <= AROUND
    assert around("short", [Span(1, 3)]) == (0, 5)


@given(st.text(max_size=60), st.data())
def test_the_segments_tile_the_window(text, data):
    def span():
        start = data.draw(st.integers(0, len(text)))
        return Span(start, data.draw(st.integers(start, len(text))))

    window = span()
    made = side(text, window, [span()], [span(), span()])
    assert "".join(segment.text for segment in made.segments) == text[window.start : window.end]


def test_a_whole_book_that_was_changed_in_each_line_is_cut():
    changed = [Span(start, start + 5) for start in range(0, 100_000, 10)]
    found = side("x" * 100_000, Span(0, 100_000), [Span(3, 99_999)], changed)
    assert "".join(segment.text for segment in found.segments) == "x" * 100_000
    assert [segment[1:] for segment in found.segments[:3]] == [(False, True), (True, True), (True, False)]
