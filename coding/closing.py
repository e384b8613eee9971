"""Closing a document, so that each codes it independently of the others, and opening it again."""

from uuid import UUID

from django.db import transaction

from coding.facts import in_turn, is_closed
from coding.models import Assignment
from documents.models import Document
from projects.events import record
from projects.guards import Door
from projects.permissions import Action
from projects.veiling import unveil_all, veil


@transaction.atomic
def close_document(*, door: Door, document: UUID) -> Document:
    """Let everybody see only their own work in a document, but owners and editors who do not code it themselves.

    Those who are to code it and are not done are blind there whatever their role. A closed one stays as it is.
    """
    door.require(Action.ASSIGN)
    row = in_turn(door, document)
    if is_closed(door.id, row.id):
        return row
    veil(project=door.id, scope=row.id)
    for assignment in Assignment.objects.of(door.id).filter(document=row.id, finished__isnull=True):
        veil(project=door.id, scope=row.id, user=assignment.user)
    _tell(door, row, "document.closed", closed=True)
    return row


@transaction.atomic
def open_document(*, door: Door, document: UUID) -> Document:
    """Let everybody see all work in a document again. An open one stays as it is."""
    door.require(Action.ASSIGN)
    row = in_turn(door, document)
    if not is_closed(door.id, row.id):
        return row
    unveil_all(project=door.id, scope=row.id)
    _tell(door, row, "document.opened", closed=False)
    return row


def _tell(door: Door, row: Document, kind: str, *, closed: bool) -> None:
    was, is_now = ({"id": str(row.id), "title": row.title, "closed": state} for state in (not closed, closed))
    record(project=door.id, user=door.user.pk, kind=kind, object_id=row.id, before=was, after=is_now)
