"""The API of projects."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from projects.guards import open_deleted
from projects.models import Member, Project
from projects.permissions import Action
from projects.rest.described import page_of
from projects.rest.doors import ProjectView, RestView, answer_hashed, answer_object
from projects.rest.paging import PAGE, page, read_window
from projects.rest.parameters import FLAG, Parameter
from projects.rest.preconditions import expected_revision, revision_etag
from projects.rest.strict import read_body
from projects.serializers import (
    NewProjectBody,
    ProjectBody,
    ProjectShape,
)
from projects.services import (
    change_project,
    create_project,
    delete_project,
    restore_project,
)

_PROJECT = (
    "id",
    "slug",
    "name",
    "description",
    "public",
    "presence",
    "role",
    "creator__username",
    "created",
    "modified",
    "revision",
)
_BY_AGE = (datetime, UUID)


def _project_rows(user: Any) -> QuerySet[Project, dict[str, Any]]:
    mine = Member.objects.filter(project=OuterRef("pk"), user=user.pk)
    rows: QuerySet[Project, dict[str, Any]] = Project.objects.annotate(role=Subquery(mine.values("role")[:1])).values(
        *_PROJECT
    )
    return rows


def _present_project(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    creator = row.pop("creator__username")
    url = request.build_absolute_uri(reverse("api:project", args=[row["slug"]]))
    return row | {"creator": creator, "url": url}


class Projects(RestView):
    """The projects you are in and the public ones, oldest first; and new ones."""

    parameters = {"GET": (Parameter("mine", FLAG, "Only those that you are (or are not) a member of."), *PAGE)}

    @extend_schema(responses=page_of(ProjectShape))
    def get(self, request: Request) -> HttpResponse:
        """List the projects that you may read."""
        mine = Exists(Member.objects.filter(project=OuterRef("pk"), user=request.user.pk))
        rows = _project_rows(request.user).filter(Q(public=True) | mine, deleted__isnull=True)
        if "mine" in self.query:
            rows = rows.filter(mine if self.query["mine"] else ~mine)
        window = read_window(self.query, *_BY_AGE)
        return answer_hashed(
            request, page(request, rows, window, ("created", "id"), lambda row: _present_project(request, row))
        )

    @extend_schema(request=NewProjectBody, responses={201: ProjectShape})
    def post(self, request: Request) -> HttpResponse:
        """Start a project; you own it."""
        made = create_project(user=self.person(), **read_body(NewProjectBody, request.data))
        row = _project_rows(request.user).get(id=made.id)
        return answer_object(request, _present_project(request, row), 201)


class ProjectPresenter(RestView):
    """What the views of one project share."""

    def present(self, current: Any) -> dict[str, Any]:
        row = _project_rows(self.request.user).get(id=current.id)
        return _present_project(self.request, row)


class OneProject(ProjectPresenter, ProjectView):
    """One project."""

    actions = {"PATCH": Action.MANAGE_PROJECT, "DELETE": Action.MANAGE_PROJECT}
    guarded = frozenset({"PATCH", "DELETE"})

    @extend_schema(responses=ProjectShape)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Read a project."""
        return answer_object(request, self.present(self.door), counted=False)

    @extend_schema(request=ProjectBody, responses=ProjectShape)
    def patch(self, request: Request, slug: str) -> HttpResponse:
        """Rename, describe, publish or withdraw a project; turn presence on or off in it."""
        revision, changes = expected_revision(request), read_body(ProjectBody, request.data, partial=True)
        changed = change_project(project=self.door.project, user=self.person(), revision=revision, **changes)
        return answer_object(request, self.present(changed))

    @extend_schema(responses={204: OpenApiResponse(description="Deleted.")})
    def delete(self, request: Request, slug: str) -> HttpResponse:
        """Delete a project. Its owner can restore it, with the ETag of this answer."""
        revision = expected_revision(request)
        gone = delete_project(project=self.door.project, user=self.person(), revision=revision)
        return HttpResponse(status=204, headers={"ETag": revision_etag(gone.revision)})


class RestoredProject(ProjectPresenter):
    """The way back of a deleted project."""

    guarded = frozenset({"POST"})
    deleted: Project

    def enter(self, request: Request, **kwargs: Any) -> None:
        self.deleted = open_deleted(request.user, kwargs["slug"])

    @extend_schema(request=None, responses=ProjectShape)
    def post(self, request: Request, slug: str) -> HttpResponse:
        """Bring back a project that you own and that was deleted."""
        revision = expected_revision(request)
        back = restore_project(project=self.deleted, user=self.person(), revision=revision)
        return answer_object(request, self.present(back))
