"""Annotations read as JSON that the database has made: no objects in between, and one query however long the page.

What a list is filtered by is a `Filter`; where a page begins and ends is the keyset's (projects.rest.paging).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from annotations.models import Tag
from projects.guards import Door
from projects.rest.paging import Key, Window

READING_ORDER = (int, int, UUID)  # start, end, id: within one document
BY_AGE = (datetime, UUID)  # created, id: across documents


@dataclass(frozen=True, slots=True)
class Filter:
    """Which annotations are meant; None: whichever. All `tags` (slugs) must be carried."""

    document: UUID | None = None
    version: int | None = None
    tags: tuple[str, ...] = ()
    creator: str | None = None
    q: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    updated_after: datetime | None = None

    @property
    def key_kinds(self) -> tuple[type, ...]:
        """The types of the list's sort key: reading order within a document, age across documents."""
        return READING_ORDER if self.document else BY_AGE


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its annotations as a JSON array, the keys of its first and last, whether there are more either way."""

    rows: bytes
    first: Key | None
    last: Key | None
    before: bool
    after: bool


_PAGE = """
select coalesce(string_agg(j, ',' order by n {turned}) filter (where n <= %(size)s), ''), count(*),
       (array_agg(k order by n))[1], (array_agg(k order by n desc) filter (where n <= %(size)s))[1]
from (
  select row_number() over (order by {order}) as n, {key} as k, annotations_json(a, u.username, %(base)s)::text as j
  from (
    select a.* from annotations_annotation a where {where} order by {order} limit %(size)s + 1
  ) a
  join accounts_user u on u.id = a.creator_id
) page
"""


def annotation_page(door: Door, wanted: Filter, window: Window, base: str) -> Page:
    """The window's page of a project's live annotations; `base` is the address below which each is found."""
    conditions, values = _conditions(door, wanted)
    columns = ("a.start", 'a."end"', "a.id") if wanted.document else ("a.created", "a.id")
    if window.key is not None:
        conditions.append(f"({', '.join(columns)}) {'<' if window.backwards else '>'} %(key)s")
    query = _PAGE.format(
        where=" and ".join(conditions),
        order=", ".join(f"{column} desc" if window.backwards else column for column in columns),
        key=f"json_build_array({', '.join(columns)})",
        turned="desc" if window.backwards else "",
    )
    values |= {"size": window.size, "key": window.key, "base": base}
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows, count, first, last = cursor.fetchone()
    if window.backwards:
        first, last = last, first
    more = count > window.size
    return Page(
        rows=b"[" + rows.encode() + b"]",
        first=first,
        last=last,
        before=more if window.backwards else window.key is not None,
        after=window.backwards or more,
    )


def _conditions(door: Door, wanted: Filter) -> tuple[list[str], dict[str, Any]]:
    conditions = ["a.project_id = %(project)s", "a.deleted is null", _ON_A_LIVE_DOCUMENT]
    values: dict[str, Any] = {"project": door.id}
    for field, condition in _COMPARISONS.items():
        value = getattr(wanted, field)
        if value is not None:
            conditions.append(condition)
            values[field] = value
    if wanted.q is not None:
        values["q"] = "%" + wanted.q.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    for n, slug in enumerate(wanted.tags):
        conditions.append(_TAGGED.format(slug=f"tag{n}"))
        values[f"tag{n}"] = slug
    return conditions, values


_COMPARISONS = {
    "document": "a.document_id = %(document)s",
    "version": "a.version = %(version)s",
    "creator": "a.creator_id = (select id from accounts_user where upper(username) = upper(%(creator)s))",
    "q": "(a.quote ilike %(q)s or a.note ilike %(q)s)",
    "created_after": "a.created > %(created_after)s",
    "created_before": "a.created < %(created_before)s",
    "updated_after": "a.modified > %(updated_after)s",
}
_ON_A_LIVE_DOCUMENT = """a.document_id <> all (array(
  select d.id from documents_document d where d.project_id = %(project)s and d.deleted is not null))"""
_TAGGED = """a.id in (
  select g.content_object_id from annotations_tagging g
  join annotations_tag t on t.project_id = g.project_id and t.id = g.tag_id
  where g.project_id = %(project)s and t.slug = %({slug})s and t.deleted is null)"""


@dataclass(frozen=True, slots=True)
class One:
    """One annotation as JSON, with its revision; `deleted`: it, or its document, stands as a tombstone only."""

    body: bytes
    revision: int
    deleted: bool


_ONE = """
select annotations_json(a, u.username, %s)::text, a.revision, coalesce(a.deleted, d.deleted) is not null
from annotations_annotation a
join documents_document d on d.project_id = a.project_id and d.id = a.document_id
join accounts_user u on u.id = a.creator_id
where a.project_id = %s and a.id = %s
"""


def annotation_json(door: Door, id: UUID, base: str) -> One | None:
    """One annotation of the project as the API shows it, tombstones included; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [base, door.id, id])
        row = cursor.fetchone()
    return One(row[0].encode(), row[1], row[2]) if row else None


def unknown_tags(door: Door, slugs: tuple[str, ...]) -> list[str]:
    """Those of the slugs that no tag of the codebook has."""
    known = set(
        Tag.objects.filter(project=door.id, slug__in=slugs, deleted__isnull=True).values_list("slug", flat=True)
    )
    return [slug for slug in slugs if slug not in known]
