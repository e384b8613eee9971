"""A stretch of a text, cut where coders differ."""

from hypothesis import given
from hypothesis import strategies as st

from coding.segments import segments


def test_each_part_says_who_has_marked_it():
    found = segments("We are paid low wages.", (3, 22), [[(7, 15)], [(12, 21)], []])
    assert [tuple(part) for part in found] == [
        ("are ", ()),
        ("paid ", (0,)),
        ("low", (0, 1)),
        (" wages", (1,)),
        (".", ()),
    ]


_spans = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10)).map(lambda one: (one[0], one[0] + one[1])))


@given(st.lists(_spans, max_size=3), st.integers(0, 12), st.integers(13, 30))
def test_the_parts_are_the_text_and_say_of_each_character_who_has_marked_it(marked, start, end):
    text = "".join(chr(ord("a") + n % 26) for n in range(30))
    at = start
    for part in segments(text, (start, end), marked):
        assert text[at : at + len(part.text)] == part.text
        for place in range(at, at + len(part.text)):
            assert part.who == tuple(n for n, spans in enumerate(marked) if any(a <= place < b for a, b in spans))
        at += len(part.text)
    assert at == end
