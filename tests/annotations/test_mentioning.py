"""Who is named in a comment: the cases that the browser's code is held to as well."""

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.mentioning import mentioned, named

CASES = orjson.loads((Path(__file__).parents[1] / "vectors/mentions.json").read_bytes())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_members_are_mentioned_by_their_names(case):
    assert mentioned(case["body"], {name: name for name in case["members"]}) == case["mentioned"]


@given(st.text(alphabet="@bo. \nß👩"))
def test_a_mention_stands_where_it_says(body):
    for start, end, name in named(body):
        assert body[start:end] == f"@{name}"
