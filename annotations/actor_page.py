"""What an actor's page reads: all that it says, by document and over time. The number of queries does not grow."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Func, OuterRef, Q

from actors.belonging import lasting_on
from actors.models import Actor, Affiliation, Kind
from annotations.actor_listing import live_attributions
from annotations.models import Annotation, Role, Tag
from annotations.querysets import AnnotationQuerySet
from projects.guards import Door

_MOST_TAGS = 15


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which passages of an actor to see; None: whichever. `members`: those of its members too."""

    role: str | None = None
    tag: str | None = None
    document: UUID | None = None
    members: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.role or self.tag or self.document)


def chosen_from(query: Mapping[str, str]) -> Chosen:
    """What an address asks for. Anything not understood counts as not asked."""
    try:
        document = UUID(query.get("document", ""))
    except ValueError:
        document = None
    role, tag = query.get("role", ""), query.get("tag", "").replace("\x00", "")
    return Chosen(role if role in Role.values else None, tag or None, document, "members" in query)


def said_by(door: Door, actor: Actor, *, members: bool) -> Any:
    """The live attributions to an actor; with `members` also to whoever belonged to it when the document came out.

    On the day of a document without a date a person belongs where the affiliation has no dates either.
    """
    everything = live_attributions(door)
    if not members:
        return everything.filter(actor=actor)
    day = OuterRef("annotation__document__published_on")
    belongs = Affiliation.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(until__isnull=True) | Q(until__gte=day),
        project=door.id,
        organisation=actor,
        person=OuterRef("actor"),
    )
    return everything.filter(Q(actor=actor) | Exists(belongs))


def passages(door: Door, said: Any, chosen: Chosen) -> AnnotationQuerySet:
    """The annotations meant, by their documents' date of publication, then title, then place; undated ones last."""
    if chosen.role:
        said = said.filter(role=chosen.role)
    found = Annotation.objects.seen_by(door).live().filter(id__in=said.values("annotation"))
    if chosen.tag:
        found = found.filter(labels__contains=[chosen.tag])
    if chosen.document:
        found = found.filter(document=chosen.document)
    published = F("document__published_on").asc(nulls_last=True)
    return found.order_by(published, "document__title", "document", "start", "end", "id")


def roles_of(said: Any) -> list[dict[str, Any]]:
    """How often the actor is what: `value`, `label`, `count`, in the order in which roles are listed."""
    counted = dict(said.order_by().values_list("role").annotate(n=Count("annotation", distinct=True)))
    return [{"value": role.value, "label": role.label, "count": counted[role]} for role in Role if role in counted]


def documents_of(found: AnnotationQuerySet) -> list[dict[str, Any]]:
    """The documents of passages: `id`, `title`, `published_on`, `count`, in the order of the passages."""
    facts = {"id": F("document"), "title": F("document__title"), "published_on": F("document__published_on")}
    rows = found.order_by().values("document").annotate(title=facts["title"], published_on=facts["published_on"])
    counted = rows.annotate(count=Count("pk")).order_by(F("published_on").asc(nulls_last=True), "title", "document")
    return [row | {"id": row["document"]} for row in counted]


def days_of(documents: Iterable[Mapping[str, Any]]) -> tuple[Counter[date], int]:
    """How many passages each day of publication has, and how many have none."""
    days: Counter[date] = Counter()
    undated = 0
    for row in documents:
        if row["published_on"]:
            days[row["published_on"]] += row["count"]
        else:
            undated += row["count"]
    return days, undated


def tags_of_passages(door: Door, found: AnnotationQuerySet) -> list[tuple[Tag, int]]:
    """The tags that passages carry most, and how often, by two queries."""
    labels = found.order_by().annotate(label=Func(F("labels"), function="unnest")).values_list("label")
    counts = Counter(dict(labels.annotate(n=Count("pk")))).most_common(_MOST_TAGS)
    tags = {tag.slug: tag for tag in Tag.objects.of(door.id).live().filter(slug__in=[slug for slug, _ in counts])}
    shown = [(tags[slug], count) for slug, count in counts if slug in tags]
    return sorted(shown, key=lambda one: (-one[1], one[0].name))


@dataclass(frozen=True, slots=True)
class Said:
    """A passage as the page shows it: who of those on the page is what in it, who else is, and its tags."""

    annotation: Annotation
    tags: list[Tag]
    own: list[str]
    by: list[tuple[Actor, list[str], list[Affiliation]]]
    others: list[tuple[Actor, str]]


def shown(door: Door, actor: Actor, rows: Sequence[Annotation], *, members: bool) -> list[Said]:
    """One page of passages with the names of whom and what they speak, by three queries."""
    slugs = {slug for row in rows for slug in row.labels}
    tags = {tag.slug: tag for tag in Tag.objects.of(door.id).live().filter(slug__in=slugs)}
    ids = {one["actor"] for row in rows for one in row.attributions}
    actors = {str(one.id): one for one in Actor.objects.of(door.id).live().filter(id__in=ids)}
    belongs = _affiliations(door, actor) if members else {}
    return [_said(row, actor, tags, actors, belongs) for row in rows]


def _affiliations(door: Door, organisation: Actor) -> dict[UUID, list[Affiliation]]:
    found: dict[UUID, list[Affiliation]] = defaultdict(list)
    for one in Affiliation.objects.of(door.id).between_the_living().filter(organisation=organisation).in_time():
        found[one.person_id].append(one)
    return found


def _said(row: Annotation, actor: Actor, tags: Mapping[str, Tag], actors: Mapping[str, Actor], belongs: Any) -> Said:
    roles: dict[str, list[str]] = defaultdict(list)
    for one in row.attributions:
        roles[one["actor"]].append(Role(one["role"]).label.lower())
    day = row.document.published_on
    by, others = [], []
    for id_, words in roles.items():
        if id_ == str(actor.id) or id_ not in actors:
            continue
        if then := lasting_on(day, belongs.get(UUID(id_), [])):
            by.append((actors[id_], words, then))
        else:
            others += [(actors[id_], word) for word in words]
    return Said(row, [tags[slug] for slug in row.labels if slug in tags], roles[str(actor.id)], by, others)


def affiliations_of(door: Door, actor: Actor) -> list[Affiliation]:
    """Where a person belongs, or who belongs to an organisation, latest first."""
    end = "person" if actor.kind == Kind.PERSON else "organisation"
    return list(Affiliation.objects.of(door.id).between_the_living().filter(**{end: actor}).in_time())
