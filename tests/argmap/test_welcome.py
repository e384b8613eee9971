"""Who is shown around without asking."""

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.models import User
from argmap.first_start import ACCOUNT
from argmap.welcome import welcome


def test_only_the_account_of_the_first_start_is_welcomed() -> None:
    request = RequestFactory().get("/")
    assert welcome(request) == {"welcome": False}
    for user, expected in ((User(username=ACCOUNT), True), (User(username="bob"), False), (AnonymousUser(), False)):
        request.user = user
        assert welcome(request) == {"welcome": expected}
