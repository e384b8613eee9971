"""What may have become of a passage is suggested, and whether it still says the same is told."""

import pytest

from annotations.anchoring import Span
from annotations.suggesting import suggestion
from documents.differing import differences, readable

CLAIM = "Wages have fallen in the north.\n\n"
OLD = f"First of all, it rains.\n\n{CLAIM}Rents have risen.\n"


def suggested(new: str, *quotes: str, old: str = OLD):
    pieces = [Span(old.index(quote), old.index(quote) + len(quote)) for quote in quotes]
    found = suggestion(old, new, readable(differences(old, new), old), pieces)
    return found and ([new[span.start : span.end] for span in found.pieces], found.exact)


@pytest.mark.parametrize(
    ("new", "quote", "expected"),
    [
        (OLD.replace("have fallen", "have not fallen"), "Wages have fallen", (["Wages have not fallen"], False)),
        (OLD.replace("north", "south"), "Wages have fallen", (["Wages have fallen"], True)),
        (OLD.replace(CLAIM, "") + CLAIM, "Wages have fallen", (["Wages have fallen"], True)),
        (OLD.replace(CLAIM, ""), "Wages have fallen", None),
        (OLD.replace("Wages have fallen", "  Pay went down "), "Wages have fallen", (["Pay went down"], False)),
        (OLD.replace("Wages have fallen", "Something else is said here, at length: " * 20), "Wages have fallen", None),
    ],
)  # fmt: skip
def test_a_passage_is_looked_for_where_it_was_and_then_elsewhere(new, quote, expected):
    assert suggested(new, quote) == expected


def test_pieces_are_suggested_together_or_not_at_all():
    new = OLD.replace("risen", "not risen")
    assert suggested(new, "it rains", "Rents have risen") == (["it rains", "Rents have not risen"], False)
    assert suggested(new.replace("it rains", ""), "it rains", "Rents have risen") is None


def test_pieces_that_have_changed_places_are_left_to_the_person():
    assert suggested("B is big.\n\nA is able.\n", "A is able", "B is big", old="A is able.\n\nB is big.\n") is None
