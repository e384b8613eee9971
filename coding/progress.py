"""Who has done what: documents in lines, coders in columns, as far as somebody may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from annotations.models import Annotation
from coding.models import Assignment, Quota
from documents.models import Document
from projects.guards import Door


@dataclass(frozen=True, slots=True)
class Cell:
    """What somebody has done in a document. `annotations` is None where these are veiled."""

    user: str
    assignment: Assignment | None
    annotations: int | None

    @property
    def state(self) -> str:
        """done, begun (something is marked), waiting; or free: it is not theirs."""
        if self.assignment is None:
            return "free"
        if self.assignment.finished:
            return "done"
        return "begun" if self.annotations else "waiting"


@dataclass(frozen=True, slots=True)
class Line:
    """A document: how many coders it is to have, what each has done, and how much is marked by people who have no cell.

    `own`: that it is to have so many is said of this document, and not of each of the project.
    """

    document: Document
    closed: bool
    wanted: int
    own: bool
    cells: list[Cell]
    others: int

    @property
    def done(self) -> int:
        """How many are done with it."""
        return sum(cell.state == "done" for cell in self.cells)

    @property
    def given(self) -> int:
        """To how many it is given."""
        return sum(cell.assignment is not None for cell in self.cells)

    @property
    def most(self) -> int:
        """How many are to be done with it: those who are wanted, or more if it is given to more."""
        return max(self.wanted, self.given)


def coders(door: Door) -> list[dict[str, Any]]:
    """Everybody to whom something is given, with how many documents and words that is, and how much of it is done."""
    rows = Assignment.objects.filter(project=door.id).live().order_by().values("user__username")
    finished = Q(finished__isnull=False)
    told = rows.annotate(
        given=Count("pk"),
        done=Count("pk", filter=finished),
        words=Sum("document__words"),
        words_done=Sum("document__words", filter=finished, default=0),
    )
    names = {"user": "user__username"} | {name: name for name in ("given", "done", "words", "words_done")}
    return [{name: row[key] for name, key in names.items()} for row in told.order_by("user__username")]  # type: ignore[literal-required]


def documents(door: Door) -> QuerySet[Document]:
    """The project's live documents in the order of their titles."""
    return Document.objects.of(door.id).live().order_by("title", "id")


def wanted(door: Door, document: UUID | None = None) -> int | None:
    """How many coders a document is to have of its own, or each that says nothing of its own; None: nobody has said."""
    return Quota.objects.filter(project=door.id, document=document).values_list("coders", flat=True).first()


def lines(door: Door, rows: Sequence[Document], people: Sequence[str]) -> list[Line]:
    """The lines of some documents, with a cell for each of the people, by three queries."""
    ids = [row.id for row in rows]
    given = {
        (row.document_id, row.user.username): row for row in Assignment.objects.of(door.id).filter(document__in=ids)
    }
    quotas: dict[UUID | None, int] = dict(Quota.objects.filter(project=door.id).values_list("document", "coders"))
    marked = _marked(door, ids)
    me = door.user.get_username()

    def cell(document: UUID, user: str) -> Cell:
        hidden = document in door.veiled and user != me
        count = None if hidden else marked.get((document, user), 0)
        return Cell(user, given.get((document, user)), count)

    return [
        Line(
            document=row,
            closed=row.id in door.closed,
            wanted=quotas.get(row.id, quotas.get(None, 0)),
            own=row.id in quotas,
            cells=[cell(row.id, user) for user in people],
            others=sum(n for (where, user), n in marked.items() if where == row.id and user not in people),
        )
        for row in rows
    ]


def _marked(door: Door, documents: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    """How many annotations of the person's own hand each has in each document, of those that may be seen."""
    rows = Annotation.objects.seen_by(door).filter(document__in=documents, deleted__isnull=True, curated=False)
    counted = rows.order_by().values_list("document", "creator__username").annotate(n=Count("pk"))
    return {(document, user): n for document, user, n in counted}
