"""Reads of annotations and tags as noun phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from projects.veiling import unveiled

if TYPE_CHECKING:
    from annotations.models import Annotation, Tag  # noqa: F401
    from projects.guards import Door


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    def of(self, project: UUID) -> Self:
        """Those of one project."""
        return self.filter(project=project)

    def seen_by(self, door: Door) -> Self:
        """Those of the door's project that the person in front of it may see: in veiled documents, their own."""
        return self.of(door.id).filter(unveiled(door))

    def live(self) -> Self:
        """Those that are not deleted."""
        return self.filter(deleted__isnull=True, document__deleted__isnull=True)

    def on(self, document: UUID, version: int) -> Self:
        """Those on one version of a document, in reading order, outer ones before those that they hold."""
        return self.filter(document=document, version=version).order_by("start", "-end", "id")

    def to_review(self) -> Self:
        """Live ones on an older version of their document that nobody has decided to keep there, in reading order."""
        waiting = self.live().filter(version__lt=models.F("document__number"), kept=False)
        return waiting.order_by("document", "start", "end", "id")

    def tagged(self, tag: Tag) -> Self:
        """Those that carry a tag, in the order of their documents and places."""
        found = self.filter(taggings__project=models.F("project"), taggings__tag=tag)
        return found.order_by("document__title", "document", "start", "end", "id")


class TagQuerySet(models.QuerySet["Tag"]):
    def of(self, project: UUID) -> Self:
        """The codebook of one project, deleted tags included."""
        return self.filter(project=project)

    def live(self) -> Self:
        """Those that are not deleted."""
        return self.filter(deleted__isnull=True)

    def with_uses(self, door: Door) -> Self:
        """Adds `uses`: how many live annotations, of live documents, that the person may see carry the tag."""
        from_taggings = self.model._meta.get_field("taggings").related_model._default_manager
        uses = (
            from_taggings.filter(
                unveiled(door, "content_object__"),
                Q(project=OuterRef("project"), tag=OuterRef("pk")),
                content_object__deleted__isnull=True,
                content_object__document__deleted__isnull=True,
            )
            .order_by()
            .values("tag")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(uses=Coalesce(Subquery(uses), 0))
