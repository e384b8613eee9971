"""Finding and recording what the verbs of this app change."""

from typing import Any
from uuid import UUID

from django.http import Http404

from coding.models import Assignment
from documents.models import Document
from projects.conflicts import Gone
from projects.events import record, take_turn
from projects.guards import Door
from projects.models import Veil


def facts(row: Assignment) -> dict[str, Any]:
    """What the event log says of an assignment."""
    return {
        "id": str(row.id),
        "document": str(row.document_id),
        "user": row.user.username,
        "by": row.by.username,
        "finished": row.finished.isoformat() if row.finished else None,
        "revision": row.revision,
    }


def tell(door: Door, kind: str, row: Assignment, before: Any, after: Any) -> None:
    """Record what became of an assignment."""
    record(project=door.id, user=door.user.pk, kind=kind, object_id=row.id, before=before, after=after)


def in_turn(door: Door, document: UUID) -> Document:
    """The live document, while nobody else gives, closes or annotates in the project; Http404 or Gone without it."""
    take_turn(door.id)
    row = Document.objects.of(door.id).filter(id=document).first()
    if row is None:
        raise Http404("There is no such document in this project.")
    if row.deleted:
        raise Gone(row)
    return row


def is_closed(project: UUID, document: UUID) -> bool:
    """Whether the document is coded independently now, whatever the door was told when it was opened."""
    return Veil.objects.filter(project=project, scope=document, user=None).exists()
