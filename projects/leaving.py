"""Going out of a project by oneself, and giving it into other hands."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404

from accounts.models import User
from projects.conflicts import Stale
from projects.events import record
from projects.models import Member, Project, Role
from projects.services import keep_an_owner, locked_member, member_facts


@transaction.atomic
def leave_project(*, member: Member, revision: int | None = None) -> None:
    """Go, oneself; what one wrote stays. The last owner cannot go."""
    row = locked_member(member, revision)
    keep_an_owner(row)
    before, id_ = member_facts(row), row.id
    row.delete()
    record(project=row.project_id, user=row.user_id, kind="member.left", object_id=id_, before=before)


def _both(project: Project, by: User, to: Member) -> tuple[Member, Member]:
    """The owner who gives and the member who takes, locked in one order so that no two wait for one another."""
    rows = Member.objects.select_for_update(of=["self"]).select_related("user").filter(project=project.id)
    found = {row.user_id: row for row in rows.filter(user__in=[by.id, to.user_id]).order_by("id")}
    if to.user_id not in found:
        raise Http404("They have left the project meanwhile.")
    if by.id not in found or found[by.id].role != Role.OWNER:
        raise PermissionDenied("Only an owner can hand the project over.")
    return found[by.id], found[to.user_id]


def _facts(giver: Member, heir: Member) -> dict[str, object]:
    return {"from": member_facts(giver), "to": member_facts(heir)}


@transaction.atomic
def hand_over(
    *, project: Project, by: User, to: Member, role: str = Role.EDITOR, revision: int | None = None
) -> Member:
    """Make another member owner in one's own place, and stay in `role`; `revision` is theirs. Returns their row."""
    giver, heir = _both(project, by, to)
    if giver.id == heir.id:
        raise ValidationError("It is yours already: choose another member.")
    if role == Role.OWNER:
        raise ValidationError({"role": "Who hands a project over is no longer its owner: choose another role."})
    if revision is not None and heir.revision != revision:
        raise Stale(heir)
    before = _facts(giver, heir)
    for row, becomes in ((heir, Role.OWNER), (giver, role)):
        if row.role != becomes:
            row.role = becomes
            row.revision += 1
            row.save()
    after = _facts(giver, heir)
    record(project=project.id, user=by.id, kind="project.handed_over", object_id=project.id, before=before, after=after)
    return heir
