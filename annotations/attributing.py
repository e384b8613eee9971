"""Who says it: writes of attributions, and what happens to them when two actors are one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from actors.models import Actor, Affiliation, Kind
from actors.services import A_KIND, MOST_NAMES, actor_facts, change_actor, locked_actor, restore_actor, save_actor
from annotations.models import Annotation, Attribution
from projects.guards import Door
from projects.models import Event
from projects.naming import PALETTE
from projects.permissions import Action

_RESOLVE = "select said::text, unknown from actors_resolve(%s, %s, %s, %s, %s)"


def resolved(door: Door, wanted: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Attributions with the actor's id for each name, each pair once; names that no actor has are added as actors."""
    asked = orjson.dumps(list(wanted)).decode()
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE, [door.id, door.user.pk, door.may(Action.ADD_ACTORS), list(PALETTE), asked])
        said, unknown = cursor.fetchone()
    if not unknown:
        return orjson.loads(said)  # type: ignore[no-any-return]
    if door.may(Action.ADD_ACTORS):
        raise ValidationError({"attributions": f"There is no such actor in this project: {', '.join(unknown)}."})
    raise PermissionDenied(f"These actors are not in the project, and you may not add them: {', '.join(unknown)}.")


def attribute(door: Door, row: Annotation, wanted: Sequence[dict[str, str]]) -> bool:
    """Make these the annotation's attributions, in this order; returns whether that changed anything.

    Those to deleted actors stay as they are, unseen, for when the actor is restored.
    """
    said = resolved(door, wanted)
    if said == row.attributions:
        return False
    rows = Attribution.objects.filter(project=door.id, annotation=row)
    rows.filter(actor__deleted__isnull=True).delete()
    Attribution.objects.bulk_create(_row(door.id, row, ord_, one) for ord_, one in enumerate(said, 1))
    return True


def _row(project: UUID, annotation: Annotation, ord_: int, said: dict[str, Any]) -> Attribution:
    return Attribution(
        project_id=project, annotation=annotation, actor_id=UUID(said["actor"]), role=said["role"], ord=ord_
    )


@transaction.atomic
def merge_actors(*, door: Door, id: UUID, into: UUID, revision: int | None = None) -> Actor:
    """Move all that one actor says, and its affiliations, to another that it is; returns the other.

    The other knows the first's names from now on. The event keeps what was moved, so that it can be undone.
    """
    if id == into:
        raise ValidationError({"into": "An actor cannot be merged into itself."})
    actor = locked_actor(door, id, revision)
    target = Actor.objects.of(door.id).live().select_for_update(of=["self"]).filter(id=into).first()
    if target is None:
        raise ValidationError({"into": "There is no such actor in this project."})
    if actor.kind != target.kind:
        raise ValidationError({"into": f"“{target.name}” is {A_KIND[target.kind]}, and this is {A_KIND[actor.kind]}."})
    taken = {"attributions": _move(door, actor, target), "affiliations": _regroup(actor, target)}
    known = set(target.other_names)
    names = [*target.other_names, actor.name, *actor.other_names]
    target = change_actor(door=door, id=target.id, other_names=names[:MOST_NAMES])
    taken["learnt"] = [name for name in target.other_names if name not in known]
    before = actor_facts(actor) | taken
    actor.deleted, actor.merged_into = timezone.now(), target
    save_actor(door, actor, "actor.merged", before, into=str(target.id), name=target.name)
    return target


def _move(door: Door, actor: Actor, target: Actor) -> list[dict[str, Any]]:
    """Give what one actor says to another, without saying it twice; returns what the first had.

    `twice` marks what the other said too.
    """
    rows = Attribution.objects.filter(project=door.id, actor=actor)
    same = Attribution.objects.filter(
        project=door.id, actor=target, annotation=OuterRef("annotation"), role=OuterRef("role")
    )
    had = rows.annotate(twice=Exists(same)).values_list("annotation_id", "role", "ord", "twice")
    said = [{"annotation": str(on), "role": role, "ord": ord_, "twice": twice} for on, role, ord_, twice in had]
    rows.filter(Exists(same)).delete()
    rows.update(actor=target)
    return said


def _regroup(actor: Actor, target: Actor) -> list[str]:
    """Give one actor's affiliations to another; returns their ids."""
    end = "person" if actor.kind == Kind.PERSON else "organisation"
    rows = Affiliation.objects.filter(project=actor.project_id, **{end: actor})
    ids = [str(id_) for id_ in rows.values_list("id", flat=True)]
    rows.update(**{end: target})
    return ids


@transaction.atomic
def unmerge_actor(*, door: Door, id: UUID, revision: int | None = None) -> Actor:
    """Bring back a deleted actor, or one that was merged away, with what was moved to the other then.

    Raises as `actors.services.restore_actor` does.
    """
    ends = Event.objects.filter(project=door.id, object_id=id, kind__in=("actor.merged", "actor.deleted"))
    end = ends.order_by("-seq").first()
    actor = Actor.objects.of(door.id).filter(id=id).first()
    target = _remaining(actor) if actor else None
    restored = restore_actor(door=door, id=id, revision=revision)
    if target is not None and end is not None and end.kind == "actor.merged" and end.before:
        _give_back(door, restored, target, end.before)
    return restored


def _remaining(actor: Actor) -> Actor | None:
    """The actor that has what a merged one said: the one it was merged into, or whatever that was merged into since."""
    target = actor.merged_into
    while target is not None and target.merged_into is not None:
        target = target.merged_into
    return target


def _give_back(door: Door, actor: Actor, target: Actor, had: dict[str, Any]) -> None:
    """Return what still stands where the merge has put it."""
    for role in {one["role"] for one in had["attributions"]}:
        ords = {UUID(one["annotation"]): one for one in had["attributions"] if one["role"] == role}
        rows = Attribution.objects.filter(project=door.id, actor=target, role=role)
        twice = [id_ for id_, one in ords.items() if one["twice"]]
        again = [
            Attribution(project_id=door.id, annotation_id=on, actor=actor, role=role, ord=ords[on]["ord"])
            for on in rows.filter(annotation__in=twice).values_list("annotation_id", flat=True)
        ]
        rows.filter(annotation__in=ords.keys() - set(twice)).update(actor=actor)
        Attribution.objects.bulk_create(again)
    end = "person" if actor.kind == Kind.PERSON else "organisation"
    Affiliation.objects.filter(project=door.id, id__in=had["affiliations"]).update(**{end: actor})
    if target.deleted is None:
        names = [name for name in target.other_names if name not in had["learnt"]]
        change_actor(door=door, id=target.id, other_names=names)
