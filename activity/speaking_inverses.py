"""What undoes what happened to actors and where they belong. Each is called as those in `reading_inverses` are."""

from datetime import date
from typing import Any
from uuid import UUID

from activity.codebook_inverses import merged_before
from activity.reading import Told
from actors.affiliating import change_affiliation, end_affiliation, resume_affiliation
from actors.services import FIELDS, change_actor, delete_actor
from annotations.attributing import merge_actors, unmerge_actor
from projects.guards import Door


def delete_actor_again(door: Door, told: Told) -> UUID:
    return delete_actor(door=door, id=told.object).id


def change_actor_back(door: Door, told: Told) -> UUID:
    changes = {name: told.before[name] for name in FIELDS if name in told.fields}
    return change_actor(door=door, id=told.object, **changes).id


def bring_actor_back(door: Door, told: Told) -> UUID:
    return unmerge_actor(door=door, id=told.object).id


def end_actor_again(door: Door, told: Told) -> UUID:
    """Delete an actor again, or merge it again into what it had been merged into."""
    into = merged_before(door, told, "actor")
    if into is None:
        return delete_actor(door=door, id=told.object).id
    merge_actors(door=door, id=told.object, into=into)
    return told.object


def end_affiliation_again(door: Door, told: Told) -> UUID:
    end_affiliation(door=door, id=told.object)
    return told.object


def change_affiliation_back(door: Door, told: Told) -> UUID:
    changes: dict[str, Any] = {name: _day(told.before[name]) for name in ("since", "until") if name in told.fields}
    if "role" in told.fields:
        changes["role"] = told.before["role"]
    return change_affiliation(door=door, id=told.object, **changes).id


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def bring_affiliation_back(door: Door, told: Told) -> UUID:
    return resume_affiliation(door=door, id=told.object).id
