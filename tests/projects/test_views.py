"""Pages of projects: who gets in, and what people can do there."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from projects.models import Event, Member, Project
from projects.services import add_member, change_project, create_project, delete_project
from tests.trying import try_door

NEW = {"name": "Debates", "description": ""}
RENAME = {"name": "Renamed", "description": "", "revision": 1}
PAGE = "/p/free-movement/"

#                                                             alice erin  bob  ruth carol anonymous
PRIVATE = [
    ("GET", "/", None,                                       (200, 200, 200, 200, 200, 200)),
    ("POST", "/", {},                                        (405, 405, 405, 405, 405, 405)),
    ("GET", "/projects/new/", None,                          (200, 200, 200, 200, 200, 302)),
    ("POST", "/projects/new/", NEW,                          (302, 302, 302, 302, 302, 302)),
    ("GET", f"{PAGE}settings/", None,                        (200, 403, 403, 403, 404, 404)),
    ("POST", f"{PAGE}settings/", RENAME,                     (302, 403, 403, 403, 404, 404)),
    ("GET", f"{PAGE}settings/delete/", None,                 (405, 405, 405, 405, 405, 405)),
    ("POST", f"{PAGE}settings/delete/", {"confirm": "Free movement", "revision": 1}, (302, 403, 403, 403, 404, 404)),
    ("GET", f"{PAGE}members/", None,                         (200, 200, 200, 200, 404, 404)),
    ("POST", f"{PAGE}members/", {"username": "carol", "role": "reader"}, (302, 403, 403, 403, 404, 404)),
    ("POST", f"{PAGE}members/ruth/role/", {"role": "editor", "revision": 1}, (302, 403, 403, 403, 404, 404)),
    ("POST", f"{PAGE}members/RUTH/role/", {"role": "editor", "revision": 1}, (302, 403, 403, 403, 404, 404)),
    ("GET", f"{PAGE}members/ruth/role/", None,               (405, 405, 405, 405, 405, 405)),
    ("POST", f"{PAGE}members/ruth/remove/", {"revision": 1}, (302, 403, 403, 403, 404, 404)),
    ("POST", f"{PAGE}members/nobody/remove/", {"revision": 1}, (404, 403, 403, 403, 404, 404)),
    ("POST", f"{PAGE}members/%00/remove/", {"revision": 1}, (404, 403, 403, 403, 404, 404)),
    ("POST", "/projects/deleted/free-movement/restore/", {}, (404, 404, 404, 404, 404, 404)),
    ("POST", f"{PAGE}members/bob/remove/", {"revision": 1},  (302, 403, 403, 403, 404, 404)),
    ("GET", f"{PAGE}leave/", None,                           (200, 200, 200, 200, 404, 404)),
    ("POST", f"{PAGE}leave/", {"revision": 1},               (400, 302, 302, 302, 404, 404)),
    ("GET", f"{PAGE}hand-over/", None,                       (200, 403, 403, 403, 404, 404)),
    ("POST", f"{PAGE}hand-over/", {"member": "erin", "role": "reader"}, (302, 403, 403, 403, 404, 404)),
]  # fmt: skip
PUBLIC = [
    ("GET", f"{PAGE}settings/", None,                        (200, 403, 403, 403, 403, 403)),
    ("POST", f"{PAGE}settings/", RENAME | {"revision": 2},   (302, 403, 403, 403, 403, 403)),
    ("GET", f"{PAGE}members/", None,                         (200, 200, 200, 200, 403, 403)),
    ("POST", f"{PAGE}members/ruth/remove/", {"revision": 1}, (302, 403, 403, 403, 403, 403)),
    ("GET", f"{PAGE}leave/", None,                           (200, 200, 200, 200, 403, 403)),
    ("POST", f"{PAGE}hand-over/", {"member": "erin", "role": "reader"}, (302, 403, 403, 403, 403, 403)),
]  # fmt: skip
DELETED = [
    ("POST", "/projects/deleted/free-movement/restore/", {}, (302, 404, 404, 404, 404, 404)),
    ("GET", f"{PAGE}settings/", None,                        (404, 404, 404, 404, 404, 404)),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "data", "expected"), PRIVATE)
def test_doors_of_a_private_project(cast, project, method, path, data, expected) -> None:
    assert try_door(cast, method, path, data) == list(expected)


@pytest.mark.parametrize(("method", "path", "data", "expected"), PUBLIC)
def test_doors_of_a_public_project(cast, project, method, path, data, expected) -> None:
    change_project(project=project, user=cast.alice, public=True)
    assert try_door(cast, method, path, data) == list(expected)


@pytest.mark.parametrize(("method", "path", "data", "expected"), DELETED)
def test_doors_of_a_deleted_project(cast, project, method, path, data, expected) -> None:
    delete_project(project=project, user=cast.alice)
    assert try_door(cast, method, path, data) == list(expected)


@pytest.fixture
def alice(cast: SimpleNamespace, client: Client) -> Client:
    client.force_login(cast.alice)
    return client


def test_home_lists_mine_and_public_ones_and_no_others(cast, project, other_project, client: Client) -> None:
    create_project(user=cast.carol, name="Open letters", public=True)
    client.force_login(cast.bob)
    page = client.get("/").content.decode()
    assert "Free movement" in page and "annotator" in page and "Open letters" in page
    assert "Elsewhere" not in page


def test_home_tells_a_newcomer_what_to_do(cast: SimpleNamespace, client: Client) -> None:
    client.force_login(cast.ruth)
    page = client.get("/").content.decode()
    assert "Start with a project" in page and "/projects/new/" in page


def test_home_asks_no_more_queries_for_more_projects(
    cast: SimpleNamespace, alice: Client, django_assert_max_num_queries
) -> None:
    for n in range(7):
        create_project(user=cast.alice, name=f"Project {n}")
    with django_assert_max_num_queries(10):
        alice.get("/")


def test_a_project_is_started_and_owned(alice: Client) -> None:
    answer = alice.post("/projects/new/", NEW | {"public": "on"}, follow=True)
    assert answer.redirect_chain == [("/p/debates/", 302)]
    assert Project.objects.get(slug="debates").public


def test_a_project_without_a_name_is_refused_and_the_description_kept(alice: Client) -> None:
    answer = alice.post("/projects/new/", {"name": "  ", "description": "What I typed"})
    assert answer.status_code == 400 and "What I typed" in answer.content.decode()
    assert not Project.objects.exists()


def test_settings_are_saved_and_the_address_stays(alice: Client, project: Project) -> None:
    alice.post(f"{PAGE}settings/", RENAME | {"public": "on"})
    project.refresh_from_db()
    assert (project.name, project.public, project.slug) == ("Renamed", True, "free-movement")


def test_settings_say_of_the_name_that_the_address_stays(alice: Client, project: Project) -> None:
    page = alice.get(f"{PAGE}settings/").content.decode()
    assert re.search(r'id="id_name_helptext">The address stays as it is', page)


def test_whoever_is_refused_in_a_project_is_led_back_into_it(cast, client: Client, project: Project) -> None:
    client.force_login(cast.bob)
    for answer in (client.get(f"{PAGE}settings/"), client.post(f"{PAGE}members/ruth/remove/", {"revision": 1})):
        assert answer.status_code == 403
        assert f'<a class="button primary" href="{PAGE}">Go to the project</a>' in answer.content.decode()


def test_presence_is_turned_off_in_the_settings(alice: Client, project: Project) -> None:
    (box,) = re.findall(r'<input[^>]*name="presence"[^>]*>', alice.get(f"{PAGE}settings/").content.decode())
    assert " checked" in box
    alice.post(f"{PAGE}settings/", RENAME)
    project.refresh_from_db()
    assert not project.presence
    alice.post(f"{PAGE}settings/", RENAME | {"presence": "on", "revision": 2})
    project.refresh_from_db()
    assert project.presence


def test_a_stale_change_is_shown_beside_what_is_there_and_can_be_repeated(cast, alice: Client, project) -> None:
    change_project(project=project, user=cast.alice, name="Somebody’s name")
    answer = alice.post(f"{PAGE}settings/", RENAME | {"name": "My name"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "changed this since" in page and "Somebody’s name" in page and "My name" in page
    assert 'name="revision" value="2"' in page
    project.refresh_from_db()
    assert project.name == "Somebody’s name"
    alice.post(f"{PAGE}settings/", RENAME | {"name": "My name", "revision": 2})
    project.refresh_from_db()
    assert project.name == "My name"


def test_a_project_is_deleted_by_typing_its_name_and_restored_from_home(alice: Client, project: Project) -> None:
    wrong = alice.post(f"{PAGE}settings/delete/", {"confirm": "free", "revision": 1})
    assert wrong.status_code == 400 and "nothing was deleted" in wrong.content.decode()
    home = alice.post(f"{PAGE}settings/delete/", {"confirm": "Free movement", "revision": 1}, follow=True)
    assert "Recently deleted" in home.content.decode()
    assert alice.get(PAGE).status_code == 404
    alice.post("/projects/deleted/free-movement/restore/")
    assert alice.get(PAGE).status_code == 200


def test_a_stale_deletion_is_refused(cast, alice: Client, project: Project) -> None:
    change_project(project=project, user=cast.alice, description="Something new")
    answer = alice.post(f"{PAGE}settings/delete/", {"confirm": "Free movement", "revision": 1})
    assert answer.status_code == 409
    assert Project.objects.live().filter(pk=project.pk).exists()


def test_a_member_is_added_by_name_whatever_its_case(alice: Client, project: Project) -> None:
    page = alice.post(f"{PAGE}members/", {"username": "CAROL", "role": "reader"}, follow=True).content.decode()
    assert "carol is in, as reader" in page
    assert Member.objects.get(project=project, user__username="carol").role == "reader"


@pytest.mark.parametrize(
    ("form", "status", "reason"),
    [
        ({"username": "dora", "role": "reader"}, 400, "“dora”. They sign up first, or you invite them."),
        ({"username": "", "role": "reader"}, 400, "required"),
        ({"username": "carol", "role": "king"}, 400, "Select a valid choice"),
        ({"username": "bob", "role": "reader"}, 409, "bob is a member already"),
        ({"username": "x\x00", "role": "reader"}, 400, "Null characters"),
    ],
)
def test_adding_a_member_says_what_is_wrong_and_keeps_what_was_typed(alice, project, form, status, reason) -> None:
    answer = alice.post(f"{PAGE}members/", form)
    assert answer.status_code == status and reason in answer.content.decode()
    assert f'value="{form["username"]}"' in answer.content.decode() or status == 400
    assert Member.objects.filter(project=project).count() == 4


def test_roles_change_and_members_go_with_their_events(alice: Client, project: Project) -> None:
    alice.post(f"{PAGE}members/ruth/role/", {"role": "editor", "revision": 1})
    assert Member.objects.get(project=project, user__username="ruth").role == "editor"
    alice.post(f"{PAGE}members/ruth/remove/", {"revision": 2})
    assert not Member.objects.filter(project=project, user__username="ruth").exists()
    kinds = list(Event.objects.filter(project=project).order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["member.changed", "member.removed"]


@pytest.mark.parametrize(
    ("path", "form", "reason"),
    [
        ("alice/role/", {"role": "reader", "revision": 1}, "needs an owner"),
        ("alice/remove/", {"revision": 1}, "needs an owner"),
        ("bob/role/", {"role": "reader", "revision": 9}, "changed this since"),
        ("bob/remove/", {"revision": 9}, "changed this since"),
        ("bob/role/", {"role": "king", "revision": 1}, "Select a valid choice"),
    ],
)
def test_a_refused_change_of_members_is_told_above_the_list(alice, project, path, form, reason) -> None:
    page = alice.post(f"{PAGE}members/{path}", form, follow=True).content.decode()
    assert reason in page
    assert dict(Member.objects.filter(project=project).values_list("user__username", "role")) == {
        "alice": "owner", "erin": "editor", "bob": "annotator", "ruth": "reader",
    }  # fmt: skip


def test_an_owner_who_removes_herself_leaves_and_lands_at_home(cast, alice: Client, project: Project) -> None:
    add_member(project=project, by=cast.alice, user=cast.carol, role="owner")
    assert alice.post(f"{PAGE}members/alice/remove/", {"revision": 1}).url == "/"
    assert Event.objects.filter(project=project).latest("seq").kind == "member.left"


def test_who_leaves_is_told_what_stays_and_does_not_see_the_project_again(cast, client: Client, project) -> None:
    client.force_login(cast.bob)
    page = client.get(f"{PAGE}leave/").content.decode()
    assert "What you wrote stays" in page and "You will not see it any more" in page
    home = client.post(f"{PAGE}leave/", {"revision": 1}, follow=True)
    assert home.redirect_chain == [("/", 302)] and "You have left “Free movement”" in home.content.decode()
    assert client.get(PAGE).status_code == 404


def test_the_last_owner_is_led_to_handing_over(alice: Client, project: Project) -> None:
    page = alice.get(f"{PAGE}leave/").content.decode()
    assert "its only owner" in page and f"{PAGE}hand-over/" in page and '<button class="button danger">' not in page
    assert "needs an owner" in alice.post(f"{PAGE}leave/", {"revision": 1}).content.decode()


def test_a_project_is_handed_over_to_another_member(cast, alice: Client, project: Project) -> None:
    page = alice.get(f"{PAGE}hand-over/").content.decode()
    assert 'value="erin"' in page and 'value="alice"' not in page and 'value="owner"' not in page
    told = alice.post(f"{PAGE}hand-over/", {"member": "erin", "role": "reader"}, follow=True).content.decode()
    assert "erin owns “Free movement” now. You stay in it, as reader." in told
    assert alice.get(f"{PAGE}settings/").status_code == 403


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"member": "carol", "role": "reader"}, "not in the project any more"),
        ({"member": "erin", "role": "owner"}, "Select a valid choice"),
    ],
)
def test_a_project_is_handed_to_no_stranger_and_not_kept_on_the_sly(alice, project, form, reason) -> None:
    answer = alice.post(f"{PAGE}hand-over/", form)
    assert answer.status_code == 400 and reason in answer.content.decode()


def test_a_project_of_one_person_has_nobody_to_be_handed_to(cast, other_project, client: Client) -> None:
    client.force_login(cast.carol)
    assert "Nobody else is in it" in client.get("/p/elsewhere/hand-over/").content.decode()


def test_markup_in_names_is_shown_as_text(alice: Client) -> None:
    evil = "<script>alert(1)</script>"
    alice.post("/projects/new/", {"name": evil, "description": evil})
    slug = Project.objects.get().slug
    for path in ("/", f"/p/{slug}/", f"/p/{slug}/settings/", f"/p/{slug}/members/"):
        page = alice.get(path).content.decode()
        assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page, path


def test_a_deactivated_member_is_marked_and_not_added_again(cast, alice: Client, project: Project) -> None:
    User.objects.filter(pk=cast.carol.pk).update(is_active=False, last_login=timezone.now())
    answer = alice.post(f"{PAGE}members/", {"username": "carol", "role": "reader"})
    assert answer.status_code == 400
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)
    assert "deactivated" in alice.get(f"{PAGE}members/").content.decode()


@pytest.mark.parametrize("path", ["/projects/new/", f"{PAGE}settings/", f"{PAGE}members/"])
def test_a_post_without_the_csrf_token_is_refused(cast, project, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice)
    assert client.post(path, NEW).status_code == 403
