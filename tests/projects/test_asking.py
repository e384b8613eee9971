"""Asking to join: once at a time, answered by owners, and told to the asker."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.utils import timezone

from accounts.models import digest
from projects.asking import accept_request, ask_to_join, decline_request, withdraw_request
from projects.conflicts import Conflict, Stale
from projects.inviting import invite, use_invitation
from projects.models import Event, JoinRequest, Member
from projects.services import add_member, change_project
from tests.annotations.test_at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(cast, project):
    return change_project(project=project, user=cast.alice, public=True)


@pytest.fixture
def asked(cast, public):
    return ask_to_join(project=public, user=cast.carol, message="I code the same debate.")


def newest(project):
    return Event.objects.filter(project=project).latest("seq")


def test_a_request_is_recorded_without_what_was_written(cast, public, asked):
    event = newest(public)
    assert (event.kind, event.user, event.object_id) == ("request.made", cast.carol, asked.id)
    assert event.after == {"user": "carol", "state": "waiting", "revision": 1}


def test_accepting_takes_the_asker_in(cast, public, asked):
    done = accept_request(asked=asked, by=cast.alice, role="annotator", reply="Welcome.", revision=1)
    assert (done.state, done.reply, done.answered_by, done.revision) == ("accepted", "Welcome.", cast.alice, 2)
    assert Member.objects.get(project=public, user=cast.carol).role == "annotator"
    added, answered = Event.objects.filter(project=public).order_by("-seq")[:2][::-1]
    assert (added.kind, added.user, added.after["request"]) == ("member.added", cast.alice, str(asked.id))
    assert (answered.kind, answered.before["state"], answered.after["state"]) == (
        "request.answered",
        "waiting",
        "accepted",
    )


def test_a_decline_is_kept_with_its_reply_and_asking_again_waits_a_week(cast, public, asked):
    decline_request(asked=asked, by=cast.alice, reply="We are complete.")
    asked.refresh_from_db()
    assert (asked.state, asked.reply, bool(asked.answered)) == ("declined", "We are complete.", True)
    assert newest(public).kind == "request.answered"
    with pytest.raises(Conflict, match="declined"):
        ask_to_join(project=public, user=cast.carol)
    JoinRequest.objects.update(created=timezone.now() - timedelta(days=8))
    assert ask_to_join(project=public, user=cast.carol).state == "waiting"


def test_a_request_is_taken_back_and_may_be_made_anew(cast, public, asked):
    withdraw_request(asked=asked, revision=1)
    assert newest(public).kind == "request.withdrawn"
    with pytest.raises(Conflict, match="withdrawn already"):
        accept_request(asked=asked, by=cast.alice, role="reader")
    assert ask_to_join(project=public, user=cast.carol).state == "waiting"


def test_what_nobody_can_ask_is_refused(cast, public, asked):
    with pytest.raises(Conflict, match="asked already"):
        ask_to_join(project=public, user=cast.carol)
    with pytest.raises(Conflict, match="member already, as annotator"):
        ask_to_join(project=public, user=cast.bob)
    with pytest.raises(Stale):
        decline_request(asked=asked, by=cast.alice, revision=7)
    private = change_project(project=public, user=cast.alice, public=False)
    with pytest.raises(PermissionDenied):
        ask_to_join(project=private, user=cast.carol)


@pytest.mark.parametrize(("way", "state"), [("added", "accepted"), ("invited", "withdrawn")])
def test_whoever_comes_in_another_way_waits_no_more(cast, public, asked, way, state):
    if way == "added":
        add_member(project=public, by=cast.alice, user=cast.carol, role="reader")
    else:
        week = timezone.now() + timedelta(days=7)
        _, token = invite(project=public, by=cast.alice, role="reader", expires=week)
        use_invitation(key=digest(token), user=cast.carol)
    asked.refresh_from_db()
    assert asked.state == state and not JoinRequest.objects.waiting().exists()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("state = 'maybe', answered = now()", "request_is_in_a_known_state"),
        ("state = 'declined'", "request_waits_until_it_is_answered"),
        ("answered = now()", "request_waits_until_it_is_answered"),
    ],
)
def test_the_database_refuses_a_request_in_no_state(asked, change, rule):
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update projects_joinrequest set {change} where id = %s", [asked.id])
    assert error.value.__cause__.diag.constraint_name == rule


@pytest.mark.django_db(transaction=True)
def test_of_several_requests_at_once_one_waits(cast, project):
    public = change_project(project=project, user=cast.alice, public=True)

    def ask(n):
        try:
            ask_to_join(project=public, user=cast.carol)
        except Conflict:
            return "asked already"
        return "asked"

    assert sorted(at_once(4, ask)) == ["asked"] + ["asked already"] * 3


@pytest.mark.django_db(transaction=True)
def test_a_request_that_is_accepted_and_overtaken_by_an_invitation_at_once_ends_as_one_member(cast, project):
    public = change_project(project=project, user=cast.alice, public=True)
    asked = ask_to_join(project=public, user=cast.carol)
    _, token = invite(project=public, by=cast.alice, role="reader", expires=timezone.now() + timedelta(days=7))

    def come(n):
        try:
            if n:
                accept_request(asked=asked, by=cast.alice, role="editor")
            else:
                use_invitation(key=digest(token), user=cast.carol)
        except Conflict:
            return "late"
        return "in"

    assert sorted(at_once(2, come)) == ["in", "late"]
    asked.refresh_from_db()
    assert asked.state != "waiting" and Member.objects.filter(project=public, user=cast.carol).count() == 1
