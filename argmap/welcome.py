"""Who is shown around without asking: the first account, in the project that it found here."""

from django.http import HttpRequest

from argmap.first_start import ACCOUNT


def welcome(request: HttpRequest) -> dict[str, bool]:
    """Tell templates whether the reader is the account of the first start (`welcome`)."""
    user = getattr(request, "user", None)
    return {"welcome": user is not None and user.is_authenticated and user.get_username() == ACCOUNT}
