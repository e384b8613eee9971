"""Reading documents, their versions and passages."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from documents.models import Document, Passage, Version  # noqa: F401 - Passage is named by a base only


class DocumentQuerySet(QuerySet["Document"]):
    def of(self, project_id: UUID) -> "DocumentQuerySet":
        """The documents of a project, deleted ones included."""
        return self.filter(project_id=project_id)

    def live(self) -> "DocumentQuerySet":
        """Documents that are not deleted."""
        return self.filter(deleted__isnull=True)

    def search(self, q: str) -> "DocumentQuerySet":
        """Documents that have every word of `q` somewhere in title, byline or outlet, whatever the case."""
        found = self
        for word in dict.fromkeys(q.replace("\0", " ").split()):
            found = found.filter(Q(title__icontains=word) | Q(byline__icontains=word) | Q(outlet__icontains=word))
        return found

    def with_annotation_counts(self) -> "DocumentQuerySet":
        """Each with `annotation_count`: how many live annotations it has. Counted only for the rows that are read."""
        annotations = self.model.annotations.rel.related_model._default_manager.filter(
            project_id=OuterRef("project_id"), document_id=OuterRef("pk"), deleted__isnull=True
        )
        counted = annotations.order_by().values("document_id").values(n=Count("pk"))
        return self.annotate(annotation_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


class VersionQuerySet(QuerySet["Version"]):
    def of(self, document: "Document", number: int | None = None) -> "VersionQuerySet":
        """The version of a document with this number, the current one when none is named."""
        return self.filter(
            project_id=document.project_id,
            document_id=document.id,
            number=document.number if number is None else number,
        )


class PassageQuerySet(QuerySet["Passage"]):
    def of(self, document: "Document", number: int | None = None) -> "PassageQuerySet":
        """The passages of a version of a document, the current one when none is named, in the order of the text."""
        return self.filter(
            project_id=document.project_id,
            document_id=document.id,
            number=document.number if number is None else number,
        ).order_by("ord")


def current_text(document: "Document") -> str:
    """Return the text of the current version."""
    versions: QuerySet[Version] = document.versions.filter(project_id=document.project_id, number=document.number)
    return versions.values_list("text", flat=True).get()
