"""Who codes which document, who is done with it, and what is decided about what they marked."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.ids import uuid7
from annotations.models import Annotation
from coding.querysets import AssignmentQuerySet, DecisionQuerySet
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


class Verdict(models.TextChoices):
    """What a decision does with a unit."""

    ACCEPT = "accept", "Accept"
    EDIT = "edit", "Edit"
    REJECT = "reject", "Reject"


def verdicts() -> list[tuple[str, str]]:
    """The choices of a verdict, as a callable so that they stay out of migrations."""
    return list(Verdict.choices)


class Decision(models.Model):
    """What somebody decided about a unit: the annotations of several coders that are about the same thing.

    `unit` is what the unit is called (coding.comparing), and `ground` what its annotations said when it was decided
    (coding.grounds). `annotation` is the curated one that the decision made, none when it rejects, and `result` what
    that said; `accepted` the annotation of a coder that was accepted, or from which it was edited: none where all
    agreed. `quote` is what it is about, in the words of the text.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="decisions", db_constraint=False, db_index=False
    )
    unit = models.UUIDField(editable=False)
    verdict = models.CharField(max_length=6, choices=verdicts)
    accepted = models.UUIDField(null=True, blank=True, editable=False)
    annotation = models.ForeignKey(
        Annotation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    ground = models.JSONField(default=list, editable=False)
    result = models.CharField(max_length=16, blank=True, editable=False)
    quote = models.TextField(editable=False)
    reason = models.TextField(blank=True, max_length=2_000)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "document", "unit"], name="unit_is_decided_once"),
            models.UniqueConstraint(fields=["project", "annotation"], name="curated_annotation_is_of_one_decision"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["accept", "edit", "reject"]), name="decision_has_a_known_verdict"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="reject", annotation__isnull=True)
                | ~models.Q(verdict="reject") & models.Q(annotation__isnull=False),
                name="decision_makes_an_annotation_or_rejects",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="accept") | ~models.Q(reason=""), name="who_edits_or_rejects_says_why"
            ),
        ]
