"""The account page and its tokens."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, digest
from accounts.services import create_token

NEW = {"name": "export", "access": "read", "expiry": "90"}


@pytest.fixture
def bob(cast: SimpleNamespace, client: Client) -> Client:
    client.force_login(cast.bob)
    return client


def test_the_account_page_asks_for_a_sign_in(client: Client, db: None) -> None:
    answer = client.get("/account/")
    assert answer.status_code == 302 and answer.url == "/accounts/login/?next=/account/"


def test_a_token_is_shown_once_and_stored_nowhere(bob: Client, cast: SimpleNamespace) -> None:
    answer = bob.post("/account/", NEW)
    (secret,) = set(re.findall(r"argmap_[\w-]{43}", answer.content.decode()))
    token = ApiToken.objects.get(user=cast.bob)
    assert token.digest == digest(secret) and token.read_only
    assert "no-store" in answer["Cache-Control"]
    assert secret not in str(dict(bob.session))
    assert secret not in bob.get("/account/").content.decode()


@pytest.mark.parametrize(("expiry", "days"), [("30", 30), ("90", 90), ("365", 365), ("never", None)])
def test_a_token_lives_as_long_as_was_chosen(bob: Client, expiry: str, days: int | None) -> None:
    bob.post("/account/", NEW | {"expiry": expiry})
    expires = ApiToken.objects.get().expires
    if days is None:
        assert expires is None
    else:
        assert abs(expires - timezone.now() - timedelta(days=days)) < timedelta(minutes=1)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"access": "root"}, {"expiry": "0"}, {"name": "x" * 101}])
def test_a_wrong_form_makes_no_token_and_keeps_what_was_typed(bob: Client, wrong: dict[str, str]) -> None:
    answer = bob.post("/account/", NEW | wrong)
    assert answer.status_code == 400 and not ApiToken.objects.exists()
    assert (NEW | wrong)["name"] in answer.content.decode()


def test_a_revoked_token_is_refused_at_once(bob: Client, cast: SimpleNamespace, client: Client) -> None:
    token, secret = create_token(user=cast.bob, name="export")
    program = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert Client().get("/api/v1/projects/", **program).status_code == 200
    bob.post(f"/account/tokens/{token.id}/revoke/")
    assert Client().get("/api/v1/projects/", **program).status_code == 401


def test_nobody_sees_or_revokes_anothers_token(bob: Client, cast: SimpleNamespace) -> None:
    token, _ = create_token(user=cast.alice, name="Alice’s export")
    assert "Alice’s export" not in bob.get("/account/").content.decode()
    assert bob.post(f"/account/tokens/{token.id}/revoke/").status_code == 404
    assert ApiToken.objects.filter(pk=token.pk).exists()


def test_a_token_is_not_revoked_by_following_a_link(bob: Client, cast: SimpleNamespace) -> None:
    token, _ = create_token(user=cast.bob, name="mine")
    assert bob.get(f"/account/tokens/{token.id}/revoke/").status_code == 405


def test_markup_in_a_tokens_name_is_shown_as_text(bob: Client) -> None:
    page = bob.post("/account/", NEW | {"name": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_presence_is_on_until_it_is_turned_off_and_the_page_says_which(bob: Client, cast: SimpleNamespace) -> None:
    def ticked(page: str) -> bool:
        (box,) = re.findall(r'<input[^>]*name="on"[^>]*>', page)
        return " checked" in box

    assert ticked(bob.get("/account/").content.decode())
    page = bob.post("/account/presence/", {}, follow=True).content.decode()
    assert not ticked(page) and "Nobody sees that you are here" in page
    cast.bob.refresh_from_db()
    assert not cast.bob.presence
    assert "Others see that you are here" in bob.post("/account/presence/", {"on": "on"}, follow=True).content.decode()
    cast.bob.refresh_from_db()
    assert cast.bob.presence


def test_presence_is_turned_off_by_whose_it_is_alone(client: Client, db: None) -> None:
    assert client.post("/account/presence/", {}).url == "/accounts/login/?next=/account/presence/"
    assert client.get("/account/presence/").status_code == 302
