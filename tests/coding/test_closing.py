"""Documents that are coded independently: who sees what while they are closed, and after."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from coding.assigning import assign, withdraw
from coding.closing import close_document, open_document
from coding.finishing import finish, resume
from documents.services import delete_document, restore_document
from projects.conflicts import Gone
from projects.models import Event, Member
from projects.services import add_member, change_role, remove_member
from tests.conftest import import_text

BOTH = {"bob", "erin"}


def member(project, user):
    return Member.objects.get(project=project, user=user)


def test_in_a_closed_document_each_sees_their_own_work_and_editors_see_all(work, document, doors, cast, seen):
    close_document(door=doors(cast.alice), document=document.id)
    assert (seen(cast.bob), seen(cast.ruth), seen(cast.erin), seen(cast.alice)) == ({"bob"}, set(), BOTH, BOTH)


def test_opening_shows_everybody_all(work, document, doors, cast, seen):
    close_document(door=doors(cast.alice), document=document.id)
    assign(door=doors(cast.alice), document=document.id, user=cast.erin)
    open_document(door=doors(cast.alice), document=document.id)
    assert seen(cast.bob) == seen(cast.ruth) == seen(cast.erin) == BOTH


def test_an_editor_who_codes_too_is_blind_until_they_are_done(work, document, doors, cast, seen):
    close_document(door=doors(cast.alice), document=document.id)
    assign(door=doors(cast.alice), document=document.id, user=cast.erin)
    assert seen(cast.erin) == {"erin"}
    finish(door=doors(cast.erin), document=document.id)
    assert seen(cast.erin) == BOTH
    resume(door=doors(cast.erin), document=document.id)
    assert seen(cast.erin) == {"erin"}


def test_whom_a_document_was_given_before_it_was_closed_is_blind_too(work, document, doors, cast, seen):
    assign(door=doors(cast.alice), document=document.id, user=cast.erin)
    assert seen(cast.erin) == BOTH
    close_document(door=doors(cast.alice), document=document.id)
    assert seen(cast.erin) == {"erin"}


def test_who_was_done_before_it_was_closed_is_not_blind(work, document, doors, cast, seen):
    finish(door=doors(cast.erin), document=document.id)
    close_document(door=doors(cast.alice), document=document.id)
    assert (seen(cast.erin), seen(cast.bob)) == (BOTH, {"bob"})


def test_an_editor_from_whom_it_is_taken_back_sees_all_again(work, document, doors, cast, seen):
    close_document(door=doors(cast.alice), document=document.id)
    row = assign(door=doors(cast.alice), document=document.id, user=cast.erin)
    withdraw(door=doors(cast.alice), id=row.id)
    assert seen(cast.erin) == BOTH


def test_a_coder_who_becomes_an_editor_stays_blind_until_they_are_done(project, work, document, doors, cast, seen):
    close_document(door=doors(cast.alice), document=document.id)
    assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    change_role(member=member(project, cast.bob), by=cast.alice, role="editor")
    assert seen(cast.bob) == {"bob"}
    finish(door=doors(cast.bob), document=document.id)
    assert seen(cast.bob) == BOTH


def test_an_editor_who_becomes_a_coder_sees_only_their_own_also_when_done(project, work, document, doors, cast, seen):
    close_document(door=doors(cast.alice), document=document.id)
    finish(door=doors(cast.erin), document=document.id)
    change_role(member=member(project, cast.erin), by=cast.alice, role="annotator")
    assert seen(cast.erin) == {"erin"}


def test_a_coder_who_leaves_and_comes_back_as_editor_is_blind_still(project, work, document, doors, cast, seen):
    close_document(door=doors(cast.alice), document=document.id)
    assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    remove_member(member=member(project, cast.bob), by=cast.alice)
    with pytest.raises(Http404):
        doors(cast.bob)
    add_member(project=project, by=cast.alice, user=cast.bob, role="editor")
    assert seen(cast.bob) == {"bob"}


def test_a_document_that_comes_back_is_as_closed_as_it_was(work, document, doors, cast, seen):
    close_document(door=doors(cast.alice), document=document.id)
    gone = delete_document(document=document, user=cast.alice)
    with pytest.raises(Gone):
        open_document(door=doors(cast.alice), document=document.id)
    restore_document(document=gone, user=cast.alice)
    assert seen(cast.bob) == {"bob"}


def test_one_document_is_closed_and_the_others_stay_open(project, work, document, doors, cast, seen):
    close_document(door=doors(cast.alice), document=import_text(project, cast.erin, "Another.", "Another").id)
    assert seen(cast.bob) == BOTH


def test_closing_and_opening_are_recorded_once_each(project, document, doors, cast):
    for _ in range(2):
        close_document(door=doors(cast.erin), document=document.id)
    for _ in range(2):
        open_document(door=doors(cast.alice), document=document.id)
    found = Event.objects.filter(project=project, about=document.id).exclude(kind="document.imported")
    told = [(e.kind, e.user.username, e.before["closed"], e.after["closed"]) for e in found.order_by("seq")]
    assert told == [("document.closed", "erin", False, True), ("document.opened", "alice", True, False)]


@pytest.mark.parametrize("verb", [close_document, open_document])
def test_only_owners_and_editors_close_and_open(verb, document, doors, cast):
    for user in (cast.bob, cast.ruth):
        with pytest.raises(PermissionDenied):
            verb(door=doors(user), document=document.id)


def test_nobody_closes_a_document_of_another_project(other_project, doors, cast):
    elsewhere = import_text(other_project, cast.carol, "Elsewhere.", "Elsewhere")
    with pytest.raises(Http404):
        close_document(door=doors(cast.alice), document=elsewhere.id)
