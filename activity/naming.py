"""The names of what events speak of, as things are called now, looked up for many events at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from activity.things import Happened, Names, Passage, State
from actors.models import Actor
from annotations.models import Annotation, Tag
from documents.models import Document
from projects.guards import Door


@dataclass(slots=True)
class _Asked:
    """Of which things the names are needed: ids, and slugs of tags."""

    documents: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    slugs: set[str] = field(default_factory=set)
    passages: set[str] = field(default_factory=set)

    def take(self, event: Happened) -> None:
        """Ask for what the sentence about an event needs."""
        own = {"document": self.documents, "actor": self.actors, "tag": self.tags}.get(event.family)
        if own is not None:
            own.add(event.object)
        for said in filter(None, (event.before, event.after)):
            self.documents |= set(ids([said.get("document")]))
            self.passages |= set(ids([said.get("annotation")]))
            self.actors |= set(ids(_actors_in(event, said)))
            self.slugs |= {slug for slug in (*(said.get("tags") or ()), said.get("parent"), said.get("into")) if slug}


def names_for(door: Door, events: Iterable[Happened]) -> Names:
    """The names that the sentences about these events need."""
    asked = _Asked()
    for event in events:
        asked.take(event)
    columns = ("id", "deleted", "title")
    documents = list(Document.objects.of(door.id).filter(id__in=asked.documents).values_list(*columns))
    actors = list(Actor.objects.of(door.id).filter(id__in=asked.actors).values_list("id", "deleted", "name"))
    tags = Tag.objects.of(door.id).live().filter(Q(slug__in=asked.slugs) | Q(id__in=asked.tags))
    known = list(tags.values_list("id", "slug", "name"))
    return Names(
        documents={str(id_): title for id_, _, title in documents},
        actors={str(id_): name for id_, _, name in actors},
        tags={slug: name for _, slug, name in known},
        slugs={str(id_): slug for id_, slug, _ in known},
        passages=_passages(door, asked.passages),
        here=frozenset(str(id_) for id_, deleted, _ in (*documents, *actors) if deleted is None),
    )


def _passages(door: Door, asked: set[str]) -> dict[str, Passage]:
    rows = Annotation.objects.seen_by(door).filter(id__in=asked)
    return {str(id_): Passage(quote, str(on)) for id_, quote, on in rows.values_list("id", "quote", "document_id")}


def ids(found: Iterable[Any]) -> Iterator[str]:
    """Those that are ids."""
    for one in found:
        if isinstance(one, str):
            try:
                yield str(UUID(one))
            except ValueError:
                continue


def _actors_in(event: Happened, said: State) -> Iterator[Any]:
    """The ids of the actors that a state of an annotation, an affiliation or a merge speaks of."""
    if event.family == "annotation":
        yield from (one.get("actor") for one in said.get("attributions") or ())
    yield from (said.get(end) for end in ("person", "organisation", "into"))
