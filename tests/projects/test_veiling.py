"""Documents in which people see only their own work: who is blind where, and whose work an event is about."""

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.http import Http404

from annotations.commenting import comment
from annotations.models import Annotation
from projects.models import Event, Veil
from projects.veiling import unveil, veil
from tests.browser.reading import said
from tests.conftest import TEXT


def test_nothing_is_veiled_at_first(doors, cast):
    assert all(doors(user).veiled == frozenset() for user in (cast.alice, cast.bob, cast.ruth))


def test_a_closed_document_is_veiled_from_all_who_may_not_see_closed_ones(project, document, doors, cast):
    veil(project=project.id, scope=document.id)
    veiled = {user.username: doors(user).veiled for user in (cast.alice, cast.erin, cast.bob, cast.ruth)}
    mine, theirs = frozenset(), frozenset({document.id})
    assert veiled == {"alice": mine, "erin": mine, "bob": theirs, "ruth": theirs}


def test_one_who_may_see_closed_documents_can_be_blind_in_one(project, document, doors, cast):
    veil(project=project.id, scope=document.id, user=cast.erin)
    assert doors(cast.erin).veiled == {document.id}
    assert doors(cast.alice).veiled == doors(cast.bob).veiled == frozenset()


def test_a_visitor_of_a_public_project_sees_nobodys_work_in_a_closed_document(project, document, doors, cast):
    type(project).objects.filter(id=project.id).update(public=True)
    said(doors(cast.bob), document, TEXT, "poorly", "wages")
    assert Annotation.objects.seen_by(doors(cast.carol)).count() == 1
    veil(project=project.id, scope=document.id)
    assert Annotation.objects.seen_by(doors(cast.carol)).count() == 0


def test_opening_undoes_closing_for_the_same_people_only(project, document, doors, cast):
    veil(project=project.id, scope=document.id)
    veil(project=project.id, scope=document.id, user=cast.erin)
    unveil(project=project.id, scope=document.id)
    assert doors(cast.bob).veiled == frozenset()
    assert doors(cast.erin).veiled == {document.id}


def test_closing_twice_is_closing_once(project, document, cast):
    for _ in range(2):
        veil(project=project.id, scope=document.id)
        veil(project=project.id, scope=document.id, user=cast.bob)
    assert Veil.objects.filter(project=project).count() == 2
    with pytest.raises(IntegrityError, match="document_is_veiled_for_a_person_once"), transaction.atomic():
        Veil.objects.create(project=project, scope=document.id)


def test_only_ones_own_annotations_are_seen_through_a_veil(project, document, doors, cast):
    of_bob = said(doors(cast.bob), document, TEXT, "poorly", "wages")
    of_erin = said(doors(cast.erin), document, TEXT, "solidarity", "solidarity")
    veil(project=project.id, scope=document.id)
    assert set(Annotation.objects.seen_by(doors(cast.bob)).values_list("id", flat=True)) == {of_bob}
    assert set(Annotation.objects.seen_by(doors(cast.erin)).values_list("id", flat=True)) == {of_bob, of_erin}


def test_nobody_comments_on_what_they_do_not_see(project, document, doors, cast):
    of_erin = said(doors(cast.erin), document, TEXT, "solidarity", "solidarity")
    veil(project=project.id, scope=document.id)
    with pytest.raises(Http404):
        comment(door=doors(cast.bob), annotation=of_erin, body="What is this?")


def test_an_event_says_what_document_it_is_about_and_whose_work(project, document, doors, cast):
    of_bob = said(doors(cast.bob), document, TEXT, "poorly", "wages")
    comment(door=doors(cast.erin), annotation=of_bob, body="Is it?")
    found = Event.objects.filter(project=project).order_by("seq").values_list("kind", "about", "whose")
    assert {kind: (about, whose) for kind, about, whose in found} == {
        "project.created": (None, None),
        "member.added": (None, None),
        "document.imported": (document.id, None),
        "tag.created": (None, None),
        "annotation.created": (document.id, "bob"),
        "comment.created": (document.id, "bob"),
    }


def test_what_an_event_is_about_is_not_for_anybody_to_say(project):
    with pytest.raises(Error, match="about"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into projects_event (project_id, seq, created, kind, object_id, about)"
            " values (%s, 1, now(), 'x', %s, %s)",
            [project.id] * 3,
        )
