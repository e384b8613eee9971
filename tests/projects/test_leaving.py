"""Leaving and handing over: what is kept, what is told, and the owner whom a project never loses."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, connection, transaction
from django.http import Http404

from projects.conflicts import Stale
from projects.leaving import hand_over, leave_project
from projects.models import Event, Member
from projects.services import add_member, change_role
from tests.annotations.test_at_once import at_once

pytestmark = pytest.mark.django_db


def member(project, name):
    return Member.objects.get(project=project, user__username=name)


def roles_in(project):
    return dict(Member.objects.filter(project=project).values_list("user__username", "role"))


def newest(project):
    return Event.objects.filter(project=project).latest("seq")


def test_whoever_leaves_is_out_and_the_log_says_so(cast, project):
    bob = member(project, "bob")
    leave_project(member=bob, revision=1)
    event = newest(project)
    assert (event.kind, event.user, event.object_id) == ("member.left", cast.bob, bob.id)
    assert (event.before, event.after) == ({"user": "bob", "role": "annotator", "revision": 1}, None)
    with pytest.raises(Http404):
        leave_project(member=bob)


def test_leaving_is_refused_when_ones_role_has_changed_meanwhile(cast, project):
    bob = member(project, "bob")
    change_role(member=bob, by=cast.alice, role="editor")
    with pytest.raises(Stale):
        leave_project(member=bob, revision=1)


def test_the_last_owner_cannot_leave(project):
    with pytest.raises(ValidationError, match="needs an owner"):
        leave_project(member=member(project, "alice"))


def test_a_project_is_handed_over_at_one_stroke_and_told_once(cast, project):
    before = newest(project).seq
    heir = hand_over(project=project, by=cast.alice, to=member(project, "bob"), revision=1)
    assert (heir.user, heir.role) == (cast.bob, "owner")
    assert roles_in(project) == {"alice": "editor", "erin": "editor", "bob": "owner", "ruth": "reader"}
    event = newest(project)
    assert (event.seq, event.kind, event.object_id) == (before + 1, "project.handed_over", project.id)
    assert (event.before["from"]["role"], event.before["to"]["role"]) == ("owner", "annotator")
    assert (event.after["from"], event.after["to"]["role"]) == (
        {"user": "alice", "role": "editor", "revision": 2},
        "owner",
    )


def test_another_owner_takes_over_by_the_first_ones_stepping_back(cast, project):
    add_member(project=project, by=cast.alice, user=cast.carol, role="owner")
    hand_over(project=project, by=cast.alice, to=member(project, "carol"), role="reader")
    assert (roles_in(project)["alice"], member(project, "carol").revision) == ("reader", 1)


def test_what_cannot_be_handed_over_is_refused(cast, project, other_project):
    bob, alice = member(project, "bob"), member(project, "alice")
    with pytest.raises(PermissionDenied):
        hand_over(project=project, by=cast.erin, to=bob)
    with pytest.raises(PermissionDenied):
        hand_over(project=project, by=cast.carol, to=bob)
    with pytest.raises(ValidationError, match="yours already"):
        hand_over(project=project, by=cast.alice, to=alice)
    with pytest.raises(ValidationError, match="no longer its owner"):
        hand_over(project=project, by=cast.alice, to=bob, role="owner")
    with pytest.raises(Stale):
        hand_over(project=project, by=cast.alice, to=bob, revision=7)
    with pytest.raises(Http404):
        hand_over(project=project, by=cast.alice, to=member(other_project, "carol"))
    assert roles_in(project)["alice"] == "owner"


@pytest.mark.parametrize(
    "sql",
    [
        "delete from projects_member where id = %s",
        "update projects_member set role = 'editor' where id = %s",
        "update projects_member m set project_id = p.id from projects_project p where slug = 'elsewhere' and m.id = %s",
    ],
)
def test_the_database_refuses_to_lose_the_last_owner_whoever_writes(project, other_project, sql):
    with pytest.raises(Error) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [member(project, "alice").id])
        cursor.execute("set constraints all immediate")
    assert refused.value.__cause__.diag.constraint_name == "project_keeps_an_owner"


def test_within_one_transaction_the_owners_may_change_places(project):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update projects_member set role = 'editor' where id = %s", [member(project, "alice").id])
        cursor.execute("update projects_member set role = 'owner' where id = %s", [member(project, "bob").id])
        cursor.execute("set constraints all immediate")
    assert roles_in(project)["bob"] == "owner"


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_once_one_stays(cast, project):
    change_role(member=member(project, "erin"), by=cast.alice, role="owner")
    owners = [member(project, name) for name in ("alice", "erin")]

    def go(n):
        try:
            leave_project(member=owners[n])
        except ValidationError:
            return "stays"
        return "left"

    assert sorted(at_once(2, go)) == ["left", "stays"]
    assert list(roles_in(project).values()).count("owner") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("isolation", ["read committed", "repeatable read"])
def test_two_owners_deleted_at_once_past_every_service_do_not_both_go(cast, project, isolation):
    change_role(member=member(project, "erin"), by=cast.alice, role="owner")
    owners = [member(project, name).id for name in ("alice", "erin")]
    both_deleted = threading.Barrier(2)

    def delete(n):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"set transaction isolation level {isolation}")
                cursor.execute("delete from projects_member where id = %s", [owners[n]])
                both_deleted.wait()
        except Error:
            return "refused"
        return "done"

    assert sorted(at_once(2, delete)) == ["done", "refused"]


@pytest.mark.django_db(transaction=True)
def test_owners_who_hand_over_to_one_another_at_once_leave_an_owner(cast, project):
    change_role(member=member(project, "erin"), by=cast.alice, role="owner")
    alice, erin = member(project, "alice"), member(project, "erin")
    hands = ((cast.alice, erin), (cast.erin, alice))

    def give(n):
        hand_over(project=project, by=hands[n][0], to=hands[n][1])
        return "given"

    assert at_once(2, give) == ["given", "given"]
    assert list(roles_in(project).values()).count("owner") == 1
