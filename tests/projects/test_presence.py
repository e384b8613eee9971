"""Who is here: said, seen, forgotten, and hidden behind veils."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import F

from accounts.services import show_presence
from projects import company, presence
from projects.company import Company, Present
from projects.guards import open_project
from projects.messages import Sight
from projects.models import Event, Member, Presence, Veil
from projects.presence import MOST_PAGES, appear, companies, present
from projects.services import change_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(project):
    return f"/api/v1/projects/{project.slug}/presence/"


@pytest.fixture
def said(program, cast, here, document):
    """What Bob's page says of where he is."""
    body = {"page": str(uuid4()), "document": str(document.id), "place": 7}
    assert program(cast.bob).put(here, body).status_code == 200
    return body


def long_ago(seconds: int) -> None:
    """Let what every page has said be so old."""
    Presence.objects.update(seen=F("seen") - timedelta(seconds=seconds))


def people(client, here) -> list[dict]:
    return client.get(here).json()["people"]


def test_members_see_who_is_here_and_where(program, cast, here, said, document):
    bob = {"user": "bob", "document": str(document.id), "place": 7}
    assert people(program(cast.ruth), here) == people(program(cast.bob), here) == [bob]


def test_somebody_with_two_pages_is_where_they_were_last(program, cast, here, said):
    program(cast.bob).put(here, {"page": str(uuid4())})
    assert people(program(cast.ruth), here) == [{"user": "bob", "document": None, "place": None}]


def test_who_closes_the_page_is_gone(program, cast, here, said):
    program(cast.erin).delete(f"{here}?page={said['page']}")
    assert len(people(program(cast.ruth), here)) == 1, "it is not Erin's page"
    assert program(cast.bob).delete(f"{here}?page={said['page']}").status_code == 204
    assert people(program(cast.ruth), here) == []


def test_who_says_nothing_any_more_is_forgotten(program, cast, here, said, project):
    long_ago(presence.FORGOTTEN + 1)
    assert people(program(cast.ruth), here) == []
    appear(project=project.id, user=cast.erin, page=uuid4())
    assert Presence.objects.count() == 1


def test_who_is_no_member_any_more_is_not_shown(program, cast, here, said, project):
    appear(project=project.id, user=cast.ruth, page=uuid4())
    Member.objects.filter(project=project, user=cast.bob).delete()
    assert [one["user"] for one in people(program(cast.ruth), here)] == ["ruth"]
    assert not Presence.objects.filter(user=cast.bob).exists(), "what was written is gone"


def test_who_signs_out_is_gone_from_every_project(client, cast, project, other_project):
    for user, where in ((cast.carol, other_project), (cast.bob, project), (cast.erin, project)):
        appear(project=where.id, user=user, page=uuid4())
    client.force_login(cast.bob, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/accounts/logout/")
    assert {one.user for one in Presence.objects.all()} == {cast.carol, cast.erin}


@pytest.mark.parametrize("blind", [False, True])
def test_others_in_a_veiled_document_are_in_the_project_only(cast, said, project, document, blind):
    Veil.objects.create(project=project, scope=document.id, user=cast.erin if blind else None)
    appear(project=project.id, user=cast.ruth, page=uuid4(), document=document.id, place=3)
    doors = {name: open_project(getattr(cast, name), project.slug) for name in ("erin", "bob")}
    seen = {
        name: {one["user"]: (one["document"], one["place"]) for one in present(door)["people"]}
        for name, door in doors.items()
    }
    reader = "erin" if blind else "bob"
    assert seen[reader]["ruth"] == (None, None)
    assert seen["bob"]["bob"] == (document.id, 7)
    assert seen["bob" if blind else "erin"]["ruth"] == (document.id, 3)


def test_a_person_is_known_by_so_many_pages_at_most(cast, project):
    for _ in range(MOST_PAGES + 2):
        appear(project=project.id, user=cast.bob, page=uuid4())
    assert Presence.objects.count() == MOST_PAGES


def test_it_is_no_event_and_written_to_no_log(said, project):
    assert not Event.objects.filter(project=project, kind__startswith="presence").exists()
    with connection.cursor() as cursor:
        cursor.execute("select relpersistence from pg_class where relname = 'projects_presence'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.parametrize("wrong", [{"page": "x"}, {"place": -1}, {"document": "x"}, {"to": 1}])
def test_what_makes_no_sense_is_refused(program, cast, here, wrong):
    assert program(cast.bob).put(here, {"page": str(uuid4())} | wrong).status_code == 400
    assert program(cast.bob).delete(here).status_code == 400, "it does not say which page"


def test_who_says_that_they_are_here_is_told_who_else_is(program, cast, here, said, document):
    answer = program(cast.erin).put(here, {"page": str(uuid4())})
    bob, erin = (
        {"user": "bob", "document": str(document.id), "place": 7},
        {"user": "erin", "document": None, "place": None},
    )
    assert answer.json() == {"on": True, "people": [bob, erin], "more": 0}
    assert answer["Cache-Control"] == "no-store"


class TestTurnedOff:
    def test_by_a_person_nothing_is_written_of_them_and_they_see_nobody(self, program, cast, here, said):
        ruth = program(cast.ruth)
        ruth.put(here, {"page": str(uuid4())})
        assert ruth.put("/api/v1/account/presence/", {"on": False}).json() == {"on": False}
        assert not Presence.objects.filter(user=cast.ruth).exists(), "what was written is gone"
        assert ruth.put(here, {"page": str(uuid4())}).json() == {"on": False, "people": [], "more": 0}
        assert ruth.get(here).json() == {"on": False, "people": [], "more": 0}
        assert [one["user"] for one in people(program(cast.bob), here)] == ["bob"]
        assert not Presence.objects.filter(user=cast.ruth).exists()
        assert ruth.put("/api/v1/account/presence/", {"on": True}).json() == {"on": True}
        assert ruth.get("/api/v1/account/presence/").json() == {"on": True}
        assert [one["user"] for one in people(ruth, here)] == ["bob"]

    def test_by_an_owner_nobody_is_written_and_nobody_is_seen(self, program, cast, here, said, project):
        home = f"/api/v1/projects/{project.slug}/"
        assert program(cast.alice).get(home).json()["presence"] is True
        changed = program(cast.alice).patch(home, {"presence": False}, HTTP_IF_MATCH="*")
        assert changed.json()["presence"] is False
        assert not Presence.objects.exists(), "what was written is gone"
        assert program(cast.bob).put(here, said).json() == {"on": False, "people": [], "more": 0}
        assert not Presence.objects.exists()
        event = Event.objects.filter(project=project).latest("seq")
        assert (event.before["presence"], event.after["presence"]) == (True, False)

    def test_elsewhere_it_stays_on(self, program, cast, here, said, other_project):
        change_project(project=other_project, user=cast.carol, presence=False)
        assert [one["user"] for one in people(program(cast.ruth), here)] == ["bob"]

    @pytest.mark.parametrize("wrong", [{}, {"on": "no"}, {"on": True, "to": 1}])
    def test_it_is_turned_off_by_false_alone(self, program, cast, wrong):
        assert program(cast.ruth).put("/api/v1/account/presence/", wrong).status_code == 400
        assert program().put("/api/v1/account/presence/", {"on": False}).status_code == 401
        assert program().get("/api/v1/account/presence/").status_code == 401
        assert program(cast.ruth, read_only=True).put("/api/v1/account/presence/", {"on": False}).status_code == 403


def test_all_projects_are_asked_after_at_once(cast, project, other_project, django_assert_num_queries):
    appear(project=project.id, user=cast.bob, page=uuid4())
    appear(project=other_project.id, user=cast.carol, page=uuid4())
    show_presence(user=cast.ruth, on=False)
    change_project(project=other_project, user=cast.carol, presence=False)
    with django_assert_num_queries(1):
        found = companies([project.id, other_project.id])
    bob = Present("bob", None, None)
    assert found == {project.id: Company(True, (bob,), frozenset({"ruth"})), other_project.id: Company(False)}


class TestTold:
    MEMBER = Sight(members=True, comments=True)
    THERE = UUID(int=7)

    def test_a_visitor_is_told_nothing(self):
        assert Company().framed("", Sight(members=False, comments=False)) == b""

    def test_it_travels_as_what_the_api_says(self):
        one = Company(people=(Present("bob", self.THERE, 3),))
        data = b'{"on":true,"people":[{"user":"bob","document":"%s","place":3}],"more":0}' % str(self.THERE).encode()
        assert one.framed("ruth", self.MEMBER) == b"event: presence\ndata: %s\n\n" % data

    def test_who_is_apart_or_behind_a_veil_is_told_less_and_the_others_the_same(self):
        one = Company(people=(Present("bob", self.THERE, 3),), apart=frozenset({"ruth"}))
        veiled = Sight(members=True, comments=True, veiled=frozenset({self.THERE}), name="erin")
        assert b"bob" not in one.framed("ruth", self.MEMBER)
        assert b"null" in one.framed("erin", veiled)
        assert one.framed("alice", self.MEMBER) is one.framed("bob", self.MEMBER)

    def test_of_a_crowd_so_many_are_named_at_most(self, monkeypatch):
        monkeypatch.setattr(company, "MOST_TOLD", 2)
        told = Company(people=tuple(Present(name, None, None) for name in "abc")).told("c", ())
        assert ([one["user"] for one in told["people"]], told["more"]) == (["a", "b"], 1)
