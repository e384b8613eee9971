"""The history of one annotation, over the API: who changed what and when, and what can be had back."""

import pytest
from django.urls import reverse

from actors.models import Actor
from actors.services import create_actor, delete_actor
from annotations.attributing import merge_actors
from annotations.codebook import delete_tag
from annotations.commenting import comment
from annotations.drafts import Draft
from annotations.services import annotate, change_annotation, delete_annotation, restore_annotation

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(document, doors, cast):
    """The id of an annotation of Bob's on “Wages”, tagged wages and migration."""
    draft = Draft(document=document.id, version=1, start=0, end=5, tags=["wages", "migration"])
    (outcome,) = annotate(door=doors(cast.bob), drafts=[draft], base="/")
    return outcome.id


def read(client, project, annotation, **query):
    response = client.get(reverse("api:history", args=[project.slug, annotation]), query)
    assert response.status_code == 200, response.content
    return response.json()


def test_every_change_is_told_with_who_and_what(made, project, doors, cast, program):
    change_annotation(door=doors(cast.erin), id=made, draft=Draft(tags=["wages"], note="Said twice"))
    delete_annotation(door=doors(cast.bob), id=made)
    restore_annotation(door=doors(cast.bob), id=made)
    found = read(program(cast.ruth), project, made)["results"]
    assert [(row["user"], row["deed"], row["changes"]) for row in found] == [
        ("bob", "tagged this passage", ["tags: + wages, + migration"]),
        ("erin", "changed it", ["tags: − migration", "note: “Said twice”"]),
        ("bob", "deleted it", []),
        ("bob", "brought it back", []),
    ]
    assert [row["revision"] for row in found] == [1, 2, None, 4]


def test_each_change_says_how_the_annotation_stood_afterwards(made, project, doors, cast, program):
    change_annotation(door=doors(cast.bob), id=made, draft=Draft(start=0, end=17))
    delete_annotation(door=doors(cast.bob), id=made)
    first, second, third = (row["state"] for row in read(program(cast.ruth), project, made)["results"])
    assert (first["quote"], second["quote"], third) == ("Wages", "Wages and borders", None)
    assert first == {
        "version": 1, "start": 0, "end": 5, "quote": "Wages", "fragments": [], "tags": ["wages", "migration"],
        "note": "", "attributions": [],
    }  # fmt: skip


def test_tags_that_are_no_more_are_told_and_not_offered(made, project, doors, cast, program):
    delete_tag(door=doors(cast.erin), slug="migration")
    row = read(program(cast.ruth), project, made)["results"][0]
    assert (row["state"]["tags"], row["lost"]) == (["wages"], ["migration"])


def test_actors_are_those_they_were_merged_into_and_deleted_ones_are_told(made, project, doors, cast, program):
    erin = doors(cast.erin)
    said = [{"name": name, "role": "speaker"} for name in ("May", "Theresa May", "The Times")]
    change_annotation(door=erin, id=made, draft=Draft(attributions=said))
    actors = {actor.name: actor.id for actor in Actor.objects.of(project.id)}
    change_annotation(door=erin, id=made, draft=Draft(attributions=[]))
    merge_actors(door=erin, id=actors["May"], into=actors["Theresa May"])
    delete_actor(door=erin, id=actors["The Times"])
    row = read(program(cast.ruth), project, made)["results"][1]
    assert row["state"]["attributions"] == [{"actor": str(actors["Theresa May"]), "role": "speaker"}]
    assert row["lost"] == ["The Times"]
    assert row["changes"] == ["speakers: + Theresa May, + Theresa May, + The Times"]


def test_it_comes_in_pages(made, project, doors, cast, program):
    for note in ("one", "two", "three"):
        change_annotation(door=doors(cast.bob), id=made, draft=Draft(note=note))
    client = program(cast.ruth)
    page = read(client, project, made, page_size=3)
    assert len(page["results"]) == 3
    rest = client.get(page["next"]).json()
    assert [row["changes"] for row in rest["results"]] == [["note: “three”"]]


def test_of_a_deleted_annotation_it_is_told_too(made, project, doors, cast, program):
    delete_annotation(door=doors(cast.bob), id=made)
    assert len(read(program(cast.ruth), project, made)["results"]) == 2


def test_an_annotation_that_is_not_there_has_none(project, document, program, cast):
    address = reverse("api:history", args=[project.slug, document.id])
    assert program(cast.ruth).get(address).status_code == 404


def test_what_else_has_its_id_is_not_told(made, project, doors, cast, program):
    comment(door=doors(cast.bob), annotation=made, id=made, body="Between us")
    create_actor(door=doors(cast.bob), id=made, name="Theresa May")
    assert [row["deed"] for row in read(program(cast.ruth), project, made)["results"]] == ["tagged this passage"]
