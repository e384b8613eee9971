"""Reading a project's annotations for the way out: one snapshot, in reading order, however many there are."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction

from exchange.formats.row import Attributed, Piece, Row
from projects.patience import unhurried
from projects.veiling import EVERYTHING, UNVEILED

AT_ONCE = 1_000
_COUNT = f"""
select count(*) from annotations_annotation a
join documents_document d on d.project_id = a.project_id and d.id = a.document_id and d.deleted is null
where a.project_id = %(project)s and a.deleted is null and {UNVEILED}
"""  # noqa: S608 - put together from constants
_OPEN = f"""
declare exchange_rows no scroll cursor for
select ({_COUNT}),
       a.id, a.document_id, d.title, d.outlet, d.url, d.published_on, a.version, v.sha256,
       a.start, a."end", a.quote, a.prefix, a.suffix, named.tags, a.labels, a.note,
       u.username, u.id, a.created, a.modified, a.fragments::text, said.attributions, a.curated
from annotations_annotation a
join documents_document d on d.project_id = a.project_id and d.id = a.document_id and d.deleted is null
join documents_version v on v.project_id = a.project_id and v.document_id = a.document_id and v.number = a.version
join accounts_user u on u.id = a.creator_id
cross join lateral (
  select coalesce(array_agg(t.name::text order by l.ord), '{{}}') as tags
  from unnest(a.labels) with ordinality l(slug, ord)
  join annotations_tag t on t.project_id = a.project_id and t.slug = l.slug and t.deleted is null
) named
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_array(x.id, x.name, x.kind, r.one->>'role') order by r.ord), '[]')::text
    as attributions
  from jsonb_array_elements(a.attributions) with ordinality r(one, ord)
  join actors_actor x on x.project_id = a.project_id and x.id = (r.one->>'actor')::uuid and x.deleted is null
) said
where a.project_id = %(project)s and a.deleted is null and {UNVEILED}
order by a.document_id, a.start, a."end", a.id
"""  # noqa: S608 - put together from the lines above alone


@dataclass(frozen=True, slots=True)
class Found:
    """The annotations of a project that are not deleted, nor their documents: how many, and each in turn."""

    total: int
    rows: Iterator[Row]


def count_of(project: UUID, seen: Mapping[str, Any] = EVERYTHING) -> int:
    """Return how many annotations would go out; `seen` is the `unveiling` of whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {**seen, "project": project})
        return int(cursor.fetchone()[0])


@contextmanager
def annotations_of(project: UUID, seen: Mapping[str, Any] = EVERYTHING) -> Iterator[Found]:
    """Open a project's annotations as they are now, for as long as the block lasts.

    `seen` is the `unveiling` of whoever asks.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        unhurried()
        cursor.execute(_OPEN, {**seen, "project": project})
        first = _fetch(cursor)
        yield Found(first[0][0] if first else 0, _rows(cursor, first))
        cursor.execute("close exchange_rows")


def _fetch(cursor: Any) -> list[tuple[Any, ...]]:
    cursor.execute(f"fetch {AT_ONCE} from exchange_rows")
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _rows(cursor: Any, rows: list[tuple[Any, ...]]) -> Iterator[Row]:
    while rows:
        for row in rows:
            yield _row(*row[1:])
        rows = _fetch(cursor) if len(rows) == AT_ONCE else []


def _row(*facts: Any) -> Row:
    *plain, fragments, attributions, curated = facts
    pieces = [Piece(one["start"], one["end"], one["quote"]) for one in _list(fragments)]
    said = [Attributed(UUID(actor), name, kind, role) for actor, name, kind, role in _list(attributions)]
    return Row(*[*plain, pieces, said, curated])


def _list(text: str) -> Any:
    return orjson.loads(text) if text != "[]" else ()
