"""What people do with annotations: each verb is one transaction that records its event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone

from accounts.ids import uuid7
from annotations.anchoring import locate
from annotations.attributing import attribute
from annotations.drafts import Draft
from annotations.models import Annotation, Tagging
from annotations.naming import PALETTE, slug_of
from documents.models import Version
from projects.conflicts import Conflict, Gone, Stale
from projects.events import record, take_turn
from projects.guards import Door
from projects.permissions import Action

_ANNOTATE = "select outcome, detail, body::text from annotations_annotate(%s, %s, %s, %s, %s, %s, %s, %s) order by line"
_OWN = ("version", "start", "end", "quote", "fragments", "note", "kept", "deleted")
_TEXTS = 8  # how many texts are held for rows that quote; each may have millions of characters
DISORDERLY = "The pieces of a passage stand in order, apart from one another, after the first one."
Texts = Callable[[UUID | None, int | None], tuple[int, str] | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one draft.

    `kind` is created, there (the same stands there already) or one of the refusals: different (another annotation has
    this id), deleted, taken (the id is in use elsewhere), no_document, no_version, no_tag and no_actor (unknown, and
    the person may not add it), outside (beyond the text's end), empty, disorderly (pieces that touch or stand out of
    order), misquoted (`detail` is what the text says there). `body` is the annotation as JSON, where there is one in
    this project.
    """

    kind: str
    id: UUID
    detail: str | None
    body: bytes | None


def wanted_tags(names: Sequence[str]) -> list[dict[str, str]]:
    """Tags as the database takes them: a tidied name, and the slug that a new one would get."""
    return [{"name": name, "slug": slug_of(name)} for name in names]


def annotate(*, door: Door, drafts: Sequence[Draft], base: str, curated: bool = False) -> list[Outcome]:
    """Write the drafts (valid, each with document, start and end), their tags and events, in one call to the database.

    Every draft has an outcome of its own and a refused one harms no other. A draft without id gets one. `base` is the
    address below which the annotations are found. `curated`: they are what decisions make.
    """
    door.require(Action.ANNOTATE)
    ids = [draft.id or uuid7() for draft in drafts]
    rows = [
        {
            "id": id_,
            "document": draft.document,
            "version": draft.version,
            "start": draft.start,
            "end": draft.end,
            "quote": draft.quote,
            "fragments": draft.fragments or [],
            "note": draft.note or "",
            "tags": wanted_tags(draft.tags or ()),
            "attributions": draft.attributions or [],
            "curated": curated,
        }
        for id_, draft in zip(ids, drafts, strict=True)
    ]
    user = door.user
    may_add = [door.may(Action.ADD_TAGS), door.may(Action.ADD_ACTORS)]
    arguments = [door.id, user.pk, user.get_username(), *may_add, list(PALETTE)]
    with connection.cursor() as cursor:
        cursor.execute(_ANNOTATE, [*arguments, orjson.dumps(rows).decode(), base])
        found = cursor.fetchall()
    return [_outcome(door, id_, *row) for id_, row in zip(ids, found, strict=True)]


def _outcome(door: Door, id: UUID, kind: str, detail: str | None, body: str | None) -> Outcome:
    """What the database says of one draft; of somebody's that is veiled, only that it has the id."""
    if body is None:
        return Outcome(kind, id, detail, None)
    said = orjson.loads(body)
    if UUID(said["document"]) in door.veiled and said["creator"] != door.user.get_username():
        return Outcome("taken", id, None, None)
    return Outcome(kind, id, detail, orjson.dumps(said))


def texts(door: Door) -> Texts:
    """A function that gives number and text of a document's version (None: its current one), or None if there is none.

    It remembers the last few, so that many rows about one document fetch its text once. For one request only.
    """

    @lru_cache(maxsize=_TEXTS)
    def read(document: UUID | None, number: int | None) -> tuple[int, str] | None:
        versions = Version.objects.filter(project=door.id, document=document, document__deleted__isnull=True)
        version = versions.filter(number=number) if number else versions.order_by("-number")
        return version.values_list("number", "text").first()

    return read


def place(*, door: Door, draft: Draft, read: Texts | None = None) -> None:
    """Give a draft that quotes without offsets its offsets: raises NoSinglePlace unless exactly one place matches.

    The text is that of the draft's version, else of the document's current one; Http404 when there is none. `read` are
    the `texts` that several drafts of a request share.
    """
    found = (read or texts(door))(draft.document, draft.version)
    if found is None:
        raise Http404("There is no such document or version in this project.")
    draft.version = found[0]
    draft.start, draft.end = locate(found[1], draft.quote or "", draft.prefix or "", draft.suffix or "")


def facts(annotation: Annotation) -> dict[str, Any]:
    """What the event log says of an annotation: the same words as the API's, without the address."""
    return {
        "id": annotation.id,
        "document": annotation.document_id,
        "version": annotation.version,
        "start": annotation.start,
        "end": annotation.end,
        "quote": annotation.quote,
        "fragments": annotation.fragments,
        "tags": annotation.labels,
        "note": annotation.note,
        "attributions": annotation.attributions,
        "creator": annotation.creator.username,
        "revision": annotation.revision,
    } | {name: True for name in ("kept", "curated") if getattr(annotation, name)}


def locked(door: Door, id_: UUID, revision: int | None, *, deleted: bool = False) -> Annotation:
    """The annotation, locked for a change that this person may make and that was based on `revision` (None: any)."""
    take_turn(door.id)
    rows = Annotation.objects.seen_by(door).select_for_update(of=["self"]).select_related("creator", "document")
    row = rows.filter(id=id_).first()
    if row is None:
        raise Http404("There is no such annotation in this project.")
    door.require(Action.ANNOTATE)
    if row.creator_id != door.user.pk and not door.may(Action.CHANGE_ANY_ANNOTATION):
        raise PermissionDenied(f"As {door.role} you may change your own annotations; this one is {row.creator}’s.")
    if row.document.deleted or (row.deleted and not deleted):
        raise Gone(row)
    if revision is not None and row.revision != revision:
        raise Stale(row)
    return row


@transaction.atomic
def change_annotation(*, door: Door, id: UUID, draft: Draft, revision: int | None = None) -> Annotation:
    """Give an annotation what the draft holds: range, fragments, note, tags, attributions; what it does not hold stays.

    A new range is on the annotation's own version; its quote is read from the text, and checked when the draft has one.
    With a new range and no fragments it is in one piece.
    """
    row = locked(door, id, revision)
    before = facts(row)
    if draft.quote is not None and draft.start is None:
        draft.document, draft.version = row.document_id, row.version
        place(door=door, draft=draft)
    quote = row.quote if draft.quote is None else draft.quote
    moved = draft.start is not None and (draft.start, draft.end, quote) != (row.start, row.end, row.quote)
    if moved:
        row.start, row.end, row.quote = draft.start, draft.end, draft.quote  # type: ignore[assignment]  # None: the database reads it
    if draft.fragments is not None or moved:
        row.fragments = draft.fragments or []
    if draft.note is not None:
        row.note = draft.note
    retagged = draft.tags is not None and _retag(door, row, draft.tags)
    attributed = draft.attributions is not None and attribute(door, row, draft.attributions)
    pieces = [(piece["start"], piece["end"]) for piece in row.fragments]
    cut = pieces != [(piece["start"], piece["end"]) for piece in before["fragments"]]
    if not (retagged or attributed or moved or cut or row.note != before["note"]):
        return row
    return saved(door, row, "annotation.changed", before)


def saved(door: Door, row: Annotation, kind: str, before: dict[str, Any] | None) -> Annotation:
    """Write the row's own columns as the next revision and record what it was and became."""
    row.revision += 1
    row.modified = timezone.now()
    try:
        with transaction.atomic():
            row.save(update_fields=[*_OWN, "revision", "modified"])
    except IntegrityError as error:
        raise refusal(error) from error
    row.refresh_from_db(fields=["quote", "prefix", "suffix", "fragments", "labels", "attributions"])
    after = None if row.deleted else facts(row)
    record(project=door.id, user=door.user.pk, kind=kind, object_id=row.id, before=before, after=after)
    return row


def refusal(error: IntegrityError) -> Exception:
    """What a rule of the database that refused an annotation says to the person who sent it."""
    diagnostics: Any = getattr(error.__cause__, "diag", None)
    match getattr(diagnostics, "constraint_name", None):
        case "annotation_quotes_the_text":
            return Conflict("The quote is not what the text says there.", {"quote": diagnostics.message_detail})
        case "annotation_lies_within_the_text":
            return ValidationError({"end": "The text ends before this."})
        case "fragments_follow_in_order":
            return ValidationError({"fragments": DISORDERLY})
        case _:
            return error


def _retag(door: Door, row: Annotation, names: Sequence[str]) -> bool:
    """Make these the annotation's tags, in this order; returns whether that changed anything."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select ids, unknown from annotations_resolve_tags(%s, %s, %s, %s, %s)",
            [
                door.id,
                door.user.pk,
                door.may(Action.ADD_TAGS),
                list(PALETTE),
                orjson.dumps(wanted_tags(names)).decode(),
            ],
        )
        ids, unknown = cursor.fetchone()
    if unknown:
        raise PermissionDenied(f"These tags are not in the codebook, and you may not add them: {', '.join(unknown)}.")
    ids = [UUID(str(i)) for i in ids]
    taggings = Tagging.objects.filter(project=door.id, content_object=row, tag__deleted__isnull=True).order_by("ord")
    if list(taggings.values_list("tag_id", flat=True)) == ids:
        return False
    taggings.delete()
    Tagging.objects.bulk_create(
        [Tagging(project_id=door.id, content_object=row, tag_id=tag, ord=n) for n, tag in enumerate(ids, 1)],
        update_conflicts=True,
        unique_fields=["project", "content_object", "tag"],
        update_fields=["ord"],
    )
    return True


@transaction.atomic
def delete_annotation(*, door: Door, id: UUID, revision: int | None = None) -> Annotation:
    """Take an annotation from the text. Its tombstone stays, and `restore_annotation` brings it back."""
    row = locked(door, id, revision)
    before = facts(row)
    row.deleted = timezone.now()
    return saved(door, row, "annotation.deleted", before)


@transaction.atomic
def restore_annotation(*, door: Door, id: UUID, revision: int | None = None) -> Annotation:
    """Bring a deleted annotation back as it was; one that was never deleted stays as it is."""
    row = locked(door, id, revision, deleted=True)
    if row.deleted is None:
        return row
    row.deleted = None
    return saved(door, row, "annotation.restored", None)
