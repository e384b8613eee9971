"""What a name may hold, whatever it names."""

import pytest

from actors.naming import problem_with_actor
from annotations.naming import problem_with
from projects.naming import problem_with_characters


@pytest.mark.parametrize("name", ["wages", "賃金", "أجور", "می\u200cخواهم", "👩\u200d👩\u200d👧", "!", "½", "O\u0301"])
def test_names_in_any_script_are_taken(name):
    assert problem_with_characters(name) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a\u0007b", "control"),
        ("\u202egnihtyna", "direction"),
        ("a\u2066b", "direction"),
        ("\u200b", "can be seen"),
        ("\u2060\ufeff", "can be seen"),
        ("\u0301", "can be seen"),
    ],
)
def test_names_that_cannot_be_told_apart_by_eye_are_not(name, words):
    assert words in (problem_with_characters(name) or "")
    assert words in (problem_with(name) or "")
    assert words in (problem_with_actor(name) or "")
