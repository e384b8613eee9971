"""Giving documents to people: one by one, spread evenly, and taken back."""

from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from coding.assigning import assign, spread_documents, want_coders, withdraw
from coding.finishing import finish
from coding.models import Assignment, Quota
from projects.conflicts import Gone, Stale
from projects.models import Event, Member
from projects.services import change_role
from tests.conftest import import_text


@pytest.fixture
def documents(project, cast):
    return [import_text(project, cast.erin, f"Text {n}.", f"Text {n}") for n in range(6)]


def given(project):
    return Counter(Assignment.objects.of(project.id).values_list("user__username", flat=True))


def test_a_document_is_given_to_a_person_once(project, document, doors, cast):
    first, again = (assign(door=doors(cast.alice), document=document.id, user=cast.bob) for _ in range(2))
    assert first.id == again.id
    (event,) = Event.objects.filter(project=project, kind="assignment.created")
    assert (event.user, event.about, event.whose) == (cast.alice, document.id, None)
    assert event.after == {
        "id": str(first.id), "document": str(document.id), "user": "bob", "by": "alice", "finished": None,
        "revision": 1,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["ruth", "carol"])
def test_who_may_not_annotate_is_given_nothing(name, document, doors, cast):
    with pytest.raises(ValidationError, match=name):
        assign(door=doors(cast.alice), document=document.id, user=getattr(cast, name))
    with pytest.raises(ValidationError, match=name):
        people = [cast.bob, getattr(cast, name)]
        spread_documents(door=doors(cast.alice), documents=[document.id], people=people, coders=1)
    assert not Assignment.objects.exists()


def test_only_owners_and_editors_give_take_back_and_spread(document, doors, cast):
    row = assign(door=doors(cast.erin), document=document.id, user=cast.bob)
    for user in (cast.bob, cast.ruth):
        for verb, what in (
            (assign, {"document": document.id, "user": cast.erin}),
            (withdraw, {"id": row.id}),
            (spread_documents, {"documents": [document.id], "people": [cast.erin], "coders": 1}),
            (want_coders, {"coders": 2}),
        ):
            with pytest.raises(PermissionDenied):
                verb(door=doors(user), **what)


def test_taking_back_is_recorded_and_needs_the_revision_that_is_there(project, document, doors, cast):
    row = assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    finish(door=doors(cast.bob), document=document.id)
    with pytest.raises(Stale):
        withdraw(door=doors(cast.alice), id=row.id, revision=1)
    withdraw(door=doors(cast.alice), id=row.id, revision=2)
    assert not Assignment.objects.exists()
    event = Event.objects.get(project=project, kind="assignment.removed")
    assert (event.before["user"], event.after, event.about) == ("bob", None, document.id)
    with pytest.raises(Http404):
        withdraw(door=doors(cast.alice), id=row.id)


def test_documents_are_spread_so_that_each_has_n_coders_and_each_coder_as_many(project, documents, doors, cast):
    people = [cast.alice, cast.erin, cast.bob]
    made = spread_documents(door=doors(cast.alice), documents=[d.id for d in documents], people=people, coders=2)
    assert given(project) == {"alice": 4, "erin": 4, "bob": 4}
    assert set(Counter(row.document_id for row in made).values()) == {2}
    pairs = Counter(
        frozenset(row.user.username for row in made if row.document_id == document.id) for document in documents
    )
    assert set(pairs.values()) == {2}


def test_spreading_again_gives_nothing_twice(project, documents, doors, cast):
    asked = {"documents": [d.id for d in documents], "people": [cast.erin, cast.bob], "coders": 1}
    assert len(spread_documents(door=doors(cast.alice), **asked)) == 6
    assert spread_documents(door=doors(cast.alice), **asked) == []
    assert given(project) == {"erin": 3, "bob": 3}


def test_the_place_of_somebody_who_may_not_annotate_any_more_is_free(project, document, doors, cast):
    assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    change_role(member=Member.objects.get(project=project, user=cast.bob), by=cast.alice, role="reader")
    spread_documents(door=doors(cast.alice), documents=[document.id], people=[cast.erin], coders=1)
    assert given(project) == {"bob": 1, "erin": 1}
    assert [row.user for row in Assignment.objects.of(project.id).standing()] == [cast.erin]


def test_more_coders_than_people_are_refused(document, doors, cast):
    with pytest.raises(ValidationError, match="1 to 2"):
        spread_documents(
            door=doors(cast.alice), documents=[document.id], people=[cast.erin, cast.bob, cast.bob], coders=3
        )


def test_documents_of_another_project_are_not_spread(other_project, document, doors, cast):
    elsewhere = import_text(other_project, cast.carol, "Elsewhere.", "Elsewhere")
    with pytest.raises(ValidationError, match="1 of these"):
        spread_documents(door=doors(cast.alice), documents=[document.id, elsewhere.id], people=[cast.bob], coders=1)
    with pytest.raises(Http404):
        assign(door=doors(cast.alice), document=elsewhere.id, user=cast.bob)
    with pytest.raises(IntegrityError, match="of_its_project"), transaction.atomic():
        Assignment.objects.create(project=document.project, document=elsewhere, user=cast.bob, by=cast.alice)


def test_a_deleted_document_is_given_to_nobody(document, doors, cast):
    document.deleted = document.created
    document.save()
    with pytest.raises(Gone):
        assign(door=doors(cast.alice), document=document.id, user=cast.bob)


def test_how_many_coders_are_wanted_is_recorded_when_it_changes(project, document, doors, cast):
    for coders, where in ((2, None), (2, None), (3, document.id), (None, document.id)):
        want_coders(door=doors(cast.erin), coders=coders, document=where)
    assert [(row.document_id, row.coders) for row in Quota.objects.all()] == [(None, 2)]
    found = Event.objects.filter(project=project, kind="coders.wanted").order_by("seq")
    assert [(e.object_id, e.before["coders"], e.after["coders"]) for e in found] == [
        (project.id, None, 2),
        (document.id, None, 3),
        (document.id, 3, None),
    ]
