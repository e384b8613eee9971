"""Who is here: which members have a page of a project open, in which document and about where.

It is no part of the log, and is forgotten soon after a page has ceased to say that it is open. Of whoever has turned it
off, for themselves or for the project, nothing is written.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from projects.company import Company, Present
from projects.guards import Door
from projects.messages import Sight
from projects.models import Presence

FORGOTTEN = 45
"""Seconds after which a page that has said nothing more is forgotten."""
MOST_PAGES = 20  # of one person in one project

_APPEAR = """
insert into projects_presence (project_id, user_id, page, document, place, seen)
select m.project_id, m.user_id, %(page)s, %(document)s, %(place)s, clock_timestamp()
from projects_member m join projects_project p on p.id = m.project_id join accounts_user u on u.id = m.user_id
where m.project_id = %(project)s and m.user_id = %(user)s and p.presence and u.presence
on conflict (project_id, user_id, page)
do update set document = excluded.document, place = excluded.place, seen = excluded.seen
"""
_TIDY = """
delete from projects_presence h where h.project_id = %(project)s
  and (h.seen < clock_timestamp() - make_interval(secs => %(forgotten)s) or h.id in (
    select mine.id from projects_presence mine where mine.project_id = %(project)s and mine.user_id = %(user)s
    order by mine.seen desc offset %(most)s))
"""


def appear(*, project: UUID, user: User, page: UUID, document: UUID | None = None, place: int | None = None) -> None:
    """Say that a page is open, and where its reader is; of a person's pages the latest `MOST_PAGES` are known."""
    place = None if document is None else place
    facts = {"project": project, "user": user.pk, "page": page, "document": document, "place": place}
    with connection.cursor() as cursor:
        cursor.execute(_APPEAR, facts)
        cursor.execute(_TIDY, {"project": project, "user": user.pk, "forgotten": FORGOTTEN, "most": MOST_PAGES})


def go(*, project: UUID, user: User, page: UUID) -> None:
    """Say that a page is closed."""
    Presence.objects.filter(project=project, user=user, page=page).delete()


def forget(*, user: User) -> None:
    """Say that all pages of somebody who signs out are closed; one that is signed in elsewhere says so again."""
    Presence.objects.filter(user=user).delete()


_GATHER = """
with here as (
  select distinct on (project_id, user_id) project_id, user_id, document, place from projects_presence
  where project_id = any(%(projects)s) and seen >= clock_timestamp() - make_interval(secs => %(forgotten)s)
  order by project_id, user_id, seen desc
)
select h.project_id, u.username, true, h.document, h.place
from here h
join projects_member m on m.project_id = h.project_id and m.user_id = h.user_id
join accounts_user u on u.id = h.user_id and u.presence and u.is_active
join projects_project p on p.id = h.project_id and p.presence
union all
select m.project_id, u.username, false, null, null
from accounts_user u join projects_member m on m.user_id = u.id
where not u.presence and m.project_id = any(%(projects)s)
union all
select id, null, false, null, null from projects_project where id = any(%(projects)s) and not presence
"""


def companies(projects: Collection[UUID]) -> dict[UUID, Company]:
    """Who is in each of the projects, each where they were last; one query for all."""
    people, apart = defaultdict[UUID, list[Present]](list), defaultdict[UUID, set[str]](set)
    off = set()
    with connection.cursor() as cursor:
        cursor.execute(_GATHER, {"projects": list(projects), "forgotten": FORGOTTEN})
        for project, name, here, document, place in cursor.fetchall():
            if here:
                people[project].append(Present(name, document, place))
            elif name is None:
                off.add(project)
            else:
                apart[project].add(name)
    return {
        project: Company(project not in off, tuple(sorted(people[project])), frozenset(apart[project]))
        for project in projects
    }


def present(door: Door) -> dict[str, Any]:
    """What a member is told of who is here."""
    return companies([door.id])[door.id].told(door.user.get_username(), door.veiled)


def told(door: Door, sight: Sight) -> bytes:
    """The same as a message of the event stream; nothing for a visitor, and where nobody is here."""
    here = companies([door.id])[door.id] if sight.members else Company()
    return here.framed(door.user.get_username(), sight) if here.people else b""
