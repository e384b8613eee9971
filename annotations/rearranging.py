"""The codebook put in another order, and one tag parted into several: each verb is one transaction with its events."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from annotations.codebook import change_tag, locked_tag, tag_facts
from annotations.models import Annotation, Tag, Tagging
from annotations.parting import parted
from annotations.services import facts
from projects.events import record_many, take_turn
from projects.guards import Door
from projects.permissions import Action

MOST = 500
"""Annotations that one call retags."""


class Placed(NamedTuple):
    """A tag in its new place, and those beside it that were written to make room."""

    tag: Tag
    others: list[Tag]


@transaction.atomic
def place_tag(
    *, door: Door, slug: str, parent: str | None, before: str | None = None, revision: int | None = None
) -> Placed:
    """Put a tag below another (None: at the top), before one of the tags there (None: after them all).

    Only tags whose place changes are written, each with its event. ValidationError: `before` does not lie there.
    """
    tag = locked_tag(door, slug, revision)
    there = {"parent__slug": parent} if parent else {"parent": None}
    beside = Tag.objects.of(door.id).live().filter(**there).exclude(id=tag.id).order_by("position", "name")
    siblings = list(beside.select_related("parent").select_for_update(of=["self"]))
    slugs = [sibling.slug for sibling in siblings]
    if before is not None and before not in slugs:
        raise ValidationError({"before": f"“{before}” does not lie there."})
    order = list(siblings)
    order.insert(slugs.index(before) if before is not None else len(slugs), tag)
    places = dict(zip((one.id for one in order), _rising(sorted(one.position for one in order)), strict=True))
    others = _shifted(door, siblings, places)
    return Placed(change_tag(door=door, slug=slug, parent=parent, position=places[tag.id]), others)


def _shifted(door: Door, tags: Sequence[Tag], places: dict[UUID, int]) -> list[Tag]:
    """Give tags their positions, in few queries whatever their number; those that had others are returned."""
    shifted = [tag for tag in tags if tag.position != places[tag.id]]
    was = {tag.id: tag_facts(tag) for tag in shifted}
    for tag in shifted:
        tag.position, tag.revision, tag.modified = places[tag.id], tag.revision + 1, timezone.now()
    Tag.objects.bulk_update(shifted, ["position", "revision", "modified"], batch_size=500)
    changes = [(tag.id, was[tag.id], tag_facts(tag)) for tag in shifted]
    record_many(project=door.id, user=door.user.pk, kind="tag.changed", changes=changes)
    return shifted


def _rising(positions: Sequence[int]) -> list[int]:
    """The same positions, each greater than the one before."""
    return list(accumulate(positions, lambda before, wanted: max(before + 1, wanted)))


@transaction.atomic
def part_tag(*, door: Door, slug: str, annotations: Sequence[UUID], to: Sequence[str]) -> list[Annotation]:
    """Give annotations that carry a tag others instead, in its place; with the tag itself among them it stays.

    `to` are slugs, none: the tag is only taken away. Annotations that do not carry it any more stay as they are. Each
    one that is changed has its event; they are returned as they are now. So a tag is parted into several, passage by
    passage, and the same call the other way round undoes it.
    """
    door.require(Action.ORGANISE_CODEBOOK)
    door.require(Action.CHANGE_ANY_ANNOTATION)
    if len(annotations) > MOST:
        raise ValidationError({"annotations": f"At most {MOST} annotations at once."})
    take_turn(door.id)
    tag, *others = _tags(door, [slug, *to])
    rows = {
        row.id: row
        for row in Annotation.objects.seen_by(door)
        .live()
        .filter(id__in=annotations, taggings__tag=tag)
        .select_related("creator")
        .select_for_update(of=["self"])
    }
    was = {id_: facts(row) for id_, row in rows.items()}
    for row in rows.values():
        _replace(door, row, tag, others)
    now = {row.id: row for row in Annotation.objects.of(door.id).filter(id__in=rows).select_related("creator")}
    changed = [now[id_] for id_ in was if now[id_].labels != was[id_]["tags"]]
    changes = [(row.id, was[row.id], facts(row)) for row in changed]
    record_many(project=door.id, user=door.user.pk, kind="annotation.changed", changes=changes)
    return changed


def _tags(door: Door, slugs: Sequence[str]) -> list[Tag]:
    known = {tag.slug: tag for tag in Tag.objects.of(door.id).live().filter(slug__in=slugs)}
    if unknown := [slug for slug in slugs if slug not in known]:
        raise ValidationError({"to": f"There is no tag “{unknown[0]}” in this codebook."})
    return [known[slug] for slug in slugs]


def _replace(door: Door, row: Annotation, tag: Tag, others: Sequence[Tag]) -> None:
    """Put the others where the tag stands among the annotation's tags."""
    taggings = Tagging.objects.filter(project=door.id, content_object=row).select_related("tag").order_by("ord")
    old = [tagging.tag for tagging in taggings]
    new = parted(old, {tag, *others}, list(dict.fromkeys(others)))
    if new == old:
        return
    taggings.filter(tag__in=set(old) - set(new)).delete()
    Tagging.objects.bulk_create(
        [Tagging(project_id=door.id, content_object=row, tag=one, ord=n) for n, one in enumerate(new, 1)],
        update_conflicts=True,
        unique_fields=["project", "content_object", "tag"],
        update_fields=["ord"],
    )
