"""Reading a project's annotations for the way out: one snapshot, in reading order, however many there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from exchange.formats.row import Row

AT_ONCE = 1_000
_COUNT = """
select count(*) from annotations_annotation a
join documents_document d on d.project_id = a.project_id and d.id = a.document_id and d.deleted is null
where a.project_id = %(project)s and a.deleted is null
"""
_OPEN = f"""
declare exchange_rows no scroll cursor for
select ({_COUNT}),
       a.id, a.document_id, d.title, d.outlet, d.url, d.published_on, a.version, v.sha256,
       a.start, a."end", a.quote, a.prefix, a.suffix, named.tags, a.labels, a.note,
       u.username, u.id, a.created, a.modified
from annotations_annotation a
join documents_document d on d.project_id = a.project_id and d.id = a.document_id and d.deleted is null
join documents_version v on v.project_id = a.project_id and v.document_id = a.document_id and v.number = a.version
join accounts_user u on u.id = a.creator_id
cross join lateral (
  select coalesce(array_agg(t.name::text order by l.ord), '{{}}') as tags
  from unnest(a.labels) with ordinality l(slug, ord)
  join annotations_tag t on t.project_id = a.project_id and t.slug = l.slug and t.deleted is null
) named
where a.project_id = %(project)s and a.deleted is null
order by a.document_id, a.start, a."end", a.id
"""  # noqa: S608 - put together from the lines above alone


@dataclass(frozen=True, slots=True)
class Found:
    """The annotations of a project that are not deleted, nor their documents: how many, and each in turn."""

    total: int
    rows: Iterator[Row]


def count_of(project: UUID) -> int:
    """Return how many annotations would go out."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"project": project})
        return int(cursor.fetchone()[0])


def annotations_of(project: UUID) -> Found:
    """Read a project's annotations as they are now. A transaction is open until `rows` has ended or was dropped."""
    rows = _rows(project)
    first = next(rows, None)
    if first is None:
        return Found(0, iter(()))
    total: int = first[0]
    return Found(total, (Row(*row[1:]) for row in chain([first], rows)))


def _rows(project: UUID) -> Iterator[tuple[Any, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_OPEN, {"project": project})
        while True:
            cursor.execute(f"fetch {AT_ONCE} from exchange_rows")
            rows = cursor.fetchall()
            yield from rows
            if len(rows) < AT_ONCE:
                break
        cursor.execute("close exchange_rows")
