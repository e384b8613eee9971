"""Deciding what shall count of what several coders marked: accepting, editing, rejecting; and taking that back.

A decision and what it makes, a curated annotation, are written in one transaction with the events of both.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from annotations.models import Annotation
from annotations.services import delete_annotation
from coding.comparing import State, Unit, consensus
from coding.curating import Ruling, draft_of, make_result, write
from coding.facts import in_turn
from coding.grounds import ground_of
from coding.models import Decision, Verdict
from coding.units import Case, Comparison, comparison, marks_of
from documents.models import Document
from projects.conflicts import Conflict, Stale
from projects.events import record, record_many, take_turn
from projects.guards import Door
from projects.permissions import Action


def facts(row: Decision) -> dict[str, Any]:
    """What the event log says of a decision. It is its creator's work: where the document is veiled, nobody else's."""
    return {
        "id": str(row.id),
        "document": str(row.document_id),
        "unit": str(row.unit),
        "verdict": row.verdict,
        "accepted": str(row.accepted) if row.accepted else None,
        "annotation": str(row.annotation_id) if row.annotation_id else None,
        "annotations": [one["annotation"] for one in row.ground],
        "coders": [one["creator"] for one in row.ground],
        "quote": row.quote,
        "reason": row.reason,
        "creator": row.creator.username,
        "revision": row.revision,
    }


@transaction.atomic
def decide(*, door: Door, document: UUID, unit: UUID, ruling: Ruling, seen: str | None = None) -> Decision:
    """Decide about a unit that nobody has decided about; Conflict with the decision when somebody has.

    `seen` is the token of what the person has seen of it: Conflict when something in it has changed meanwhile.
    """
    row, found = _table(door, document)
    case = _case(found, unit, seen)
    if case.decision:
        raise Conflict(f"{case.decision.creator} has decided about this already.", case.decision)
    made = Decision(project_id=door.id, document=row, unit=unit, revision=0)
    return _settle(door, made, case.unit, row, ruling)


@transaction.atomic
def change_decision(
    *, door: Door, id: UUID, ruling: Ruling, revision: int | None = None, seen: str | None = None
) -> Decision:
    """Decide otherwise, or the same on the ground that there is now. Stale when it is not at `revision` (None: any)."""
    decided = _locked(door, id, revision)
    row, found = _table(door, decided.document_id)
    return _settle(door, decided, _case(found, decided.unit, seen).unit, row, ruling)


@transaction.atomic
def confirm_decision(*, door: Door, id: UUID, revision: int | None = None, seen: str | None = None) -> Decision:
    """Let a decision stand as it is, on the ground that there is now. Conflict when what it made is gone."""
    row = _locked(door, id, revision)
    document, found = _table(door, row.document_id)
    unit = _case(found, row.unit, seen).unit
    if row.annotation and (row.annotation.deleted or row.annotation.version != document.number):
        raise Conflict("What this decision made does not stand in the text any more: decide again.", row)
    before, was = facts(row), _said(row)
    row.creator, row.ground, row.result = door.person, ground_of(unit, document.number), _says(door, row)
    return row if was == _said(row) else _kept(door, row, before)


@transaction.atomic
def remove_decision(*, door: Door, id: UUID, revision: int | None = None) -> None:
    """Take a decision back: what it made is deleted, and its unit is to be decided again."""
    decided = _locked(door, id, revision)
    _table_may(door, decided.document_id)
    before = facts(decided)
    result = decided.annotation
    _erase(door, decided)
    Decision.objects.filter(project=door.id, id=decided.id).delete()
    if result and not result.deleted:
        delete_annotation(door=door, id=result.id)
    record(project=door.id, user=door.user.pk, kind="decision.removed", object_id=decided.id, before=before)


@transaction.atomic
def accept_agreed(*, door: Door, document: UUID) -> list[Decision]:
    """Accept all that the coders agree on and nobody has decided about yet."""
    row, found = _table(door, document)
    units = [case.unit for case in found.cases if case.state == State.AGREED and not case.decision]
    results = write(door, [draft_of(consensus(unit), row) for unit in units])
    says = {mark.id: mark.says for mark in marks_of(door, row, (), [result.id for result in results])}
    made = [
        Decision(
            project_id=door.id, document=row, unit=unit.id, verdict=Verdict.ACCEPT, annotation=result,
            ground=ground_of(unit, row.number), result=says[result.id], quote=result.quote, creator=door.person,
        )
        for unit, result in zip(units, results, strict=True)
    ]  # fmt: skip
    Decision.objects.bulk_create(made)
    for decision in made:
        inscribe(door, decision)
    changes = [(decision.id, None, facts(decision)) for decision in made]
    record_many(project=door.id, user=door.user.pk, kind="decision.made", changes=changes)
    return made


def _table_may(door: Door, document: UUID) -> Document:
    """The document, in turn, for somebody who may adjudicate it."""
    door.require(Action.ADJUDICATE)
    if document in door.veiled:
        raise PermissionDenied("You code this document yourself. Say that you are done with it, then adjudicate.")
    return in_turn(door, document)


def _table(door: Door, document: UUID) -> tuple[Document, Comparison]:
    row = _table_may(door, document)
    return row, comparison(door, row)


def _case(found: Comparison, unit: UUID, seen: str | None) -> Case:
    case = found.case(unit)
    if case is None:
        raise Http404("There is no such unit in this document. What was marked may have changed.")
    if seen is not None and seen != case.token:
        raise Conflict("What is marked here has changed since you looked at it. Look again, then decide.")
    return case


def _locked(door: Door, id: UUID, revision: int | None) -> Decision:
    door.require(Action.ADJUDICATE)
    take_turn(door.id)
    row = Decision.objects.of(door.id).filter(id=id).first()
    if row is None:
        raise Http404("There is no such decision in this project.")
    if revision is not None and row.revision != revision:
        raise Stale(row)
    return row


def _settle(door: Door, row: Decision, unit: Unit, document: Document, ruling: Ruling) -> Decision:
    """Write a decision, new or not, what it makes and what it says of the annotations that it is about."""
    before = facts(row) if row.revision else None
    was = _said(row)
    if ruling.verdict != Verdict.ACCEPT and not ruling.reason.strip():
        raise ValidationError({"reason": "Say why: it may be short, and those whose work it is can read it."})
    result = make_result(door, row, unit, document, ruling)
    row.verdict, row.reason = ruling.verdict, ruling.reason.strip()
    row.accepted = ruling.accepted if result else None
    row.annotation, row.creator = result, door.person
    row.result, row.ground = _says(door, row), ground_of(unit, document.number)
    row.quote = result.quote if result else _words(door, unit) or row.quote
    return row if was == _said(row) else _kept(door, row, before)


def _kept(door: Door, row: Decision, before: dict[str, Any] | None) -> Decision:
    """Write a decision as its next revision, tell the annotations that it is about, and record it."""
    row.revision, row.modified = row.revision + 1, timezone.now()
    row.save()
    _erase(door, row)
    inscribe(door, row)
    kind = "decision.changed" if before else "decision.made"
    record(project=door.id, user=door.user.pk, kind=kind, object_id=row.id, before=before, after=facts(row))
    return row


def _says(door: Door, row: Decision) -> str:
    """What the annotation that a decision made says now."""
    made = [row.annotation_id] if row.annotation_id else []
    return marks_of(door, row.document, (), made)[0].says if made else ""


def _said(row: Decision) -> Any:
    """What tells a decision from another; that it is there at all tells it from none."""
    creator = row.creator_id if row.revision else None
    return creator, row.verdict, row.reason, row.accepted, row.annotation_id, row.result, row.ground


def _annotations(row: Decision) -> list[UUID]:
    return [UUID(one["annotation"]) for one in row.ground]


def _words(door: Door, unit: Unit) -> str:
    first = Annotation.objects.of(door.id).filter(id__in=[mark.id for mark in unit.marks[:1]])
    return first.values_list("quote", flat=True).first() or ""


def _erase(door: Door, row: Decision) -> None:
    there = Annotation.objects.of(door.id).filter(document=row.document_id)
    there.filter(decision__id=str(row.id)).update(decision=None)


def inscribe(door: Door, row: Decision) -> None:
    """Let the annotations that a decision is about, and the one that it made, say what was decided."""
    told = {
        "id": str(row.id),
        "verdict": row.verdict,
        "reason": row.reason,
        "by": row.creator.username,
        "made": row.modified.isoformat().replace("+00:00", "Z"),
        "revision": row.revision,
    }
    theirs = _annotations(row)
    chosen = [] if row.verdict != Verdict.ACCEPT else [row.accepted] if row.accepted else theirs
    rows = Annotation.objects.of(door.id)
    rows.filter(id__in=theirs).exclude(id__in=chosen).update(decision=told | {"chosen": False})
    rows.filter(id__in=[*chosen, row.annotation_id]).update(decision=told | {"chosen": True})
