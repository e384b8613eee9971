"""The API of invitations: owners make, list and revoke them; whoever has a token comes in by it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from projects.invited import TooManyGuesses, find_invitation, link_to, may_send, send
from projects.inviting import invite, revoke_invitation, use_invitation
from projects.inviting_serializers import InvitationBody, InvitationShape, JoinBody, NewInvitationShape
from projects.models import Invitation, Member
from projects.permissions import Action
from projects.rest.described import page_of
from projects.rest.doors import ProjectView, RestView, answer_list, answer_object
from projects.rest.paging import PAGE, page, read_window
from projects.rest.preconditions import expected_revision
from projects.rest.strict import read_body
from projects.serializers import MemberShape

_INVITATION = (
    "id", "role", "email", "most", "used", "creator__username", "created", "expires", "revoked", "revision",
)  # fmt: skip
_DAY = 86_400


class InvitationView(ProjectView):
    """What the views of invitations share."""

    def rows(self) -> Any:
        """The project's invitations as rows."""
        return Invitation.objects.filter(project=self.door.id).values(*_INVITATION)

    def as_json(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row as the API shows it."""
        creator = row.pop("creator__username")
        address = reverse("api:invitation", args=[self.door.slug, row["id"]])
        return row | {"creator": creator, "url": self.request.build_absolute_uri(address)}

    def present(self, current: Invitation) -> dict[str, Any]:
        return self.as_json(self.rows().get(id=current.id))


class Invitations(InvitationView):
    """A project's invitations, oldest first, the ones that are over too."""

    actions = {"GET": Action.INVITE, "POST": Action.INVITE}
    parameters = {"GET": PAGE}

    @extend_schema(responses=page_of(InvitationShape))
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the invitations, without their links."""
        return answer_list(self, self.page)

    def page(self) -> dict[str, Any]:
        """The page that the query asks for."""
        return page(self.request, self.rows(), read_window(self.query, datetime, UUID), ("created", "id"), self.as_json)

    @extend_schema(request=InvitationBody, responses={201: NewInvitationShape})
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Invite people. The link stands in this answer, and in the mail if there is an address, and nowhere else."""
        body, person = read_body(InvitationBody, request.data), self.person()
        if body["email"] and not may_send(request._request, person):
            raise Throttled(_DAY)
        made, token = invite(project=self.door.project, by=person, **body)
        link = link_to(request._request, token)
        sent = bool(made.email) and send(request._request, made, link)
        answer = answer_object(request, self.present(made) | {"link": link, "sent": sent}, 201)
        answer.headers["Cache-Control"] = "no-store"
        return answer


class OneInvitation(InvitationView):
    """One invitation."""

    actions = {"GET": Action.INVITE, "DELETE": Action.INVITE}
    guarded = frozenset({"DELETE"})

    def invitation(self, id: UUID) -> Invitation:
        """The invitation with this id; Http404 when there is none."""
        row = Invitation.objects.filter(project=self.door.id, id=id).first()
        if row is None:
            raise Http404("There is no such invitation.")
        return row

    @extend_schema(responses=InvitationShape)
    def get(self, request: Request, slug: str, invitation: UUID) -> HttpResponse:
        """Read an invitation, without its link."""
        return answer_object(request, self.present(self.invitation(invitation)), counted=False)

    @extend_schema(responses={204: OpenApiResponse(description="Revoked.")})
    def delete(self, request: Request, slug: str, invitation: UUID) -> HttpResponse:
        """Revoke an invitation: nobody else comes in by it. Whoever has come in stays."""
        row, revision = self.invitation(invitation), expected_revision(request)
        revoke_invitation(invitation=row, by=self.person(), revision=revision)
        return HttpResponse(status=204)


class Joined(RestView):
    """Coming in by an invitation."""

    def present(self, current: Member) -> dict[str, Any]:
        members = self.request.build_absolute_uri(reverse("api:members", args=[current.project.slug]))
        shown = {"user": current.user.username, "role": current.role, "created": current.created}
        return shown | {"revision": current.revision, "url": f"{members}{current.user.username}/"}

    @extend_schema(request=JoinBody, responses={201: MemberShape})
    def post(self, request: Request) -> HttpResponse:
        """Use an invitation; 409 when it is over, or you are in already."""
        person, token = self.person(), read_body(JoinBody, request.data)["token"]
        try:
            invitation = find_invitation(request._request, token)
        except TooManyGuesses as refusal:
            raise Throttled(600) from refusal
        if invitation is None:
            raise Http404("There is no such invitation.")
        member = use_invitation(key=invitation.digest, user=person)
        shown = self.present(member)
        return Response(shown, status=201, headers={"Location": shown["url"]})
