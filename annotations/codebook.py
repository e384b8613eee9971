"""What people do with the codebook: services, each one transaction that records its event."""

import re
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from annotations.models import Annotation, Tag, Tagging
from annotations.naming import PALETTE, problem_with, slug_of, tidy
from projects.conflicts import Conflict, Stale
from projects.events import record, take_turn
from projects.guards import Door
from projects.models import Event
from projects.permissions import Action

LONGEST_TEXT = 10_000  # characters of a definition or an example
FIELDS = ("name", "colour", "definition", "example", "shortcut", "retired", "parent", "position")


def tag_facts(tag: Tag) -> dict[str, Any]:
    """What the event log says of a tag."""
    return {
        "slug": tag.slug,
        "name": tag.name,
        "colour": tag.colour,
        "definition": tag.definition,
        "example": tag.example,
        "parent": tag.parent.slug if tag.parent else None,
        "position": tag.position,
        "shortcut": tag.shortcut,
        "retired": tag.retired.isoformat() if tag.retired else None,
        "revision": tag.revision,
    }


def _codebook(door: Door) -> Any:
    return Tag.objects.filter(project=door.id, deleted__isnull=True)


def locked_tag(door: Door, slug: str, revision: int | None) -> Tag:
    """The tag with this slug, locked for a change based on `revision` (None: any)."""
    door.require(Action.ORGANISE_CODEBOOK)
    take_turn(door.id)
    row = _codebook(door).select_for_update(of=["self"]).select_related("parent").filter(slug=slug).first()
    if row is None:
        raise Http404(f"There is no tag “{slug}” in this codebook.")
    if revision is not None and row.revision != revision:
        raise Stale(row)
    return row  # type: ignore[no-any-return]


def _checked_name(door: Door, name: str, *, own: UUID | None = None) -> str:
    name = tidy(name)
    if problem := problem_with(name):
        raise ValidationError({"name": problem})
    if other := _codebook(door).filter(name__iexact=name).exclude(id=own).first():
        raise Conflict(f"The codebook has a tag “{other.name}” already.", other)
    return name


def _free_shortcut(door: Door, key: str, *, own: UUID) -> str:
    """A key as it is kept; empty: none. Conflict when it chooses another tag."""
    if key and not re.fullmatch(r"[a-z0-9]", key):
        raise ValidationError({"shortcut": "A shortcut is one letter from a to z or one digit."})
    other = _codebook(door).filter(shortcut=key).exclude(id=own).first() if key else None
    if other:
        raise Conflict(f"The key “{key}” chooses “{other.name}” already: take another, or free it there.", other)
    return key


def _free_slug(door: Door, name: str, *, own: UUID | None = None) -> str:
    base = slug_of(name)
    taken = set(_codebook(door).filter(slug__startswith=base).exclude(id=own).values_list("slug", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


def _parent(door: Door, slug: str | None, *, child: Tag | None = None) -> Tag | None:
    """The tag that another shall lie below; a tag cannot lie below itself or one of its own."""
    if not slug:
        return None
    parent = _codebook(door).select_related("parent").filter(slug=slug).first()
    if parent is None:
        raise ValidationError({"parent": f"There is no tag “{slug}” in this codebook."})
    above, seen = parent, set()
    while child is not None and above is not None and above.id not in seen:
        if above.id == child.id:
            raise ValidationError({"parent": "A tag cannot lie below itself."})
        seen.add(above.id)  # so that this ends even if the database should hold a ring
        above = above.parent
    return parent  # type: ignore[no-any-return]


def _fill(door: Door, tag: Tag, fields: dict[str, Any]) -> None:
    """Set the given fields, checked; the rest of the model's own checks tell the field that is wrong."""
    if unknown := set(fields) - set(FIELDS):
        raise ValidationError(dict.fromkeys(unknown, "There is no such field."))
    if "name" in fields:
        name = _checked_name(door, fields["name"], own=tag.id)
        if name != tag.name:
            tag.name, tag.slug = name, _free_slug(door, name, own=tag.id)
    if "parent" in fields:
        tag.parent = _parent(door, fields["parent"], child=tag)
    if "shortcut" in fields:
        tag.shortcut = _free_shortcut(door, fields["shortcut"].lower(), own=tag.id)
    if "retired" in fields and fields["retired"] != (tag.retired is not None):
        tag.retired = timezone.now() if fields["retired"] else None
    for field in ("colour", "definition", "example", "position"):
        if field in fields:
            setattr(tag, field, fields[field])
    for field in ("definition", "example"):
        if len(getattr(tag, field)) > LONGEST_TEXT:
            raise ValidationError({field: f"At most {LONGEST_TEXT:,} characters."})
    tag.clean_fields(exclude=["parent", "creator", "project"])


@transaction.atomic
def create_tag(
    *,
    door: Door,
    name: str,
    colour: str = "",
    definition: str = "",
    example: str = "",
    parent: str | None = None,
    position: int | None = None,
    shortcut: str = "",
    retired: bool = False,
) -> Tag:
    """Add a tag to the codebook.

    `parent` is a slug; without `colour` the palette's next one is taken, without `position` the tag comes last.
    """
    door.require(Action.ADD_TAGS)
    take_turn(door.id)
    count = Tag.objects.filter(project=door.id).count()
    tag = Tag(project_id=door.id, creator_id=door.user.pk)
    fields: dict[str, Any] = {"name": name, "definition": definition, "example": example, "parent": parent}
    fields["colour"] = colour or PALETTE[count % len(PALETTE)]
    fields["position"] = count if position is None else position
    fields |= {"shortcut": shortcut, "retired": retired}
    _fill(door, tag, fields)
    tag.save(force_insert=True)
    record(project=door.id, user=door.user.pk, kind="tag.created", object_id=tag.id, after=tag_facts(tag))
    return tag


@transaction.atomic
def change_tag(*, door: Door, slug: str, revision: int | None = None, **changes: Any) -> Tag:
    """Rename, recolour, define, exemplify, move or retire a tag, or give it a key. Every use stays.

    A new name brings a new slug. A retired tag is kept where it is used, and no longer offered.
    """
    tag = locked_tag(door, slug, revision)
    before = tag_facts(tag)
    _fill(door, tag, changes)
    if tag_facts(tag) == before:
        return tag
    return _saved(door, tag, "tag.changed", before, tag_facts)


def _saved(door: Door, tag: Tag, kind: str, before: Any, after: Any) -> Tag:
    tag.revision += 1
    tag.modified = timezone.now()
    tag.save()
    became = after(tag) if callable(after) else after
    record(project=door.id, user=door.user.pk, kind=kind, object_id=tag.id, before=before, after=became)
    return tag


@transaction.atomic
def merge_tags(*, door: Door, slug: str, into: str, revision: int | None = None) -> Tag:
    """Move every use of one tag to another and take the first from the codebook; returns the other.

    Its children move too. The event keeps which annotations it was on, so that a person can see what was merged.
    """
    tag = locked_tag(door, slug, revision)
    target = _codebook(door).select_for_update(of=["self"]).select_related("parent").filter(slug=into).first()
    if target is None:
        raise ValidationError({"into": f"There is no tag “{into}” in this codebook."})
    if target.id == tag.id:
        raise ValidationError({"into": "A tag cannot be merged into itself."})
    uses = Tagging.objects.filter(project=door.id, tag=tag)
    moved = list(uses.values_list("content_object_id", flat=True))
    both = Tagging.objects.filter(project=door.id, tag=target, content_object__in=moved)
    uses.filter(content_object__in=both.values("content_object")).delete()
    uses.update(tag=target)
    _adopt(door, tag, target)
    target.refresh_from_db()
    before = tag_facts(tag) | {"annotations": moved}
    tag.deleted = timezone.now()
    _saved(door, tag, "tag.merged", before, {"into": target.slug, "into_id": target.id})
    return target  # type: ignore[no-any-return]


def _adopt(door: Door, tag: Tag, parent: Tag | None) -> None:
    """Move the children of a tag that goes below another, each with its event; a child that adopts takes its place."""
    children = Tag.objects.filter(project=door.id, parent=tag)
    for child in children.filter(deleted__isnull=True).select_for_update(of=["self"]).select_related("parent"):
        before = tag_facts(child)
        child.parent = tag.parent if child == parent else parent
        _saved(door, child, "tag.changed", before, tag_facts)
    children.update(parent=parent)  # the deleted ones, which may be restored


@transaction.atomic
def delete_tag(*, door: Door, slug: str, revision: int | None = None) -> Tag:
    """Take a tag from the codebook and so from every annotation; the annotations stay, `restore_tag` undoes it.

    Its children move up to its parent, and stay there when it is restored.
    """
    tag = locked_tag(door, slug, revision)
    before = tag_facts(tag)
    _adopt(door, tag, tag.parent)
    tag.deleted = timezone.now()
    return _saved(door, tag, "tag.deleted", before, None)


@transaction.atomic
def restore_tag(*, door: Door, tag_id: UUID, revision: int | None = None) -> Tag:
    """Bring a deleted or merged tag back, on all the annotations that carried it when it went.

    After a merge they keep the other tag too. `revision` is the tombstone's (None: any).
    """
    door.require(Action.ORGANISE_CODEBOOK)
    take_turn(door.id)
    tag = Tag.objects.select_for_update(of=["self"]).select_related("parent").filter(project=door.id, id=tag_id).first()
    if tag is None:
        raise Http404("There is no such tag in this project.")
    if revision is not None and tag.revision != revision:
        raise Stale(tag)
    if tag.deleted is None:
        return tag
    _checked_name(door, tag.name)
    tag.slug = _free_slug(door, tag.name)
    if tag.parent and tag.parent.deleted:
        tag.parent = None
    tag.deleted = None
    if _codebook(door).filter(shortcut=tag.shortcut).exclude(id=tag.id).exists():
        tag.shortcut = ""  # another tag has it now
    _give_back(tag)
    return _saved(door, tag, "tag.restored", None, tag_facts)


def _give_back(tag: Tag) -> None:
    """Put a tag that was merged away back on the annotations that it was on."""
    ends = Event.objects.filter(project=tag.project_id, object_id=tag.id, kind__in=("tag.merged", "tag.deleted"))
    end = ends.order_by("-seq").first()
    if end is None or end.kind != "tag.merged" or not end.before:
        return
    carried = Annotation.objects.filter(project=tag.project_id, id__in=end.before["annotations"])
    last = carried.annotate(last=Coalesce(Max("taggings__ord"), 0)).values_list("id", "last")
    Tagging.objects.bulk_create(
        [
            Tagging(project_id=tag.project_id, content_object_id=annotation, tag=tag, ord=ord_ + 1)
            for annotation, ord_ in last
        ],
        ignore_conflicts=True,
    )
