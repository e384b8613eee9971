"""When undoing an event makes no sense, or is not one's to do: a clear word says why, and nothing is changed."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.utils import Error
from django.http import Http404

from activity.models import Undoing
from activity.obstacles import obstacles
from activity.reading import one
from activity.registry import INVERSES, NEVER
from activity.undoing import undo
from actors.services import delete_actor
from annotations.codebook import change_tag, create_tag, delete_tag
from annotations.drafts import Draft
from annotations.models import Annotation, Tag
from annotations.services import change_annotation, delete_annotation
from coding.assigning import assign
from coding.closing import close_document
from projects.conflicts import Conflict
from projects.models import Event, Project
from projects.services import (
    change_role,
    delete_project,
    restore_project,
)
from projects.veiling import veil
from tests.activity.deeds import did, member, newest, pay
from tests.browser.reading import said
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db


def test_what_was_changed_since_is_not_undone(stage):
    event = did(stage, "annotation.changed note")
    change_annotation(door=stage.erin, id=stage.mark, draft=Draft(note="Hers"))
    with pytest.raises(Conflict, match="It was changed since, by erin, on") as refused:
        undo(door=stage.bob, seq=event.seq)
    later = newest(stage.project, "annotation.changed")
    assert (refused.value.current["seq"], refused.value.current["user"]) == (later.seq, "erin")
    assert Annotation.objects.get(id=stage.mark).note == "Hers"
    assert not Undoing.objects.exists()


def test_what_others_changed_beside_it_stays(stage):
    event = did(stage, "annotation.changed note")
    change_annotation(door=stage.erin, id=stage.mark, draft=Draft(tags=["wages"]))
    undo(door=stage.bob, seq=event.seq)
    row = Annotation.objects.get(id=stage.mark)
    assert (row.note, row.labels) == ("", ["wages"])


def test_what_was_deleted_since_is_not_undone(stage):
    event = did(stage, "annotation.changed note")
    delete_annotation(door=stage.erin, id=stage.mark)
    with pytest.raises(Conflict, match="It was deleted since, by erin"):
        undo(door=stage.bob, seq=event.seq)


def test_nothing_is_undone_twice(stage):
    event = did(stage, "tag.changed")
    by = undo(door=stage.erin, seq=event.seq)
    with pytest.raises(Conflict, match="It is undone: by erin") as refused:
        undo(door=stage.erin, seq=event.seq)
    assert refused.value.current["seq"] == by.seq


def test_a_name_that_is_taken_meanwhile_is_said(stage):
    event = did(stage, "tag.deleted")
    create_tag(door=stage.erin, name="pay")
    with pytest.raises(Conflict, match="has a tag “pay” already"):
        undo(door=stage.erin, seq=event.seq)


def test_tags_are_given_back_by_the_names_that_they_have_now(stage):
    event = did(stage, "annotation.changed tags")
    change_tag(door=stage.erin, slug="wages", name="Income")
    undo(door=stage.bob, seq=event.seq)
    assert Annotation.objects.get(id=stage.mark).labels == ["income", "pay"]
    assert set(Tag.objects.of(stage.project.id).live().values_list("name", flat=True)) == {"Income", "pay"}


def test_tags_and_actors_that_are_gone_are_named(stage):
    tagged, said_by = did(stage, "annotation.changed tags"), did(stage, "annotation.changed voices")
    delete_tag(door=stage.erin, slug="wages")
    delete_actor(door=stage.erin, id=stage.actors.mrs.id)
    with pytest.raises(Conflict, match="The tag “wages”, which it had, is in the codebook no more"):
        undo(door=stage.bob, seq=tagged.seq)
    with pytest.raises(Conflict, match=r"The actor “T\. May”, whom it named, was deleted"):
        undo(door=stage.bob, seq=said_by.seq)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("tag.created", "Annotations carry this tag"),
        ("actor.created", "This actor is spoken of"),
        ("document.imported", "Its text is annotated"),
        ("member.added", "changed since"),
    ],
)
def test_what_is_in_use_by_now_is_not_taken_away(stage, kind, words):
    change_role(member=member(stage, "erin"), by=stage.cast.alice, role="owner")
    ids = {
        "tag.created": pay(stage).id,
        "actor.created": stage.actors.mrs.id,
        "document.imported": stage.document.id,
        "member.added": member(stage, "erin").id,
    }
    event = Event.objects.get(project=stage.project, kind=kind, object_id=ids[kind])
    with pytest.raises(Conflict, match=words):
        undo(door=stage.alice, seq=event.seq)


def test_what_others_use_unseen_is_no_obstacle_and_so_not_told(stage, doors):
    change_role(member=member(stage, "erin"), by=stage.cast.alice, role="owner")
    close_document(door=stage.alice, document=stage.document.id)
    assign(door=stage.alice, document=stage.document.id, user=stage.cast.erin)
    erin = doors(stage.cast.erin)
    made = Event.objects.filter(project=stage.project, kind__in=("tag.created", "actor.created", "document.imported"))
    used = made.filter(object_id__in=(pay(stage).id, stage.actors.mrs.id, stage.document.id))
    assert len(used) == 3
    for event in used:
        assert obstacles(stage.alice, [one(stage.alice, event.seq)])
        assert not obstacles(erin, [one(erin, event.seq)])


def test_people_undo_their_own_and_editors_anybodys(stage, doors):
    event = did(stage, "annotation.created")
    with pytest.raises(PermissionDenied, match="You may undo what you did yourself"):
        undo(door=doors(stage.cast.ruth), seq=newest(stage.project, "annotation.created").seq)
    hers = said(stage.erin, stage.document, TEXT, "scapegoated")
    assert newest(stage.project, "annotation.created").object_id == hers
    with pytest.raises(PermissionDenied, match="You may undo what you did yourself"):
        undo(door=stage.bob, seq=newest(stage.project, "annotation.created").seq)
    undo(door=stage.erin, seq=event.seq)
    assert Annotation.objects.get(id=event.object_id).deleted


def test_rights_are_those_of_today(stage, doors):
    event = did(stage, "tag.changed")
    change_role(member=member(stage, "erin"), by=stage.cast.alice, role="annotator")
    with pytest.raises(PermissionDenied, match="As annotator of this project you may not edit, merge or delete tags"):
        undo(door=doors(stage.cast.erin), seq=event.seq)


def test_nobody_puts_words_in_anothers_mouth(stage):
    for what in ("comment.changed", "assignment.finished"):
        with pytest.raises(PermissionDenied, match="Only bob can undo this"):
            undo(door=stage.alice, seq=did(stage, what).seq)


def test_what_is_hidden_cannot_be_undone(stage, doors):
    hers = said(stage.erin, stage.document, TEXT, "scapegoated")
    veil(project=stage.project.id, scope=stage.document.id)
    change_role(member=member(stage, "bob"), by=stage.cast.alice, role="editor")
    veil(project=stage.project.id, scope=stage.document.id, user=stage.cast.bob)
    event = Event.objects.get(project=stage.project, kind="annotation.created", object_id=hers)
    for seq in (event.seq, 10_000):
        with pytest.raises(Http404):
            undo(door=doors(stage.cast.bob), seq=seq)


@pytest.mark.parametrize("kind", ["project.created", "annotation.carried"])
def test_some_kinds_are_never_undone_and_say_what_to_do_instead(stage, kind):
    did(stage, "document.corrected")
    with pytest.raises(Conflict) as refused:
        undo(door=stage.alice, seq=newest(stage.project, kind).seq)
    assert str(refused.value) == NEVER[kind]


def test_a_project_that_was_brought_back_is_deleted_again(stage):
    delete_project(project=stage.project, user=stage.cast.alice)
    restore_project(project=stage.project, user=stage.cast.alice)
    undo(door=stage.alice, seq=newest(stage.project, "project.restored").seq)
    assert Project.objects.get(id=stage.project.id).deleted


def test_the_last_owner_stays_though_it_was_a_change_that_made_them_owner(stage, doors):
    change_role(member=member(stage, "erin"), by=stage.cast.alice, role="owner")
    event = newest(stage.project, "member.changed")
    change_role(member=member(stage, "alice"), by=stage.cast.alice, role="editor")
    with pytest.raises(ValidationError, match="A project needs an owner"):
        undo(door=doors(stage.cast.erin), seq=event.seq)


def test_what_changes_between_the_look_and_the_deed_is_seen(stage, monkeypatch):
    event = did(stage, "annotation.changed note")
    inverse = INVERSES["annotation.changed"]

    def overtaken(door, told):
        change_annotation(door=stage.erin, id=stage.mark, draft=Draft(note="Hers"))
        return inverse.run(door, told)

    monkeypatch.setitem(INVERSES, "annotation.changed", replace(inverse, run=overtaken))
    with pytest.raises(Conflict, match="changed since, by erin"):
        undo(door=stage.bob, seq=event.seq)
    assert not Undoing.objects.exists()
    assert Annotation.objects.get(id=stage.mark).note == "Look", "the deed is taken back, and in this test hers with it"


@pytest.mark.parametrize(
    "statement",
    [
        "update activity_undoing set undone = undone - 1",
        "delete from activity_undoing",
        "set local session_replication_role = replica; delete from activity_undoing",
        "set local argmap.may_truncate = off; truncate activity_undoing",
    ],
)
def test_what_undid_what_is_never_altered(stage, statement):
    undo(door=stage.erin, seq=did(stage, "tag.created").seq)
    with (
        pytest.raises(Error, match=r"append-only|never truncated"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("set constraints all immediate")
        cursor.execute(statement)
    assert Undoing.objects.count() == 1
