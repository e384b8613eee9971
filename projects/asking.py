"""Asking to join a public project, and what the owners say to it."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from projects.conflicts import Conflict, Stale
from projects.events import record
from projects.models import JoinRequest, Member, Project, RequestState
from projects.services import add_member, answer, lock_project, request_facts

PATIENCE = timedelta(days=7)
"""How long after asking somebody who was declined waits before asking again."""


def barred_until(asked: JoinRequest) -> datetime | None:
    """When somebody who was declined can ask again; None: they can by now, or were not declined."""
    then = asked.created + PATIENCE
    return then if asked.state == RequestState.DECLINED and then > timezone.now() else None


@transaction.atomic
def ask_to_join(*, project: Project, user: User, message: str = "") -> JoinRequest:
    """Ask the owners of a public project to be taken in; Conflict for a member, or when one has asked already."""
    lock_project(project)
    if not project.public:
        raise PermissionDenied("Only a public project can be asked.")
    member = Member.objects.filter(project=project, user=user).first()
    if member:
        raise Conflict(f"You are a member already, as {member.role}.")
    latest = JoinRequest.objects.filter(project=project, user=user).order_by("-created").first()
    if latest and latest.state == RequestState.WAITING:
        raise Conflict("You have asked already. The owners have not answered yet.", latest)
    if latest and barred_until(latest):
        raise Conflict("The owners have declined. A week after asking you can ask again.", latest)
    made = JoinRequest.objects.create(project=project, user=user, message=message)
    record(project=project.id, user=user.id, kind="request.made", object_id=made.id, after=request_facts(made))
    return made


def _waiting(asked: JoinRequest, revision: int | None) -> JoinRequest:
    lock_project(asked.project)
    row = JoinRequest.objects.select_for_update(of=["self"]).select_related("user", "project").get(id=asked.id)
    if revision is not None and row.revision != revision:
        raise Stale(row)
    if row.state != RequestState.WAITING:
        raise Conflict(f"This request is {row.state} already.", row)
    return row


@transaction.atomic
def accept_request(
    *, asked: JoinRequest, by: User, role: str, reply: str = "", revision: int | None = None
) -> JoinRequest:
    """Take the asker in; Conflict when the request was answered or withdrawn meanwhile."""
    row = _waiting(asked, revision)
    add_member(project=row.project, by=by, user=row.user, role=role, reply=reply, how={"request": row.id})
    row.refresh_from_db()
    return row


@transaction.atomic
def decline_request(*, asked: JoinRequest, by: User, reply: str = "", revision: int | None = None) -> JoinRequest:
    """Say no; the asker is told so, with the `reply` if there is one."""
    row = _waiting(asked, revision)
    answer(asked=row, by=by, state=RequestState.DECLINED, reply=reply)
    return row


@transaction.atomic
def withdraw_request(*, asked: JoinRequest, revision: int | None = None) -> JoinRequest:
    """Take one's own request back."""
    row = _waiting(asked, revision)
    answer(asked=row, by=row.user, state=RequestState.WITHDRAWN, kind="request.withdrawn")
    return row
