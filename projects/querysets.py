"""Reading projects: whose they are and what there is in them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from accounts.models import User
    from projects.models import Project  # noqa: F401 - named by a base only


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

    def latest_first(self) -> "ProjectQuerySet":
        """In the order of their last `activity`: when the newest event happened, else when they were started."""
        log = self.model._meta.get_field("events").related_model._default_manager
        events = log.filter(project=OuterRef("pk")).order_by("-seq")
        newest = Subquery(events.values("created")[:1], output_field=models.DateTimeField())
        return self.annotate(activity=Coalesce(newest, "created")).order_by("-activity", "name")

    def counted(self, thing: str) -> dict[object, int]:
        """How many live rows of a reverse relation (“documents”, “annotations”) each of these projects has, by id.

        What lies on a deleted document is not counted.
        """
        condition = Q(**{f"{thing}__deleted__isnull": True})
        if thing != "documents":
            condition &= Q(**{f"{thing}__document__deleted__isnull": True})
        rows = self.order_by().values("pk").annotate(n=Count(thing, filter=condition))
        return dict(rows.values_list("pk", "n"))
