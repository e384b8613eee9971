"""The API of presence: who is here, saying that one is, and turning that off for oneself."""

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.services import show_presence
from projects.permissions import Action
from projects.presence import appear, go, present
from projects.rest.doors import ProjectView, RestView
from projects.rest.parameters import ID, Parameter
from projects.rest.problems import bad_input
from projects.rest.strict import read_body
from projects.serializers import HereBody, OnBody, OnShape, PresenceShape

_PAGE = Parameter("page", ID, "The page that is closed.")
_AT_ONCE_OLD = {"Cache-Control": "no-store"}


class Presence(ProjectView):
    """Who is in a project now."""

    actions = {"GET": Action.SEE_MEMBERS, "PUT": Action.SEE_MEMBERS, "DELETE": Action.SEE_MEMBERS}
    parameters = {"DELETE": (_PAGE,)}

    @extend_schema(responses=PresenceShape)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """See who is here, each in the document where they were last; a visitor of a public project may not.

        Of others in a document in which you see only your own work you learn no more than that they are in the project.
        """
        return self.answer()

    @extend_schema(request=HereBody, responses=PresenceShape)
    def put(self, request: Request, slug: str) -> HttpResponse:
        """Say that a page of yours is open, and where you read; say it again before 45 seconds are over.

        The answer is who is here. Nothing is written, and `on` is false, where you or the project have turned it off.
        """
        appear(project=self.door.id, user=self.person(), **read_body(HereBody, request.data))
        return self.answer()

    @extend_schema(responses={204: OpenApiResponse(description="Forgotten.")})
    def delete(self, request: Request, slug: str) -> HttpResponse:
        """Say that a page of yours is closed."""
        if "page" not in self.query:
            raise bad_input("page", "Say which page is closed.")
        go(project=self.door.id, user=self.person(), page=self.query["page"])
        return HttpResponse(status=204)

    def answer(self) -> HttpResponse:
        """Who is here now."""
        return Response(present(self.door), headers=_AT_ONCE_OLD)


class OwnPresence(RestView):
    """Whether you are shown as present in your projects, and see who else is."""

    @extend_schema(responses=OnShape)
    def get(self, request: Request) -> HttpResponse:
        """Read whether it is on."""
        return Response({"on": self.person().presence}, headers=_AT_ONCE_OLD)

    @extend_schema(request=OnBody, responses=OnShape)
    def put(self, request: Request) -> HttpResponse:
        """Turn it on or off, in all your projects; where it is off, nothing is written of you and you see nobody."""
        on = show_presence(user=self.person(), **read_body(OnBody, request.data)).presence
        return Response({"on": on}, headers=_AT_ONCE_OLD)
