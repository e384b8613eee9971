"""`manage.py reset_password`."""

from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.conftest import PASSWORD

NEW = "a new horse battery"


def run(*words: str) -> str:
    out = StringIO()
    call_command("reset_password", *words, stdout=out)
    return out.getvalue().strip()


def choose(link: str) -> Client:
    """Open the link and choose NEW there, as far as it lets one."""
    client = Client()
    page = client.get(link, follow=True)
    if page.redirect_chain:
        client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    return client


def test_it_prints_a_link_at_which_a_new_password_is_chosen_once(cast: SimpleNamespace) -> None:
    cast.bob.email = ""
    cast.bob.save()
    link = run("BOB")
    assert link.startswith("http://127.0.0.1:8000/accounts/password/reset/key/") and "\n" not in link
    choose(link.removeprefix("http://127.0.0.1:8000"))
    cast.bob.refresh_from_db()
    assert cast.bob.check_password(NEW)
    assert "no longer works" in Client().get(link.removeprefix("http://127.0.0.1:8000")).content.decode()


def test_the_old_password_ends_at_once_and_so_does_what_was_begun_with_it(cast: SimpleNamespace) -> None:
    client = Client()
    client.login(username="bob", password=PASSWORD)
    assert client.get("/account/").status_code == 200
    run("bob")
    assert client.get("/account/").status_code == 302
    assert not Client().login(username="bob", password=PASSWORD)


def test_a_second_link_makes_the_first_worthless(cast: SimpleNamespace) -> None:
    first, second = (run("bob", "--site", "") for _ in range(2))
    assert first != second
    assert "no longer works" in Client().get(first.removeprefix("http://127.0.0.1:8000")).content.decode()


@pytest.mark.parametrize(
    ("site", "words", "start"),
    [
        ("https://argmap.example.org", [], "https://argmap.example.org/accounts/"),
        ("https://argmap.example.org", ["--site", "http://other.example/"], "http://other.example/accounts/"),
    ],
)
def test_the_link_begins_as_the_site_does(cast, settings, site, words, start) -> None:
    settings.SITE_URL = site
    assert run("bob", *words).startswith(start)


def test_it_says_what_is_wrong_and_changes_nothing(cast: SimpleNamespace) -> None:
    with pytest.raises(CommandError, match="no user named “nobody”"):
        run("nobody")
    cast.bob.is_active = False
    cast.bob.save()
    with pytest.raises(CommandError, match="deactivated"):
        run("bob")
    cast.bob.refresh_from_db()
    assert cast.bob.check_password(PASSWORD)
