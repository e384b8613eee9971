"""Invitations: who comes in by them, how often, and what nobody learns of them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, connection, transaction
from django.http import Http404
from django.utils import timezone

from accounts.models import User, digest
from projects.conflicts import Conflict, Stale
from projects.inviting import invite, revoke_invitation, use_invitation
from projects.models import Event, Invitation, Member
from projects.services import delete_project, remove_member
from tests.annotations.test_at_once import at_once

pytestmark = pytest.mark.django_db


def soon(**more):
    return timezone.now() + timedelta(**(more or {"days": 7}))


@pytest.fixture
def invitation(cast, project):
    """For three people, as annotators; returns it with its token."""
    return invite(project=project, by=cast.alice, role="annotator", expires=soon(), most=3)


def kinds(project):
    return list(Event.objects.filter(project=project).order_by("seq").values_list("kind", flat=True))


def test_an_invitation_takes_somebody_in_and_counts_it(cast, project, invitation):
    made, token = invitation
    member = use_invitation(key=digest(token), user=cast.carol)
    assert (member.user, member.role, member.project) == (cast.carol, "annotator", project)
    made.refresh_from_db()
    assert (made.used, made.over) == (1, None)
    added, used = Event.objects.filter(project=project).order_by("-seq")[:2][::-1]
    assert (added.kind, added.user, added.after["invitation"]) == ("member.added", cast.carol, str(made.id))
    assert (used.kind, used.object_id, used.before["used"], used.after["used"]) == ("invitation.used", made.id, 0, 1)
    assert used.after["user"] == "carol"


def test_neither_the_token_nor_the_address_stands_in_the_log_or_in_the_row(cast, project):
    made, token = invite(project=project, by=cast.alice, role="reader", expires=soon(), email="dora@example.org")
    use_invitation(key=digest(token), user=cast.carol)
    log = "".join(f"{event.before} {event.after}" for event in Event.objects.filter(project=project))
    assert token not in log and digest(token) not in log and "dora@" not in log
    assert token not in str(Invitation.objects.filter(id=made.id).values().get())


def test_an_invitation_ends_when_it_is_used_up_too_old_or_revoked(cast, project):
    _, token = invite(project=project, by=cast.alice, role="reader", expires=soon())
    use_invitation(key=digest(token), user=cast.carol)
    dora = User.objects.create_user("dora")
    with pytest.raises(Conflict, match="used up"):
        use_invitation(key=digest(token), user=dora)
    old, token = invite(project=project, by=cast.alice, role="reader", expires=soon(seconds=60))
    Invitation.objects.filter(id=old.id).update(expires=timezone.now())
    with pytest.raises(Conflict, match="too old"):
        use_invitation(key=digest(token), user=dora)
    gone, token = invite(project=project, by=cast.alice, role="reader", expires=soon())
    assert revoke_invitation(invitation=gone, by=cast.alice, revision=1).revision == 2
    assert revoke_invitation(invitation=gone, by=cast.alice).revision == 2
    with pytest.raises(Conflict, match="revoked"):
        use_invitation(key=digest(token), user=dora)
    assert kinds(project).count("invitation.revoked") == 1
    assert not Invitation.objects.in_force().exists()
    assert not Member.objects.filter(user=dora).exists()


def test_a_revoked_invitation_was_not_changed_meanwhile(cast, invitation):
    revoke_invitation(invitation=invitation[0], by=cast.alice)
    with pytest.raises(Stale):
        revoke_invitation(invitation=invitation[0], by=cast.alice, revision=1)


def test_a_member_uses_nothing_up(cast, invitation):
    made, token = invitation
    with pytest.raises(Conflict, match="You are a member already, as editor"):
        use_invitation(key=digest(token), user=cast.erin)
    made.refresh_from_db()
    assert made.used == 0


def test_whoever_was_shown_out_does_not_come_back_by_the_same_link(cast, project, invitation):
    _, token = invitation
    remove_member(member=use_invitation(key=digest(token), user=cast.carol), by=cast.alice)
    with pytest.raises(Conflict, match="before"):
        use_invitation(key=digest(token), user=cast.carol)


def test_an_unknown_token_and_a_deleted_project_are_the_same(cast, project, invitation):
    with pytest.raises(Http404):
        use_invitation(key=digest("guess"), user=cast.carol)
    delete_project(project=project, user=cast.alice)
    with pytest.raises(Http404):
        use_invitation(key=digest(invitation[1]), user=cast.carol)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"expires": timezone.now() - timedelta(days=1)}, "expires"),
        ({"expires": timezone.now() + timedelta(days=500)}, "expires"),
        ({"email": "dora@example.org", "most": 2}, "most"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_not_made(cast, project, wrong, field):
    with pytest.raises(ValidationError) as refused:
        invite(project=project, by=cast.alice, role="reader", **({"expires": soon()} | wrong))
    assert field in refused.value.message_dict


def rule_broken_by(sql, *values):
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("set constraints all immediate")
    return error.value.__cause__.diag.constraint_name


USE = """
insert into projects_invitationuse (id, project_id, invitation_id, user_id, created)
values (gen_random_uuid(), %s, %s, %s, now())
"""


def test_the_database_refuses_more_uses_than_there_are_whoever_writes(cast, project, other_project, invitation):
    made, _ = invitation
    change = "update projects_invitation set {} where id = %s"
    for rule, fields in (
        ("invitation_is_not_used_too_often", "used = 4"),
        ("invitation_makes_no_owner", "role = 'owner'"),
        ("invitation_is_for_some_people", "most = 0"),
        ("invitation_uses_never_go_down", "most = 9"),
        ("invitation_by_mail_is_for_one_person", "email = 'dora@example.org'"),
    ):
        assert rule_broken_by(change.format(fields), made.id) == rule
    for user in (cast.carol, cast.ruth, cast.bob):
        with connection.cursor() as cursor:
            cursor.execute(USE, [project.id, made.id, user.id])
    assert rule_broken_by(USE, project.id, made.id, cast.erin.id) == "invitation_is_not_used_too_often"
    assert rule_broken_by(change.format("used = 0"), made.id) == "invitation_uses_never_go_down"


def test_the_database_counts_no_use_of_what_is_over_or_of_another_project(cast, project, other_project, invitation):
    made, _ = invitation
    assert rule_broken_by(USE, other_project.id, made.id, cast.carol.id) == "invitation_is_used_while_it_holds"
    with connection.cursor() as cursor:
        cursor.execute(USE, [project.id, made.id, cast.carol.id])
    assert rule_broken_by(USE, project.id, made.id, cast.carol.id) == "invitation_is_used_by_a_person_once"
    revoke_invitation(invitation=made, by=cast.alice)
    assert rule_broken_by(USE, project.id, made.id, cast.ruth.id) == "invitation_is_used_while_it_holds"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_come_at_once_as_many_get_in_as_it_is_for(cast, project):
    made, token = invite(project=project, by=cast.alice, role="reader", expires=soon(), most=3)
    people = [User.objects.create_user(f"guest{n}") for n in range(8)]

    def come(n):
        try:
            use_invitation(key=digest(token), user=people[n])
        except Conflict:
            return "late"
        return "in"

    assert sorted(at_once(8, come)) == ["in"] * 3 + ["late"] * 5
    made.refresh_from_db()
    assert made.used == made.uses.count() == 3
    assert Member.objects.filter(project=project, user__in=people).count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_many_uses_written_at_once_past_every_service_none_is_too_many(cast, project):
    made, _ = invite(project=project, by=cast.alice, role="reader", expires=soon(), most=2)
    people = [User.objects.create_user(f"guest{n}") for n in range(6)]

    def write(n):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(USE, [project.id, made.id, people[n].id])
        except Error:
            return "refused"
        return "written"

    assert sorted(at_once(6, write)) == ["refused"] * 4 + ["written"] * 2


@pytest.mark.django_db(transaction=True)
def test_somebody_who_presses_twice_comes_in_once(cast, project):
    made, token = invite(project=project, by=cast.alice, role="reader", expires=soon(), most=5)

    def come(n):
        try:
            use_invitation(key=digest(token), user=cast.carol)
        except Conflict:
            return "already"
        return "in"

    assert sorted(at_once(4, come)) == ["already"] * 3 + ["in"]
    made.refresh_from_db()
    assert made.used == 1
