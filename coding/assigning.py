"""Giving documents to people, and taking them back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from accounts.models import User
from coding.facts import facts, in_turn, is_closed, tell
from coding.models import Assignment, Quota
from coding.spreading import Waiting, spread
from documents.models import Document
from projects.conflicts import Stale
from projects.events import record, take_turn
from projects.guards import Door
from projects.models import Member
from projects.permissions import TABLE, Action
from projects.veiling import unveil, veil


@transaction.atomic
def assign(*, door: Door, document: UUID, user: User, finished: datetime | None = None) -> Assignment:
    """Give a document to a member to code, who must be allowed to annotate; what they have already they keep as it is.

    Where the document is closed they are blind there from now on, whatever their role, until they are done. `finished`:
    when they had said to be, for what was taken from them and is given back.
    """
    door.require(Action.ASSIGN)
    row = in_turn(door, document)
    _refuse_who_may_not(door, [user])
    return give(door, row, user, finished)


def give(door: Door, document: Document, user: User, finished: datetime | None = None) -> Assignment:
    """The person's assignment of a document, made and recorded if there is none; the caller has the turn."""
    there = Assignment.objects.of(door.id).filter(document=document, user=user).first()
    if there:
        return there
    row = Assignment.objects.create(project_id=door.id, document=document, user=user, by=door.person, finished=finished)
    if finished is None and is_closed(door.id, document.id):
        veil(project=door.id, scope=document.id, user=user)
    tell(door, "assignment.created", row, None, facts(row))
    return row


@transaction.atomic
def withdraw(*, door: Door, id: UUID, revision: int | None = None) -> None:
    """Take a document back from somebody; what they annotated stays. Stale when it is not at `revision` (None: any)."""
    door.require(Action.ASSIGN)
    take_turn(door.id)
    row = Assignment.objects.of(door.id).filter(id=id).first()
    if row is None:
        raise Http404("There is no such assignment in this project.")
    if revision is not None and row.revision != revision:
        raise Stale(row)
    before = facts(row)
    Assignment.objects.filter(project=door.id, id=row.id).delete()
    unveil(project=door.id, scope=row.document_id, user=row.user)
    tell(door, "assignment.removed", row, before, None)


@transaction.atomic
def spread_documents(*, door: Door, documents: Sequence[UUID], people: Sequence[User], coders: int) -> list[Assignment]:
    """Give documents to people evenly, so that each has `coders` coders, those who code it already among them.

    Returns the new assignments. ValidationError when there are too few people, or some who may not annotate.
    """
    door.require(Action.ASSIGN)
    people = list(dict.fromkeys(people))
    if not 1 <= coders <= len(people):
        raise ValidationError({"coders": f"Choose from 1 to {len(people)} coders for each, or more people."})
    take_turn(door.id)
    _refuse_who_may_not(door, people)
    rows = {row.id: row for row in Document.objects.of(door.id).live().filter(id__in=documents)}
    if missing := set(documents) - rows.keys():
        raise ValidationError({"documents": f"{len(missing)} of these documents are not in this project."})
    standing: dict[UUID, set[UUID]] = {id_: set() for id_ in dict.fromkeys(documents)}
    for assignment in Assignment.objects.of(door.id).standing().filter(document__in=rows):
        standing[assignment.document_id].add(assignment.user_id)
    waiting = [Waiting(id_, rows[id_].words, frozenset(on)) for id_, on in standing.items()]
    users = {user.id: user for user in people}
    given = spread(waiting, list(users), coders)
    return [give(door, rows[document], users[person]) for document, person in given]


def _refuse_who_may_not(door: Door, people: Sequence[User]) -> None:
    """ValidationError for people who are not in the project, or are in it to read only."""
    may = Member.objects.filter(project=door.id, user__in=people, role__in=TABLE[Action.ANNOTATE])
    able = set(may.values_list("user_id", flat=True))
    if unable := sorted(user.username for user in people if user.id not in able):
        raise ValidationError({"user": f"No members who may annotate here: {', '.join(unable)}."})


@transaction.atomic
def want_coders(*, door: Door, coders: int | None, document: UUID | None = None) -> None:
    """Say how many coders a document is to have, or each of the project's that says nothing of its own.

    None: the document says nothing of its own any more; the project wants no coders.
    """
    door.require(Action.ASSIGN)
    if document:
        in_turn(door, document)
    else:
        take_turn(door.id)
    there = Quota.objects.filter(project=door.id, document=document)
    was = there.values_list("coders", flat=True).first()
    if was == coders:
        return
    there.delete()
    if coders is not None:
        Quota.objects.create(project_id=door.id, document_id=document, coders=coders)
    before, after = ({"document": str(document) if document else None, "coders": n} for n in (was, coders))
    record(
        project=door.id, user=door.user.pk, kind="coders.wanted", object_id=document or door.id,
        before=before, after=after,
    )  # fmt: skip
