"""What people do with their accounts."""

import secrets
from datetime import datetime

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from accounts.models import ApiToken, User, digest

TOKEN_PREFIX = "argmap_"  # noqa: S105 - lets secret scanners recognise a leaked token; it is no secret itself


@transaction.atomic
def create_token(
    *, user: User, name: str, read_only: bool = False, expires: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make an API token and return it with its secret, which cannot be had again."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, name=name, read_only=read_only, expires=expires, digest=digest(secret), hint=secret[:12]
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken) -> None:
    """Refuse the token from now on (a server process that has just seen it, after `TOKEN_CACHE_SECONDS`)."""
    token.delete()


@transaction.atomic
def show_presence(*, user: User, on: bool) -> User:
    """Let others in one's projects see that one is here, and see who else is; or neither, from now on."""
    user.presence = on
    user.save(update_fields=["presence"])
    return user


@transaction.atomic
def reset_password(*, user: User) -> str:
    """Make the password worthless, and return the path at which a new one can be chosen.

    It works once and for `PASSWORD_RESET_TIMEOUT` seconds. Whoever is signed in by the old password is signed out.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
