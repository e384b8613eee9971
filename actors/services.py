"""What people do with the people and organisations of a debate: each verb is one transaction with its event."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from accounts.ids import uuid7
from actors.models import Actor, Affiliation, Kind
from actors.naming import problem_with_actor
from projects.conflicts import Conflict, Gone, Stale
from projects.events import record, take_turn
from projects.guards import Door
from projects.naming import PALETTE, tidy
from projects.permissions import Action

FIELDS = ("kind", "name", "other_names", "colour", "note")
A_KIND: dict[str, str] = {Kind.PERSON: "a person", Kind.ORGANISATION: "an organisation"}
MOST_NAMES = 50
LONGEST_NOTE = 10_000


def actor_facts(actor: Actor) -> dict[str, Any]:
    """What the event log and the API say of an actor."""
    return {
        "id": str(actor.id),
        "kind": actor.kind,
        "name": actor.name,
        "other_names": actor.other_names,
        "colour": actor.colour,
        "note": actor.note,
        "revision": actor.revision,
    }


def locked_actor(door: Door, id: UUID, revision: int | None, *, deleted: bool = False) -> Actor:
    """The actor, locked for a change that was based on `revision` (None: any) by somebody who may organise actors."""
    door.require(Action.ORGANISE_ACTORS)
    take_turn(door.id)
    row = Actor.objects.of(door.id).select_for_update(of=["self"]).filter(id=id).first()
    if row is None:
        raise Http404("There is no such actor in this project.")
    if row.deleted and not deleted:
        raise Gone(row)
    if revision is not None and row.revision != revision:
        raise Stale(row)
    return row


def checked_name(name: str) -> str:
    """A name as it is kept; ValidationError when it cannot be one."""
    name = tidy(name)
    if problem := problem_with_actor(name):
        raise ValidationError({"name": problem})
    return name


def _free_name(door: Door, name: str, *, own: UUID) -> str:
    name = checked_name(name)
    other = Actor.objects.of(door.id).live().filter(name__iexact=name).exclude(id=own).first()
    if other:
        raise Conflict(f"There is an actor “{other.name}” already: choose another name, or merge the two.", other)
    return name


def _other_names(names: list[str], name: str) -> list[str]:
    """Other names, tidied, each once, without the name itself."""
    if len(names) > MOST_NAMES:
        raise ValidationError({"other_names": f"At most {MOST_NAMES} other names."})
    known = {name.casefold()}
    kept = []
    for other in map(tidy, names):
        if problem := problem_with_actor(other):
            raise ValidationError({"other_names": problem})
        if other.casefold() not in known:
            known.add(other.casefold())
            kept.append(other)
    return kept


def _fill(door: Door, actor: Actor, fields: dict[str, Any]) -> None:
    """Set the given fields, checked."""
    if unknown := set(fields) - set(FIELDS):
        raise ValidationError(dict.fromkeys(unknown, "There is no such field."))
    if "name" in fields:
        actor.name = _free_name(door, fields["name"], own=actor.id)
    if "other_names" in fields or "name" in fields:
        actor.other_names = _other_names(fields.get("other_names", actor.other_names), actor.name)
    if "kind" in fields and fields["kind"] != actor.kind:
        _refuse_affiliated(door, actor)
    for field in ("kind", "colour", "note"):
        if field in fields:
            setattr(actor, field, fields[field])
    if len(actor.note) > LONGEST_NOTE:
        raise ValidationError({"note": f"At most {LONGEST_NOTE:,} characters."})
    actor.clean_fields(exclude=["creator", "project", "merged_into"])


def _refuse_affiliated(door: Door, actor: Actor) -> None:
    if any(Affiliation.objects.of(door.id).filter(**{end: actor}).exists() for end in ("person", "organisation")):
        raise ValidationError({"kind": "It has affiliations as what it is: remove them first."})


def is_described(actor: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    """Whether an actor (`actor_facts`) is already what these fields would make it."""
    meant = dict(fields)
    if "name" in meant:
        meant["name"] = checked_name(meant["name"])
    if "other_names" in meant:
        meant["other_names"] = _other_names(meant["other_names"], meant.get("name", actor["name"]))
    return all(actor[field] == value for field, value in meant.items())


@transaction.atomic
def create_actor(
    *,
    door: Door,
    name: str,
    kind: str = Kind.PERSON,
    id: UUID | None = None,
    other_names: list[str] | None = None,
    colour: str = "",
    note: str = "",
) -> Actor:
    """Add a person or an organisation; without `colour` in the palette's next one. Conflict: the name is taken.

    `id` is one that the client has chosen; Conflict when anything has it already.
    """
    door.require(Action.ADD_ACTORS)
    take_turn(door.id)
    if id and Actor.objects.filter(id=id).exists():
        raise Conflict("This id is in use elsewhere: choose another.", Actor.objects.of(door.id).filter(id=id).first())
    count = Actor.objects.of(door.id).count()
    actor = Actor(id=id or uuid7(), project_id=door.id, creator=door.person)
    fields: dict[str, Any] = {"name": name, "kind": kind, "other_names": other_names or [], "note": note}
    fields["colour"] = colour or PALETTE[count % len(PALETTE)]
    _fill(door, actor, fields)
    actor.save(force_insert=True)
    record(project=door.id, user=door.user.pk, kind="actor.created", object_id=actor.id, after=actor_facts(actor))
    return actor


@transaction.atomic
def actor_named(*, door: Door, name: str, kind: str) -> Actor:
    """The person or organisation that has this name, or this other name alone; added when there is none.

    ValidationError about `name` when what has it is of another kind.
    """
    name = checked_name(name)
    found = Actor.objects.of(door.id).live().known_as(name)
    if found is None:
        return create_actor(door=door, name=name, kind=kind)
    if found.kind != kind:
        raise ValidationError({"name": f"“{found.name}” is {A_KIND[found.kind]}, not {A_KIND[kind]}."})
    return found


@transaction.atomic
def change_actor(*, door: Door, id: UUID, revision: int | None = None, **changes: Any) -> Actor:
    """Rename or describe an actor; every attribution stays. A name that it had is not kept by itself."""
    actor = locked_actor(door, id, revision)
    before = actor_facts(actor)
    _fill(door, actor, changes)
    return actor if actor_facts(actor) == before else save_actor(door, actor, "actor.changed", before)


def save_actor(door: Door, actor: Actor, kind: str, before: Any, **more: Any) -> Actor:
    """Write an actor as its next revision, and record what it was and became; `more` goes into what it became."""
    actor.revision += 1
    actor.modified = timezone.now()
    actor.save()
    after = more or (None if actor.deleted else actor_facts(actor))
    record(project=door.id, user=door.user.pk, kind=kind, object_id=actor.id, before=before, after=after)
    return actor


@transaction.atomic
def delete_actor(*, door: Door, id: UUID, revision: int | None = None) -> Actor:
    """Take an actor from the project and so from every annotation; `restore_actor` brings it back on them."""
    actor = locked_actor(door, id, revision)
    before = actor_facts(actor)
    actor.deleted = timezone.now()
    return save_actor(door, actor, "actor.deleted", before)


@transaction.atomic
def restore_actor(*, door: Door, id: UUID, revision: int | None = None) -> Actor:
    """Bring a deleted actor back on all annotations that name it; Conflict when its name is taken meanwhile."""
    actor = locked_actor(door, id, revision, deleted=True)
    if actor.deleted is None:
        return actor
    _free_name(door, actor.name, own=actor.id)
    actor.deleted = actor.merged_into = None
    return save_actor(door, actor, "actor.restored", None)
