"""Reads of actors as noun phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

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


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def of(self, project: UUID) -> Self:
        """Those of one project, with both their actors."""
        return self.filter(project=project).select_related("person", "organisation")

    def between_the_living(self) -> Self:
        """Those whose person and organisation are both live."""
        return self.filter(person__deleted__isnull=True, organisation__deleted__isnull=True)
