"""Projects, members and who is to become one, to be looked at; the admin's verbs are the services'."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.requests import SignedInRequest
from projects.models import Invitation, JoinRequest, Member, Project
from projects.readonly import ReadOnlyAdmin
from projects.services import delete_project, restore_project


@admin.register(Project)
class Projects(ReadOnlyAdmin):
    list_display = ("name", "slug", "public", "creator", "created", "deleted")
    list_filter = ("public", ("deleted", admin.EmptyFieldListFilter))
    search_fields = ("name", "slug")
    list_select_related = ("creator",)
    actions = ("delete", "restore")

    def has_verb_permission(self, request: HttpRequest) -> bool:
        """Whether the person may use the actions below."""
        return bool(request.user.is_superuser)

    @admin.action(description="Delete: hide from everybody, restorable", permissions=["verb"])
    def delete(self, request: SignedInRequest, queryset: QuerySet[Project]) -> None:
        for project in queryset.filter(deleted__isnull=True):
            delete_project(project=project, user=request.user)

    @admin.action(description="Restore", permissions=["verb"])
    def restore(self, request: SignedInRequest, queryset: QuerySet[Project]) -> None:
        for project in queryset.filter(deleted__isnull=False):
            restore_project(project=project, user=request.user)


@admin.register(Member)
class Members(ReadOnlyAdmin):
    list_display = ("user", "project", "role", "created")
    list_filter = ("role",)
    search_fields = ("user__username", "project__name", "project__slug")
    list_select_related = ("user", "project")


@admin.register(Invitation)
class Invitations(ReadOnlyAdmin):
    list_display = ("project", "role", "email", "used", "most", "expires", "revoked", "creator")
    search_fields = ("project__name", "project__slug", "email")
    list_select_related = ("project", "creator")
    exclude = ("digest",)


@admin.register(JoinRequest)
class JoinRequests(ReadOnlyAdmin):
    list_display = ("user", "project", "state", "created", "answered", "answered_by")
    list_filter = ("state",)
    search_fields = ("user__username", "project__name", "project__slug")
    list_select_related = ("user", "project", "answered_by")
