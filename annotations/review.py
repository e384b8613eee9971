"""Correcting a text that is marked, and deciding what becomes of the annotations that could not be carried over.

An annotation on an older version that nobody has decided to keep there waits for review. One that does not say in the
new text what it said in the old is moved by nobody but a person (`move_annotation`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from annotations.anchoring import Span
from annotations.carrying import carried
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import facts, locked, place, restore_annotation, saved
from documents.models import Document, Version
from documents.services import correct_document, readable_text
from projects.conflicts import Conflict
from projects.events import record_many
from projects.guards import Door
from projects.models import Event
from projects.patience import unhurried
from projects.permissions import Action

_CARRY = """
update annotations_annotation a
set version = %s, start = m.start, "end" = m."end", fragments = m.fragments, revision = a.revision + 1, modified = %s
from unnest(%s::uuid[], %s::int[], %s::int[], %s::jsonb[]) as m (id, start, "end", fragments)
where a.project_id = %s and a.id = m.id
"""
Place = tuple[int, tuple[Span, ...]]
"""A version's number, and where an annotation stands in its text: its pieces in order."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction did: the version that is current now, and how many annotations came along, how many wait.

    Of the annotations that the person may see.
    """

    version: Version
    carried: int
    to_review: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a correction will do: where each waiting annotation is, and where it is to be carried (None: nowhere)."""

    moves: dict[UUID, tuple[Place, list[Span] | None]]

    @property
    def carried(self) -> int:
        """How many annotations will be carried over exactly."""
        return sum(there is not None for _, there in self.moves.values())

    @property
    def to_review(self) -> int:
        """How many annotations a person will have to look at."""
        return len(self.moves) - self.carried

    def seen_by(self, door: Door) -> "Plan":
        """As much of it as is about annotations that the person may see."""
        seen = set(Annotation.objects.seen_by(door).filter(id__in=self.moves).values_list("id", flat=True))
        return Plan({id_: move for id_, move in self.moves.items() if id_ in seen})


def pieces_of(row: Annotation) -> tuple[Span, ...]:
    """Where an annotation stands: its first piece, then the further ones."""
    return _pieces(row.start, row.end, row.fragments)


def _pieces(start: int, end: int, fragments: Sequence[dict[str, Any]]) -> tuple[Span, ...]:
    return (Span(start, end), *(Span(piece["start"], piece["end"]) for piece in fragments))


def plan_correction(*, document: Document, text: str) -> Plan:
    """What becoming `text` (canonical) would do to the annotations of a document that are not kept on an older version.

    Those that already wait on an older version are compared with that version: a text may come back.
    """
    rows = Annotation.objects.of(document.project_id).filter(document=document, deleted__isnull=True, kept=False)
    places = rows.order_by("version", "id").values_list("version", "id", "start", "end", "fragments")
    moves: dict[UUID, tuple[Place, list[Span] | None]] = {}
    for number, group in groupby(places, key=lambda row: row[0]):
        old = Version.objects.of(document, number).values_list("text", flat=True).get()
        known = {id_: _pieces(*where) for _, id_, *where in group}
        found = carried(old, text, list(known.values()))
        moves |= {id_: ((number, known[id_]), there) for id_, there in zip(known, found, strict=True)}
    return Plan(moves)


def correct_text(
    *, door: Door, document: Document, text: str, revision: int | None = None, markdown: bool | None = None
) -> Correction:
    """Give a document another text and carry over, in the same transaction, the annotations that stand unchanged in it.

    The others wait for review on the version that they are on. Refusals are those of `correct_document`.
    """
    door.require(Action.EDIT_DOCUMENTS)
    text = readable_text(text)
    plan = plan_correction(document=document, text=text)  # before anything is locked: it may take a second
    with transaction.atomic():
        unhurried()
        version = correct_document(document=document, user=door.person, text=text, revision=revision, markdown=markdown)
        moved = _carry_over(door, version, plan) if version.number > document.number else 0
        waiting = Annotation.objects.seen_by(door).filter(document=document).to_review().count()
    return Correction(version, moved, waiting)


def _carry_over(door: Door, version: Version, plan: Plan) -> int:
    """Move the annotations that still are where the plan saw them; recording the correction has locked them all.

    Returns how many of those that the person may see.
    """
    ids = [id_ for id_, (_, there) in plan.moves.items() if there]
    rows = Annotation.objects.of(door.id).filter(id__in=ids, deleted__isnull=True, kept=False)
    changes, now = [], timezone.now()
    moved: list[Annotation] = []
    for row in rows.select_related("creator").order_by("start", "end", "id"):
        here, there = plan.moves[row.id]
        if here != (row.version, pieces_of(row)) or there is None:
            continue  # somebody has moved it since: it waits for review
        before = facts(row)
        _put(row, version.number, there)
        row.revision += 1
        moved.append(row)
        changes.append((row.id, before, facts(row)))
    columns: list[list[Any]] = [[row.id for row in moved], [row.start for row in moved], [row.end for row in moved]]
    fragments = [orjson.dumps(row.fragments).decode() for row in moved]
    with connection.cursor() as cursor:
        cursor.execute(_CARRY, [version.number, now, *columns, fragments, door.id])
    record_many(project=door.id, user=door.user.pk, kind="annotation.carried", changes=changes)
    veiled = version.document_id in door.veiled
    return sum(row.creator_id == door.user.pk or not veiled for row in moved)


def _put(row: Annotation, version: int, pieces: Sequence[Span]) -> None:
    """Let a row stand in another version at these pieces, which say what its own say."""
    row.version = version
    row.start, row.end = pieces[0]
    row.fragments = [
        fragment | {"start": piece.start, "end": piece.end}
        for fragment, piece in zip(row.fragments, pieces[1:], strict=True)
    ]


@transaction.atomic
def move_annotation(*, door: Door, id: UUID, draft: Draft, revision: int | None = None) -> Annotation:
    """Put an annotation where the draft says: offsets, or a quote that stands in one place, and any fragments.

    It comes to stand on the draft's version of its document, the current one when it names none. Its tags, note and
    attributions stay. NoSinglePlace when the quote does not tell where.
    """
    row = locked(door, id, revision)
    before = facts(row)
    number = draft.version or row.document.number
    if not Version.objects.of(row.document, number).exists():
        raise ValidationError({"version": ValidationError("The document has no such version.", "no_version")})
    draft.document, draft.version = row.document_id, number
    if draft.start is None:
        place(door=door, draft=draft)
    row.version, row.start, row.end = number, draft.start, draft.end  # type: ignore[assignment]  # place has filled them
    row.quote, row.fragments, row.kept = draft.quote, draft.fragments or [], False  # type: ignore[assignment]  # None: the database reads it
    return saved(door, row, "annotation.moved", before)


@transaction.atomic
def keep_annotation(*, door: Door, id: UUID, kept: bool = True, revision: int | None = None) -> Annotation:
    """Leave an annotation on the older version that it stands on, so that it no longer waits for review; or not."""
    row = locked(door, id, revision)
    if row.kept == kept:
        return row
    if kept and row.version == row.document.number:
        raise Conflict("It stands on the current version of the text: there is nothing to decide.", row)
    before = facts(row)
    row.kept = kept
    return saved(door, row, "annotation.kept" if kept else "annotation.unkept", before)


@transaction.atomic
def undo_decision(*, door: Door, id: UUID, revision: int | None = None) -> Annotation:
    """Take back what was decided last about an annotation: that it was moved, kept or dropped."""
    row = locked(door, id, revision, deleted=True)
    events = Event.objects.filter(project=door.id, object_id=id, kind__startswith="annotation.")
    event = events.exclude(kind="annotation.contested").order_by("-seq").first()
    match event.kind if event else None:
        case "annotation.deleted":
            return restore_annotation(door=door, id=id)
        case "annotation.kept":
            return keep_annotation(door=door, id=id, kept=False)
        case "annotation.moved" if event and event.before:
            before = event.before
            row_before = facts(row)
            row.version, row.start, row.end = before["version"], before["start"], before["end"]
            row.quote, row.fragments, row.kept = before["quote"], before["fragments"], before.get("kept", False)
            return saved(door, row, "annotation.moved", row_before)
        case _:
            raise Conflict("There is no decision to take back.", row)
