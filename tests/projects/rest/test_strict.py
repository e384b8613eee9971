"""Bodies are taken at their word."""

import pytest
from rest_framework import serializers

from projects.rest.media import BadRow
from projects.rest.problems import Problem
from projects.rest.strict import Body, Choice, Flag, Text, Whole, check_row, flatten, read_body


class Inner(Body):
    start = Whole()


class Coloured(Body):
    colour = Choice(choices=["red", "green"])


class Example(Body):
    name = Text(max_length=5)
    public = Flag(required=False)
    size = Whole(required=False)
    tags = serializers.ListField(child=Text(max_length=3), required=False)
    target = Inner(required=False)


def test_what_is_no_choice_is_told_which_there_are():
    with pytest.raises(Problem) as refused:
        read_body(Coloured, {"colour": "blue"})
    assert refused.value.errors == [
        {
            "field": "colour",
            "code": "invalid_choice",
            "message": "“blue” is not a valid choice. Choices here: red, green.",
        }
    ]
    assert read_body(Coloured, {"colour": "red"}) == {"colour": "red"}


@pytest.mark.parametrize(
    "body",
    [
        {"name": " a "},
        {"name": "a", "public": False, "size": 0, "tags": ["a", "b"]},
        {"name": "a", "target": {"start": 2**31 - 1}},
    ],
)
def test_what_fits_is_taken_as_it_is(body):
    assert read_body(Example, body) == body


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"name": "required"}),
        ({"name": 1}, {"name": "invalid"}),
        ({"name": True}, {"name": "invalid"}),
        ({"name": ["a"]}, {"name": "invalid"}),
        ({"name": "\x00"}, {"name": "null_characters_not_allowed"}),
        ({"name": "\ud800"}, {"name": "surrogate_characters_not_allowed"}),
        ({"name": "a", "public": 1}, {"public": "invalid"}),
        ({"name": "a", "public": "true"}, {"public": "invalid"}),
        ({"name": "a", "size": "1"}, {"size": "invalid"}),
        ({"name": "a", "size": True}, {"size": "invalid"}),
        ({"name": "a", "size": 1.0}, {"size": "invalid"}),
        ({"name": "a", "size": 2**31}, {"size": "max_value"}),
        ({"name": "a", "tags": ["ok", "long", 1]}, {"tags[1]": "max_length", "tags[2]": "invalid"}),
        ({"name": "a", "target": {"start": -1}}, {"target.start": "min_value"}),
        ({"name": "a", "target": {"start": 1, "x": 1}}, {"target.x": "unknown"}),
        ({"name": "a", "x": 1, "y": 2}, {"x": "unknown", "y": "unknown"}),
        ([], {"": "invalid"}),
        (None, {"": "null"}),
    ],
    ids=str,
)
def test_what_does_not_fit_is_named_by_its_path(body, errors):
    with pytest.raises(Problem) as refused:
        read_body(Example, body)
    assert {error["field"]: error["code"] for error in refused.value.errors} == errors


def test_part_of_a_body_is_enough_for_a_change():
    assert read_body(Example, {"size": 1}, partial=True) == {"size": 1}


def test_reading_one_row_leaves_nothing_behind_for_the_next():
    assert check_row(Example, {"x": 1})[1]
    assert check_row(Example, {"name": "a"}) == ({"name": "a"}, [])


def test_a_line_that_is_no_row_brings_its_own_error():
    error = {"field": "", "code": "json", "message": "No."}
    assert check_row(Example, BadRow(error)) == ({}, [error])


def test_errors_of_rows_are_numbered():
    assert [one["field"] for one in flatten([{}, {"name": ["No."]}], "rows")] == ["rows[1].name"]
