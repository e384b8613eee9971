"""Invitations and requests over REST."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from projects import invited
from projects.models import Invitation, Member
from projects.services import change_project

pytestmark = pytest.mark.django_db
JOIN = "/api/v1/join/"


@pytest.fixture
def home(project):
    return f"/api/v1/projects/{project.slug}/"


@pytest.fixture
def alice(program, cast):
    return program(cast.alice)


def next_week():
    return (timezone.now() + timedelta(days=7)).isoformat()


def made(alice, home, **body):
    answer = alice.post(f"{home}invitations/", {"expires": next_week()} | body)
    assert answer.status_code == 201, answer.content
    return answer


def test_an_invitation_is_made_used_and_listed_without_its_link(alice, program, cast, home):
    answer = made(alice, home, role="editor", most=2)
    body = answer.json()
    assert body | {"role": "editor", "most": 2, "used": 0, "email": "", "creator": "alice", "sent": False} == body
    assert answer["Cache-Control"] == "no-store" and answer["Location"] == body["url"]
    assert body["link"].startswith("http://testserver/join/")
    token = body["link"].split("/")[-2]
    joined = program(cast.carol).post(JOIN, {"token": token})
    assert (joined.status_code, joined.json()["user"], joined.json()["role"]) == (201, "carol", "editor")
    assert alice.get(joined["Location"]).status_code == 200
    (listed,) = alice.get(f"{home}invitations/").json()["results"]
    assert listed["used"] == 1 and "link" not in listed and token not in str(listed)
    assert alice.get(body["url"]).json() == listed
    again = program(cast.carol).post(JOIN, {"token": token})
    assert (again.status_code, again.json()["current"]["role"]) == (409, "editor")


def test_a_revoked_invitation_lets_nobody_in(alice, program, cast, home):
    body = made(alice, home).json()
    assert alice.delete(body["url"], HTTP_IF_MATCH='"7"').status_code == 412
    assert alice.delete(body["url"], HTTP_IF_MATCH='"1"').status_code == 204
    assert alice.get(body["url"]).json()["revoked"]
    refused = program(cast.carol).post(JOIN, {"token": body["link"].split("/")[-2]})
    assert refused.status_code == 409 and "revoked" in refused.json()["detail"]


def test_an_invitation_by_mail_goes_out_and_says_so(alice, home, settings):
    settings.SITE_URL, settings.EMAIL_HOST = "https://argmap.example.org", "smtp.example.org"
    body = made(alice, home, email="dora@example.org").json()
    (letter,) = mail.outbox
    assert body["sent"] and letter.to == ["dora@example.org"]
    assert body["link"].startswith("https://argmap.example.org/join/") and body["link"] in letter.body


def test_letters_are_counted(alice, home, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation_mail": "1/d/user"}
    made(alice, home, email="dora@example.org")
    more = alice.post(f"{home}invitations/", {"expires": next_week(), "email": "emil@example.org"})
    assert more.status_code == 429 and Invitation.objects.count() == 1
    made(alice, home)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"role": "owner"}, "role"),
        ({"most": 0}, "most"),
        ({"most": 1_001}, "most"),
        ({"expires": "2020-01-01T00:00:00Z"}, "expires"),
        ({"email": "dora"}, "email"),
        ({"email": "dora@example.org", "most": 3}, "most"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused_by_field(alice, home, wrong, field):
    answer = alice.post(f"{home}invitations/", {"expires": next_week()} | wrong)
    assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == field
    assert not Invitation.objects.exists()


def test_nobody_joins_without_saying_who_they_are_and_guesses_are_counted(alice, program, cast, home, monkeypatch):
    monkeypatch.setattr(invited, "MOST_GUESSES", 2)
    assert program().post(JOIN, {"token": "x"}).status_code == 401
    assert program(cast.carol, read_only=True).post(JOIN, {"token": "x"}).status_code == 403
    token = made(alice, home, most=5).json()["link"].split("/")[-2]
    carol = program(cast.carol)
    assert [carol.post(JOIN, {"token": "x"}).status_code for _ in range(3)] == [404, 404, 429]
    assert carol.post(JOIN, {"token": token}).status_code == 429


@pytest.fixture
def public(cast, project):
    return change_project(project=project, user=cast.alice, public=True)


def test_somebody_asks_and_is_taken_in(alice, program, cast, home, public):
    carol = program(cast.carol)
    asked = carol.post(f"{home}requests/", {"message": " I code, too. "})
    assert asked.status_code == 201
    body = asked.json()
    assert body | {"user": "carol", "message": "I code, too.", "state": "waiting", "answered": None} == body
    again = carol.post(f"{home}requests/", {})
    assert (again.status_code, again.json()["current"]["id"]) == (409, body["id"])
    assert alice.get(f"{home}requests/?state=waiting").json()["results"] == [body]
    assert alice.get(f"{home}requests/?state=declined").json()["results"] == []
    answer = {"accept": True, "role": "reader", "reply": "Welcome."}
    done = alice.post(f"{body['url']}answer/", answer, HTTP_IF_MATCH='"1"')
    assert (done.status_code, done.json()["state"], done.json()["reply"]) == (200, "accepted", "Welcome.")
    assert Member.objects.get(project=public, user=cast.carol).role == "reader"
    late = alice.post(f"{body['url']}answer/", {"accept": False}, HTTP_IF_MATCH="*")
    assert late.status_code == 409


def test_a_decline_is_read_by_who_asked_and_nobody_else(alice, program, cast, home, public, django_user_model):
    carol, dora = program(cast.carol), program(django_user_model.objects.create_user("dora"))
    url = carol.post(f"{home}requests/", {}).json()["url"]
    assert alice.post(f"{url}answer/", {"accept": False, "reply": "Later."}, HTTP_IF_MATCH="*").status_code == 200
    assert carol.get(url).json()["reply"] == "Later."
    statuses = [one.get(url).status_code for one in (dora, program(cast.bob), program())]
    assert statuses == [403, 403, 401]


def test_only_who_asked_takes_a_request_back(alice, program, cast, home, public):
    carol = program(cast.carol)
    url = carol.post(f"{home}requests/", {}).json()["url"]
    refused = alice.delete(url, HTTP_IF_MATCH="*")
    assert refused.status_code == 403 and "Decline it" in refused.json()["detail"]
    assert program(cast.bob).delete(url, HTTP_IF_MATCH="*").status_code == 403
    assert program().delete(url, HTTP_IF_MATCH="*").status_code == 401
    assert carol.delete(url).status_code == 428
    assert carol.delete(url, HTTP_IF_MATCH='"1"').status_code == 204
    assert carol.get(url).json()["state"] == "withdrawn"


def test_only_strangers_who_say_who_they_are_ask_and_only_a_public_project(program, cast, home, project):
    people = [program(user) for user in (cast.carol, cast.bob, cast.alice, None)]
    assert [one.post(f"{home}requests/", {}).status_code for one in people] == [404, 403, 403, 404]
    change_project(project=project, user=cast.alice, public=True)
    assert [one.post(f"{home}requests/", {}).status_code for one in people] == [201, 409, 409, 401]


def test_visitors_read_nothing_of_who_is_invited_or_asks_in_the_feed(alice, program, cast, home, public):
    made(alice, home)
    program(cast.carol).post(f"{home}requests/", {})
    kinds = {event["kind"].split(".")[0] for event in program(cast.carol).get(f"{home}events/").json()["results"]}
    assert kinds == {"project"}
    everything = {event["kind"] for event in alice.get(f"{home}events/").json()["results"]}
    assert {"invitation.created", "request.made"} <= everything
