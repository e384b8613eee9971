"""What the list of actors reads: how often each is what, where each belongs today, and which may be one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from actors.belonging import lasts_on
from actors.likeness import Named, pairs
from actors.models import Actor, Affiliation, Kind
from annotations.models import Annotation, Attribution, Role
from annotations.querysets import AnnotationQuerySet
from projects.guards import Door
from projects.veiling import unveiled

_MOST_COMPARED = 3_000
_MOST_SUGGESTED = 12


@dataclass(frozen=True, slots=True)
class Listed:
    """An actor in the list: `roles` says how often it is what, such as ("speaker", 12), most often first."""

    actor: Actor
    roles: list[tuple[str, int]]
    belongs: list[Affiliation]
    members: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two actors that may be one: the one used less, the one used more, and why."""

    actor: Actor
    into: Actor
    why: str


def listed(door: Door, actors: Sequence[Actor]) -> list[Listed]:
    """The actors of one page with what the list says of them, by two queries."""
    ids = [actor.id for actor in actors]
    roles = _roles(door, ids)
    belongs: dict[UUID, list[Affiliation]] = defaultdict(list)
    today = timezone.localdate()
    ends = Affiliation.objects.of(door.id).between_the_living().in_time()
    for affiliation in ends.filter(Q(person__in=ids) | Q(organisation__in=ids)):
        if lasts_on(affiliation, today):
            belongs[affiliation.person_id].append(affiliation)
            belongs[affiliation.organisation_id].append(affiliation)
    return [
        Listed(
            actor=actor,
            roles=roles.get(actor.id, []),
            belongs=belongs[actor.id] if actor.kind == Kind.PERSON else [],
            members=len({one.person_id for one in belongs[actor.id]}) if actor.kind == Kind.ORGANISATION else 0,
        )
        for actor in actors
    ]


def live_attributions(door: Door) -> Any:
    """The project's attributions that the person may see, on annotations and documents that are not deleted."""
    return Attribution.objects.filter(
        unveiled(door, "annotation__"),
        project=door.id,
        annotation__deleted__isnull=True,
        annotation__document__deleted__isnull=True,
    )


def _roles(door: Door, actors: Iterable[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    """For each actor how often it is what, in the words that people read."""
    counted = live_attributions(door).filter(actor__in=actors).order_by().values_list("actor", "role")
    found: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for actor, role, count in counted.annotate(n=Count("pk")).order_by("-n", "role"):
        found[actor].append((Role(role).label.lower(), count))
    return found


def named(actors: Iterable[Actor]) -> list[Named[UUID]]:
    """The actors as far as their likeness goes."""
    return [Named(one.id, one.kind == Kind.PERSON, one.name, one.other_names) for one in actors]


def suggestions(door: Door) -> list[Suggestion]:
    """Pairs of actors that may be one, at most a dozen; in very large projects nothing is suggested."""
    found = Actor.objects.of(door.id).live().with_uses(door).order_by("-uses", "id")  # type: ignore[misc]
    actors = list(found[: _MOST_COMPARED + 1])
    if len(actors) > _MOST_COMPARED:
        return []
    by_id = {actor.id: actor for actor in actors}
    alike = pairs(named(actors))[:_MOST_SUGGESTED]
    return [Suggestion(by_id[pair.other], by_id[pair.one], pair.why) for pair in alike]


def likely(actor: Actor, others: Sequence[Actor]) -> set[UUID]:
    """Those of the others that may be the actor."""
    found = pairs(named([actor, *others]))
    return {pair.one if pair.other == actor.id else pair.other for pair in found if actor.id in (pair.one, pair.other)}


def naming(door: Door, actor: Actor) -> AnnotationQuerySet:
    """The live annotations that name an actor, in whichever role."""
    said = live_attributions(door).filter(actor=actor)
    return Annotation.objects.seen_by(door).live().filter(id__in=said.values("annotation"))


def touched(door: Door, actor: Actor) -> dict[str, int]:
    """How much a merge moves: annotations, documents, affiliations."""
    found = naming(door, actor)
    end = "person" if actor.kind == Kind.PERSON else "organisation"
    return {
        "annotations": found.count(),
        "documents": found.order_by().values("document").distinct().count(),
        "affiliations": Affiliation.objects.of(door.id).between_the_living().filter(**{end: actor}).count(),
    }
