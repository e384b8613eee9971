"""Veils: documents in which people see only their own work. Drawing them, opening them, and reading through them.

What is written here is part of a change that its caller records.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from projects.guards import Door, Visitor
from projects.models import Member, Veil
from projects.permissions import TABLE, Action

UNVEILED = "(a.document_id <> all(%(veiled)s::uuid[]) or a.creator_id = %(visitor)s)"
"""What raw SQL asks of the annotations `a` that it reads on behalf of somebody, with `unveiling` among its values."""

EVERYTHING: Mapping[str, Any] = {"veiled": [], "visitor": None}
"""What `unveiling` would be for somebody who sees all."""


def unveiling(door: Door) -> dict[str, Any]:
    """The values that UNVEILED names."""
    return {"veiled": list(door.veiled), "visitor": door.user.pk}


def unveiled(door: Door, to: str = "") -> Q:
    """What the person may see of the project's annotations; `to` leads to them from other rows: `annotation__`."""
    return _outside(door.veiled, door.user, to)


def unveiled_in(projects: Iterable[UUID], visitor: Visitor, to: str = "") -> Q:
    """What somebody may see of the annotations of several projects."""
    sees = Member.objects.filter(user=visitor.pk, role__in=TABLE[Action.SEE_CLOSED])
    rows = Veil.objects.filter(project__in=projects)
    rows = rows.filter(Q(user=visitor.pk) | Q(user=None) & ~Q(project__in=sees.values("project")))
    return _outside(frozenset(rows.values_list("scope", flat=True)), visitor, to)


def _outside(veiled: frozenset[UUID], visitor: Visitor, to: str) -> Q:
    if not veiled:
        return Q()
    return ~Q(**{f"{to}document__in": veiled}) | Q(**{f"{to}creator": visitor.pk})


def veil(*, project: UUID, scope: UUID, user: User | None = None) -> None:
    """Let people see only their own work in the document `scope`: all who may not see closed ones, or this `user`."""
    Veil.objects.get_or_create(project_id=project, scope=scope, user=user)


def unveil(*, project: UUID, scope: UUID, user: User | None = None) -> None:
    """Undo `veil` for the same people."""
    Veil.objects.filter(project=project, scope=scope, user=user).delete()


def unveil_all(*, project: UUID, scope: UUID) -> None:
    """Let everybody see everybody's work in the document `scope` again."""
    Veil.objects.filter(project=project, scope=scope).delete()
