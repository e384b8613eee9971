"""What a view may rely on once somebody has signed in."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`, or of the administration."""

    user: User
