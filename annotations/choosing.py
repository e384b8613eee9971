"""Which of two versions of an annotation shall stand, when two people changed it: the log keeps both."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from annotations.drafts import Draft
from annotations.models import Annotation, Tag
from annotations.services import facts, locked, texts
from projects.events import record
from projects.guards import Door

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@transaction.atomic
def choose_version(*, door: Door, id: UUID, choice: str, mine: Draft, revision: int | None = None) -> Annotation:
    """Record that somebody, whose version came too late, chose between it and the one that stands, or to keep BOTH.

    The annotation is not changed by this: whoever chooses their own, or both, saves that after. The event has the late
    version, with the choice, as what was before, and the one that stands as what is after. `revision` is that one's:
    Stale when it has changed since, Gone when it was deleted. ValidationError when the late version is beyond the text.
    """
    row = locked(door, id, revision)
    stands = facts(row)
    late = stands | _said(door, row, mine) | {"choice": choice}
    record(project=door.id, user=door.user.pk, kind="annotation.contested", object_id=row.id, before=late, after=stands)
    return row


def _said(door: Door, row: Annotation, mine: Draft) -> dict[str, Any]:
    """What the late version says, in the words of the log; its quotations are read from the text."""
    said: dict[str, Any] = {}
    if mine.note is not None:
        said["note"] = mine.note
    if mine.tags is not None:
        said["tags"] = _slugs(door, mine.tags)
    if mine.attributions is not None:
        said["attributions"] = mine.attributions
    if mine.start is not None and mine.end is not None:
        said |= _range(door, row, mine)
    return said


def _slugs(door: Door, names: list[str]) -> list[str]:
    """Tags by their slugs; those that the codebook does not have stay as they were named."""
    known = Tag.objects.of(door.id).live().values_list("name", "slug")
    slugs = {name.casefold(): slug for name, slug in known} | {slug: slug for _, slug in known}
    return [slugs.get(name, slugs.get(name.casefold(), name)) for name in names]


def _range(door: Door, row: Annotation, mine: Draft) -> dict[str, Any]:
    found = texts(door)(row.document_id, mine.version or row.version)
    if found is None:
        raise ValidationError({"version": ValidationError("The document has no such version.", "no_version")})
    number, text = found
    pieces = [{"start": mine.start, "end": mine.end}, *(mine.fragments or [])]
    if any(piece["end"] > len(text) for piece in pieces):
        raise ValidationError({"end": ValidationError("The text ends before this.", "outside")})
    first, *more = [
        {"start": piece["start"], "end": piece["end"], "quote": text[piece["start"] : piece["end"]]} for piece in pieces
    ]
    return {"version": number, **first, "fragments": more}
