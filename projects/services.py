"""What people do with projects and their members: each verb is one transaction with its event."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from projects.conflicts import Conflict, Stale
from projects.events import record
from projects.models import JoinRequest, Member, Project, RequestState, Role


def project_facts(project: Project) -> dict[str, Any]:
    """What the event log and the API say of a project."""
    return {
        "slug": project.slug,
        "name": project.name,
        "description": project.description,
        "public": project.public,
        "presence": project.presence,
        "revision": project.revision,
    }


def member_facts(member: Member) -> dict[str, Any]:
    """What the event log says of a member."""
    return {"user": member.user.username, "role": member.role, "revision": member.revision}


def free_slug(name: str) -> str:
    """A slug for a project of this name that no project has, deleted ones included."""
    base = slugify(name)[:50].strip("-") or "project"
    taken = set(Project.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidates = (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)


def _lock_slugs() -> None:
    """Let one project be started at a time, so that a slug that is free when it is chosen is free at the insert."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('slugs of projects', 0))")


@transaction.atomic
def create_project(
    *, user: User, name: str, slug: str = "", description: str = "", public: bool = False, presence: bool = True
) -> Project:
    """Start a project; the person who starts it owns it."""
    _lock_slugs()
    if slug and Project.objects.filter(slug=slug).exists():
        raise ValidationError({"slug": f"A project with the address “{slug}” exists already: choose another."})
    project = Project.objects.create(
        name=name,
        slug=slug or free_slug(name),
        description=description,
        public=public,
        presence=presence,
        creator=user,
    )
    Member.objects.create(project=project, user=user, role=Role.OWNER)
    record(
        project=project.id,
        user=user.id,
        kind="project.created",
        object_id=project.id,
        after=project_facts(project),
    )
    return project


def _locked(project: Project, revision: int | None) -> Project:
    row = Project.objects.select_for_update(no_key=True).get(id=project.id)
    if revision is not None and row.revision != revision:
        raise Stale(row)
    return row


@transaction.atomic
def change_project(*, project: Project, user: User, revision: int | None = None, **changes: Any) -> Project:
    """Change name, description, public or presence; `revision` is the one that the change was based on (None: any)."""
    row = _locked(project, revision)
    before = project_facts(row)
    for field in ("name", "description", "public", "presence"):
        if field in changes:
            setattr(row, field, changes[field])
    if project_facts(row) == before:
        return row
    row.revision += 1
    row.modified = timezone.now()
    row.save()
    record(
        project=row.id,
        user=user.id,
        kind="project.changed",
        object_id=row.id,
        before=before,
        after=project_facts(row),
    )
    return row


@transaction.atomic
def delete_project(*, project: Project, user: User, revision: int | None = None) -> Project:
    """Hide the project from everybody and return it; its rows stay, and `restore_project` brings it back.

    One that is deleted already stays as it is.
    """
    row = _locked(project, revision)
    if row.deleted:
        return row
    row.deleted = timezone.now()
    row.revision += 1
    row.save(update_fields=["deleted", "revision"])
    record(project=row.id, user=user.id, kind="project.deleted", object_id=row.id, before=project_facts(row))
    return row


@transaction.atomic
def restore_project(*, project: Project, user: User, revision: int | None = None) -> Project:
    """Bring a deleted project back as it was; one that is not deleted stays as it is."""
    row = _locked(project, revision)
    if not row.deleted:
        return row
    row.deleted = None
    row.revision += 1
    row.save(update_fields=["deleted", "revision"])
    record(project=row.id, user=user.id, kind="project.restored", object_id=row.id, after=project_facts(row))
    return row


def lock_project(project: Project) -> None:
    """Let nobody else take somebody in, or ask to be, until the end of the transaction."""
    Project.objects.select_for_update(no_key=True).get(id=project.id)


@transaction.atomic
def add_member(
    *, project: Project, by: User, user: User, role: str, reply: str = "", how: dict[str, Any] | None = None
) -> Member:
    """Take somebody in; Conflict when they are in already.

    `how` is what the event says of their way in. If they have asked to join, that is accepted by it, with the `reply`;
    who comes in by themselves asks no longer.
    """
    lock_project(project)
    member, new = Member.objects.get_or_create(project=project, user=user, defaults={"role": role})
    if not new:
        raise Conflict(f"{user.username} is a member already, as {member.role}.", member)
    facts = member_facts(member) | (how or {})
    record(project=project.id, user=by.id, kind="member.added", object_id=member.id, after=facts)
    asked = JoinRequest.objects.select_for_update().waiting().filter(project=project, user=user).first()
    if asked:
        if by == user:
            answer(asked=asked, by=by, state=RequestState.WITHDRAWN, kind="request.withdrawn")
        else:
            answer(asked=asked, by=by, state=RequestState.ACCEPTED, reply=reply)
    return member


def request_facts(asked: JoinRequest) -> dict[str, Any]:
    """What the event log says of a request to join: what was written is for the owners and the asker alone."""
    return {"user": asked.user.username, "state": asked.state, "revision": asked.revision}


def answer(*, asked: JoinRequest, by: User, state: str, reply: str = "", kind: str = "request.answered") -> None:
    """Give a waiting request, whose row is locked, its end, and record it."""
    before = request_facts(asked)
    asked.state, asked.reply, asked.answered, asked.answered_by = state, reply, timezone.now(), by
    asked.revision += 1
    asked.save()
    record(
        project=asked.project_id, user=by.id, kind=kind, object_id=asked.id, before=before, after=request_facts(asked)
    )


def keep_an_owner(member: Member) -> None:
    """Refuse to take the role of the last owner. The project's row is locked, so two cannot leave at once."""
    Project.objects.select_for_update(no_key=True).get(id=member.project_id)
    others = Member.objects.filter(project=member.project_id, role=Role.OWNER).exclude(id=member.id)
    if member.role == Role.OWNER and not others.exists():
        raise ValidationError("A project needs an owner: make somebody else owner first.")


def locked_member(member: Member, revision: int | None) -> Member:
    """The member's row, locked until the end of the transaction; Http404 when they have left, Stale when it changed."""
    row = Member.objects.select_for_update(of=["self"]).select_related("user").filter(id=member.id).first()
    if row is None:
        raise Http404("They have left the project meanwhile.")
    if revision is not None and row.revision != revision:
        raise Stale(row)
    return row


@transaction.atomic
def change_role(*, member: Member, by: User, role: str, revision: int | None = None) -> Member:
    """Give a member another role; the last owner stays owner."""
    row = locked_member(member, revision)
    before = member_facts(row)
    if role == row.role:
        return row
    keep_an_owner(row)
    row.role = role
    row.revision += 1
    row.save()
    record(
        project=row.project_id, user=by.id, kind="member.changed", object_id=row.id,
        before=before, after=member_facts(row),
    )  # fmt: skip
    return row


@transaction.atomic
def remove_member(*, member: Member, by: User, revision: int | None = None) -> None:
    """Show somebody out; what they wrote stays. The last owner cannot go."""
    row = locked_member(member, revision)
    keep_an_owner(row)
    before = member_facts(row)
    member_id, project_id = row.id, row.project_id
    row.delete()
    record(project=project_id, user=by.id, kind="member.removed", object_id=member_id, before=before)
