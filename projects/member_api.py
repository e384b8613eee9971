"""The API of members: who is in a project and as what, who goes, and who owns it next."""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.models import User
from projects.leaving import hand_over, leave_project
from projects.models import Member
from projects.permissions import Action
from projects.rest.described import page_of
from projects.rest.doors import ProjectView, answer_list, answer_object
from projects.rest.paging import PAGE, page, read_window
from projects.rest.preconditions import expected_revision
from projects.rest.problems import bad_input
from projects.rest.strict import read_body
from projects.serializers import HandOverBody, MemberShape, NewMemberBody, RoleBody
from projects.services import add_member, change_role, remove_member

_MEMBER = ("id", "user__username", "role", "created", "revision")


class MemberView(ProjectView):
    """What the views of members share."""

    def base(self) -> str:
        """The address of the project's members."""
        return self.request.build_absolute_uri(reverse("api:members", args=[self.door.slug]))

    def as_json(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row of _MEMBER as the API shows it."""
        user = row["user__username"]
        shown = {"user": user, "role": row["role"], "created": row["created"], "revision": row["revision"]}
        return shown | {"url": f"{self.base()}{quote(user)}/"}

    def present(self, current: Member) -> dict[str, Any]:
        facts = {"role": current.role, "created": current.created, "revision": current.revision}
        return self.as_json({"user__username": current.user.username} | facts)

    def member(self, username: str) -> Member:
        """The member of this name, in whatever case; Http404 when there is none."""
        row = Member.objects.filter(project=self.door.id, user__username__iexact=username).first()
        if row is None:
            raise Http404("Nobody of this name is a member.")
        return row


class Members(MemberView):
    """Who is in a project, longest first."""

    actions = {"GET": Action.SEE_MEMBERS, "POST": Action.MANAGE_MEMBERS}
    parameters = {"GET": PAGE}

    @extend_schema(responses=page_of(MemberShape))
    def get(self, request: Request, slug: str) -> HttpResponse:
        """List the members. A visitor of a public project may not."""
        return answer_list(self, self.page)

    def page(self) -> dict[str, Any]:
        """The page that the query asks for."""
        rows = Member.objects.filter(project=self.door.id).values(*_MEMBER)
        return page(self.request, rows, read_window(self.query, datetime, UUID), ("created", "id"), self.as_json)

    @extend_schema(request=NewMemberBody, responses={201: MemberShape})
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Take somebody in, by user name; 409 when they are in already."""
        body = read_body(NewMemberBody, request.data)
        user = User.objects.filter(username__iexact=body["user"], is_active=True).first()
        if user is None:
            raise bad_input("user", "Nobody here has this user name.", "unknown")
        member = add_member(project=self.door.project, by=self.person(), user=user, role=body["role"])
        return answer_object(request, self.present(member), 201)


class OneMember(MemberView):
    """One member."""

    actions = {
        "GET": Action.SEE_MEMBERS,
        "PATCH": Action.MANAGE_MEMBERS,
        "DELETE": Action.SEE_MEMBERS,
    }
    guarded = frozenset({"PATCH", "DELETE"})

    def enter(self, request: Request, **kwargs: Any) -> None:
        """Anybody may go; only who manages members shows another out."""
        super().enter(request, **kwargs)
        if request.method == "DELETE" and not self.is_me(kwargs["username"]):
            self.door.require(Action.MANAGE_MEMBERS)

    def is_me(self, username: str) -> bool:
        """Whether this is the name of whoever asks."""
        return username.lower() == self.person().username.lower()

    @extend_schema(responses=MemberShape)
    def get(self, request: Request, slug: str, username: str) -> HttpResponse:
        """Read somebody's membership."""
        return answer_object(request, self.present(self.member(username)))

    @extend_schema(request=RoleBody, responses=MemberShape)
    def patch(self, request: Request, slug: str, username: str) -> HttpResponse:
        """Give a member another role; the last owner stays owner."""
        member, revision = self.member(username), expected_revision(request)
        role = read_body(RoleBody, request.data, partial=True).get("role", member.role)
        changed = change_role(member=member, by=self.person(), role=role, revision=revision)
        return answer_object(request, self.present(changed))

    @extend_schema(responses={204: OpenApiResponse(description="Removed.")})
    def delete(self, request: Request, slug: str, username: str) -> HttpResponse:
        """Show a member out, or leave; what they wrote stays. The last owner cannot leave."""
        member, revision = self.member(username), expected_revision(request)
        if self.is_me(username):
            leave_project(member=member, revision=revision)
        else:
            remove_member(member=member, by=self.person(), revision=revision)
        return HttpResponse(status=204)


class HandedOver(MemberView):
    """The project in another member's hands."""

    actions = {"POST": Action.HAND_OVER}
    guarded = frozenset({"POST"})

    @extend_schema(request=HandOverBody, responses=MemberShape)
    def post(self, request: Request, slug: str, username: str) -> HttpResponse:
        """Make this member owner in your place. You stay, in the `role` that you name."""
        member, revision = self.member(username), expected_revision(request)
        body = read_body(HandOverBody, request.data)
        heir = hand_over(project=self.door.project, by=self.person(), to=member, role=body["role"], revision=revision)
        return answer_object(request, self.present(heir))
