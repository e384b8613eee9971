"""The history of one annotation: its events in words, each with the state that it left, as it can be had back now."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from actors.models import Actor
from annotations.models import Annotation, Tag
from annotations.telling import changes, deed, given_up
from projects.guards import Door
from projects.models import Event

COLUMNS = ("seq", "kind", "user__username", "created", "before", "after")
_STATE = ("version", "start", "end", "quote", "fragments", "tags", "note", "attributions")


def events_of(door: Door, annotation: UUID) -> QuerySet[Event, dict[str, Any]] | None:
    """The events of an annotation, deleted or not, as rows of COLUMNS; None when the project has no such annotation."""
    if not Annotation.objects.seen_by(door).filter(id=annotation).exists():
        return None
    events = Event.objects.filter(project=door.id, object_id=annotation)
    events = events.filter(
        kind__startswith="annotation."
    )  # clients choose ids: an actor or a comment may have the same
    found: QuerySet[Event, dict[str, Any]] = events.values(*COLUMNS)
    return found


class Known:
    """The names of the tags and actors that some events speak of, as they are called now; and which are no more."""

    def __init__(self, door: Door, rows: Iterable[Mapping[str, Any]]) -> None:
        states = [state for row in rows for state in (row["before"], row["after"]) if state]
        slugs = {slug for state in states for slug in state.get("tags") or ()}
        ids = {one["actor"] for state in states for one in state.get("attributions") or () if "actor" in one}
        self.tags = dict(Tag.objects.of(door.id).live().filter(slug__in=slugs).values_list("slug", "name"))
        self.ever = set(Tag.objects.of(door.id).filter(slug__in=slugs).values_list("slug", flat=True))
        actors = Actor.objects.of(door.id).filter(id__in=ids).select_related("merged_into")
        self.heirs = {str(one.id): one.merged_into or one for one in actors}
        self.names: dict[str, str] = self.tags | {id_: one.name for id_, one in self.heirs.items()}

    def state(self, after: Mapping[str, Any] | None) -> tuple[dict[str, Any] | None, list[str]]:
        """A state without the tags and actors that are no more, and what these were called.

        An actor that was merged into another is that other.
        """
        if after is None:
            return None, []
        found = {"fragments": [], "attributions": []} | {name: after[name] for name in _STATE if name in after}
        lost = [slug for slug in found["tags"] if slug not in self.tags]
        found["tags"] = [slug for slug in found["tags"] if slug in self.tags]
        kept, gone = self._attributions(found["attributions"])
        found["attributions"] = kept
        return found, lost + gone

    def as_wanted(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """A version that somebody gave up, as it can be had back: with tags and actors that were yet to be made."""
        found, _ = self.state({**said, "attributions": [one for one in said["attributions"] if "actor" in one]})
        assert found is not None
        found["tags"] = [slug for slug in said["tags"] if slug in self.tags or slug not in self.ever]
        found["attributions"] += [dict(one) for one in said["attributions"] if "actor" not in one]
        return found

    def _attributions(self, said: Iterable[Mapping[str, str]]) -> tuple[list[dict[str, str]], list[str]]:
        kept: list[dict[str, str]] = []
        gone: list[str] = []
        for one in said:
            actor = self.heirs.get(one["actor"])
            if actor is None or actor.deleted:
                gone.append(actor.name if actor else "somebody")
                continue
            survivor = {"actor": str(actor.id), "role": one["role"]}
            if survivor not in kept:
                kept.append(survivor)
        return kept, gone


def told(door: Door, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of events as the API shows them."""
    known = Known(door, rows)
    for row in rows:
        state, lost = known.state(row["after"])
        versions = given_up(row["before"], row["after"])
        yield {
            "seq": row["seq"],
            "kind": row["kind"],
            "user": row["user__username"],
            "created": row["created"],
            "revision": (row["after"] or {}).get("revision"),
            "deed": deed(row["kind"], row["before"], row["after"]),
            "changes": changes(row["before"], row["after"], known.names)
            if row["kind"] != "annotation.restored"
            else [],
            "state": state,
            "given_up": known.as_wanted(versions[0]) if versions else None,
            "lost": lost,
        }
