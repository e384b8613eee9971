"""Making the curated annotations that decisions stand for, as part of a change that the caller records."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import (
    DISORDERLY,
    Outcome,
    annotate,
    change_annotation,
    delete_annotation,
    place,
    restore_annotation,
)
from coding.comparing import Mark, State, Unit, Version, consensus, version_of
from coding.models import Decision, Verdict
from coding.units import marks_of
from documents.models import Document
from projects.guards import Door


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody wants to decide: a verdict, and why.

    To accept: `accepted` is the annotation whose version it is; none to take what all agree on. To edit: `draft` has
    what shall be otherwise than in what was decided before, or else in that version. Whoever edits or rejects says why.
    """

    verdict: str
    reason: str = ""
    accepted: UUID | None = None
    draft: Draft | None = None


def make_result(door: Door, row: Decision, unit: Unit, document: Document, ruling: Ruling) -> Annotation | None:
    """The curated annotation that a decision is to have now, None when it rejects; what it had before is changed to it.

    Who decides otherwise than somebody else did gets an annotation of their own, and the other's is deleted.
    """
    old = row.annotation
    before = marks_of(door, document, (), [old.id]) if old and old.version == document.number else []
    draft = _wanted(door, unit, document, ruling, before) if ruling.verdict != Verdict.REJECT else None
    if old and draft and old.creator_id == door.user.pk and old.version == document.number:
        if old.deleted:
            restore_annotation(door=door, id=old.id)
        return change_annotation(door=door, id=old.id, draft=draft)
    if old and not old.deleted:
        delete_annotation(door=door, id=old.id)
    return write(door, [draft])[0] if draft else None


def write(door: Door, drafts: Sequence[Draft]) -> list[Annotation]:
    """Write curated annotations; ValidationError when one of them cannot be."""
    outcomes = annotate(door=door, drafts=drafts, base="/", curated=True)
    for outcome in outcomes:
        if outcome.kind != "created":
            raise _refusal(outcome)
    found = Annotation.objects.of(door.id).select_related("creator").in_bulk([outcome.id for outcome in outcomes])
    return [found[outcome.id] for outcome in outcomes]


def _refusal(outcome: Outcome) -> ValidationError:
    field, message = _REFUSALS.get(outcome.kind, ("", f"It could not be written: {outcome.kind}."))
    return ValidationError({field: message} if field else message)


_REFUSALS = {
    "outside": ("end", "The text ends before this."),
    "empty": ("end", "The end must lie after the start: offsets are half-open."),
    "misquoted": ("quote", "The text says something else there."),
    "disorderly": ("fragments", DISORDERLY),
    "no_actor": ("attributions", "There is no such actor in this project."),
}


def draft_of(version: Version, document: Document) -> Draft:
    """What is to be written so that the document's current version says this."""
    (start, end), *more = version.pieces
    return Draft(
        document=document.id,
        version=document.number,
        start=start,
        end=end,
        fragments=[{"start": at, "end": to} for at, to in more],
        tags=list(version.tags),
        note=version.note,
        attributions=[{"actor": actor, "role": role} for actor, role in version.voices],
    )


def _wanted(door: Door, unit: Unit, document: Document, ruling: Ruling, before: Sequence[Mark]) -> Draft:
    """What a ruling wants to be written, in place of what was `before`; ValidationError when it does not tell."""
    chosen = chosen_version(unit, ruling.accepted)
    if ruling.verdict == Verdict.ACCEPT:
        if chosen is None:
            raise ValidationError({"accepted": "They do not agree: say whose version it is."})
        return draft_of(chosen, document)
    other = ruling.draft or Draft()
    if other.start is None and other.quote is not None:
        other.document, other.version = document.id, document.number
        place(door=door, draft=other)
    base = version_of(before[0]) if before else chosen
    if base is None and other.start is None:
        raise ValidationError({"start": "Say where: by start and end, by quote, or by both."})
    draft = draft_of(base, document) if base else Draft(document=document.id, version=document.number)
    return _overlaid(draft, other)


def chosen_version(unit: Unit, accepted: UUID | None) -> Version | None:
    """The version of the mark that is named; without one what all agree on, None when they do not."""
    if accepted is None:
        return consensus(unit) if unit.state == State.AGREED else None
    mark = next((mark for mark in unit.marks if mark.id == accepted), None)
    if mark is None:
        raise ValidationError({"accepted": "This annotation is not in the unit."})
    return version_of(mark)


def _overlaid(draft: Draft, other: Draft) -> Draft:
    """A draft with what another one says in place of what it says; a new range has the other's pieces."""
    if other.start is not None:
        draft.start, draft.end, draft.quote, draft.fragments = other.start, other.end, other.quote, other.fragments
    elif other.fragments is not None:
        draft.fragments = other.fragments
    for name in ("tags", "note", "attributions"):
        if getattr(other, name) is not None:
            setattr(draft, name, getattr(other, name))
    return draft
