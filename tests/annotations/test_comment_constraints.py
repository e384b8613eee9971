"""What Postgres refuses of comments, whoever asks: raw SQL, past every service."""

import pytest
from django.db import Error, connection, transaction

from accounts.ids import uuid7
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import annotate

pytestmark = pytest.mark.django_db


def broken_rule(error):
    return error.value.__cause__.diag.constraint_name


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def insert(project, annotation, user, body="Why?", *, to=None, resolved=None, by=None):
    """Insert a comment by SQL and return its id."""
    id_ = uuid7()
    run(
        """insert into annotations_comment (id, project_id, annotation_id, reply_to_id, body, mentions, creator_id,
           created, modified, revision, resolved, resolved_by_id)
           values (%s, %s, %s, %s, %s, '{}', %s, now(), now(), 1, %s, %s)""",
        *(id_, project.id, annotation, to, body, user.id, resolved, by),
    )
    return id_


def marked(door, document):
    return annotate(door=door, drafts=[Draft(document=document.id, start=0, end=5)], base="/")[0].id


@pytest.fixture
def on(doors, cast, document):
    """The id of an annotation."""
    return marked(doors(cast.bob), document)


def test_comments_that_stand_are_counted_on_their_annotation(project, on, cast):
    def count():
        return Annotation.objects.get(id=on).comments

    first = insert(project, on, cast.bob)
    insert(project, on, cast.erin, to=first)
    assert count() == 2
    run("update annotations_comment set deleted = now() where id = %s", first)
    assert count() == 1
    run("update annotations_comment set deleted = null")
    assert count() == 2
    run("delete from annotations_comment where reply_to_id is not null")
    assert count() == 1


def test_a_comment_is_on_an_annotation_of_its_project(other_project, on, cast):
    with pytest.raises(Error) as refused:
        insert(other_project, on, cast.carol)
        run("set constraints all immediate")
    assert broken_rule(refused) == "comment_is_on_an_annotation_of_its_project"


def test_a_reply_is_to_the_first_comment_of_a_thread_on_the_same_annotation(project, document, on, doors, cast):
    first = insert(project, on, cast.bob)
    answer = insert(project, on, cast.erin, to=first)
    with pytest.raises(Error) as refused:
        insert(project, on, cast.bob, to=answer)
    assert broken_rule(refused) == "replies_are_to_the_first_of_a_thread"
    elsewhere = marked(doors(cast.bob), document)
    with pytest.raises(Error) as refused:
        insert(project, elsewhere, cast.bob, to=first)
        run("set constraints all immediate")
    assert broken_rule(refused) == "comment_replies_on_its_own_annotation"


def test_a_comment_stays_in_its_thread(project, document, on, doors, cast):
    first, second = insert(project, on, cast.bob), insert(project, on, cast.bob)
    other = marked(doors(cast.bob), document)
    for change, value in (("annotation_id", other), ("reply_to_id", second)):
        with pytest.raises(Error) as refused:
            run(f"update annotations_comment set {change} = %s where id = %s", value, first)
        assert broken_rule(refused) == "comment_stays_in_its_thread"


@pytest.mark.parametrize(
    ("faults", "rule"),
    [
        ({"body": ""}, "comment_says_something"),
        ({"resolved": "2026-01-01"}, "thread_is_resolved_by_somebody"),
        ({"by": "bob"}, "thread_is_resolved_by_somebody"),
    ],
)
def test_half_written_comments_are_refused(faults, rule, project, on, cast):
    if "by" in faults:
        faults = {"by": cast.bob.id}
    with pytest.raises(Error) as refused:
        insert(project, on, cast.bob, **faults)
    assert broken_rule(refused) == rule


def test_threads_are_resolved_as_a_whole(project, on, cast):
    first = insert(project, on, cast.bob)
    with pytest.raises(Error) as refused:
        insert(project, on, cast.bob, to=first, resolved="2026-01-01", by=cast.bob.id)
    assert broken_rule(refused) == "threads_are_resolved_as_a_whole"


def test_what_somebody_has_seen_is_one_moment_of_an_annotation_of_the_project(project, other_project, on, cast):
    see = """insert into annotations_seen (id, project_id, user_id, annotation_id, until)
             values (%s, %s, %s, %s, now())"""
    run(see, uuid7(), project.id, cast.bob.id, on)
    with pytest.raises(Error) as refused:
        run(see, uuid7(), project.id, cast.bob.id, on)
    assert broken_rule(refused) == "thread_is_seen_by_a_person_until_one_moment"
    with pytest.raises(Error) as refused:
        run(see, uuid7(), other_project.id, cast.carol.id, on)
        run("set constraints all immediate")
    assert broken_rule(refused) == "seen_is_of_an_annotation_of_its_project"
