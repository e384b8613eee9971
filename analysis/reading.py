"""What agreement is counted from: the texts that people have finished, their marks, and what had to be left out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F

from analysis.coded import Coded, Coders, Mark
from annotations.models import Annotation
from annotations.querysets import AnnotationQuerySet
from coding.models import Assignment
from documents.models import Document
from projects.guards import Door

Finished = Mapping[UUID, Collection[str]]
"""By document: the user names of those who are done with it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents, coders and tags (slugs) to look at; empty: whichever."""

    documents: Collection[UUID] = ()
    coders: Collection[str] = ()
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How much was asked for that could not be compared.

    Documents: `closed` to the person who asks; `unfinished` by two coders at least. Annotations on the documents
    compared: by people who have not finished them (`of_others`), by those who have, but `on_older_versions`, and
    `curated` ones, which decisions made and nobody coded.
    """

    closed: int
    unfinished: int
    of_others: int
    on_older_versions: int
    curated: int


@dataclass(frozen=True, slots=True)
class Material:
    """Texts to compare, with their titles, and what is left out. `characters`: of all documents that were asked for."""

    texts: Sequence[Coded]
    titles: Mapping[UUID, str]
    characters: int
    left_out: LeftOut


def material(door: Door, wanted: Wanted, finished: Finished) -> Material:
    """The current versions that at least two of the coders have finished, as far as the person may see others' work."""
    rows = Document.objects.of(door.id).live()
    rows = rows.filter(id__in=wanted.documents) if wanted.documents else rows
    documents = list(rows.order_by("title", "id").only("id", "title", "length"))
    shown = [one for one in documents if one.id not in door.veiled]
    coders = {one.id: _coders(one.id, wanted, finished) for one in shown}
    compared = [one for one in shown if len(coders[one.id]) > 1]
    done = {one.id: frozenset(finished[one.id]) for one in compared}
    marks, of_others = _marks(door, done)
    return Material(
        texts=[Coded(one.id, one.length, coders[one.id], _of(coders[one.id], marks[one.id])) for one in compared],
        titles={one.id: one.title for one in compared},
        characters=sum(one.length for one in documents),
        left_out=LeftOut(
            closed=len(documents) - len(shown),
            unfinished=len(shown) - len(compared),
            of_others=of_others,
            on_older_versions=_on_older_versions(door, done),
            curated=_live(door, done).filter(curated=True).count(),
        ),
    )


def _coders(document: UUID, wanted: Wanted, finished: Finished) -> Coders:
    done = frozenset(finished.get(document, ()))
    return tuple(sorted(done & frozenset(wanted.coders) if wanted.coders else done))


def _of(coders: Coders, marks: Sequence[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.coder in coders]


def _live(door: Door, documents: Collection[UUID]) -> AnnotationQuerySet:
    return Annotation.objects.seen_by(door).live().filter(document__in=documents).order_by()


def _marks(door: Door, done: Finished) -> tuple[Mapping[UUID, list[Mark]], int]:
    """The marks on current versions of those who are done there, by document; and how many others there are."""
    fields = ("document_id", "id", "creator__username", "labels", "start", "end", "fragments")
    found: dict[UUID, list[Mark]] = defaultdict(list)
    of_others = 0
    for document, id_, coder, labels, start, end, fragments in (
        _live(door, done).filter(curated=False, version=F("document__number")).values_list(*fields)
    ):
        if coder not in done[document]:
            of_others += 1
            continue
        pieces = [(start, end), *((piece["start"], piece["end"]) for piece in fragments)]
        found[document].append(Mark(id_, coder, labels, pieces))
    return found, of_others


def _on_older_versions(door: Door, done: Finished) -> int:
    """How many annotations of those who are done stand on older versions, waiting for review or kept there."""
    older = _live(door, done).filter(curated=False, version__lt=F("document__number"))
    rows = older.values_list("document_id", "creator__username")
    return sum(count for document, coder, count in rows.annotate(n=Count("pk")) if coder in done[document])


def finished_by(door: Door) -> Finished:
    """Who is done with which documents of the project."""
    rows = Assignment.objects.of(door.id).filter(finished__isnull=False).order_by()
    found: dict[UUID, list[str]] = defaultdict(list)
    for document, coder in rows.values_list("document_id", "user__username"):
        found[document].append(coder)
    return found
