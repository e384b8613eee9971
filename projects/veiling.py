"""Closing documents, so that people see only their own work in them, and opening them again.

What is written here is part of a change that its caller records.
"""

from uuid import UUID

from accounts.models import User
from projects.models import Veil


def veil(*, project: UUID, scope: UUID, user: User | None = None) -> None:
    """Let people see only their own work in the document `scope`: all who may not see closed ones, or this `user`."""
    Veil.objects.get_or_create(project_id=project, scope=scope, user=user)


def unveil(*, project: UUID, scope: UUID, user: User | None = None) -> None:
    """Undo `veil` for the same people."""
    Veil.objects.filter(project=project, scope=scope, user=user).delete()


def unveil_all(*, project: UUID, scope: UUID) -> None:
    """Let everybody see everybody's work in the document `scope` again."""
    Veil.objects.filter(project=project, scope=scope).delete()
