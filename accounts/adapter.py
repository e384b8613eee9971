"""How signing up works here, as allauth asks it and as templates show it."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Lets people sign up unless `ARGMAP_SIGNUP` is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP != "closed"


def signing_up(request: HttpRequest) -> dict[str, bool]:
    """For templates: whether to offer a new account."""
    return {"signup_open": settings.SIGNUP != "closed"}
