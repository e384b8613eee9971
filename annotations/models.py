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
from actors.models import Actor
from annotations.comment_querysets import CommentQuerySet
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
    shortcut = models.CharField(max_length=1, blank=True, help_text="The key that chooses it in the palette.")
    retired = models.DateTimeField(null=True, blank=True, editable=False)
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
            models.UniqueConstraint(
                fields=["project", "shortcut"],
                condition=models.Q(deleted__isnull=True) & ~models.Q(shortcut=""),
                name="shortcut_is_of_one_tag",
            ),
            models.CheckConstraint(
                condition=models.Q(shortcut="") | models.Q(shortcut__regex=r"^[a-z0-9]$"),
                name="shortcut_is_a_letter_or_digit",
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

    A passage in several pieces has `fragments` after its first piece: `[{"start", "end", "quote"}]`, in order, apart
    from one another. The database fills and checks `quote`, `prefix`, `suffix` and the fragments from the text, and
    keeps `labels` (the slugs of its live tags, in the order in which they were given), `attributions`
    (`[{"actor", "role"}]`, of live actors) and `comments` (how many stand) equal to what the rows of those say.
    `kept`: a person has left it on an older version for good. `curated`: it is what a decision about the annotations of
    several coders made. `decision` is a copy of what was decided about it, or by which it was made; `coding/` keeps it.
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
    fragments = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, max_length=20_000)
    kept = models.BooleanField(default=False, editable=False)
    curated = models.BooleanField(default=False, db_default=False, editable=False)
    decision = models.JSONField(null=True, blank=True, editable=False)
    attributions = models.JSONField(default=list, blank=True, editable=False)
    comments = models.PositiveIntegerField(default=0, editable=False)
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


class Role(models.TextChoices):
    """What an actor is to what is said in a passage."""

    SPEAKER = "speaker", "Speaker"
    REPORTED_BY = "reported_by", "Reported by"
    ADDRESSEE = "addressee", "Addressee"
    BLAMED = "blamed", "Blamed"
    BENEFICIARY = "beneficiary", "Beneficiary"


def roles() -> list[tuple[str, str]]:
    """The choices of a role, as a callable so that they stay out of migrations."""
    return list(Role.choices)


class Attribution(models.Model):
    """That an actor is speaker, or something else, of what an annotation marks; `ord` keeps the order given."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    annotation = models.ForeignKey(
        Annotation, on_delete=models.CASCADE, related_name="attributed", db_constraint=False, db_index=False
    )
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="attributions", db_constraint=False, db_index=False
    )
    role = models.CharField(max_length=12, choices=roles, default=Role.SPEAKER)
    ord = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ord"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "annotation", "actor", "role"], name="actor_has_a_role_in_an_annotation_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["speaker", "reported_by", "addressee", "blamed", "beneficiary"]),
                name="attribution_has_a_known_role",
            ),
        ]
        indexes = [models.Index(fields=["project", "actor", "annotation"], name="annotations_of_an_actor")]


class Comment(models.Model):
    """A remark in a thread on an annotation. A thread is a comment that replies to none, and the replies to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+", db_index=False)
    annotation = models.ForeignKey(
        Annotation, on_delete=models.PROTECT, related_name="remarks", db_constraint=False, db_index=False
    )
    reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies", db_constraint=False
    )
    body = models.TextField(max_length=10_000)
    mentions = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    resolved = models.DateTimeField(null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    deleted = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="comment_is_known_by_its_project"),
            models.UniqueConstraint(fields=["project", "annotation", "id"], name="comment_is_known_by_its_annotation"),
            models.CheckConstraint(condition=~models.Q(body=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=models.Q(reply_to__isnull=True) | models.Q(resolved__isnull=True),
                name="threads_are_resolved_as_a_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(resolved__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved__isnull=False, resolved_by__isnull=False),
                name="thread_is_resolved_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["project", "created", "id"], name="comment_by_age")]

    def __str__(self) -> str:
        return self.body[:80]


class Seen(models.Model):
    """Until which moment a member has read the comments on an annotation: later ones are unread."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    annotation = models.ForeignKey(
        Annotation, on_delete=models.CASCADE, related_name="seen", db_constraint=False, db_index=False
    )
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user", "annotation"], name="thread_is_seen_by_a_person_until_one_moment"
            ),
        ]
