"""Reading documents, their versions and passages."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from projects.veiling import unveiled

if TYPE_CHECKING:
    from documents.models import Document, Passage, Version  # noqa: F401 - Passage is named by a base only
    from projects.guards import Door


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

    def unread_comments(self, door: "Door") -> dict[UUID, Any]:
        """By document: the comments that the member has not read yet, as the floor above tells them."""
        remarks: Any = self.model.annotations.rel.related_model._meta.get_field("remarks")
        found: dict[UUID, Any] = remarks.related_model._default_manager.unread_in_documents(door)
        return found

    def coded_by(self, door: "Door") -> dict[UUID, bool]:
        """By document that is theirs to code: whether the person is done with it, as a floor above knows."""
        rows: Any = self.model.assignments.rel.related_model._default_manager
        found = rows.live().filter(project=door.id, user=door.user.pk, user__isnull=False)
        return {document: finished is not None for document, finished in found.values_list("document", "finished")}

    def with_annotation_counts(self, door: "Door") -> "DocumentQuerySet":
        """Each with `annotation_count`: how many live annotations it has, and `review_count`: how many of these wait.

        Those that the person may see, counted only for the rows that are read.
        """
        annotations = self.model.annotations.rel.related_model._default_manager.filter(
            unveiled(door), project_id=OuterRef("project_id"), document_id=OuterRef("pk"), deleted__isnull=True
        )
        waiting = annotations.filter(version__lt=OuterRef("number"), kept=False)
        return self.annotate(
            annotation_count=_counted(annotations),
            review_count=Case(When(number__gt=1, then=_counted(waiting)), default=0),
        )


def _counted(annotations: "QuerySet[Any]") -> Coalesce:
    """How many rows there are of what stands on the outer query's document."""
    counts = annotations.order_by().values("document_id").values(n=Count("pk"))
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


class VersionQuerySet(QuerySet["Version"]):
    def of(self, document: "Document", number: int | None = None) -> "VersionQuerySet":
        """The version of a document with this number, the current one when none is named."""
        return self.filter(
            project_id=document.project_id,
            document_id=document.id,
            number=document.number if number is None else number,
        )

    def with_annotation_counts(self, door: "Door") -> "VersionQuerySet":
        """Each with `annotation_count`: how many live annotations that the person may see stand on it."""
        documents: Any = self.model._meta.get_field("document").related_model
        annotations = documents.annotations.rel.related_model._default_manager.filter(
            unveiled(door),
            project_id=OuterRef("project_id"),
            document_id=OuterRef("document_id"),
            version=OuterRef("number"),
            deleted__isnull=True,
        )
        return self.annotate(annotation_count=_counted(annotations))


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
