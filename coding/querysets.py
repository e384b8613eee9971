"""Reading who codes what."""

from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from projects.guards import Door
from projects.models import Member
from projects.permissions import TABLE, Action

if TYPE_CHECKING:
    from coding.models import Assignment, Decision  # noqa: F401 - named by a base only


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def of(self, project: UUID) -> Self:
        """Those of one project, with the people."""
        return self.filter(project=project).select_related("user", "by")

    def live(self) -> Self:
        """Those of documents that are not deleted."""
        return self.filter(document__deleted__isnull=True)

    def standing(self) -> Self:
        """Live ones that are finished, or whose person is a member who may annotate: the others' places are free."""
        members = Member.objects.filter(
            project=OuterRef("project"), user=OuterRef("user"), role__in=TABLE[Action.ANNOTATE]
        )
        return self.live().filter(Q(finished__isnull=False) | Exists(members))

    def waiting_for(self, user: UUID) -> Self:
        """Live ones of a person that they are not done with, the longest given first."""
        return self.live().filter(user=user, finished__isnull=True).order_by("created", "id")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of(self, project: UUID) -> Self:
        """Those of one project, with who decided and what it made."""
        return self.filter(project=project).select_related("creator", "annotation", "annotation__creator")

    def seen_by(self, door: Door) -> Self:
        """Those of the door's project that the person may see: none in documents that are veiled from them."""
        return self.of(door.id).filter(document__deleted__isnull=True).exclude(document__in=door.veiled)
