"""Two people changed one annotation: the log says which version was chosen, and keeps the one that was given up."""

import pytest
from django.urls import reverse

from annotations.choosing import choose_version
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.review import correct_text, keep_annotation, undo_decision
from annotations.services import change_annotation, delete_annotation
from projects.models import Event
from tests.browser.reading import said
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db

MINE = {"start": 0, "end": 5, "quote": "Lies", "fragments": [], "note": "Mine", "tags": ["Wages", "brand new"]}
MINE |= {"attributions": [{"name": "The Times", "kind": "organisation", "role": "speaker"}]}


@pytest.fixture
def made(document, doors, cast):
    """An annotation of Bob's, to which Erin has given a note meanwhile."""
    id_ = said(doors(cast.bob), document, TEXT, "paid poorly", "wages")
    change_annotation(door=doors(cast.erin), id=id_, draft=Draft(note="Theirs"))
    return Annotation.objects.get(id=id_)


def choose(client, project, annotation, choice, mine=MINE, revision=None):
    return client.post(
        reverse("api:choose-version", args=[project.slug, annotation.id]),
        {"choice": choice, "mine": mine},
        HTTP_IF_MATCH=f'"{annotation.revision if revision is None else revision}"',
    )


def history(client, project, annotation) -> dict:
    """The newest deed in an annotation's history."""
    return client.get(reverse("api:history", args=[project.slug, annotation.id])).json()["results"][-1]


def test_what_was_given_up_is_kept_and_nothing_is_changed(made, project, program, cast):
    answer = choose(program(cast.bob), project, made, "theirs")
    assert (answer.status_code, answer.json()["note"]) == (200, "Theirs")
    event = Event.objects.get(project=project, kind="annotation.contested")
    assert (event.before["choice"], event.before["note"], event.after["note"]) == ("theirs", "Mine", "Theirs")
    assert event.before["quote"] == "Wages", "what the text says there, not what was sent"
    assert (event.about, event.whose) == (made.document_id, "bob")
    now = Annotation.objects.get(id=made.id)
    assert (now.note, now.labels, now.revision) == ("Theirs", ["wages"], made.revision)


def test_who_keeps_both_gives_nothing_up(made, project, program, cast):
    bob = program(cast.bob)
    assert choose(bob, project, made, "both").status_code == 200
    event = Event.objects.get(project=project, kind="annotation.contested")
    assert (event.before["choice"], event.before["note"], event.after["note"]) == ("both", "Mine", "Theirs")
    deed = history(bob, project, made)
    assert deed["deed"] == "kept what somebody had changed in it meanwhile together with changes of their own"
    assert (deed["changes"], deed["given_up"]) == ([], None)


def test_the_history_tells_it_and_gives_it_back(made, project, program, cast):
    bob = program(cast.bob)
    choose(bob, project, made, "theirs")
    deed = history(bob, project, made)
    assert deed["deed"] == "left it as somebody had changed it meanwhile, and gave up a version of their own"
    assert deed["changes"] == [
        "given up: range: “paid poorly” became “Wages”",
        "given up: tags: + brand new",
        "given up: speakers: + The Times",
        "given up: note: “Mine”",
    ]
    back = {name: value for name, value in deed["given_up"].items() if name != "version"}
    answer = bob.patch(reverse("api:annotation", args=[project.slug, made.id]), back, HTTP_IF_MATCH="*")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["quote"], answer.json()["note"]) == ("Wages", "Mine")
    assert answer.json()["tags"] == ["wages", "brand-new"]


def test_ones_own_version_takes_the_place_of_the_other_which_is_kept(made, project, program, cast):
    bob = program(cast.bob)
    choose(bob, project, made, "mine")
    deed = history(bob, project, made)
    assert deed["deed"] == "put a version of their own in the place of it, which somebody had changed meanwhile"
    assert (deed["given_up"]["note"], deed["given_up"]["quote"]) == ("Theirs", "paid poorly")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"choice": "neither", "mine": MINE}, "choice"),
        ({"mine": MINE}, "choice"),
        ({"choice": "mine"}, "mine"),
        ({"choice": "mine", "mine": "x"}, "mine"),
        ({"choice": "mine", "mine": MINE | {"note": 1}}, "mine.note"),
        ({"choice": "mine", "mine": MINE | {"start": 9, "end": 3}}, "mine.end"),
        ({"choice": "mine", "mine": MINE | {"end": 100_000}}, "end"),
        ({"choice": "mine", "mine": MINE | {"version": 7}}, "version"),
        ({"choice": "mine", "mine": MINE | {"document": "00000000-0000-0000-0000-000000000001"}}, "mine.document"),
        ({"choice": "mine", "mine": MINE, "more": 1}, "more"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(made, project, program, cast, body, field):
    address = reverse("api:choose-version", args=[project.slug, made.id])
    answer = program(cast.bob).post(address, body, HTTP_IF_MATCH="*")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field), answer.content
    assert not Event.objects.filter(kind="annotation.contested").exists()


def test_a_choice_is_between_versions_that_are_there(made, project, program, cast, doors):
    assert choose(program(cast.bob), project, made, "theirs", revision=made.revision - 1).status_code == 412
    assert choose(program(cast.ruth), project, made, "theirs").status_code == 403
    delete_annotation(door=doors(cast.erin), id=made.id)
    assert choose(program(cast.bob), project, made, "theirs", revision=made.revision + 1).status_code == 410


def test_a_decision_about_the_review_is_taken_back_though_somebody_chose_since(made, project, document, doors, cast):
    correct_text(door=doors(cast.erin), document=document, text=TEXT.replace("paid poorly", "underpaid"))
    keep_annotation(door=doors(cast.bob), id=made.id)
    row = Annotation.objects.get(id=made.id)
    choose_version(door=doors(cast.bob), id=row.id, choice="theirs", mine=Draft(note="Mine"))
    assert undo_decision(door=doors(cast.bob), id=row.id).kept is False
