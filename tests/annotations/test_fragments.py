"""Passages in several pieces: what the database fills in and refuses, and what services and API make of it."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from annotations.drafts import Draft, read_draft
from annotations.models import Annotation
from annotations.services import annotate, change_annotation
from projects.conflicts import Conflict
from projects.models import Event

BASE = "https://argmap.example/api/v1/projects/free-movement/annotations/"
FIRST, SECOND, EMOJI = "Wage stagnation", "unscrupulous employers", "👩‍👩‍👧‍👦 campaign"


@pytest.fixture
def text(document):
    return document.versions.get().text


@pytest.fixture
def piece(text):
    return lambda quote: {"start": text.index(quote), "end": text.index(quote) + len(quote)}


@pytest.fixture
def draft(document, piece):
    def make(first=FIRST, *further, **more):
        return Draft(document=document.id, **piece(first), fragments=[piece(quote) for quote in further], **more)

    return make


@pytest.fixture
def write(doors, cast):
    return lambda made: annotate(door=doors(cast.bob), drafts=[made], base=BASE)[0]


def test_each_piece_has_the_words_that_stand_there(write, draft, piece):
    row = Annotation.objects.get(id=write(draft(FIRST, SECOND, EMOJI)).id)
    assert row.quote == FIRST
    assert row.fragments == [piece(SECOND) | {"quote": SECOND}, piece(EMOJI) | {"quote": EMOJI}]


@pytest.mark.parametrize(
    "further",
    [
        [{"start": 0, "end": 5}],
        [{"start": 30, "end": 40}],
        [{"start": 60, "end": 70}, {"start": 70, "end": 80}],
        [{"start": 60, "end": 70}, {"start": 40, "end": 50}],
        [{"start": 60, "end": 60}],
        [{"start": 60}],
    ],
    ids=["before the first", "in the first", "touching", "out of order", "empty", "without an end"],
)
def test_pieces_stand_in_order_and_apart(document, write, draft, further, piece):
    assert piece(FIRST) == {"start": 19, "end": 34}
    made = draft()
    made.fragments = further
    outcome = write(made)
    assert outcome.kind == "disorderly"
    assert not Annotation.objects.exists()


def test_a_piece_beyond_the_text_is_refused(write, draft, text):
    made = draft()
    made.fragments = [{"start": len(text) - 3, "end": len(text) + 1}]
    assert write(made).kind == "outside"


def test_a_misquoted_piece_is_refused_with_what_the_text_says(write, draft, piece):
    made = draft()
    made.fragments = [piece(SECOND) | {"quote": "scrupulous employers !!"}]
    outcome = write(made)
    assert (outcome.kind, outcome.detail) == ("misquoted", SECOND)


def test_the_same_again_changes_nothing_and_other_pieces_are_another(write, draft):
    identity = uuid4()
    assert write(draft(FIRST, SECOND, id=identity)).kind == "created"
    assert write(draft(FIRST, SECOND, id=identity)).kind == "there"
    assert write(draft(FIRST, id=identity)).kind == "different"
    assert write(draft(FIRST, EMOJI, id=identity)).kind == "different"


def test_pieces_are_added_and_taken_away_as_one_change_each(write, draft, doors, cast, piece):
    door = doors(cast.bob)
    identity = write(draft(FIRST)).id
    with_piece = change_annotation(door=door, id=identity, draft=Draft(fragments=[piece(SECOND)]), revision=1)
    assert with_piece.fragments == [piece(SECOND) | {"quote": SECOND}]
    same = change_annotation(door=door, id=identity, draft=Draft(fragments=[piece(SECOND)]), revision=2)
    assert same.revision == 2
    without = change_annotation(door=door, id=identity, draft=Draft(fragments=[]), revision=2)
    assert (without.fragments, without.revision) == ([], 3)
    events = Event.objects.filter(object_id=identity, kind="annotation.changed").order_by("seq")
    assert [(event.before["fragments"], event.after["fragments"]) for event in events] == [
        ([], [piece(SECOND) | {"quote": SECOND}]),
        ([piece(SECOND) | {"quote": SECOND}], []),
    ]


def test_a_new_range_alone_is_in_one_piece(write, draft, doors, cast, piece):
    identity = write(draft(FIRST, SECOND)).id
    row = change_annotation(door=doors(cast.bob), id=identity, draft=Draft(**piece(EMOJI)), revision=1)
    assert (row.quote, row.fragments) == (EMOJI, [])


def test_a_change_to_pieces_in_disorder_tells_the_field(write, draft, doors, cast):
    identity = write(draft(FIRST)).id
    with pytest.raises(ValidationError) as refusal:
        change_annotation(door=doors(cast.bob), id=identity, draft=Draft(fragments=[{"start": 0, "end": 3}]))
    assert list(refusal.value.message_dict) == ["fragments"]


def test_a_change_to_a_misquoted_piece_is_a_conflict(write, draft, doors, cast, piece):
    identity = write(draft(FIRST)).id
    wrong = Draft(fragments=[piece(SECOND) | {"quote": "wrong words, as long !"}])
    with pytest.raises(Conflict):
        change_annotation(door=doors(cast.bob), id=identity, draft=wrong)


@pytest.mark.parametrize(
    "pieces", ['[{"start": 60, "end": 70, "quote": "nothing of"}]', '{"start": 60}', "[7]", "[{}]"]
)
def test_whoever_writes_the_row_cannot_make_a_piece_false(write, draft, pieces):
    identity = write(draft(FIRST, SECOND)).id
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update annotations_annotation set fragments = %s where id = %s", [pieces, identity])


@pytest.mark.parametrize(
    ("fragments", "words"),
    [
        ("x", "list of pieces"),
        ([{"start": 1}], "whole number"),
        ([{"start": 5, "end": 5}], "lies after its start"),
        ([{"start": 1, "end": 2, "colour": "red"}], "no field colour"),
        ([{"start": 1, "end": 2}] * 51, "At most 50"),
        ([{"start": 1, "end": 2, "quote": 7}], "Write a string"),
    ],
)
def test_what_is_wrong_with_pieces_is_told(fragments, words):
    draft = read_draft({"document": str(uuid4()), "start": 0, "end": 1, "fragments": fragments})
    assert [fault.field for fault in draft.faults] == ["fragments"]
    assert words in draft.faults[0].message


def test_the_api_takes_and_shows_pieces(program, cast, project, document, piece):
    bob, address = program(cast.bob), f"/api/v1/projects/{project.slug}/annotations/"
    made = bob.post(
        address, {"document": str(document.id), **piece(FIRST), "fragments": [piece(SECOND)]}, format="json"
    ).json()
    assert made["fragments"] == [piece(SECOND) | {"quote": SECOND}]
    shown = bob.get(f"{address}{made['id']}/").json()
    assert shown == made
    back = bob.put(f"{address}{made['id']}/", made, format="json")
    assert (back.status_code, back.json()) == (200, made)
    wrong = bob.post(
        address, {"document": str(document.id), **piece(FIRST), "fragments": [piece(FIRST)]}, format="json"
    )
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["field"] == "fragments"
