"""Signing in by OpenID Connect, with a provider that the test runs itself."""

import html
import re
from datetime import timedelta

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from accounts.models import User
from projects.inviting import invite
from projects.models import Member
from tests.accounts.provider import running
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/sso/login/"
BOBS = {"sub": "7", "preferred_username": "bobby", "email": "bob@example.org", "email_verified": True}


@pytest.fixture
def provider(settings):
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.app()
        yield provider


def there_and_back(client, path=f"{LOGIN}?process=login"):
    """Press the button, sign in at the provider and come back; the answer there, redirects within the site followed."""
    page = client.post(path)
    address = html.unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode()).group(1))
    back = requests.get(address, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"), follow=True)


def signed_in(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def confirm(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def test_the_button_is_there_only_when_a_provider_is_named(client, db, settings):
    assert "Sign in with" not in client.get("/accounts/login/").content.decode()
    assert client.post(LOGIN).status_code == 404
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.app()
        assert "Sign in with Uni" in client.get("/accounts/login/").content.decode()


def test_somebody_new_chooses_a_name_and_is_known_the_next_time(client, provider):
    page = there_and_back(client)
    assert page.redirect_chain[-1][0] == "/accounts/3rdparty/signup/"
    assert 'value="dora"' in page.content.decode() and not User.objects.exists()
    answer = client.post("/accounts/3rdparty/signup/", {"username": "dorothea", "email": ""})
    assert answer.url == "/" and signed_in(client).username == "dorothea"
    assert not signed_in(client).has_usable_password()
    again = Client()
    assert there_and_back(again, f"{LOGIN}?process=login&next=/account/").redirect_chain[-1][0] == "/account/"
    assert signed_in(again).username == "dorothea" and User.objects.count() == 1


def test_an_address_confirmed_on_both_sides_leads_to_the_account_if_the_provider_is_trusted(cast, provider, settings):
    settings.OIDC_TRUST_EMAIL, provider.claims = True, BOBS
    confirm(cast.bob)
    client = Client()
    there_and_back(client)
    assert signed_in(client) == cast.bob and SocialAccount.objects.get().user == cast.bob
    cast.bob.refresh_from_db()
    assert cast.bob.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("trust", "confirmed_here", "confirmed_there"),
    [(False, True, True), (True, False, True), (True, True, False), (True, True, "false"), (True, True, None)],
)
def test_an_address_that_one_side_has_not_confirmed_leads_to_nobodys_account(
    cast, provider, settings, trust, confirmed_here, confirmed_there
):
    settings.OIDC_TRUST_EMAIL, provider.claims = trust, BOBS | {"email_verified": confirmed_there}
    if confirmed_here:
        confirm(cast.bob)
    client = Client()
    there_and_back(client)
    assert signed_in(client) is None and not SocialAccount.objects.exists()
    client.post("/accounts/3rdparty/signup/", {"username": "bobby", "email": "bob@example.org"})
    assert signed_in(client).username == "bobby"
    cast.bob.refresh_from_db()
    assert cast.bob.check_password(PASSWORD) and not SocialAccount.objects.filter(user=cast.bob).exists()


def test_what_an_untrusted_provider_says_of_an_address_confirms_it_for_nobody(client, provider):
    provider.claims = BOBS
    there_and_back(client)
    client.post("/accounts/3rdparty/signup/", {"username": "bobby", "email": "bob@example.org"})
    assert EmailAddress.objects.get(email="bob@example.org").verified is False


def test_somebody_who_is_signed_in_connects_and_disconnects(cast, provider):
    client = Client()
    client.force_login(cast.bob)
    assert "Sign in with Uni" in client.get("/account/").content.decode()
    page = there_and_back(client, f"{LOGIN}?process=connect").content.decode()
    assert "It is connected" in page and "Disconnect" in page
    other = Client()
    there_and_back(other)
    assert signed_in(other) == cast.bob
    account = SocialAccount.objects.get(user=cast.bob)
    parted = client.post("/accounts/3rdparty/", {"account": account.pk}, follow=True)
    assert "It is disconnected" in parted.content.decode() and not SocialAccount.objects.exists()


def test_a_closed_site_lets_nobody_new_in_by_a_provider_unless_it_says_so(client, db, provider, settings):
    settings.SIGNUP = "closed"
    assert "Signing up is closed" in there_and_back(client).content.decode()
    settings.SIGNUP = "oidc"
    assert "/accounts/signup/" not in client.get("/accounts/login/").content.decode()
    assert there_and_back(client).redirect_chain[-1][0] == "/accounts/3rdparty/signup/"
    client.post("/accounts/3rdparty/signup/", {"username": "dora", "email": ""})
    assert signed_in(client).username == "dora"


def test_an_invitation_outlives_the_way_to_the_provider_and_opens_a_closed_site(cast, project, provider, settings):
    settings.SIGNUP = "closed"
    week = timezone.now() + timedelta(days=7)
    made, token = invite(project=project, by=cast.alice, role="reader", expires=week)
    client = Client()
    client.get(f"/join/{token}/")
    there_and_back(client, f"{LOGIN}?process=login&next=/join/")
    client.post("/accounts/3rdparty/signup/", {"username": "dora", "email": "", "next": "/join/"})
    made.refresh_from_db()
    assert made.used == 1 and Member.objects.get(user__username="dora").role == "reader"


def test_who_breaks_it_off_is_told_that_nothing_has_changed(client, db, provider):
    provider.refuses = True
    assert "nothing has changed here" in there_and_back(client).content.decode()


@pytest.mark.parametrize("query", ["code=guess", "code=guess&state=guess", ""])
def test_an_answer_that_nobody_asked_for_is_refused(client, db, provider, query):
    answer = client.get(f"{LOGIN}callback/?{query}")
    assert answer.status_code == 401 and "Signing in failed" in answer.content.decode()
    assert signed_in(client) is None


def test_a_provider_that_does_not_answer_is_told_in_a_page(client, db, settings):
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.app()
    answer = client.post(f"{LOGIN}?process=login")
    assert answer.status_code == 401 and "Signing in failed" in answer.content.decode()


@pytest.mark.parametrize("path", ["/accounts/3rdparty/login/cancelled/", "/accounts/3rdparty/login/error/", LOGIN])
def test_pages_on_the_way_stand_in_our_frame(client, db, provider, path):
    assert 'class="brand' in client.get(path).content.decode()


def test_nobody_is_sent_to_a_provider_by_a_link_alone(client, db, provider):
    page = client.get(f"{LOGIN}?process=login").content.decode()
    assert "Go on" in page and "http-equiv" not in page
