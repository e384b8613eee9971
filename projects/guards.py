"""The one guard: every object of a project is reached through the door that it opens."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from accounts.models import User
from projects.models import Project
from projects.permissions import Action, allowed

Visitor = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Door:
    """An opened project: what the guard knows of it and of the person in front of it.

    `role` is None for somebody who is no member; `seq` is the number of the project's newest event when it was opened.
    In the documents `closed` only those see others' work who may, and in those of `blind` this person does not.
    """

    id: UUID
    slug: str
    name: str
    public: bool
    user: Visitor
    role: str | None
    seq: int
    closed: frozenset[UUID]
    blind: frozenset[UUID]

    def may(self, action: Action) -> bool:
        """Whether the person may do this here."""
        return allowed(action, self.role, public=self.public)

    @property
    def veiled(self) -> frozenset[UUID]:
        """The documents in which this person sees only their own work."""
        return self.blind if self.may(Action.SEE_CLOSED) else self.closed | self.blind

    @property
    def rights(self) -> frozenset[str]:
        """What the person may do here, by the names that templates ask for: `edit_documents`."""
        return frozenset(action.name.lower() for action in Action if self.may(action))

    def require(self, action: Action) -> None:
        """Refuse with PermissionDenied (403) what the person may not do here."""
        if not self.may(action):
            who = f"As {self.role}" if self.role else "As a visitor"
            raise PermissionDenied(f"{who} of this project you may not {action.briefly}.")

    @property
    def project(self) -> Project:
        """The project's row."""
        return Project.objects.get(id=self.id)

    @property
    def person(self) -> User:
        """The person in front of it, who has signed in; PermissionDenied for a visitor who has not."""
        if isinstance(self.user, User):
            return self.user
        raise PermissionDenied("Sign in to do this.")


_OPEN = "select id, slug, name, public, role, seq, closed, blind from projects_open(%s, %s)"


def open_project(user: Visitor, slug: str, action: Action = Action.READ) -> Door:
    """Open the project for this person and action, with one query.

    Somebody who may not even read it gets Http404, as if it did not exist; a person who may read but not do this,
    PermissionDenied.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [slug, user.pk])
        row = cursor.fetchone()
    if row is None:
        raise Http404("There is no such project, or you are not in it.")
    door = Door(row[0], row[1], row[2], row[3], user, row[4], row[5], frozenset(row[6]), frozenset(row[7]))
    if not door.may(Action.READ):
        raise Http404("There is no such project, or you are not in it.")
    door.require(action)
    return door


def open_deleted(user: Visitor, slug: str) -> Project:
    """The deleted project with this slug, for an owner who may restore it; Http404 for everybody else."""
    row = Project.objects.deleted_of_owner(user).filter(slug=slug).first() if user.is_authenticated else None
    if row is None:
        raise Http404("There is no such deleted project, or it is not yours.")
    return row
