"""The API of who codes what: assignments, closing and opening, being done, progress."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from coding import assigning, closing, finishing
from coding.models import Assignment
from coding.progress import Line, coders, documents, lines, wanted
from coding.serializers import (
    AssignmentBody,
    AssignmentShape,
    ClosedShape,
    LineShape,
    NextBody,
    NextShape,
    OwnQuotaShape,
    QuotaBody,
    SpreadBody,
    SpreadShape,
)
from projects.permissions import Action
from projects.rest.described import page_of
from projects.rest.doors import ProjectView, answer_list, answer_object
from projects.rest.paging import PAGE, page, read_window
from projects.rest.parameters import FLAG, ID, TEXT, Parameter
from projects.rest.preconditions import expected_revision
from projects.rest.problems import bad_input
from projects.rest.strict import read_body

_ROW = ("id", "document", "user__username", "by__username", "created", "finished", "revision")


class AssignmentView(ProjectView):
    """What the views of assignments share."""

    def rows(self) -> QuerySet[Assignment, dict[str, Any]]:
        """The assignments of live documents, as rows."""
        found: QuerySet[Assignment, dict[str, Any]] = (
            Assignment.objects.filter(project=self.door.id).live().values(*_ROW)
        )
        return found

    def as_json(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row as the API shows it."""
        address = reverse("api:assignment", args=[self.door.slug, row["id"]])
        who = {"user": row["user__username"], "by": row["by__username"]}
        rest = {name: row[name] for name in _ROW if not name.endswith("__username")}
        return rest | who | {"url": self.request.build_absolute_uri(address)}

    def present(self, current: Any) -> Any:
        return self.one(current.id) if isinstance(current, Assignment) else super().present(current)

    def one(self, id: UUID) -> dict[str, Any]:
        """An assignment as JSON; Http404 when there is none."""
        row = self.rows().filter(id=id).first()
        if row is None:
            raise Http404("There is no such assignment in this project.")
        return self.as_json(row)

    def people(self, names: list[str], field: str) -> list[User]:
        """The people of these user names; a 400 problem for one that nobody has here."""
        found = {
            user.username: user for user in User.objects.filter(username__in=names, memberships__project=self.door.id)
        }
        if unknown := [name for name in names if name not in found]:
            raise bad_input(field, f"No member is called “{unknown[0]}”.", "unknown")
        return [found[name] for name in names]


class Assignments(AssignmentView):
    """Who codes which document, in the order of giving."""

    actions = {"GET": Action.SEE_MEMBERS, "POST": Action.ASSIGN}
    parameters = {
        "GET": (
            Parameter("document", ID, "Those of this document."),
            Parameter("user", TEXT, "Those of this person (user name)."),
            Parameter("finished", FLAG, "Those that are done, or those that wait."),
            *PAGE,
        )
    }

    @extend_schema(responses=page_of(AssignmentShape))
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the assignments."""
        return answer_list(self, self.page)

    def page(self) -> dict[str, Any]:
        """The page that the query asks for."""
        rows = self.rows()
        if "document" in self.query:
            rows = rows.filter(document=self.query["document"])
        if "user" in self.query:
            rows = rows.filter(user__username__iexact=self.query["user"])
        if "finished" in self.query:
            rows = rows.filter(finished__isnull=not self.query["finished"])
        return page(self.request, rows, read_window(self.query, datetime, UUID), ("created", "id"), self.as_json)

    @extend_schema(request=AssignmentBody, responses={201: AssignmentShape})
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Give a document to somebody. What they have already stays as it is."""
        body = read_body(AssignmentBody, request.data)
        (user,) = self.people([body["user"]], "user")
        made = assigning.assign(door=self.door, document=body["document"], user=user)
        return answer_object(request, self.one(made.id), 201)


class OneAssignment(AssignmentView):
    """One assignment."""

    actions = {"GET": Action.SEE_MEMBERS, "DELETE": Action.ASSIGN}
    guarded = frozenset({"DELETE"})

    @extend_schema(responses=AssignmentShape)
    def get(self, request: Request, slug: str, assignment: UUID) -> HttpResponse:
        """Read an assignment."""
        return answer_object(request, self.one(assignment))

    @extend_schema(responses={204: OpenApiResponse(description="Taken back.")})
    def delete(self, request: Request, slug: str, assignment: UUID) -> HttpResponse:
        """Take a document back from somebody. What they marked stays."""
        assigning.withdraw(door=self.door, id=assignment, revision=expected_revision(request))
        return HttpResponse(status=204)


class Spread(AssignmentView):
    """Many documents given to many people."""

    actions = {"POST": Action.ASSIGN}

    @extend_schema(request=SpreadBody, responses=SpreadShape)
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Give documents to people evenly, so that each has as many coders, those who code it already among them."""
        body = read_body(SpreadBody, request.data)
        people = self.people(body["users"], "users")
        made = assigning.spread_documents(
            door=self.door, documents=body["documents"], people=people, coders=body["coders"]
        )
        rows = self.rows().filter(id__in=[row.id for row in made]).order_by("created", "id")
        return Response({"results": [self.as_json(row) for row in rows]})


class FinishedDocument(AssignmentView):
    """That you are done with a document."""

    actions = {"PUT": Action.ANNOTATE, "DELETE": Action.ANNOTATE}

    @extend_schema(request=None, responses=AssignmentShape, summary="Be done with a document")
    def put(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Also with one that nobody gave to you. Again, it changes nothing."""
        return answer_object(request, self.one(finishing.finish(door=self.door, document=document).id))

    @extend_schema(responses={200: AssignmentShape}, summary="Take a document up again")
    def delete(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """In a closed one you see only your own work again."""
        return answer_object(request, self.one(finishing.resume(door=self.door, document=document).id))


class ClosedDocument(ProjectView):
    """That a document is coded independently."""

    actions = {"PUT": Action.ASSIGN, "DELETE": Action.ASSIGN}

    @extend_schema(responses=ClosedShape, summary="Read whether a document is coded independently")
    def get(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """While it is closed, each coder sees only their own work in it."""
        if not documents(self.door).filter(id=document).exists():
            raise Http404("There is no such document in this project.")
        return Response({"document": document, "closed": document in self.door.closed})

    @extend_schema(request=None, responses=ClosedShape, summary="Close a document")
    def put(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Let it be coded independently: each coder sees only their own work in it. Again, it changes nothing."""
        closing.close_document(door=self.door, document=document)
        return Response({"document": document, "closed": True})

    @extend_schema(responses={200: ClosedShape}, summary="Open a document")
    def delete(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Let everybody see all work in it again."""
        closing.open_document(door=self.door, document=document)
        return Response({"document": document, "closed": False})


class NextDocument(ProjectView):
    """The document to code next."""

    actions = {"POST": Action.ANNOTATE}

    @extend_schema(request=NextBody, responses=NextShape, summary="Take the next document")
    def post(self, request: Request, slug: str) -> HttpResponse:
        """The first of yours that you are not done with; else one that wants coders, which becomes yours by this."""
        body = read_body(NextBody, request.data)
        found = finishing.next_document(door=self.door, besides=body.get("besides"))
        return Response({"document": found.id if found else None})


class WantedCoders(ProjectView):
    """How many coders each document of the project is to have."""

    actions = {"GET": Action.SEE_MEMBERS, "PUT": Action.ASSIGN}

    @extend_schema(responses=QuotaBody, summary="Read how many coders each document is to have")
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Each that says nothing of its own."""
        return Response({"coders": wanted(self.door) or 0})

    @extend_schema(request=QuotaBody, responses=QuotaBody, summary="Say how many coders each document is to have")
    def put(self, request: Request, slug: str) -> HttpResponse:
        """Members who ask for their next document then take the places that are left."""
        body = read_body(QuotaBody, request.data)
        assigning.want_coders(door=self.door, coders=body["coders"] or None)
        return Response({"coders": body["coders"]})


class CodersOfDocument(ProjectView):
    """How many coders one document is to have, whatever the project says."""

    actions = {"GET": Action.SEE_MEMBERS, "PUT": Action.ASSIGN, "DELETE": Action.ASSIGN}

    @extend_schema(responses=OwnQuotaShape, summary="Read how many coders a document is to have")
    def get(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """As many as are said of it, or as for each document of the project."""
        if not documents(self.door).filter(id=document).exists():
            raise Http404("There is no such document in this project.")
        return self._told(document)

    @extend_schema(request=QuotaBody, responses=OwnQuotaShape, summary="Say how many coders a document is to have")
    def put(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """Members who ask for their next document then take the places that are left in it."""
        body = read_body(QuotaBody, request.data)
        assigning.want_coders(door=self.door, document=document, coders=body["coders"])
        return self._told(document)

    @extend_schema(responses={200: OwnQuotaShape}, summary="Let a document have as many coders as the others")
    def delete(self, request: Request, slug: str, document: UUID) -> HttpResponse:
        """It says nothing of its own any more. Again, it changes nothing."""
        assigning.want_coders(door=self.door, document=document, coders=None)
        return self._told(document)

    def _told(self, document: UUID) -> Response:
        own = wanted(self.door, document)
        number = (wanted(self.door) or 0) if own is None else own
        return Response({"document": document, "coders": number, "own": own is not None})


class Progress(ProjectView):
    """Who has done what."""

    actions = {"GET": Action.SEE_MEMBERS}
    parameters = {"GET": PAGE}

    @extend_schema(responses=page_of(LineShape), summary="Read who has done what")
    def get(self, request: Request, slug: str) -> HttpResponse:
        """A line for each document, by title, with what each coder has done in it as far as you may see."""
        return answer_list(self, self.page)

    def page(self) -> dict[str, Any]:
        """The page that the query asks for."""
        window = read_window(self.query, str, UUID)
        rows: Any = documents(self.door).order_by().values("title", "id")
        found = page(self.request, rows, window, ("title", "id"), lambda row: row["id"])
        ids: list[UUID] = found["results"]
        by_id = documents(self.door).in_bulk(ids)
        people = [one["user"] for one in coders(self.door)]
        told = lines(self.door, [by_id[id_] for id_ in ids], people)
        return found | {"results": [_told(line) for line in told]}


def _told(line: Line) -> dict[str, Any]:
    return {
        "document": line.document.id,
        "title": line.document.title,
        "words": line.document.words,
        "closed": line.closed,
        "wanted": line.wanted,
        "coders": [
            {
                "user": cell.user,
                "state": cell.state,
                "assignment": cell.assignment.id if cell.assignment else None,
                "annotations": cell.annotations,
            }
            for cell in line.cells
        ],
    }
