"""Marks on passages, and the codebook by which they are tagged."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from accounts.ids import uuid7
from annotations.naming import NEVER_IN_SLUGS
from annotations.querysets import AnnotationQuerySet, TagQuerySet
from documents.models import Document
from projects.models import Project


class Tag(TagBase):  # type: ignore[misc]  # the package has no types
    """An entry of a project's codebook."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tags")
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=120, allow_unicode=True)
    colour = models.CharField(
        max_length=7,
        validators=[
            RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", "Write a colour as # and six hexadecimal digits, like #2f6f9f.")
        ],
    )
    definition = models.TextField(blank=True, max_length=10_000)
    example = models.TextField(blank=True, max_length=10_000)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(default=0)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    deleted = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="tag_is_known_by_its_project"),
            models.UniqueConstraint(
                "project",
                Upper("name"),
                condition=models.Q(deleted__isnull=True),
                name="tag_name_is_in_a_codebook_once",
            ),
            models.UniqueConstraint(
                fields=["project", "slug"],
                condition=models.Q(deleted__isnull=True),
                name="tag_slug_is_in_a_codebook_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="tag_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="tag_has_a_slug"),
            models.CheckConstraint(
                condition=~models.Q(slug__regex=NEVER_IN_SLUGS), name="tag_slug_has_letters_digits_and_hyphens"
            ),
            models.CheckConstraint(condition=models.Q(colour__regex=r"^#[0-9a-fA-F]{6}$"), name="tag_has_a_colour"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="tag_is_not_its_own_parent"),
        ]


class Annotation(models.Model):
    """One person's mark on one passage of one version: offsets in code points, half-open.

    The database fills and checks `quote`, `prefix` and `suffix` from the text, and keeps `labels` (the slugs of its
    live tags, in the order in which they were given) equal to what the tagging rows say.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="annotations", db_index=False)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="annotations", db_constraint=False, db_index=False
    )
    version = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    prefix = models.CharField(max_length=32, blank=True, editable=False)
    suffix = models.CharField(max_length=32, blank=True, editable=False)
    note = models.TextField(blank=True, max_length=20_000)
    labels = ArrayField(models.TextField(), default=list, blank=True, editable=False)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="annotations")
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    deleted = models.DateTimeField(null=True, blank=True, editable=False)

    tags = TaggableManager(through="annotations.Tagging", blank=True)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["document", "start", "end", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="annotation_is_known_by_its_project"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="annotation_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "document", "start", "end", "id"],
                condition=models.Q(deleted__isnull=True),
                name="annotation_in_reading_order",
            ),
            models.Index(
                fields=["project", "created", "id"],
                condition=models.Q(deleted__isnull=True),
                name="annotation_by_age",
            ),
        ]

    def __str__(self) -> str:
        return self.quote[:80]


class Tagging(ItemBase):  # type: ignore[misc]  # the package has no types
    """That an annotation carries a tag; `ord` keeps the order in which its tags were given."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    content_object = models.ForeignKey(
        Annotation, on_delete=models.CASCADE, related_name="taggings", db_constraint=False
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings", db_constraint=False, db_index=False)
    ord = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ord"]
        constraints = [
            models.UniqueConstraint(fields=["project", "content_object", "tag"], name="annotation_carries_a_tag_once"),
        ]
        indexes = [models.Index(fields=["project", "tag", "content_object"], name="annotations_of_a_tag")]
