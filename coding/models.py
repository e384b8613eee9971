"""Who codes which document, and who is done with it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.ids import uuid7
from coding.querysets import AssignmentQuerySet
from documents.models import Document
from projects.models import Project


class Assignment(models.Model):
    """That a person codes a document, by whom it was given to them, and when they were done with it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="assignments", db_constraint=False, db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    finished = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "document", "user"], name="document_is_given_to_a_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.document}"


class Quota(models.Model):
    """How many coders a document is to have; without `document`, each of the project that has no row of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="quotas", db_index=False)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="quotas", db_constraint=False, db_index=False
    )
    coders = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "document"], nulls_distinct=False, name="document_has_one_quota"
            ),
        ]
