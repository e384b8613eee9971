"""Invitations: links by which people come into a project, with nobody waiting for them at the door."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from accounts.models import User, digest
from projects.conflicts import Conflict, Stale
from projects.events import record
from projects.models import Invitation, InvitationUse, Member, Project
from projects.services import add_member

LONGEST = timedelta(days=366)


def invitation_facts(invitation: Invitation) -> dict[str, Any]:
    """What the event log says of an invitation: neither its token, nor to whose address it went."""
    return {
        "role": invitation.role,
        "most": invitation.most,
        "used": invitation.used,
        "expires": invitation.expires,
        "revoked": bool(invitation.revoked),
        "revision": invitation.revision,
    }


@transaction.atomic
def invite(
    *, project: Project, by: User, role: str, expires: datetime, most: int = 1, email: str = ""
) -> tuple[Invitation, str]:
    """Make an invitation and return it with its token, which cannot be had again.

    One that goes to an address is for one person.
    """
    now = timezone.now()
    if not now < expires <= now + LONGEST:
        raise ValidationError({"expires": "An invitation holds for a year at most, and not into the past."})
    if email and most != 1:
        raise ValidationError({"most": "An invitation that is sent to an address is for one person."})
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        project=project, creator=by, role=role, expires=expires, most=most, email=email, digest=digest(token)
    )
    record(project=project.id, user=by.id, kind="invitation.created", object_id=made.id, after=invitation_facts(made))
    return made, token


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, revision: int | None = None) -> Invitation:
    """Let nobody else in by it; whoever has come in stays. One that is revoked already stays as it is."""
    row = Invitation.objects.select_for_update().get(id=invitation.id)
    if revision is not None and row.revision != revision:
        raise Stale(row)
    if row.revoked:
        return row
    before = invitation_facts(row)
    row.revoked = timezone.now()
    row.revision += 1
    row.save(update_fields=["revoked", "revision"])
    record(
        project=row.project_id, user=by.id, kind="invitation.revoked", object_id=row.id,
        before=before, after=invitation_facts(row),
    )  # fmt: skip
    return row


def _locked(key: str) -> Invitation:
    rows = Invitation.objects.select_for_update(of=["self"]).select_related("project")
    row = rows.filter(digest=key, project__deleted__isnull=True).first()
    if row is None:
        raise Http404("There is no such invitation. The token is what stands after “/join/” in its link.")
    return row


def why_not(invitation: Invitation, user: User | AnonymousUser) -> str:
    """Why somebody who is not in cannot come in by it; nothing: they can."""
    if invitation.over:
        return f"This invitation is {invitation.over}. Ask whoever sent it for another."
    if user.is_authenticated and invitation.uses.filter(user=user).exists():
        return "You have come in by this invitation before. Ask an owner for another."
    return ""


@transaction.atomic
def use_invitation(*, key: str, user: User) -> Member:
    """Come in by the invitation whose token has this digest; Conflict when it is over or was used by them before.

    Somebody who is in already uses nothing up. It is locked, so that no more come in than it is for.
    """
    row = _locked(key)
    member = Member.objects.filter(project=row.project_id, user=user).select_related("user").first()
    if member:
        raise Conflict(f"You are a member already, as {member.role}.", member)
    if refused := why_not(row, user):
        raise Conflict(refused)
    before = invitation_facts(row)
    InvitationUse.objects.create(project=row.project, invitation=row, user=user)
    row.refresh_from_db(fields=["used"])
    member = add_member(project=row.project, by=user, user=user, role=row.role, how={"invitation": row.id})
    after = invitation_facts(row) | {"user": user.username}
    record(project=row.project_id, user=user.id, kind="invitation.used", object_id=row.id, before=before, after=after)
    return member
