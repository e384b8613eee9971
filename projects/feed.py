"""Reading what has happened in a project: the events after a number, as one person may see them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import orjson
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import Http404
from django.utils import timezone

from accounts.models import ApiToken, User
from projects.company import Company
from projects.guards import Door, open_project
from projects.listener import Visitor
from projects.messages import Happening, Message, Sight, tell
from projects.permissions import Action
from projects.presence import companies
from projects.stretch import News

_AT_ONCE = 1_000

_TOUCHED = {"tag.merged": "annotations", "actor.merged": "attributions"}
"""Where an event of a kind lists all the annotations that it touched, whoever's they are."""


def sight(door: Door) -> Sight:
    """What the person who came through this door may see."""
    veiled = door.veiled
    return Sight(
        members=door.may(Action.SEE_MEMBERS),
        comments=door.may(Action.SEE_COMMENTS),
        veiled=veiled,
        name=door.user.get_username() if veiled else "",
    )


def news(door: Door, after: int, limit: int) -> tuple[Message, bool]:
    """What the person may see of the next `limit` events after a number, and whether there are more of them.

    Nothing is told of what came after the door was opened: the person's rights may have changed with it.
    """
    found = happenings(door.id, after, door.seq, limit + 1)
    more, events = len(found) > limit, found[:limit]
    return tell(sight(door), events, after, events[-1].seq if more else max(after, door.seq)), more


_BETWEEN = """
select e.seq, e.kind, e.about, e.whose, u.username, e.created, e.object_id, e.before::text, e.after::text
from projects_event e left join accounts_user u on u.id = e.user_id
where e.project_id = %s and e.seq > %s and e.seq <= %s
order by e.seq limit %s
"""


def happenings(project: UUID, after: int, upto: int, limit: int) -> list[Happening]:
    """The next `limit` events of a project after a number, up to and with another, in their order, for all eyes."""
    with connection.cursor() as cursor:
        cursor.execute(_BETWEEN, [project, after, upto, limit])
        return [happening(*row) for row in cursor.fetchall()]


def happening(
    seq: int, kind: str, about: UUID | None, whose: str | None, user: str | None, created: Any, id_: Any, *states: Any
) -> Happening:
    """One event from its columns; its states are JSON text."""
    before, after = (None if text is None else orjson.Fragment(text) for text in states)
    shown = {"seq": seq, "kind": kind, "user": user, "created": created, "object": id_}
    content = orjson.dumps(shown | {"before": before, "after": after}, option=orjson.OPT_UTC_Z)
    touched, brief = _TOUCHED.get(kind), None
    if touched and states[0]:
        rest = {name: value for name, value in orjson.loads(states[0]).items() if name != touched}
        brief = orjson.dumps(shown | {"before": rest, "after": after}, option=orjson.OPT_UTC_Z)
    return Happening(seq, kind, about, whose, content, brief)


_COUNTERS = """
select f.project_id, f.seq
from unnest(%s::uuid[], %s::bigint[]) known (project_id, seq)
join projects_feed f on f.project_id = known.project_id and f.seq > known.seq
"""


class Log:
    """The event log as the hub reads it, in a thread of its own that has a connection of its own."""

    def news(self, known: Mapping[UUID, int]) -> dict[UUID, News]:
        """What has happened in projects after the number that is known of each; silent ones are left out."""
        with connection.cursor() as cursor:
            cursor.execute(_COUNTERS, [list(known), list(known.values())])
            counters = cursor.fetchall()
        return {project: _news(project, known[project], seq) for project, seq in counters}

    def sights(self, visitors: Collection[Visitor]) -> dict[Visitor, Sight | None]:
        """What each of these may see now; None for one who may no longer listen."""
        here = self.signed_in(visitors)
        return {visitor: _sight_now(visitor) if visitor in here else None for visitor in visitors}

    def signed_in(self, visitors: Collection[Visitor]) -> set[Visitor]:
        """Those of them who are still who they said they are: their token or session is good. Strangers always are."""
        tokens = {visitor.token for visitor in visitors if visitor.token}
        sessions = {visitor.session for visitor in visitors if visitor.session}
        good = set(ApiToken.objects.valid().filter(id__in=tokens).values_list("id", flat=True)) if tokens else set()
        kept = Session.objects.filter(session_key__in=sessions, expire_date__gt=timezone.now()) if sessions else None
        open_ = set(kept.values_list("session_key", flat=True)) if kept else set()
        people = {visitor.person for visitor in visitors if visitor.person}
        active = User.objects.filter(id__in=people, is_active=True).only("id", "password")
        proofs: dict[UUID | None, str] = {user.id: user.get_session_auth_hash() for user in active}
        return {
            visitor
            for visitor in visitors
            if (not visitor.person or visitor.person in proofs)
            and (not visitor.token or visitor.token in good)
            and (not visitor.session or (visitor.session in open_ and visitor.proof == proofs.get(visitor.person)))
        }

    def companies(self, projects: Collection[UUID]) -> dict[UUID, Company]:
        """Who is in each of the projects now."""
        return companies(projects)

    def rest(self) -> None:
        """Let go of the database: nobody listens, or it has gone away."""
        connection.close()


def _news(project: UUID, after: int, upto: int) -> News:
    events = happenings(project, after, upto, _AT_ONCE)
    return News(events, events[-1].seq if len(events) == _AT_ONCE else upto)


def _sight_now(visitor: Visitor) -> Sight | None:
    user = User(id=visitor.person, username=visitor.name) if visitor.person else AnonymousUser()
    try:
        return sight(open_project(user, visitor.slug))
    except Http404:
        return None
