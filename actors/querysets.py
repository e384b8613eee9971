"""Reads of actors as noun phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from actors.models import Actor, Affiliation  # noqa: F401


class ActorQuerySet(models.QuerySet["Actor"]):
    def of(self, project: UUID) -> Self:
        """Those of one project, deleted ones included."""
        return self.filter(project=project)

    def live(self) -> Self:
        """Those that are neither deleted nor merged into another."""
        return self.filter(deleted__isnull=True)

    def called(self, words: str) -> Self:
        """Those whose name, or one of whose other names, contains these words, whatever their case."""
        return self.filter(Q(name__icontains=words) | Q(other_names__icontains=words))

    def with_uses(self) -> Self:
        """Adds `uses`: how many live annotations, of live documents, name the actor, in whichever role."""
        attributions = self.model.attributions.rel.related_model._default_manager.filter(
            project_id=OuterRef("project_id"),
            actor_id=OuterRef("pk"),
            annotation__deleted__isnull=True,
            annotation__document__deleted__isnull=True,
        )
        counted = attributions.order_by().values("actor_id").values(n=Count("annotation_id", distinct=True))
        return self.annotate(uses=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def of(self, project: UUID) -> Self:
        """Those of one project, with both their actors."""
        return self.filter(project=project).select_related("person", "organisation")

    def between_the_living(self) -> Self:
        """Those whose person and organisation are both live."""
        return self.filter(person__deleted__isnull=True, organisation__deleted__isnull=True)
