"""Sign-up, sign-in, sign-out, passwords: django-allauth's doors in our frame."""

import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.conftest import PASSWORD

SIGN_UP = {"username": "dora", "email": "", "password1": PASSWORD, "password2": PASSWORD}


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/", "/accounts/confirm-email/", "/accounts/inactive/",
    ],
)  # fmt: skip
def test_pages_on_the_way_in_stand_in_our_frame(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200 and 'class="brand' in answer.content.decode()


@pytest.mark.parametrize("path", ["/accounts/logout/", "/accounts/email/", "/accounts/password/change/", "/account/"])
def test_pages_about_oneself_stand_in_our_frame(client: Client, cast: SimpleNamespace, path: str) -> None:
    client.force_login(cast.bob)
    answer = client.get(path)
    assert answer.status_code == 200 and 'class="brand' in answer.content.decode()


def test_somebody_signs_up_without_an_address_and_is_in(client: Client, db: None) -> None:
    answer = client.post("/accounts/signup/", SIGN_UP)
    assert answer.status_code == 302 and signed_in(client)
    assert User.objects.get(username="dora").email == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "Alice"},
        {"username": ""},
        {"username": "<script>"},
        {"password2": "another"},
        {"password1": "12345678", "password2": "12345678"},
    ],
)
def test_a_wrong_sign_up_says_why_and_makes_nobody(
    client: Client, cast: SimpleNamespace, wrong: dict[str, str]
) -> None:
    answer = client.post("/accounts/signup/", SIGN_UP | wrong)
    assert 'class="error"' in answer.content.decode() and not signed_in(client)
    assert User.objects.count() == 5


@pytest.mark.parametrize("login", ["bob", "BOB", "bob@example.org"])
def test_people_sign_in_by_name_or_address_and_out_again(client: Client, cast: SimpleNamespace, login: str) -> None:
    answer = client.post("/accounts/login/?next=/account/", {"login": login, "password": PASSWORD, "next": "/account/"})
    assert answer.url == "/account/" and signed_in(client)
    client.post("/accounts/logout/")
    assert not signed_in(client)


def test_signing_in_leads_to_our_own_pages_only(client: Client, cast: SimpleNamespace) -> None:
    form = {"login": "bob", "password": PASSWORD, "next": "https://example.org/"}
    assert client.post("/accounts/login/", form).url == "/"


def test_a_wrong_password_is_refused(client: Client, cast: SimpleNamespace) -> None:
    answer = client.post("/accounts/login/", {"login": "bob", "password": "wrong"})
    assert answer.status_code == 200 and not signed_in(client)
    assert "There is no account with this user name and password." in answer.content.decode()


def test_a_user_name_that_somebody_has_is_called_so(client: Client, cast: SimpleNamespace) -> None:
    form = {"username": "bob", "email": "", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/accounts/signup/", form).content.decode()
    assert "Somebody has this user name already. Choose another." in page
    assert not signed_in(client)


def test_a_deactivated_person_stays_out(client: Client, cast: SimpleNamespace) -> None:
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)
    client.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    assert not signed_in(client)


def test_the_password_is_changed_with_the_old_one(client: Client, cast: SimpleNamespace) -> None:
    client.force_login(cast.bob)
    new = {"password1": "a new horse battery", "password2": "a new horse battery"}
    client.post("/accounts/password/change/", new | {"oldpassword": "wrong"})
    cast.bob.refresh_from_db()
    assert cast.bob.check_password(PASSWORD)
    client.post("/accounts/password/change/", new | {"oldpassword": PASSWORD})
    cast.bob.refresh_from_db()
    assert cast.bob.check_password("a new horse battery")


def test_a_forgotten_password_is_reset_by_a_link_in_the_mail(client: Client, cast: SimpleNamespace) -> None:
    client.post("/accounts/password/reset/", {"email": "bob@example.org"})
    (letter,) = mail.outbox
    assert letter.to == ["bob@example.org"]
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", letter.body).group(1)
    page = client.get(link, follow=True)
    assert "Choose a new password" in page.content.decode()
    path = page.redirect_chain[-1][0]
    done = client.post(path, {"password1": "a new horse battery", "password2": "a new horse battery"}, follow=True)
    assert "next=/accounts/password/" not in done.content.decode(), "or one signs in and is told to sign in"
    cast.bob.refresh_from_db()
    assert cast.bob.check_password("a new horse battery")
    assert "no longer works" in Client().get(link).content.decode()


def test_the_reset_page_does_not_tell_whether_an_address_is_known(cast: SimpleNamespace) -> None:
    known, unknown = (Client().post("/accounts/password/reset/", {"email": address}, follow=True)
                      for address in ("bob@example.org", "nobody@example.org"))  # fmt: skip
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content


def test_the_reset_page_says_where_mail_is_when_none_is_sent(client: Client, db: None, settings) -> None:
    settings.EMAIL_HOST = ""
    assert "sends no mail" in client.get("/accounts/password/reset/done/").content.decode()
    settings.EMAIL_HOST = "smtp.example.org"
    assert "sends no mail" not in client.get("/accounts/password/reset/done/").content.decode()


def test_mail_that_is_not_sent_is_kept_below_the_data_folder(
    client: Client, cast: SimpleNamespace, settings, tmp_path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    client.post("/accounts/password/reset/", {"email": "bob@example.org"})
    (letter,) = (tmp_path / "mail").iterdir()
    assert "/accounts/password/reset/key/" in letter.read_text()


def test_an_address_is_confirmed_by_its_link(client: Client, db: None) -> None:
    client.post("/accounts/signup/", SIGN_UP | {"email": "dora@example.org"})
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[0].body).group(1)
    assert "dora@example.org" in client.get(link).content.decode()
    client.post(link)
    assert "not confirmed" not in client.get("/accounts/email/").content.decode()


def test_a_closed_site_offers_no_account_and_makes_none(client: Client, db: None, settings) -> None:
    settings.SIGNUP = "closed"
    assert "/accounts/signup/" not in client.get("/").content.decode()
    assert "/accounts/signup/" not in client.get("/accounts/login/").content.decode()
    assert "Signing up is closed" in client.post("/accounts/signup/", SIGN_UP).content.decode()
    assert not User.objects.exists()


def test_an_open_site_offers_an_account(client: Client, db: None) -> None:
    assert "/accounts/signup/" in client.get("/").content.decode()
    assert "/accounts/signup/" in client.get("/accounts/login/").content.decode()


def test_letters_lead_to_the_address_of_the_site_whatever_it_was_called(client: Client, cast, settings) -> None:
    settings.SITE_URL = "https://argmap.example.org"
    settings.ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
    for address in ("bob@example.org", "nobody@example.org"):
        client.post("/accounts/password/reset/", {"email": address}, headers={"Host": "localhost"})
    client.post("/accounts/signup/", SIGN_UP | {"email": "dora@example.org"}, headers={"Host": "localhost"})
    assert len(mail.outbox) == 3
    for letter in mail.outbox:
        assert re.search(r"https://argmap\.example\.org/accounts/\S+", letter.body)
        assert "localhost" not in letter.subject + letter.body


def test_signing_up_does_not_tell_whether_an_address_is_known(cast: SimpleNamespace) -> None:
    known, unknown = (
        Client().post("/accounts/signup/", SIGN_UP | {"username": name, "email": email})
        for name, email in (("dora", "bob@example.org"), ("emil", "emil@example.org"))
    )
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url) == (302, "/")


@pytest.mark.parametrize("login", ["bob", "bob@example.org"])
def test_who_shares_an_address_with_another_still_signs_in(client: Client, cast: SimpleNamespace, login: str) -> None:
    other = {"email": "bob@example.org", "password1": "a new horse battery", "password2": "a new horse battery"}
    Client().post("/accounts/signup/", SIGN_UP | other)
    client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(cast.bob.pk)


def test_attempts_to_sign_in_are_counted_for_all_processes(cast: SimpleNamespace, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/key"}
    wrong, right = ({"login": "bob", "password": password} for password in ("wrong", PASSWORD))
    for _ in range(3):
        Client().post("/accounts/login/", wrong)
    assert "Too many" in Client().post("/accounts/login/", right).text
    with connection.cursor() as cursor:
        cursor.execute("delete from accounts_cache")
        assert cursor.rowcount > 0
    assert Client().post("/accounts/login/", right).status_code == 302


def test_browsers_insist_on_https_where_the_site_is_reached_by_it() -> None:
    ask = "from argmap import settings as s; print(s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE)"

    def said(**more: str) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ARGMAP_")}
        environment = kept | {"ARGMAP_DATA": os.environ["ARGMAP_DATA"]} | more
        run = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True)
        return run.stdout.strip()

    assert said() == said(ARGMAP_URL="http://a.example") == "0 False"
    assert said(ARGMAP_URL="https://a.example") == "3600 True"
    assert said(ARGMAP_URL="https://a.example", ARGMAP_HSTS_SECONDS="31536000") == "31536000 True"
