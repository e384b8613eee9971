"""The API of requests to join a public project: anybody asks or takes it back, owners answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from projects.asking import accept_request, ask_to_join, decline_request, withdraw_request
from projects.inviting_serializers import AnswerBody, AskBody, RequestShape
from projects.models import JoinRequest, RequestState
from projects.permissions import Action
from projects.rest.described import page_of
from projects.rest.doors import ProjectView, answer_list, answer_object
from projects.rest.paging import PAGE, page, read_window
from projects.rest.parameters import Parameter, one_of
from projects.rest.preconditions import expected_revision
from projects.rest.strict import read_body

_REQUEST = ("id", "user__username", "message", "state", "reply", "created", "answered", "revision")


class RequestView(ProjectView):
    """What the views of requests share."""

    def rows(self) -> Any:
        """The project's requests as rows."""
        return JoinRequest.objects.filter(project=self.door.id).values(*_REQUEST)

    def as_json(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row as the API shows it."""
        user = row.pop("user__username")
        address = reverse("api:request", args=[self.door.slug, row["id"]])
        return row | {"user": user, "url": self.request.build_absolute_uri(address)}

    def present(self, current: JoinRequest) -> dict[str, Any]:
        return self.as_json(self.rows().get(id=current.id))

    def asked(self, id: UUID) -> JoinRequest:
        """The request with this id; Http404 when there is none."""
        row = JoinRequest.objects.filter(project=self.door.id, id=id).select_related("project").first()
        if row is None:
            raise Http404("There is no such request.")
        return row


class JoinRequests(RequestView):
    """Who asks to join, and asked, in the order of asking."""

    actions = {"GET": Action.INVITE, "POST": Action.READ}
    parameters = {"GET": (Parameter("state", one_of(*RequestState.values), "Only those in this state."), *PAGE)}

    @extend_schema(responses=page_of(RequestShape))
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the requests."""
        return answer_list(self, self.page)

    def page(self) -> dict[str, Any]:
        """The page that the query asks for."""
        state = {"state": self.query["state"]} if "state" in self.query else {}
        window = read_window(self.query, datetime, UUID)
        return page(self.request, self.rows().filter(**state), window, ("created", "id"), self.as_json)

    @extend_schema(request=AskBody, responses={201: RequestShape})
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Ask to join a public project; 409 when you have asked already, or are in."""
        person, body = self.person(), read_body(AskBody, request.data)
        made = ask_to_join(project=self.door.project, user=person, message=body["message"])
        return answer_object(request, self.present(made), 201)


class OneJoinRequest(RequestView):
    """One request: for the owners and for who made it."""

    actions = {"DELETE": Action.READ}
    guarded = frozenset({"DELETE"})

    def mine(self, asked: UUID) -> bool:
        """Whether the request is of whoever asks for it."""
        return JoinRequest.objects.filter(project=self.door.id, id=asked, user=self.request.user.pk).exists()

    def enter(self, request: Request, **kwargs: Any) -> None:
        super().enter(request, **kwargs)
        self.person()
        if self.mine(kwargs["asked"]):
            return
        self.door.require(Action.INVITE)
        if request.method == "DELETE":
            raise PermissionDenied("Only who asked takes a request back. Decline it instead.")

    @extend_schema(responses=RequestShape)
    def get(self, request: Request, slug: str, asked: UUID) -> HttpResponse:
        """Read a request, your own or as an owner."""
        return answer_object(request, self.present(self.asked(asked)))

    @extend_schema(responses={204: OpenApiResponse(description="Taken back.")})
    def delete(self, request: Request, slug: str, asked: UUID) -> HttpResponse:
        """Take your own request back."""
        row, revision = self.asked(asked), expected_revision(request)
        withdraw_request(asked=row, revision=revision)
        return HttpResponse(status=204)


class AnsweredRequest(RequestView):
    """The answer to a request."""

    actions = {"POST": Action.INVITE}
    guarded = frozenset({"POST"})

    @extend_schema(request=AnswerBody, responses=RequestShape)
    def post(self, request: Request, slug: str, asked: UUID) -> HttpResponse:
        """Take the asker in, or decline; the asker reads the reply."""
        row, revision = self.asked(asked), expected_revision(request)
        body = read_body(AnswerBody, request.data)
        how = {"asked": row, "by": self.person(), "reply": body["reply"], "revision": revision}
        done = accept_request(**how, role=body["role"]) if body["accept"] else decline_request(**how)
        return answer_object(request, self.present(done))
