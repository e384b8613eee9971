"""Projects, who is in them, and everything that has happened in them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Func
from django.utils import timezone

from accounts.ids import uuid7
from projects.querysets import InvitationQuerySet, JoinRequestQuerySet, ProjectQuerySet


class Role(models.TextChoices):
    """What a member is to a project, most able first."""

    OWNER = "owner", "Owner"
    EDITOR = "editor", "Editor"
    ANNOTATOR = "annotator", "Annotator"
    READER = "reader", "Reader"


def roles() -> list[tuple[str, str]]:
    """The choices of a role, as a callable so that they stay out of migrations."""
    return list(Role.choices)


def lesser_roles() -> list[tuple[str, str]]:
    """The roles without the owner's: what an invitation gives, and what is left to whoever hands a project over."""
    return [choice for choice in Role.choices if choice[0] != Role.OWNER]


class RequestState(models.TextChoices):
    """What has become of a request to join."""

    WAITING = "waiting", "Waiting"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


def request_states() -> list[tuple[str, str]]:
    """The states of a request, as a callable so that they stay out of migrations."""
    return list(RequestState.choices)


MOST_USES = 1_000  # of one invitation
LONGEST_MESSAGE = 1_000  # of a request to join, and of the answer to it


class Project(models.Model):
    """People working together on a set of documents with one codebook."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, max_length=10_000)
    public = models.BooleanField(default=False, help_text="Anyone may read a public project; only members change it.")
    presence = models.BooleanField(default=True, help_text="Whether members see who else is here.")
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    deleted = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="project_has_a_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="project_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """One person's role in one project."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="members", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=roles, default=Role.ANNOTATOR)
    created = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["created"]
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="member_is_in_a_project_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "editor", "annotator", "reader"]),
                name="member_has_a_known_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Veil(models.Model):
    """That in the document `scope` people see only their own work: all who may not see closed ones, or one `user`.

    Whoever closes or opens a document writes these; nothing is veiled without a row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="veils", db_index=False)
    scope = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "scope", "user"], nulls_distinct=False, name="document_is_veiled_for_a_person_once"
            ),
        ]


class Invitation(models.Model):
    """A link by which people come in, in a role, until a day and so many times. Of its token a digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations", db_index=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    role = models.CharField(max_length=20, choices=lesser_roles)
    email = models.EmailField(blank=True, help_text="Whom the link was sent to by mail.")
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField()
    most = models.PositiveSmallIntegerField(default=1)
    used = models.PositiveSmallIntegerField(default=0, editable=False)
    revoked = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["created"]
        constraints = [
            models.UniqueConstraint(fields=["project", "id"], name="invitation_is_of_one_project"),
            models.CheckConstraint(
                condition=models.Q(role__in=["editor", "annotator", "reader"]), name="invitation_makes_no_owner"
            ),
            models.CheckConstraint(
                condition=models.Q(most__gte=1, most__lte=MOST_USES), name="invitation_is_for_some_people"
            ),
            models.CheckConstraint(
                condition=models.Q(used__lte=models.F("most")), name="invitation_is_not_used_too_often"
            ),
            models.CheckConstraint(
                condition=models.Q(email="") | models.Q(most=1), name="invitation_by_mail_is_for_one_person"
            ),
        ]

    @property
    def over(self) -> str | None:
        """Why nobody comes in by it any more, in words that follow “it is”; None while it holds."""
        if self.revoked:
            return "revoked"
        if self.expires <= timezone.now():
            return "too old"
        return "used up" if self.used >= self.most else None


class InvitationUse(models.Model):
    """Somebody's coming in by an invitation; the database counts it, and refuses it once the invitation is over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="uses", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "invitation", "user"], name="invitation_is_used_by_a_person_once"
            ),
        ]


class JoinRequest(models.Model):
    """Somebody's wish to be taken into a public project, and what the owners said to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="requests", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="requests")
    message = models.TextField(blank=True, max_length=LONGEST_MESSAGE)
    state = models.CharField(max_length=20, choices=request_states, default=RequestState.WAITING)
    reply = models.TextField(blank=True, max_length=LONGEST_MESSAGE)
    created = models.DateTimeField(default=timezone.now, editable=False)
    answered = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        ordering = ["created"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user"],
                condition=models.Q(state="waiting"),
                name="request_of_a_person_waits_once_in_a_project",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "accepted", "declined", "withdrawn"]),
                name="request_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", answered=None)
                | (~models.Q(state="waiting") & models.Q(answered__isnull=False)),
                name="request_waits_until_it_is_answered",
            ),
        ]
        indexes = [models.Index(fields=["project", "created"], name="requests_of_a_project")]


class Feed(models.Model):
    """How many events a project has: the counter that numbers them without gaps, in the order of their commits."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="feed")
    seq = models.PositiveBigIntegerField(default=0)


def _of_event(name: str, kind: "models.Field[Any, Any]") -> models.GeneratedField:
    """A column that the database computes from an event's kind, object and facts."""
    said = Func("kind", "object_id", "before", "after", function=name, output_field=kind)
    return models.GeneratedField(expression=said, output_field=kind, db_persist=True, null=True)


class Event(models.Model):
    """One change: who did what to which object, what it was and what it became. Never altered, never removed.

    `about` is the document that it is about, and `whose` the name of the person whose work in that document it is
    about; the database reads both from the facts. They are null where it is about no document, or nobody's work.
    """

    pk = models.CompositePrimaryKey("project_id", "seq")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveBigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created = models.DateTimeField()
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    about = _of_event("projects_about", models.UUIDField())
    whose = _of_event("projects_whose", models.TextField())

    class Meta:
        ordering = ["project", "seq"]
        indexes = [
            models.Index(fields=["project", "object_id", "seq"], name="events_of_an_object"),
            models.Index(
                fields=["project", "about", "seq"],
                condition=models.Q(about__isnull=False),
                name="events_about_a_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Presence(models.Model):
    """A page that a member has open now, in which document and about where. Not kept: the table is unlogged."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.UUIDField()
    document = models.UUIDField(null=True)
    place = models.PositiveIntegerField(null=True, help_text="In code points from the start of the text.")
    seen = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "user", "page"], name="presence_of_a_page_is_one"),
            models.CheckConstraint(
                condition=models.Q(place=None) | models.Q(document__isnull=False),
                name="presence_has_its_place_in_a_document",
            ),
        ]
