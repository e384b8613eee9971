"""What coming and going mean for projects: invitations let people sign up, and who signs out is here no more."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import redirect

from accounts.adapter import Adapter as AccountAdapter
from accounts.models import User
from projects.conflicts import Conflict
from projects.invited import remembered
from projects.inviting import use_invitation
from projects.presence import forget


class Adapter(AccountAdapter):
    """Lets those sign up, too, who come with an invitation that holds, and forgets where those were who sign out."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        if super().is_open_for_signup(request):
            return True
        invitation = remembered(request)
        return invitation is not None and not invitation.over

    def logout(self, request: HttpRequest) -> None:
        """Sign out; what the pages left open would say of it is refused by then."""
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            forget(user=user)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Make the account and use the invitation by which it is made, both or, on a closed site, neither."""
        with transaction.atomic():
            saved: User = super().save_user(request, user, form, commit)
            if commit:
                _come_in(request, saved, must=_is_closed_to(form))
        return saved


def _is_closed_to(form: Any) -> bool:
    """Whether nobody signs up by this form without an invitation."""
    by_provider = hasattr(form, "sociallogin")
    return settings.SIGNUP == "closed" or (settings.SIGNUP == "oidc" and not by_provider)


def _come_in(request: HttpRequest, user: User, *, must: bool) -> None:
    invitation = remembered(request)
    if invitation is None:
        return
    try:
        use_invitation(key=invitation.digest, user=user)
    except (Conflict, Http404) as refusal:
        if must:
            raise ImmediateHttpResponse(redirect("projects:invited")) from refusal
