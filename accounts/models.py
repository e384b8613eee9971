"""The people who use argmap, and the tokens by which their programs sign in."""

import hashlib
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone

from accounts.ids import uuid7


class User(AbstractUser):
    """Somebody who signs in. Their work outlives their account: rows point here with PROTECT."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    presence = models.BooleanField(
        default=True, help_text="Others in one’s projects see that one is here, and one sees who else is."
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Upper("username"), name="user_names_differ_in_more_than_case"),
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(presence=False), name="people_who_show_no_presence")]


def digest(secret: str) -> str:
    """The form in which a token is stored: SHA-256 in hexadecimal. Tokens have 256 random bits, so need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def valid(self, now: datetime | None = None) -> "ApiTokenQuerySet":
        """Tokens that have not expired, of people who may still sign in."""
        unexpired = models.Q(expires__isnull=True) | models.Q(expires__gt=now or timezone.now())
        return self.filter(unexpired, user__is_active=True)


class ApiToken(models.Model):
    """A key for programs: shown once when it is made, stored only as its digest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False, help_text="How the token begins, to tell it from others.")
    read_only = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    expires = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="token_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"
