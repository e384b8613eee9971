"""How signing up works here, as allauth asks it and as templates show it."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.conf import settings
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Lets people sign up unless `ARGMAP_SIGNUP` is closed, and speaks as the rest of the site does."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "There is no account with this user name and password.",
        "email_password_mismatch": "There is no account with this e-mail address and password.",
        "too_many_login_attempts": "Too many tries to sign in. Wait five minutes, then try again.",
        "rate_limited": "Too many requests. Wait a minute, then try again.",
        "email_taken": "Somebody is signed up with this e-mail address already.",
        "enter_current_password": "Type your current password.",
        "incorrect_password": "This is not your current password.",
        "username_taken": "Somebody has this user name already. Choose another.",
        "username_blacklisted": "This user name is not given to anybody. Choose another.",
        "invalid_password_reset": "This link for a new password is used up or too old. Ask for another.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP == "open"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter whose links lead to ARGMAP_URL when it is set, under whatever name the request came in."""
        super().send_mail(template_prefix, email, context | _at_home(context))


def _at_home(context: dict[str, Any]) -> dict[str, Any]:
    """What a letter's context says about addresses, as seen from ARGMAP_URL; nothing when it is not set."""
    if not settings.SITE_URL:
        return {}
    links = {name: urlsplit(value) for name, value in context.items() if name.endswith("_url") and value}
    host = urlsplit(settings.SITE_URL).netloc
    return {"current_site": SimpleNamespace(domain=host, name=host)} | {
        name: f"{settings.SITE_URL}{link.path}{'?' * bool(link.query)}{link.query}" for name, link in links.items()
    }


def signing_up(request: HttpRequest) -> dict[str, bool]:
    """For templates: whether to offer a new account."""
    return {"signup_open": get_adapter(request).is_open_for_signup(request)}
