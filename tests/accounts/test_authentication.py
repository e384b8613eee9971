"""Who an API request comes from: a bearer token, or the session of a page."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.authentication import forget_tokens
from accounts.services import create_token, revoke_token

pytestmark = pytest.mark.django_db
ME = "/api/v1/projects/?mine=true"


def asked_with(header: str):
    return APIClient().get(ME, HTTP_AUTHORIZATION=header)


def test_a_token_says_who_is_asking(cast, token, project):
    names = [row["name"] for row in asked_with(f"Bearer {token(cast.bob)}").json()["results"]]
    assert names == ["Free movement"]


def test_the_scheme_may_be_written_in_any_case(cast, token, project):
    assert asked_with(f"bearer {token(cast.bob)}").json()["results"]


@pytest.mark.parametrize("header", ["Bearer argmap_nonsense", "Bearer", "Bearer two words", "Bearer \u00e9\u00ff"])
def test_a_token_that_is_none_is_401_with_the_way_to_sign_in(db, header):
    response = asked_with(header.encode("latin-1").decode("latin-1"))
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="argmap"'
    assert response["Content-Type"] == "application/problem+json"


def test_an_expired_token_is_refused(cast, token):
    secret = token(cast.bob, expires=timezone.now() - timedelta(seconds=1))
    assert asked_with(f"Bearer {secret}").status_code == 401


def test_the_token_of_somebody_who_may_not_sign_in_any_more_is_refused(cast, token):
    secret = token(cast.bob)
    cast.bob.is_active = False
    cast.bob.save()
    assert asked_with(f"Bearer {secret}").status_code == 401


def test_a_revoked_token_is_refused_once_it_is_forgotten(cast):
    made, secret = create_token(user=cast.bob, name="test")
    assert asked_with(f"Bearer {secret}").status_code == 200
    revoke_token(token=made)
    forget_tokens()
    assert asked_with(f"Bearer {secret}").status_code == 401


def test_a_known_token_costs_no_query(cast, token, django_assert_num_queries):
    secret = token(cast.bob)
    with django_assert_num_queries(2):
        asked_with(f"Bearer {secret}")
    with django_assert_num_queries(1):
        asked_with(f"Bearer {secret}")


def test_a_read_only_token_may_ask_but_not_change(cast, token):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token(cast.bob, read_only=True)}")
    assert client.get(ME).status_code == 200
    response = client.post("/api/v1/projects/", {"name": "Mine"})
    assert response.status_code == 403
    assert "read-only" in response.json()["detail"]


def test_a_session_reads(cast, project):
    client = APIClient()
    client.force_login(cast.bob)
    assert client.get(ME).json()["results"]


def test_a_session_changes_only_with_its_csrf_token(cast):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(cast.bob)
    refused = client.post("/api/v1/projects/", {"name": "Mine"})
    assert refused.status_code == 403
    assert "CSRF" in refused.json()["detail"]
    client.cookies["csrftoken"] = "a" * 32
    accepted = client.post("/api/v1/projects/", {"name": "Mine"}, HTTP_X_CSRFTOKEN="a" * 32)
    assert accepted.status_code == 201


@pytest.mark.parametrize("name", ["bob", "zoë"])
def test_a_page_that_somebody_else_opened_writes_nothing(cast, project, client, name):
    cast.bob.username = name
    cast.bob.save()
    client.force_login(cast.bob, backend="django.contrib.auth.backends.ModelBackend")

    def send(opened_by):
        headers = {"X-Page-Of": quote(opened_by)}
        return client.post(
            f"/api/v1/projects/{project.slug}/tags/", {"name": "wages"}, "application/json", headers=headers
        )

    refused = send("erin")
    assert refused.status_code == 403
    assert refused.json()["detail"] == f"You are signed in as {name} now; this page was opened by erin. Reload it."
    assert send(name).status_code == 201


@pytest.mark.parametrize("scheme", ["Token", "Basic", "argmap_secret"])
def test_another_scheme_is_401_with_the_right_one(cast, token, scheme):
    response = asked_with(f"{scheme} {token(cast.bob)}")
    assert response.status_code == 401
    assert "Authorization: Bearer <token>" in response.json()["detail"]


def test_a_page_behind_a_proxy_that_asks_for_a_password_goes_by_its_session(cast, project, client):
    client.force_login(cast.bob)
    assert client.get(ME, headers={"Authorization": "Basic YTpi"}).json()["results"]
