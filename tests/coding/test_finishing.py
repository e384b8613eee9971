"""Being done with a document, and coming to the next."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from coding.assigning import assign, want_coders
from coding.finishing import finish, next_document, resume
from coding.models import Assignment
from documents.services import delete_document
from projects.models import Event
from tests.conftest import import_text


@pytest.fixture
def documents(project, cast):
    return [import_text(project, cast.erin, f"Text {n}.", f"Text {n}") for n in range(3)]


def test_who_is_done_says_when_and_takes_it_up_again(project, document, doors, cast):
    row = assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    done = finish(door=doors(cast.bob), document=document.id)
    assert (done.id, done.finished is not None, done.revision) == (row.id, True, 2)
    assert finish(door=doors(cast.bob), document=document.id).revision == 2
    again = resume(door=doors(cast.bob), document=document.id)
    assert (again.finished, again.revision) == (None, 3)
    assert resume(door=doors(cast.bob), document=document.id).revision == 3
    found = Event.objects.filter(project=project, kind__startswith="assignment.").order_by("seq")
    assert [(e.kind, e.user.username, (e.after["finished"] or "")[:4]) for e in found] == [
        ("assignment.created", "alice", ""),
        ("assignment.finished", "bob", str(done.finished.year)),
        ("assignment.resumed", "bob", ""),
    ]


def test_one_may_be_done_with_what_nobody_gave_to_one(project, document, doors, cast):
    row = finish(door=doors(cast.bob), document=document.id)
    assert (row.user, row.by, row.revision) == (cast.bob, cast.bob, 1)
    event = Event.objects.get(project=project, kind="assignment.finished")
    assert (event.before, event.after["user"]) == (None, "bob")


def test_nobody_takes_up_what_they_did_not_have(document, doors, cast):
    with pytest.raises(Http404):
        resume(door=doors(cast.bob), document=document.id)


def test_who_may_not_annotate_is_never_done(document, doors, cast):
    for verb in (finish, resume):
        with pytest.raises(PermissionDenied):
            verb(door=doors(cast.ruth), document=document.id)
    with pytest.raises(PermissionDenied):
        next_document(door=doors(cast.ruth))


def test_the_next_document_is_the_first_given_that_one_is_not_done_with(documents, doors, cast):
    for document in reversed(documents):
        assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    first, second, third = reversed(documents)
    assert next_document(door=doors(cast.bob)) == first
    assert next_document(door=doors(cast.bob), besides=first.id) == second
    finish(door=doors(cast.bob), document=first.id)
    delete_document(document=second, user=cast.alice)
    assert next_document(door=doors(cast.bob)) == third
    finish(door=doors(cast.bob), document=third.id)
    assert next_document(door=doors(cast.bob)) is None


def test_where_documents_want_coders_the_next_is_taken_most_begun_first(project, documents, doors, cast):
    want_coders(door=doors(cast.alice), coders=2)
    assign(door=doors(cast.alice), document=documents[1].id, user=cast.erin)
    assert next_document(door=doors(cast.bob)) == documents[1]
    row = Assignment.objects.get(project=project, user=cast.bob)
    assert (row.document, row.by, row.finished) == (documents[1], cast.bob, None)
    finish(door=doors(cast.bob), document=documents[1].id)
    assert next_document(door=doors(cast.bob)) == documents[0]


def test_a_document_that_has_its_coders_is_taken_by_no_more(project, documents, doors, cast):
    want_coders(door=doors(cast.alice), coders=1)
    want_coders(door=doors(cast.alice), coders=0, document=documents[0].id)
    assert next_document(door=doors(cast.bob)) == documents[1]
    assert next_document(door=doors(cast.erin)) == documents[2]
    assert next_document(door=doors(cast.alice)) is None


def test_nothing_waits_where_nothing_was_given_and_no_coders_are_wanted(documents, doors, cast):
    assert next_document(door=doors(cast.bob)) is None
    assert not Assignment.objects.exists()
