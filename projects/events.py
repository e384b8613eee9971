"""Recording what happens: the one way into the event log from Python; SQL functions call `projects_record`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

Change = tuple[UUID, Any, Any]
"""Object id, what it was (None: it is new), what it became (None: it is gone)."""


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value, default=str).decode()


def take_turn(project: UUID) -> None:
    """Let nobody else change annotations or tags of the project until the end of the transaction.

    Whoever locks several of their rows begins with this, as the SQL function `annotations_annotate` does: then no two
    changes wait for one another.
    """
    with connection.cursor() as cursor:
        cursor.execute("select 1 from projects_feed where project_id = %s for update", [project])


def record(
    *, project: UUID, user: UUID | None, kind: str, object_id: UUID, before: Any = None, after: Any = None
) -> int:
    """Append one event to the project's log and return its number.

    Call it last in the transaction that makes the change: the project's counter stays locked until the commit, which
    is what keeps the numbers free of gaps and in the order of the commits.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select projects_record(%s, %s, %s, %s, %s, %s)",
            [project, user, kind, object_id, _json(before), _json(after)],
        )
        return int(cursor.fetchone()[0])


def record_many(*, project: UUID, user: UUID | None, kind: str, changes: Sequence[Change]) -> None:
    """Append one event of the same kind for each change, in their order, by two statements in all."""
    if not changes:
        return
    ids, befores, afters = zip(*changes, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "select projects_record_many(%s, %s, %s, %s::uuid[], %s::jsonb[], %s::jsonb[])",
            [project, user, kind, list(ids), [_json(b) for b in befores], [_json(a) for a in afters]],
        )
