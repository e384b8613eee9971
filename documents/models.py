"""Texts with their provenance, in immutable versions, cut into passages."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.ids import uuid7
from documents.querysets import DocumentQuerySet, PassageQuerySet, VersionQuerySet
from projects.models import Project


class Document(models.Model):
    """A text with its provenance. The text itself stands in its versions; `number` is the current one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents", db_index=False)
    title = models.CharField(max_length=500)
    byline = models.CharField(max_length=500, blank=True)
    outlet = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=2_000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=35, blank=True, help_text="A BCP 47 tag, such as en-GB.")
    licence = models.CharField(max_length=200, blank=True)
    source_name = models.CharField(max_length=255, blank=True, help_text="The name of the file it came from.")
    number = models.PositiveIntegerField(default=1, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    length = models.PositiveIntegerField(editable=False, help_text="Code points of the current version.")
    words = models.PositiveIntegerField(editable=False)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    deleted = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="document_is_known_by_its_project"),
            models.UniqueConstraint(
                fields=["project", "sha256"],
                condition=models.Q(deleted__isnull=True),
                name="text_is_in_a_project_once",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(url="") | models.Q(url__iregex="^https?://"), name="document_url_is_of_the_web"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "created", "id"], name="document_by_age"),
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """The canonical text of a document at one time: never changed, counted in code points."""

    pk = models.CompositePrimaryKey("project_id", "document_id", "number")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    length = models.PositiveIntegerField()
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="versions_count_from_one"),
            models.CheckConstraint(condition=models.Q(length__gte=1), name="version_is_not_empty"),
            models.CheckConstraint(condition=~models.Q(text__contains="\r"), name="version_ends_its_lines_with_lf"),
            models.UniqueConstraint(
                fields=["project", "document", "number", "sha256", "length"], name="version_is_known_by_its_text"
            ),
        ]


class Passage(models.Model):
    """A paragraph or heading of a version with the blank lines after it. A version's passages tile its text."""

    pk = models.CompositePrimaryKey("project_id", "document_id", "number", "ord")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()
    ord = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField(default=0)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["document", "number", "ord"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "document", "number", "start"], name="passage_starts_in_one_place"
            ),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="passage_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(kind="paragraph", level=0) | models.Q(kind="heading", level__range=(1, 6)),
                name="passage_is_a_paragraph_or_a_heading",
            ),
        ]
