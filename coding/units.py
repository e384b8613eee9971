"""Reading the units of a document, with what was decided about each and what has changed since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from annotations.models import Annotation, Tag
from coding.comparing import Mark, State, Unit, compare
from coding.grounds import Since, changes, fingerprint, token
from coding.models import Assignment, Decision
from documents.models import Document
from projects.guards import Door

DECIDED, CHANGED = "decided", "changed"
"""Beside the states of units: to ask for those that were decided, or that have changed since."""


@dataclass(frozen=True)
class Case:
    """A unit, the decision about it if there is one, and what has changed since."""

    unit: Unit
    decision: Decision | None
    since: Sequence[Since]

    @property
    def state(self) -> State:
        return self.unit.state

    @cached_property
    def token(self) -> str:
        """By this, who decides says what they have seen."""
        return token(self.unit)


@dataclass(frozen=True)
class Comparison:
    """The units of a document's current version: what those who are done with it marked. `unfinished`: who is not."""

    document: Document
    coders: Sequence[str]
    unfinished: Sequence[str]
    cases: Sequence[Case]

    @property
    def decided(self) -> int:
        """How many are decided."""
        return sum(case.decision is not None for case in self.cases)

    @property
    def changed(self) -> int:
        """How many have changed since they were decided."""
        return len(self.that_are(CHANGED))

    def case(self, unit: UUID) -> Case | None:
        """The unit of this name."""
        return next((case for case in self.cases if case.unit.id == unit), None)

    def that_are(self, state: str) -> list[Case]:
        """Those in a state, decided or not; those that are DECIDED, or CHANGED since; with none of these, all."""
        if state == CHANGED:
            return [case for case in self.cases if case.since]
        if state == DECIDED:
            return [case for case in self.cases if case.decision]
        return [case for case in self.cases if not state or case.state == state]


def comparison(door: Door, document: Document) -> Comparison:
    """What the coders who are done with a document marked in it. The caller has seen that the person may see it all."""
    people = Assignment.objects.of(door.id).filter(document=document).standing().order_by("user__username")
    done = {row.user.username: row.user for row in people if row.finished}
    decisions = {row.unit: row for row in Decision.objects.of(door.id).filter(document=document)}
    results = [row.annotation_id for row in decisions.values() if row.annotation_id]
    marks = marks_of(door, document, done.values(), results)
    said = {mark.id: mark.says for mark in marks if mark.id in results}
    decided = {unit: [UUID(one["annotation"]) for one in row.ground] for unit, row in decisions.items()}
    units = compare([mark for mark in marks if mark.id not in said], list(done), decided)
    return Comparison(
        document=document,
        coders=list(done),
        unfinished=[row.user.username for row in people if not row.finished],
        cases=[_case(unit, decisions.get(unit.id), document, said) for unit in units],
    )


def _case(unit: Unit, decision: Decision | None, document: Document, said: dict[UUID, str]) -> Case:
    if decision is None:
        return Case(unit, None, ())
    since = changes(decision.ground, unit, document.number)
    result = decision.annotation_id
    if result and said.get(result) != decision.result:
        since.append(Since("changed" if result in said else "gone"))
    return Case(unit, decision, since)


def marks_of(door: Door, document: Document, coders: Iterable[User], others: Sequence[UUID] = ()) -> list[Mark]:
    """What these people marked in a document's current version, and the annotations with these ids, as marks."""
    tags = dict(Tag.objects.of(door.id).live().values_list("slug", "id"))
    theirs = Q(creator__in=coders, curated=False, version=document.number)
    rows = Annotation.objects.of(door.id).filter(theirs | Q(id__in=others), document=document, deleted__isnull=True)
    return [_mark(row, tags) for row in rows.select_related("creator").order_by("start", "-end", "id")]


def _mark(row: Annotation, tags: dict[str, UUID]) -> Mark:
    pieces = [{"start": row.start, "end": row.end, "quote": row.quote}, *row.fragments]
    voices = tuple((said["actor"], said["role"]) for said in row.attributions)
    says = fingerprint(
        quotes=[piece["quote"] for piece in pieces],
        tags=[tags.get(slug, slug) for slug in row.labels],
        voices=voices,
        note=row.note,
    )
    return Mark(
        id=row.id,
        coder=row.creator.username,
        made=row.created,
        pieces=tuple((piece["start"], piece["end"]) for piece in pieces),
        tags=tuple(row.labels),
        voices=voices,
        note=row.note,
        says=says,
    )
