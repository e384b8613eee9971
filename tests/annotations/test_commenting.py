"""Threads of comments: who may write, change and settle them, and what is recorded."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from accounts.ids import uuid7
from annotations.commenting import (
    comment,
    delete_comment,
    edit_comment,
    mark_seen,
    reopen_thread,
    reply,
    resolve_thread,
    restore_comment,
)
from annotations.drafts import Draft
from annotations.models import Annotation, Comment, Seen
from annotations.services import annotate, delete_annotation, restore_annotation
from projects.conflicts import Conflict, Gone, Stale
from projects.guards import open_project
from projects.models import Event
from projects.services import add_member, remove_member
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db


def marked(door, document):
    """The id of a new annotation on “migrant labour”."""
    start = TEXT.index("migrant labour")
    draft = Draft(document=document.id, version=1, start=start, end=start + len("migrant labour"))
    return annotate(door=door, drafts=[draft], base="/")[0].id


@pytest.fixture
def stage(doors, cast, document):
    """An annotation of Bob's, and everybody's door."""
    people = {name: doors(getattr(cast, name)) for name in ("alice", "erin", "bob", "ruth")}
    return SimpleNamespace(**people, on=marked(people["bob"], document))


def begun(door, stage, body="Is this so?"):
    return comment(door=door, annotation=stage.on, body=body)[0]


def count(stage):
    return Annotation.objects.get(id=stage.on).comments


def last_event():
    return Event.objects.order_by("-seq").first()


def test_a_comment_and_its_replies_are_a_thread(stage):
    first = begun(stage.bob, stage)
    answer, new = reply(door=stage.erin, to=first.id, body="It is.")
    assert new and answer.reply_to == first and answer.annotation_id == stage.on
    assert list(Comment.objects.of(stage.bob.id).live()) == [first, answer]
    assert count(stage) == 2


def test_a_comment_is_recorded_with_what_it_says(stage, cast):
    row = begun(stage.bob, stage, "Is this so, @erin?")
    event = last_event()
    assert (event.kind, event.object_id, event.user, event.before) == ("comment.created", row.id, cast.bob, None)
    assert event.after == {
        "id": str(row.id),
        "annotation": str(stage.on),
        "document": str(row.annotation.document_id),
        "annotator": row.annotation.creator.username,
        "reply_to": None,
        "body": "Is this so, @erin?",
        "mentions": [str(cast.erin.id)],
        "creator": "bob",
        "resolved": False,
        "revision": 1,
    }


def test_members_are_mentioned_and_strangers_are_not(stage, cast):
    assert begun(stage.bob, stage, "@Erin and @carol, and erin@example.org").mentions == [cast.erin.id]
    row = begun(stage.bob, stage, "Nobody")
    assert edit_comment(door=stage.bob, id=row.id, body="@alice").mentions == [cast.alice.id]


def test_an_id_of_ones_own_makes_a_repeated_comment_harmless(stage):
    id_ = uuid7()
    assert comment(door=stage.bob, annotation=stage.on, body="Once", id=id_)[1]
    again, new = comment(door=stage.bob, annotation=stage.on, body="Once", id=id_)
    assert (again.id, new, count(stage)) == (id_, False, 1)
    for door, body in ((stage.bob, "Twice"), (stage.erin, "Once")):
        with pytest.raises(Conflict) as refused:
            comment(door=door, annotation=stage.on, body=body, id=id_)
        assert refused.value.current == again
    delete_comment(door=stage.bob, id=id_)
    with pytest.raises(Gone):
        comment(door=stage.bob, annotation=stage.on, body="Once", id=id_)


def test_an_id_that_another_project_uses_is_refused(stage, other_project, cast):
    row = begun(stage.bob, stage)

    elsewhere = open_project(cast.carol, other_project.slug)
    theirs = marked(elsewhere, import_text(other_project, cast.carol))
    with pytest.raises(Conflict, match="in use elsewhere"):
        comment(door=elsewhere, annotation=theirs, body="Mine", id=row.id)
    with pytest.raises(Http404):
        comment(door=elsewhere, annotation=stage.on, body="Mine")
    with pytest.raises(ValidationError, match="no such comment"):
        reply(door=elsewhere, to=row.id, body="Mine")


@pytest.mark.parametrize("body", ["", " \n\t", "x" * 10_001])
def test_a_comment_says_something_and_not_too_much(stage, body):
    with pytest.raises(ValidationError):
        begun(stage.bob, stage, body)


def test_a_thread_has_one_level(stage):
    first = begun(stage.bob, stage)
    answer, _ = reply(door=stage.erin, to=first.id, body="It is.")
    with pytest.raises(ValidationError, match="begins the thread"):
        reply(door=stage.bob, to=answer.id, body="No.")


def test_only_its_author_changes_what_a_comment_says(stage):
    row = begun(stage.bob, stage)
    assert edit_comment(door=stage.bob, id=row.id, body="It is so.", revision=1).revision == 2
    assert (last_event().before["body"], last_event().after["body"]) == ("Is this so?", "It is so.")
    for door in (stage.alice, stage.erin):
        with pytest.raises(PermissionDenied, match="bob"):
            edit_comment(door=door, id=row.id, body="I say")
    with pytest.raises(Stale):
        edit_comment(door=stage.bob, id=row.id, body="Late", revision=1)


def test_saying_the_same_again_changes_nothing(stage):
    row = begun(stage.bob, stage)
    seq = last_event().seq
    assert edit_comment(door=stage.bob, id=row.id, body=row.body).revision == 1
    assert reopen_thread(door=stage.bob, id=row.id).revision == 1
    assert restore_comment(door=stage.bob, id=row.id).revision == 1
    assert last_event().seq == seq


def test_editors_delete_anybodys_comment_and_annotators_their_own(stage):
    bobs, erins = begun(stage.bob, stage), begun(stage.erin, stage)
    with pytest.raises(PermissionDenied, match="erin"):
        delete_comment(door=stage.bob, id=erins.id)
    delete_comment(door=stage.erin, id=bobs.id)
    assert (last_event().kind, last_event().after, count(stage)) == ("comment.deleted", None, 1)
    with pytest.raises(Gone):
        edit_comment(door=stage.bob, id=bobs.id, body="Still here")
    assert restore_comment(door=stage.bob, id=bobs.id).revision == 3
    assert (last_event().kind, count(stage)) == ("comment.restored", 2)


def test_the_replies_to_a_deleted_comment_stay_and_it_is_shown_that_there_was_one(stage):
    first = begun(stage.bob, stage)
    answer, _ = reply(door=stage.erin, to=first.id, body="It is.")
    delete_comment(door=stage.bob, id=first.id)
    shown = Comment.objects.of(stage.bob.id).shown()
    assert list(shown) == [first, answer]
    reply(door=stage.bob, to=first.id, body="I withdrew.")
    delete_comment(door=stage.erin, id=answer.id)
    assert count(stage) == 1 and answer not in shown.all()


def test_a_deleted_comment_without_replies_leaves_nothing(stage):
    delete_comment(door=stage.bob, id=begun(stage.bob, stage).id)
    assert not Comment.objects.of(stage.bob.id).shown().exists()


def test_any_writer_resolves_a_thread_and_opens_it_again(stage, cast):
    first = begun(stage.bob, stage)
    answer, _ = reply(door=stage.erin, to=first.id, body="It is.")
    done = resolve_thread(door=stage.erin, id=first.id, revision=1)
    assert done.resolved and done.resolved_by == cast.erin and last_event().kind == "comment.resolved"
    assert set(Comment.objects.of(stage.bob.id).in_threads(resolved=True)) == {first, answer}
    assert not Comment.objects.of(stage.bob.id).in_threads(resolved=False).exists()
    assert reopen_thread(door=stage.bob, id=first.id).resolved is None
    assert last_event().kind == "comment.reopened"
    with pytest.raises(ValidationError, match="as a whole"):
        resolve_thread(door=stage.bob, id=answer.id)


def test_a_thread_whose_beginning_was_deleted_can_still_be_resolved(stage):
    first = begun(stage.bob, stage)
    reply(door=stage.erin, to=first.id, body="It is.")
    delete_comment(door=stage.bob, id=first.id)
    assert resolve_thread(door=stage.erin, id=first.id).resolved
    assert last_event().after["resolved"] is True


def test_readers_read_and_do_not_write(stage):
    row = begun(stage.bob, stage)
    for write in (
        lambda: comment(door=stage.ruth, annotation=stage.on, body="I too"),
        lambda: reply(door=stage.ruth, to=row.id, body="I too"),
        lambda: delete_comment(door=stage.ruth, id=row.id),
        lambda: resolve_thread(door=stage.ruth, id=row.id),
        lambda: restore_comment(door=stage.ruth, id=row.id),
    ):
        with pytest.raises(PermissionDenied, match="As reader"):
            write()
    mark_seen(door=stage.ruth, annotation=stage.on, until=row.id)


def test_comments_go_with_their_annotation_and_come_back_with_it(stage):
    row = begun(stage.bob, stage)
    delete_annotation(door=stage.bob, id=stage.on)
    assert not Comment.objects.of(stage.bob.id).shown().exists()
    with pytest.raises(Gone):
        begun(stage.bob, stage)
    with pytest.raises(Gone):
        edit_comment(door=stage.bob, id=row.id, body="Anyway")
    with pytest.raises(Gone):
        mark_seen(door=stage.bob, annotation=stage.on, until=row.id)
    restore_annotation(door=stage.bob, id=stage.on)
    assert list(Comment.objects.of(stage.bob.id).shown()) == [row]


def test_commenting_leaves_the_annotations_revision_alone(stage):
    before = Annotation.objects.get(id=stage.on)
    begun(stage.bob, stage)
    after = Annotation.objects.get(id=stage.on)
    assert (after.revision, after.modified, after.comments) == (before.revision, before.modified, 1)


def unread(door):
    return list(Comment.objects.unread_by(door))


def test_comments_of_others_are_unread_until_they_are_seen(stage):
    first, second = begun(stage.bob, stage, "One"), begun(stage.erin, stage, "Two")
    assert unread(stage.ruth) == [first, second]
    assert (unread(stage.bob), unread(stage.erin)) == ([second], [first])
    mark_seen(door=stage.ruth, annotation=stage.on, until=first.id)
    assert unread(stage.ruth) == [second]
    mark_seen(door=stage.ruth, annotation=stage.on, until=second.id)
    mark_seen(door=stage.ruth, annotation=stage.on, until=first.id)
    assert unread(stage.ruth) == [] and Seen.objects.count() == 1


def test_seeing_is_no_event_and_is_of_this_annotation(stage, document):
    row = begun(stage.bob, stage)
    seq = last_event().seq
    mark_seen(door=stage.ruth, annotation=stage.on, until=row.id)
    assert last_event().seq == seq
    other = marked(stage.bob, document)
    with pytest.raises(ValidationError, match="no such comment"):
        mark_seen(door=stage.ruth, annotation=other, until=row.id)


def test_what_was_said_before_somebody_came_is_not_unread(stage, project, cast):

    begun(stage.bob, stage, "Long ago")
    add_member(project=project, by=cast.alice, user=cast.carol, role="annotator")
    carol = open_project(cast.carol, project.slug)
    late = begun(stage.bob, stage, "Welcome @carol")
    assert unread(carol) == [late]
    remove_member(member=project.members.get(user=cast.carol), by=cast.alice)
    assert unread(carol) == []


def test_what_stands_on_a_document_is_summed_by_one_query(stage, cast, django_assert_num_queries):
    first = begun(stage.bob, stage, "One, @erin")
    reply(door=stage.alice, to=first.id, body="Two")
    resolve_thread(door=stage.bob, id=begun(stage.bob, stage, "Three").id)
    with django_assert_num_queries(1):
        (found,) = Comment.objects.discussions(stage.erin)
    assert (found.annotation, found.open, found.unread, found.mentions) == (stage.on, 1, 3, 1)
    delete_comment(door=stage.bob, id=first.id)
    (found,) = Comment.objects.discussions(stage.erin)
    assert (found.open, found.unread, found.mentions) == (1, 2, 0)


def test_only_other_words_are_a_modification(stage):
    row = begun(stage.bob, stage)
    assert resolve_thread(door=stage.erin, id=row.id).modified == row.created
    assert edit_comment(door=stage.bob, id=row.id, body="Other words").modified > row.created
