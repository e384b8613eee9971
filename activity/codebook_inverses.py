"""What undoes what happened to tags. Each is called as those in `reading_inverses` are."""

from typing import Any
from uuid import UUID

from activity.reading import Told
from annotations.codebook import change_tag, delete_tag, merge_tags, restore_tag
from annotations.models import Tag
from projects.conflicts import Conflict
from projects.guards import Door
from projects.models import Event

_FIELDS = ("name", "colour", "definition", "example", "shortcut", "position")


def delete_tag_again(door: Door, told: Told) -> UUID:
    return delete_tag(door=door, slug=_slug(door, told.object)).id


def bring_tag_back(door: Door, told: Told) -> UUID:
    return restore_tag(door=door, tag_id=told.object).id


def end_tag_again(door: Door, told: Told) -> UUID:
    """Delete a tag again, or merge it again into what it had been merged into."""
    into = merged_before(door, told, "tag")
    slug = _slug(door, told.object)
    if into is None:
        return delete_tag(door=door, slug=slug).id
    merge_tags(door=door, slug=slug, into=_slug(door, into))
    return told.object


def merged_before(door: Door, told: Told, family: str) -> UUID | None:
    """What something had been merged into before an event brought it back; None when it had been deleted."""
    ends = (f"{family}.merged", f"{family}.deleted")
    rows = Event.objects.filter(project=door.id, object_id=told.object, kind__in=ends, seq__lt=told.seq)
    end = rows.order_by("-seq").first()
    if end is None or end.kind != ends[0] or not end.after:
        return None
    return UUID(end.after["into_id" if family == "tag" else "into"])


def change_tag_back(door: Door, told: Told) -> UUID:
    was = told.before
    changes: dict[str, Any] = {name: was[name] for name in _FIELDS if name in told.fields}
    if "retired" in told.fields:
        changes["retired"] = was["retired"] is not None
    if "parent" in told.fields:
        changes["parent"] = _above(door, was["parent"], told.seq)
    return change_tag(door=door, slug=_slug(door, told.object), **changes).id


def _above(door: Door, slug: str | None, seq: int) -> str | None:
    """The slug, now, of the tag that another lay below; Conflict when that is in the codebook no more."""
    if slug is None:
        return None
    named = Event.objects.filter(project=door.id, kind__startswith="tag.", after__slug=slug, seq__lte=seq)
    id_ = named.order_by("-seq").values_list("object_id", flat=True).first()
    return _slug(door, id_) if id_ else slug


def _slug(door: Door, id_: UUID) -> str:
    tag = Tag.objects.of(door.id).live().filter(id=id_).values_list("slug", flat=True).first()
    if tag is None:
        raise Conflict("The tag is in the codebook no more.")
    return str(tag)
