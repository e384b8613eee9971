"""Projects and members over REST."""

import pytest

from projects.models import Event, Member, Project

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/projects/"


@pytest.fixture
def alice(program, cast):
    return program(cast.alice)


@pytest.fixture
def home(project):
    return f"{ROOT}{project.slug}/"


class TestProjects:
    def test_a_project_is_started_and_read(self, program, cast):
        carol = program(cast.carol)
        made = carol.post(ROOT, {"name": " Wages ", "description": "<b>Who says what</b>", "public": True})
        assert made.status_code == 201, made.content
        body = made.json()
        assert body | {"name": "Wages", "slug": "wages", "role": "owner", "creator": "carol", "revision": 1} == body
        assert made["Location"] == body["url"] == "http://testserver/api/v1/projects/wages/"
        assert made["ETag"] == '"1"'
        assert body["created"].endswith("Z")
        read = carol.get(body["url"])
        assert read.json() == body
        assert carol.get(body["url"], HTTP_IF_NONE_MATCH='"1"').status_code == 200, "it says one's role too"

    @pytest.mark.parametrize(
        ("body", "field", "code"),
        [
            ({}, "name", "required"),
            ({"name": "  "}, "name", "blank"),
            ({"name": None}, "name", "null"),
            ({"name": 7}, "name", "invalid"),
            ({"name": "a" * 201}, "name", "max_length"),
            ({"name": "a", "public": "yes"}, "public", "invalid"),
            ({"name": "a", "slug": "a b"}, "slug", "invalid"),
            ({"name": "a", "colour": "red"}, "colour", "unknown"),
            ([], "", "invalid"),
            ("name", "", "invalid"),
        ],
    )
    def test_what_does_not_fit_is_told_by_field(self, program, cast, body, field, code):
        response = program(cast.carol).post(ROOT, body)
        assert response.status_code == 400
        assert [(error["field"], error["code"]) for error in response.json()["errors"]] == [(field, code)]

    def test_a_slug_that_is_taken_is_refused(self, alice, home, project):
        response = alice.post(ROOT, {"name": "Another", "slug": project.slug})
        assert response.json()["errors"][0]["field"] == "slug"

    def test_the_list_has_ones_own_and_the_public_ones(self, program, cast, project, other_project):
        Project.objects.create(name="For all", slug="for-all", creator=cast.carol, public=True)
        Project.objects.create(name="Gone", slug="gone", creator=cast.carol, public=True, deleted="2026-01-01T00:00Z")

        def names(client, query=""):
            return [row["name"] for row in client.get(ROOT + query).json()["results"]]

        assert names(program(cast.bob)) == ["Free movement", "For all"]
        assert names(program(cast.bob), "?mine=true") == ["Free movement"]
        assert names(program(cast.bob), "?mine=false") == ["For all"]
        assert names(program()) == ["For all"]

    def test_an_unchanged_list_is_304(self, alice, project):
        etag = alice.get(ROOT)["ETag"]
        assert alice.get(ROOT, HTTP_IF_NONE_MATCH=etag).status_code == 304
        alice.post(ROOT, {"name": "Another"})
        assert alice.get(ROOT, HTTP_IF_NONE_MATCH=etag).status_code == 200

    def test_a_change_needs_the_revision_that_it_is_based_on(self, alice, home):
        assert alice.patch(home, {"name": "New"}).status_code == 428
        changed = alice.patch(home, {"name": "New"}, HTTP_IF_MATCH='"1"')
        assert (changed.status_code, changed.json()["name"], changed["ETag"]) == (200, "New", '"2"')
        stale = alice.patch(home, {"name": "Newer"}, HTTP_IF_MATCH='"1"')
        assert stale.status_code == 412
        assert stale.json()["current"]["name"] == "New"

    def test_a_deleted_project_is_gone_and_comes_back(self, alice, home):
        assert alice.delete(home).status_code == 428
        gone = alice.delete(home, HTTP_IF_MATCH='"1"')
        assert (gone.status_code, gone.content, gone.has_header("Content-Type")) == (204, b"", False)
        assert alice.get(home).status_code == 410
        assert alice.get(ROOT).json()["results"] == []
        assert alice.post(f"{home}restore/", HTTP_IF_MATCH='"1"').status_code == 412
        assert alice.post(f"{home}restore/", HTTP_IF_MATCH=gone["ETag"]).status_code == 200
        assert alice.get(home).status_code == 200

    def test_head_answers_like_get_without_a_body(self, alice, home):
        response = alice.head(home)
        assert (response.status_code, response["ETag"], response.content) == (200, '"1"', b"")


class TestMembers:
    def test_members_are_listed_in_pages(self, alice, home):
        first = alice.get(f"{home}members/?page_size=3").json()
        assert [row["user"] for row in first["results"]] == ["alice", "erin", "bob"]
        assert first["previous"] is None
        second = alice.get(first["next"]).json()
        assert [row["user"] for row in second["results"]] == ["ruth"]
        assert second["next"] is None
        assert alice.get(second["previous"]).json()["results"] == first["results"]

    def test_somebody_is_taken_in_once(self, alice, home, cast):
        made = alice.post(f"{home}members/", {"user": "Carol", "role": "reader"})
        assert made.status_code == 201
        body = made.json()
        assert (body["user"], body["role"], made["Location"]) == ("carol", "reader", body["url"])
        again = alice.post(f"{home}members/", {"user": "carol", "role": "owner"})
        assert again.status_code == 409
        assert again.json()["current"] == body

    @pytest.mark.parametrize(
        ("body", "field"),
        [({"user": "nobody"}, "user"), ({"user": "carol", "role": "king"}, "role"), ({"role": "reader"}, "user")],
    )
    def test_unknown_people_and_roles_are_refused(self, alice, home, body, field):
        response = alice.post(f"{home}members/", body)
        assert (response.status_code, response.json()["errors"][0]["field"]) == (400, field)

    def test_a_role_is_changed_on_its_revision_only(self, alice, home):
        bob = f"{home}members/bob/"
        assert alice.patch(bob, {"role": "editor"}).status_code == 428
        assert alice.patch(bob, {"role": "editor"}, HTTP_IF_MATCH='"1"').json()["role"] == "editor"
        stale = alice.patch(bob, {"role": "reader"}, HTTP_IF_MATCH='"1"')
        assert (stale.status_code, stale.json()["current"]["role"]) == (412, "editor")

    def test_the_last_owner_stays(self, alice, home, project):
        me = f"{home}members/alice/"
        assert alice.patch(me, {"role": "reader"}, HTTP_IF_MATCH="*").status_code == 400
        assert alice.delete(me, HTTP_IF_MATCH="*").status_code == 400
        assert Member.objects.get(project=project, user__username="alice").role == "owner"

    def test_somebody_is_shown_out(self, alice, program, cast, home):
        assert alice.get(f"{home}members/BOB/").json()["user"] == "bob"
        assert alice.delete(f"{home}members/Bob/", HTTP_IF_MATCH='"1"').status_code == 204
        assert program(cast.bob).get(home).status_code == 404
        assert alice.get(f"{home}members/bob/").status_code == 404

    def test_an_address_holds_any_user_name(self, alice, home, django_user_model):
        django_user_model.objects.create_user("zoé+x@example.org")
        made = alice.post(f"{home}members/", {"user": "zoé+x@example.org"})
        assert alice.get(made.json()["url"]).json()["user"] == "zoé+x@example.org"


def test_members_leave_by_deleting_themselves_and_show_nobody_else_out(project, program, cast):
    members = f"/api/v1/projects/{project.slug}/members/"
    bob = program(cast.bob)
    assert bob.delete(f"{members}ruth/", HTTP_IF_MATCH="*").status_code == 403
    assert bob.delete(f"{members}BOB/", HTTP_IF_MATCH='"1"').status_code == 204
    assert bob.get(members).status_code == 404
    assert Event.objects.filter(project=project).latest("seq").kind == "member.left"
    last = program(cast.alice).delete(f"{members}alice/", HTTP_IF_MATCH="*")
    assert last.status_code == 400 and "needs an owner" in last.json()["detail"]


def test_an_owner_hands_the_project_over_and_stays_in_the_role_named(project, program, cast):
    members = f"/api/v1/projects/{project.slug}/members/"
    alice = program(cast.alice)
    assert alice.post(f"{members}bob/hand-over/", {"role": "owner"}, HTTP_IF_MATCH='"1"').status_code == 400
    assert alice.post(f"{members}bob/hand-over/", {}, HTTP_IF_MATCH='"9"').status_code == 412
    done = alice.post(f"{members}bob/hand-over/", {"role": "annotator"}, HTTP_IF_MATCH='"1"')
    assert (done.status_code, done.json()["role"], done.headers["ETag"]) == (200, "owner", '"2"')
    assert alice.get(f"{members}alice/").json()["role"] == "annotator"
    assert alice.post(f"{members}erin/hand-over/", {}, HTTP_IF_MATCH="*").status_code == 403
