"""What people say of where somebody belongs: each verb is one transaction with its event."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from accounts.ids import uuid7
from actors.models import Actor, Affiliation, Kind
from projects.conflicts import Stale
from projects.events import record, take_turn
from projects.guards import Door
from projects.models import Event
from projects.naming import tidy
from projects.permissions import Action


def affiliation_facts(affiliation: Affiliation) -> dict[str, Any]:
    """What the event log and the API say of an affiliation."""
    return {
        "id": str(affiliation.id),
        "person": str(affiliation.person_id),
        "organisation": str(affiliation.organisation_id),
        "role": affiliation.role,
        "since": affiliation.since.isoformat() if affiliation.since else None,
        "until": affiliation.until.isoformat() if affiliation.until else None,
        "revision": affiliation.revision,
    }


def _end(door: Door, id: UUID, kind: str) -> Actor:
    found = Actor.objects.of(door.id).live().filter(id=id).first()
    if found is None or found.kind != kind:
        raise ValidationError({kind: f"There is no such {kind} in this project."})
    return found


def _checked(affiliation: Affiliation) -> None:
    if affiliation.since and affiliation.until and affiliation.until < affiliation.since:
        raise ValidationError({"until": "It cannot end before it begins."})
    affiliation.role = tidy(affiliation.role)
    affiliation.clean_fields(exclude=["creator", "project", "person", "organisation"])


@transaction.atomic
def affiliate(
    *,
    door: Door,
    person: UUID,
    organisation: UUID,
    role: str = "",
    since: date | None = None,
    until: date | None = None,
    id: UUID | None = None,
) -> Affiliation:
    """Say that a person belongs to an organisation, as what, and from when to when (days, the last one included)."""
    door.require(Action.ORGANISE_ACTORS)
    take_turn(door.id)
    made = Affiliation(
        id=id or uuid7(),
        project_id=door.id,
        person=_end(door, person, Kind.PERSON),
        organisation=_end(door, organisation, Kind.ORGANISATION),
        role=role,
        since=since,
        until=until,
        creator=door.person,
    )
    _checked(made)
    made.save(force_insert=True)
    record(
        project=door.id,
        user=door.user.pk,
        kind="affiliation.created",
        object_id=made.id,
        after=affiliation_facts(made),
    )
    return made


def locked_affiliation(door: Door, id: UUID, revision: int | None) -> Affiliation:
    """The affiliation, locked for a change based on `revision` (None: any) by somebody who may organise actors."""
    door.require(Action.ORGANISE_ACTORS)
    take_turn(door.id)
    row = Affiliation.objects.of(door.id).select_for_update(of=["self"]).filter(id=id).first()
    if row is None:
        raise Http404("There is no such affiliation in this project.")
    if revision is not None and row.revision != revision:
        raise Stale(row)
    return row


@transaction.atomic
def change_affiliation(*, door: Door, id: UUID, revision: int | None = None, **changes: Any) -> Affiliation:
    """Correct role, since or until of an affiliation."""
    row = locked_affiliation(door, id, revision)
    before = affiliation_facts(row)
    for field in ("role", "since", "until"):
        setattr(row, field, changes.get(field, getattr(row, field)))
    _checked(row)
    if affiliation_facts(row) == before:
        return row
    row.revision += 1
    row.save()
    record(
        project=door.id, user=door.user.pk, kind="affiliation.changed", object_id=row.id,
        before=before, after=affiliation_facts(row),
    )  # fmt: skip
    return row


@transaction.atomic
def end_affiliation(*, door: Door, id: UUID, revision: int | None = None) -> None:
    """Take an affiliation away, as if it had never been; the log keeps it."""
    row = locked_affiliation(door, id, revision)
    before = affiliation_facts(row)
    row_id = row.id
    row.delete()
    record(project=door.id, user=door.user.pk, kind="affiliation.deleted", object_id=row_id, before=before)


@transaction.atomic
def resume_affiliation(*, door: Door, id: UUID) -> Affiliation:
    """Bring back an affiliation that was taken away, as it was; Http404 when there was none, or it is there."""
    door.require(Action.ORGANISE_ACTORS)
    take_turn(door.id)
    ends = Event.objects.filter(project=door.id, object_id=id, kind="affiliation.deleted")
    end = ends.order_by("-seq").first()
    if end is None or not end.before or Affiliation.objects.filter(id=id).exists():
        raise Http404("There is no such affiliation to bring back in this project.")
    was = end.before
    since, until = (date.fromisoformat(was[day]) if was[day] else None for day in ("since", "until"))
    return affiliate(
        door=door, id=id, person=UUID(was["person"]), organisation=UUID(was["organisation"]), role=was["role"],
        since=since, until=until,
    )  # fmt: skip
