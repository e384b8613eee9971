"""What people do with comments: each verb is one transaction that records its event.

A thread is a comment that replies to none, and the replies to it. A comment mentions members by “@name”; the name of
anybody else is text.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone

from accounts.ids import uuid7
from annotations.mentioning import mentioned
from annotations.models import Annotation, Comment
from projects.conflicts import Conflict, Gone, Stale
from projects.events import record, take_turn
from projects.guards import Door
from projects.models import Member
from projects.permissions import Action

LONGEST_COMMENT = 10_000


def facts(comment: Comment) -> dict[str, Any]:
    """What the event log says of a comment."""
    return {
        "id": comment.id,
        "annotation": comment.annotation_id,
        "document": comment.annotation.document_id,
        "annotator": comment.annotation.creator.username,
        "reply_to": comment.reply_to_id,
        "body": comment.body,
        "mentions": comment.mentions,
        "creator": comment.creator.username,
        "resolved": comment.resolved is not None,
        "revision": comment.revision,
    }


def comment(*, door: Door, annotation: UUID, body: str, id: UUID | None = None) -> tuple[Comment, bool]:
    """Begin a thread on an annotation; returns the comment, and whether it is new.

    With an `id` of the caller's own the same comment again changes nothing. Raises Conflict when another has the id
    (`current`, if it is of this project), Gone when it, or the annotation, was deleted.
    """
    return _written(door, annotation, body, None, id)


def reply(*, door: Door, to: UUID, body: str, id: UUID | None = None) -> tuple[Comment, bool]:
    """Reply in the thread that begins with the comment `to`, deleted or not; otherwise as `comment`.

    A reply to a reply is refused: a thread has one level.
    """
    first = Comment.objects.seen_by(door).filter(id=to).first()
    if first is None:
        raise ValidationError({"reply_to": "There is no such comment in this project."})
    if first.reply_to_id is not None:
        raise ValidationError({"reply_to": "Reply to the comment that begins the thread."})
    return _written(door, first.annotation_id, body, first, id)


@transaction.atomic
def _written(door: Door, annotation: UUID, body: str, first: Comment | None, id: UUID | None) -> tuple[Comment, bool]:
    door.require(Action.COMMENT)
    take_turn(door.id)
    row = Comment(
        id=id or uuid7(),
        project_id=door.id,
        annotation=_discussed(door, annotation),
        reply_to=first,
        body=_checked(body),
        mentions=_meant(door, body),
        creator=door.person,
        created=timezone.now(),  # after the turn was taken: whoever comes later has a later moment
    )
    there = _rows(door).filter(id=row.id).first()
    if there is not None:
        return _the_same(there, row), False
    row.modified = row.created
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("This id is in use elsewhere: choose another.") from error
    record(project=door.id, user=door.user.pk, kind="comment.created", object_id=row.id, after=facts(row))
    return row, True


def _the_same(there: Comment, meant: Comment) -> Comment:
    said = ("annotation_id", "reply_to_id", "body", "creator_id")
    if any(getattr(there, name) != getattr(meant, name) for name in said):
        raise Conflict("There is another comment of this id.", there)
    if there.deleted:
        raise Gone(there)
    return there


def _rows(door: Door) -> Any:
    return Comment.objects.seen_by(door).select_related(
        "creator", "resolved_by", "annotation__document", "annotation__creator"
    )


def _discussed(door: Door, annotation: UUID) -> Annotation:
    """The annotation that a comment is to stand on; Gone when it, or its document, was deleted."""
    row = Annotation.objects.seen_by(door).select_related("document", "creator").filter(id=annotation).first()
    if row is None:
        raise Http404("There is no such annotation in this project.")
    if row.deleted or row.document.deleted:
        raise Gone
    return row


def _checked(body: str) -> str:
    if not body.strip():
        raise ValidationError({"body": "Write something."})
    if len(body) > LONGEST_COMMENT:
        raise ValidationError({"body": f"At most {LONGEST_COMMENT:,} characters."})
    return body


def _meant(door: Door, body: str) -> list[UUID]:
    """The ids of the members whom a comment mentions."""
    if "@" not in body:
        return []
    members = Member.objects.filter(project=door.id).values_list("user__username", "user_id")
    return mentioned(body, {name.lower(): user for name, user in members})


def _locked(door: Door, id: UUID, revision: int | None, *, deleted: bool = False) -> Comment:
    """The comment, locked for a change that was based on `revision` (None: any)."""
    door.require(Action.COMMENT)
    take_turn(door.id)
    row: Comment | None = _rows(door).select_for_update(of=["self"]).filter(id=id).first()
    if row is None:
        raise Http404("There is no such comment in this project.")
    if row.annotation.deleted or row.annotation.document.deleted or (row.deleted and not deleted):
        raise Gone(row)
    if revision is not None and row.revision != revision:
        raise Stale(row)
    return row


def _require_own(door: Door, row: Comment, what: str) -> None:
    if row.creator_id != door.user.pk:
        raise PermissionDenied(f"You may {what} your own comments; this one is {row.creator}’s.")


def _saved(door: Door, row: Comment, kind: str, before: dict[str, Any] | None) -> Comment:
    """Write the comment as its next revision and record what it was and became.

    `modified` stays but for a change of its words: whether it was resolved is said elsewhere.
    """
    row.revision += 1
    if kind == "comment.changed":
        row.modified = timezone.now()
    row.save(update_fields=["body", "mentions", "resolved", "resolved_by", "deleted", "revision", "modified"])
    after = None if kind == "comment.deleted" else facts(row)
    record(project=door.id, user=door.user.pk, kind=kind, object_id=row.id, before=before, after=after)
    return row


@transaction.atomic
def edit_comment(*, door: Door, id: UUID, body: str, revision: int | None = None) -> Comment:
    """Let one's own comment say something else."""
    row = _locked(door, id, revision)
    _require_own(door, row, "change")
    if _checked(body) == row.body:
        return row
    before = facts(row)
    row.body, row.mentions = body, _meant(door, body)
    return _saved(door, row, "comment.changed", before)


@transaction.atomic
def delete_comment(*, door: Door, id: UUID, revision: int | None = None) -> Comment:
    """Delete one's own comment, or anybody's as an editor. The replies to it stay, below a word that it was deleted."""
    row = _locked(door, id, revision)
    if not door.may(Action.CHANGE_ANY_ANNOTATION):
        _require_own(door, row, "delete")
    before = facts(row)
    row.deleted = timezone.now()
    return _saved(door, row, "comment.deleted", before)


@transaction.atomic
def restore_comment(*, door: Door, id: UUID, revision: int | None = None) -> Comment:
    """Bring a deleted comment back in its place; one that was never deleted stays as it is."""
    row = _locked(door, id, revision, deleted=True)
    if not door.may(Action.CHANGE_ANY_ANNOTATION):
        _require_own(door, row, "restore")
    if row.deleted is None:
        return row
    row.deleted = None
    return _saved(door, row, "comment.restored", None)


def resolve_thread(*, door: Door, id: UUID, revision: int | None = None) -> Comment:
    """Close the thread that this comment begins: what it asks is settled. A closed one stays as it is."""
    return _settled(door, id, revision, resolved=True)


def reopen_thread(*, door: Door, id: UUID, revision: int | None = None) -> Comment:
    """Open the thread that this comment begins again; an open one stays as it is."""
    return _settled(door, id, revision, resolved=False)


@transaction.atomic
def _settled(door: Door, id: UUID, revision: int | None, *, resolved: bool) -> Comment:
    row = _locked(door, id, revision, deleted=True)
    if row.reply_to_id is not None:
        raise ValidationError({"resolved": "A thread is resolved as a whole, by the comment that begins it."})
    if (row.resolved is not None) == resolved:
        return row
    before = facts(row)
    row.resolved, row.resolved_by = (timezone.now(), door.person) if resolved else (None, None)
    return _saved(door, row, "comment.resolved" if resolved else "comment.reopened", before)


_SEE = """
insert into annotations_seen (id, project_id, user_id, annotation_id, until) values (%s, %s, %s, %s, %s)
on conflict (project_id, user_id, annotation_id)
do update set until = greatest(annotations_seen.until, excluded.until)
"""


@transaction.atomic
def mark_seen(*, door: Door, annotation: UUID, until: UUID) -> None:
    """Remember that this person has read the comments on an annotation up to one of them; never back to an earlier one.

    What somebody has read is their own affair: there is no event.
    """
    door.require(Action.SEE_COMMENTS)
    row = _discussed(door, annotation)
    moment = Comment.objects.of(door.id).filter(id=until, annotation=row).values_list("created", flat=True).first()
    if moment is None:
        raise ValidationError({"until": "There is no such comment on this annotation."})
    with connection.cursor() as cursor:
        cursor.execute(_SEE, [uuid7(), door.id, door.person.pk, row.id, moment])
