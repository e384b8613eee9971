"""What undoes what happened on the reading page: to annotations, and in their comments.

Each is given an event whose effect stands, calls the verb that takes it back, and returns the id of what that changed.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from activity.reading import Told
from actors.models import Actor
from annotations.commenting import delete_comment, edit_comment, reopen_thread, resolve_thread, restore_comment
from annotations.drafts import Draft
from annotations.models import Tag
from annotations.review import keep_annotation, move_annotation
from annotations.services import change_annotation, delete_annotation, restore_annotation
from projects.conflicts import Conflict
from projects.guards import Door
from projects.models import Event

_RANGE = frozenset({"version", "start", "end", "quote", "fragments"})


def delete_annotation_again(door: Door, told: Told) -> UUID:
    return delete_annotation(door=door, id=told.object).id


def bring_annotation_back(door: Door, told: Told) -> UUID:
    return restore_annotation(door=door, id=told.object).id


def change_annotation_back(door: Door, told: Told) -> UUID:
    was, draft = told.before, Draft()
    if told.fields & _RANGE:
        draft.start, draft.end, draft.quote = was["start"], was["end"], was["quote"]
        draft.fragments = was.get("fragments", [])
    if "note" in told.fields:
        draft.note = was["note"]
    if "tags" in told.fields:
        draft.tags = [_tag(door, slug, told.seq).name for slug in was["tags"]]
    if "attributions" in told.fields:
        draft.attributions = _voices(door, was.get("attributions", []))
    return change_annotation(door=door, id=told.object, draft=draft).id


def move_annotation_back(door: Door, told: Told) -> UUID:
    was = told.before
    draft = Draft(version=was["version"], start=was["start"], end=was["end"], quote=was["quote"])
    draft.fragments = was.get("fragments", [])
    row = move_annotation(door=door, id=told.object, draft=draft)
    if was.get("kept"):
        row = keep_annotation(door=door, id=told.object)
    return row.id


def let_annotation_wait(door: Door, told: Told) -> UUID:
    return keep_annotation(door=door, id=told.object, kept=False).id


def keep_annotation_again(door: Door, told: Told) -> UUID:
    return keep_annotation(door=door, id=told.object).id


def _tag(door: Door, slug: str, seq: int) -> Tag:
    """The tag that had this slug when an event happened; Conflict when it is in the codebook no more."""
    named = Event.objects.filter(project=door.id, kind__startswith="tag.", after__slug=slug, seq__lte=seq)
    id_ = named.order_by("-seq").values_list("object_id", flat=True).first()
    tag = Tag.objects.of(door.id).live().filter(**({"id": id_} if id_ else {"slug": slug})).first()
    if tag is None:
        raise Conflict(f"The tag “{slug}”, which it had, is in the codebook no more: bring that back first.")
    return tag


def _voices(door: Door, said: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Attributions as they were; Conflict when an actor was deleted. A merged one stands for the one that remains."""
    rows = Actor.objects.of(door.id).filter(id__in=[one["actor"] for one in said])
    for actor in rows.filter(deleted__isnull=False, merged_into__isnull=True):
        raise Conflict(f"The actor “{actor.name}”, whom it named, was deleted: bring them back first.")
    return [dict(one) for one in said]


def delete_comment_again(door: Door, told: Told) -> UUID:
    return _id(delete_comment(door=door, id=told.object))


def bring_comment_back(door: Door, told: Told) -> UUID:
    return _id(restore_comment(door=door, id=told.object))


def change_comment_back(door: Door, told: Told) -> UUID:
    return _id(edit_comment(door=door, id=told.object, body=told.before["body"]))


def resolve_again(door: Door, told: Told) -> UUID:
    return _id(resolve_thread(door=door, id=told.object))


def reopen_again(door: Door, told: Told) -> UUID:
    return _id(reopen_thread(door=door, id=told.object))


def _id(row: Any) -> UUID:
    found: UUID = row.id
    return found
