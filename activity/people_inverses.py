"""What undoes what happened to members and to the project. Each is called as those in `reading_inverses` are."""

from uuid import UUID

from accounts.models import User
from activity.reading import Told
from projects.conflicts import Conflict
from projects.guards import Door
from projects.models import Member
from projects.services import add_member, change_project, change_role, delete_project, remove_member


def _member(door: Door, told: Told) -> Member:
    row = Member.objects.filter(project=door.id, id=told.object).select_related("user").first()
    if row is None:
        raise Conflict("They are in the project no more.")
    return row


def remove_again(door: Door, told: Told) -> UUID:
    remove_member(member=_member(door, told), by=door.person)
    return told.object


def give_role_back(door: Door, told: Told) -> UUID:
    return change_role(member=_member(door, told), by=door.person, role=told.before["role"]).id


def take_in_again(door: Door, told: Told) -> UUID:
    user = User.objects.filter(username=told.before["user"], is_active=True).first()
    if user is None:
        raise Conflict("They have no account here any more.")
    return add_member(project=door.project, by=door.person, user=user, role=told.before["role"]).id


def change_project_back(door: Door, told: Told) -> UUID:
    changes = {name: told.before[name] for name in ("name", "description", "public", "presence") if name in told.fields}
    return change_project(project=door.project, user=door.person, **changes).id


def delete_project_again(door: Door, told: Told) -> UUID:
    return delete_project(project=door.project, user=door.person).id
