"""Pages of requests: asking, taking back, answering, and where the answer stands."""

import pytest
from django.test import Client

from projects.asking import ask_to_join, decline_request
from projects.leaving import leave_project
from projects.models import JoinRequest, Member
from projects.services import add_member, change_project
from tests.trying import try_door

pytestmark = pytest.mark.django_db
PAGE = "/p/free-movement/"


@pytest.fixture
def public(cast, project):
    return change_project(project=project, user=cast.alice, public=True)


@pytest.fixture
def carol(cast, client):
    client.force_login(cast.carol)
    return client


@pytest.fixture
def alice(cast):
    client = Client()
    client.force_login(cast.alice)
    return client


def test_doors_of_a_private_project(cast, project):
    #                                                           alice erin  bob  ruth carol anonymous
    assert try_door(cast, "GET", f"{PAGE}join/") ==             [302, 302, 302, 302, 404, 302]  # fmt: skip
    assert try_door(cast, "POST", f"{PAGE}join/", {}) ==        [302, 302, 302, 302, 404, 302]  # fmt: skip


def test_doors_of_a_public_project(cast, public):
    asked = JoinRequest.objects.create(project=public, user=cast.carol)
    path, form = f"{PAGE}requests/{asked.id}/", {"answer": "decline", "revision": 1}
    #                                                           alice erin  bob  ruth carol anonymous
    assert try_door(cast, "GET", f"{PAGE}join/") ==             [302, 302, 302, 302, 200, 302]  # fmt: skip
    assert try_door(cast, "POST", f"{PAGE}join/", {}) ==        [302, 302, 302, 302, 409, 302]  # fmt: skip
    assert try_door(cast, "POST", f"{PAGE}join/withdraw/", {}) == [404, 404, 404, 404, 302, 302]  # fmt: skip
    assert try_door(cast, "POST", path, form) ==                [302, 403, 403, 403, 403, 403]  # fmt: skip


def test_a_visitor_is_shown_where_to_ask_and_led_back_after_signing_in(public):
    visitor = Client()
    assert f"{PAGE}join/" in visitor.get(PAGE).content.decode()
    assert visitor.get(f"{PAGE}join/").url == f"/accounts/login/?next={PAGE}join/"


def test_somebody_asks_and_an_owner_takes_them_in(cast, public, carol, alice):
    told = carol.post(f"{PAGE}join/", {"message": "I code <b>too</b>."}, follow=True).content.decode()
    assert "have not answered yet" in told and "not answered yet" in carol.get("/").content.decode()
    asked = JoinRequest.objects.get()
    assert "1 person asks to join “Free movement”" in alice.get("/").content.decode()
    page = alice.get(f"{PAGE}members/").content.decode()
    assert "1 person asks to join" in page and "I code &lt;b&gt;too&lt;/b&gt;." in page
    form = {"answer": "accept", "role": "reader", "revision": 1}
    told = alice.post(f"{PAGE}requests/{asked.id}/", form, follow=True).content.decode()
    assert "carol is in, as reader." in told and "asks to join" not in told
    assert Member.objects.get(project=public, user=cast.carol).role == "reader"
    assert "Where you asked to join" not in carol.get("/").content.decode()


def test_a_decline_is_told_with_its_reply_and_kept_from_others(cast, public, carol, alice):
    carol.post(f"{PAGE}join/", {"message": ""})
    asked = JoinRequest.objects.get()
    form = {"answer": "decline", "reply": "We are complete.", "revision": 1}
    told = alice.post(f"{PAGE}requests/{asked.id}/", form, follow=True).content.decode()
    assert "carol is told that the project does not take them in." in told
    for path in ("/", f"{PAGE}join/"):
        page = carol.get(path).content.decode()
        assert "declined" in page and "We are complete." in page
    assert "on you can ask again." in page and "Ask the owners" not in page
    again = carol.post(f"{PAGE}join/", {"message": "Please."})
    assert again.status_code == 409 and "Please." in again.content.decode()


def test_an_answer_that_was_overtaken_is_not_told_again(cast, public, carol, alice):
    carol.post(f"{PAGE}join/", {"message": ""})
    decline_request(asked=JoinRequest.objects.get(), by=cast.alice)
    add_member(project=public, by=cast.alice, user=cast.carol, role="reader")
    leave_project(member=Member.objects.get(project=public, user=cast.carol))
    assert "Where you asked to join" not in carol.get("/").content.decode()


def test_an_answer_that_came_after_one_has_gone_is_told(cast, public, carol):
    add_member(project=public, by=cast.alice, user=cast.carol, role="reader")
    leave_project(member=Member.objects.get(project=public, user=cast.carol))
    decline_request(asked=ask_to_join(project=public, user=cast.carol), by=cast.alice)
    assert "Where you asked to join" in carol.get("/").content.decode()


def test_a_request_is_taken_back(public, carol, alice):
    carol.post(f"{PAGE}join/", {"message": ""})
    assert "You have taken your request back" in carol.post(f"{PAGE}join/withdraw/", follow=True).content.decode()
    assert "asks to join" not in alice.get(f"{PAGE}members/").content.decode()


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"answer": "accept", "role": "reader", "revision": 9}, "changed this since"),
        ({"answer": "maybe", "revision": 1}, "Select a valid choice"),
        ({"answer": "accept", "role": "king", "revision": 1}, "Select a valid choice"),
    ],
)
def test_an_answer_that_is_refused_is_told_above_the_list(public, carol, alice, form, reason):
    carol.post(f"{PAGE}join/", {"message": ""})
    asked = JoinRequest.objects.get()
    assert reason in alice.post(f"{PAGE}requests/{asked.id}/", form, follow=True).content.decode()
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_members_who_are_no_owners_do_not_see_who_asks(cast, public, carol):
    carol.post(f"{PAGE}join/", {"message": "Hello"})
    erin = Client()
    erin.force_login(cast.erin)
    page = erin.get(f"{PAGE}members/").content.decode()
    assert "asks to join" not in page and "Hello" not in page


def test_an_answer_to_a_request_of_another_project_is_not_found(cast, public, other_project, carol, alice):
    asked = JoinRequest.objects.create(project=public, user=cast.carol)
    form = {"answer": "decline", "revision": 1}
    assert carol.post(f"/p/elsewhere/requests/{asked.id}/", form).status_code == 404
