"""The people and organisations of a debate: those whose words and deeds the texts tell, not those who annotate them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone

from accounts.ids import uuid7
from actors.querysets import ActorQuerySet, AffiliationQuerySet
from projects.models import Project


class Kind(models.TextChoices):
    """What an actor is."""

    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"


def kinds() -> list[tuple[str, str]]:
    """The choices of a kind, as a callable so that they stay out of migrations."""
    return list(Kind.choices)


class Actor(models.Model):
    """A person or an organisation in the debate."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="actors", db_index=False)
    kind = models.CharField(max_length=12, choices=kinds, default=Kind.PERSON)
    name = models.CharField(max_length=200)
    other_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    colour = models.CharField(
        max_length=7,
        validators=[
            RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", "Write a colour as # and six hexadecimal digits, like #2f6f9f.")
        ],
    )
    note = models.TextField(blank=True, max_length=10_000)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    deleted = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="actor_is_known_by_its_project"),
            models.UniqueConstraint(
                "project",
                Upper("name"),
                condition=models.Q(deleted__isnull=True),
                name="actor_name_is_in_a_project_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="actor_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["person", "organisation"]), name="actor_is_a_person_or_an_organisation"
            ),
            models.CheckConstraint(condition=models.Q(colour__regex=r"^#[0-9a-fA-F]{6}$"), name="actor_has_a_colour"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(deleted__isnull=False),
                name="merged_actor_is_deleted",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="actor_is_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """That a person belongs to an organisation, as what, and from when to when: days, the last one included."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="affiliations", db_constraint=False, db_index=False
    )
    organisation = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="members", db_constraint=False, db_index=False
    )
    role = models.CharField(max_length=200, blank=True, help_text="Such as: leader, spokeswoman, member.")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["-until", "-since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="affiliation_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "person"], name="affiliations_of_a_person"),
            models.Index(fields=["project", "organisation"], name="affiliations_to_organisation"),
        ]
