"""The administration: it looks everywhere, and changes only what leaves the history whole."""

from types import SimpleNamespace

import pytest
from django.test import Client

from accounts.models import ApiToken, User
from accounts.services import create_token
from projects.models import Event, Project


@pytest.fixture
def admin(cast: SimpleNamespace) -> Client:
    User.objects.filter(pk=cast.alice.pk).update(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=cast.alice.pk))
    return client


MODELS = ["accounts/user", "accounts/apitoken", "projects/project", "projects/member", "projects/invitation",
          "projects/joinrequest", "documents/document", "annotations/tag", "annotations/annotation"]  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens(admin: Client, document: object, model: str) -> None:
    assert admin.get(f"/admin/{model}/").status_code == 200


@pytest.mark.parametrize("model", MODELS[2:])
def test_what_belongs_to_a_project_is_not_written_here(admin: Client, project: Project, document, model: str) -> None:
    rows = {"projects/project": project.pk, "documents/document": document.pk}
    assert admin.get(f"/admin/{model}/add/").status_code == 403
    if pk := rows.get(model):
        assert admin.get(f"/admin/{model}/{pk}/change/").status_code == 200
        assert admin.post(f"/admin/{model}/{pk}/change/", {"name": "x"}).status_code == 403
        assert admin.post(f"/admin/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403


def test_deleting_a_project_goes_by_the_service_and_its_event(admin: Client, project: Project) -> None:
    form = {"action": "delete", "_selected_action": [str(project.pk)]}
    admin.post("/admin/projects/project/", form)
    assert Event.objects.filter(project=project).latest("seq").kind == "project.deleted"
    admin.post("/admin/projects/project/", form | {"action": "restore"})
    assert Event.objects.filter(project=project).latest("seq").kind == "project.restored"


def test_users_are_deactivated_not_deleted(admin: Client, cast: SimpleNamespace) -> None:
    assert admin.post(f"/admin/accounts/user/{cast.bob.pk}/delete/", {"post": "yes"}).status_code == 403
    everybody = [str(pk) for pk in User.objects.values_list("pk", flat=True)]
    admin.post("/admin/accounts/user/", {"action": "deactivate", "_selected_action": everybody})
    assert list(User.objects.filter(is_active=True)) == [cast.alice]


def test_a_user_name_stays_because_the_log_calls_people_by_it(admin: Client, cast: SimpleNamespace) -> None:
    form = {"username": "robert", "first_name": "Bob", "is_active": "on"}
    day = {"date_joined_0": "2026-01-01", "date_joined_1": "12:00:00"}
    assert admin.post(f"/admin/accounts/user/{cast.bob.pk}/change/", form | day).status_code == 302
    cast.bob.refresh_from_db()
    assert (cast.bob.username, cast.bob.first_name) == ("bob", "Bob")
    assert 'name="username"' in admin.get("/admin/accounts/user/add/").content.decode()


def test_tokens_are_revoked_here_and_made_elsewhere(admin: Client, cast: SimpleNamespace) -> None:
    token, _ = create_token(user=cast.bob, name="export")
    assert admin.get("/admin/accounts/apitoken/add/").status_code == 403
    admin.post(f"/admin/accounts/apitoken/{token.pk}/delete/", {"post": "yes"})
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/user/"])
def test_nobody_else_gets_in(cast: SimpleNamespace, path: str) -> None:
    client = Client()
    client.force_login(cast.bob)
    assert client.get(path).status_code in {302, 403}


def test_the_tags_of_the_package_that_nothing_uses_are_not_offered(admin: Client) -> None:
    assert admin.get("/admin/taggit/tag/").status_code == 404
