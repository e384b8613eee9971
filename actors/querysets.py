"""Reads of actors as noun phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Func, IntegerField, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from projects.veiling import unveiled

if TYPE_CHECKING:
    from actors.models import Actor, Affiliation  # noqa: F401
    from projects.guards import Door


class ActorQuerySet(models.QuerySet["Actor"]):
    def of(self, project: UUID) -> Self:
        """Those of one project, deleted ones included."""
        return self.filter(project=project)

    def live(self) -> Self:
        """Those that are neither deleted nor merged into another."""
        return self.filter(deleted__isnull=True)

    def called(self, words: str) -> Self:
        """Those whose name, or one of whose other names, contains these words, whatever their case."""
        others = Func(F("other_names"), Value("\n"), function="array_to_string", output_field=TextField())
        return self.alias(others=others).filter(Q(name__icontains=words) | Q(others__icontains=words))

    def known_as(self, name: str) -> Actor | None:
        """The one of this name, whatever its case, else the only one of this other name."""
        named = self.filter(name__iexact=name).first()
        if named is not None:
            return named
        others = [one for one in self.called(name)[:100] if name.casefold() in map(str.casefold, one.other_names)]
        return others[0] if len(others) == 1 else None

    def with_uses(self, door: Door) -> Self:
        """Adds `uses`: how many live annotations, of live documents, that the person may see name the actor."""
        attributions = self.model.attributions.rel.related_model._default_manager.filter(
            unveiled(door, "annotation__"),
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

    def in_time(self) -> Self:
        """Latest first: what has no end before what ended, then by when it began."""
        return self.order_by(F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "id")
