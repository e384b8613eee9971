"""Whoever comes with an invitation: the token is looked up once and remembered in the session as its digest alone, so
that it outlives signing up or in and stands in no later address."""

import logging

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User, digest
from projects.models import Invitation

log = logging.getLogger(__name__)

_KEY = "invitation"
MOST_GUESSES = 20  # wrong tokens from one address in ten minutes; a right one counts for nothing
_MEMORY = 600


class TooManyGuesses(Exception):
    """So many wrong tokens have come from this address that none is looked up for a while."""

    def __init__(self) -> None:
        super().__init__("Too many wrong invitations. Wait ten minutes, then open the link again.")


def find_invitation(request: HttpRequest, token: str) -> Invitation | None:
    """The invitation with this token, over or not; a wrong one is counted, and too many raise TooManyGuesses."""
    guesses = f"invitations-guessed-{get_adapter(request).get_client_ip(request)}"
    wrong = cache.get(guesses, 0)
    if wrong >= MOST_GUESSES:
        raise TooManyGuesses
    found = _of(digest(token))
    if found is None:
        cache.set(guesses, wrong + 1, _MEMORY)
    return found


def _of(key: str) -> Invitation | None:
    rows = Invitation.objects.select_related("project", "creator")
    return rows.filter(digest=key, project__deleted__isnull=True).first()


def remember(request: HttpRequest, invitation: Invitation) -> None:
    """Keep it for the next page, and through signing up or in."""
    request.session[_KEY] = invitation.digest


def remembered(request: HttpRequest) -> Invitation | None:
    """The invitation that the visitor came with, over or not."""
    key = request.session.get(_KEY) if hasattr(request, "session") else None
    return _of(key) if key else None


def forget(request: HttpRequest) -> None:
    """It has done its work."""
    request.session.pop(_KEY, None)


def link_to(request: HttpRequest, token: str) -> str:
    """The address that an invitation is passed on as; below ARGMAP_URL when that is set."""
    path = reverse("projects:open_invitation", args=[token])
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def may_send(request: HttpRequest, user: User) -> bool:
    """Whether the person may send one more invitation by mail today; asking counts it."""
    return bool(ratelimit.consume(request, action="invitation_mail", user=user))


def send(request: HttpRequest, invitation: Invitation, link: str) -> bool:
    """Send the link to the invitation's address; False when no mail server took it, or there is none."""
    context = {"request": request, "invitation": invitation, "invitation_url": link}
    try:
        get_adapter(request).send_mail("projects/email/invitation", invitation.email, context)
    except OSError:
        log.warning("An invitation could not be sent", exc_info=True)
        return False
    return bool(settings.EMAIL_HOST)
