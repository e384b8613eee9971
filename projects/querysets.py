"""Reading projects: whose they are and what there is in them."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User
    from projects.models import Invitation, JoinRequest, Project  # noqa: F401 - named by bases only


class ProjectQuerySet(models.QuerySet["Project"]):
    def live(self) -> "ProjectQuerySet":
        """Projects that are not deleted."""
        return self.filter(deleted__isnull=True)

    def open_to_all(self) -> "ProjectQuerySet":
        """Public projects."""
        return self.live().filter(public=True)

    def of_member(self, user: "User") -> "ProjectQuerySet":
        """Projects that the person is a member of, each with their `role`."""
        return self.live().filter(members__user=user).annotate(role=F("members__role"))

    def deleted_of_owner(self, user: "User") -> "ProjectQuerySet":
        """Deleted projects that the person owns and may restore, the latest first."""
        owned = self.filter(deleted__isnull=False, members__user=user, members__role="owner")
        return owned.order_by("-deleted")

    def asked(self, user: "User") -> "ProjectQuerySet":
        """Projects that the person owns and that somebody asks to join, each with the number `asking`."""
        owned = self.live().filter(members__user=user, members__role="owner")
        waiting = Count("requests", filter=Q(requests__state="waiting"))
        return owned.annotate(asking=waiting).filter(asking__gt=0)

    def latest_first(self) -> "ProjectQuerySet":
        """In the order of their last `activity`: when the newest event happened, else when they were started."""
        log = self.model._meta.get_field("events").related_model._default_manager
        events = log.filter(project=OuterRef("pk")).order_by("-seq")
        newest = Subquery(events.values("created")[:1], output_field=models.DateTimeField())
        return self.annotate(activity=Coalesce(newest, "created")).order_by("-activity", "name")

    def counted(self, thing: str, seen: Q | None = None) -> dict[object, int]:
        """How many live rows of a reverse relation (“documents”, “annotations”) each of these projects has, by id.

        What lies on a deleted document is not counted, nor what is not `seen`.
        """
        condition = Q(**{f"{thing}__deleted__isnull": True}) & (seen or Q())
        if thing != "documents":
            condition &= Q(**{f"{thing}__document__deleted__isnull": True})
        rows = self.order_by().values("pk").annotate(n=Count(thing, filter=condition))
        return dict(rows.values_list("pk", "n"))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def in_force(self) -> "InvitationQuerySet":
        """Invitations by which somebody can still come in."""
        now = timezone.now()
        return self.filter(revoked__isnull=True, expires__gt=now, used__lt=F("most"), project__deleted__isnull=True)


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> "JoinRequestQuerySet":
        """Requests that nobody has answered yet."""
        return self.filter(state="waiting")

    def of_asker(self, user: "User") -> "JoinRequestQuerySet":
        """The person's latest request to each project that they are not in, if it waits or was declined.

        One that was declined is left out once they have been taken in all the same, and have gone.
        """
        others = self.filter(user=user, project__deleted__isnull=True).exclude(project__members__user=user)
        latest = others.order_by("project_id", "-created").distinct("project_id")
        log = apps.get_model("projects", "Event")._default_manager
        comings = log.filter(project=OuterRef("project"), kind="member.added", after__user=user.username)
        overtaken = Q(state="declined") & Exists(comings.filter(created__gt=OuterRef("answered")))
        rows = self.filter(pk__in=latest.values("pk"), state__in=["waiting", "declined"]).exclude(overtaken)
        return rows.select_related("project")
