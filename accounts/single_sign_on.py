"""Signing in by OpenID Connect: whom a provider's word lets in, and as whom."""

import logging
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User

log = logging.getLogger(__name__)


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Links a provider's account to one here by address if it is trusted and both sides have confirmed the address.

    Whoever runs a provider can claim any address, and anybody can give an address here that is not theirs.
    """

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": "Somebody is signed up with this e-mail address already.",
        "no_password": "Set a password first: without one you could not sign in any more.",
        "disconnect_last": "Set a password first: without one you could not sign in any more.",
        "connected_other": "That account is connected to another one here.",
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return settings.SIGNUP == "oidc" or bool(super().is_open_for_signup(request, sociallogin))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Take an address for confirmed only when a trusted provider says so, by true and nothing else."""
        for address in sociallogin.email_addresses:
            address.verified = _is_confirmed(address)

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """Whose account here has an address that the provider has confirmed, and that was confirmed here too."""
        confirmed = [address.email for address in sociallogin.email_addresses if _is_confirmed(address)]
        here = EmailAddress.objects.filter(email__in=[email.lower() for email in confirmed], verified=True)
        found = here.filter(user__is_active=True).select_related("user").first()
        return (found.user, found.email) if found else None

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Make the account and its connection, both or neither."""
        with transaction.atomic():
            saved: User = super().save_user(request, sociallogin, form)
        return saved

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        log.warning("Signing in by %s failed: %s", provider.name, more.get("exception") or more.get("error"))


def _is_confirmed(address: EmailAddress) -> bool:
    return settings.OIDC_TRUST_EMAIL and address.verified is True
