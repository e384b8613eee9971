"""Annotations read as JSON straight from their rows: no objects in between, and one query however long the page.

Making the JSON in the database instead, a function call for each row, took twice as long (docs/explanation/speed.md).

What a list is filtered by is a `Filter`; where a page begins and ends is the keyset's (projects.rest.paging).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from annotations.models import Tag
from projects.guards import Door
from projects.permissions import Action
from projects.rest.paging import Key, Window
from projects.veiling import UNVEILED, unveiling

READING_ORDER = (int, int, UUID)  # start, end, id: within one document
BY_AGE = (datetime, UUID)  # created, id: across documents


@dataclass(frozen=True, slots=True)
class Filter:
    """Which annotations are meant; None: whichever. All `tags` (slugs) must be carried.

    With `actor` and `role` both, the actor has that role in it.
    """

    document: UUID | None = None
    version: int | None = None
    tags: tuple[str, ...] = ()
    creator: str | None = None
    actor: UUID | None = None
    role: str | None = None
    q: str | None = None
    to_review: bool | None = None
    curated: bool | None = None
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


_COLUMNS = """a.id::text, a.document_id::text, a.version, a.start, a."end", a.quote, a.prefix, a.suffix,
a.fragments::text, a.labels, a.note, a.attributions::text, u.username, (a.created at time zone 'UTC')::text,
(a.modified at time zone 'UTC')::text, a.revision, a.comments, a.curated, a.decision::text"""
_PAGE = """
select {columns} from (
  select a.* from annotations_annotation a where {where} order by {order} limit %(size)s + 1
) a
join accounts_user u on u.id = a.creator_id
order by {order}
"""


def _shown(row: Sequence[Any], base: str, *, discussed: bool, veiled: Collection[str]) -> dict[str, Any]:
    """A row of _COLUMNS as the API shows it: what the SQL function `annotations_json` gives.

    Without `discussed`, for somebody who may not read comments, it has none. What was decided is not told in documents
    that are `veiled`.
    """
    id_, document, version, start, end, quote, prefix, suffix, fragments, labels, note, said_by, *rest = row
    creator, created, modified, revision, comments, curated, decision = rest
    return {
        "id": id_,
        "document": document,
        "version": version,
        "start": start,
        "end": end,
        "quote": quote,
        "prefix": prefix,
        "suffix": suffix,
        "fragments": orjson.loads(fragments) if fragments != "[]" else [],
        "tags": labels,
        "note": note,
        "attributions": orjson.loads(said_by) if said_by != "[]" else [],
        "creator": creator,
        "created": _moment(created),
        "modified": _moment(modified),
        "revision": revision,
        "comments": comments if discussed else 0,
        "curated": curated,
        "decision": orjson.loads(decision) if decision and document not in veiled else None,
        "url": f"{base}{id_}/",
    }


def _sight(door: Door) -> dict[str, Any]:
    return {"discussed": door.may(Action.SEE_COMMENTS), "veiled": {str(id_) for id_ in door.veiled}}


def _moment(said: str) -> str:
    """A moment as Postgres writes it in UTC, in ISO 8601 with six digits after the second; no datetime in between."""
    day, _, time = said.partition(" ")
    return f"{day}T{(time if '.' in time else time + '.').ljust(15, '0')}Z"


def annotation_page(door: Door, wanted: Filter, window: Window, base: str) -> Page:
    """The window's page of a project's live annotations; `base` is the address below which each is found."""
    conditions, values = _conditions(door, wanted)
    columns = ("a.start", 'a."end"', "a.id") if wanted.document else ("a.created", "a.id")
    if window.key is not None:
        conditions.append(f"({', '.join(columns)}) {'<' if window.backwards else '>'} %(key)s")
    query = _PAGE.format(
        columns=_COLUMNS,
        where=" and ".join(conditions),
        order=", ".join(f"{column} desc" if window.backwards else column for column in columns),
    )
    with connection.cursor() as cursor:
        cursor.execute(query, values | {"size": window.size, "key": window.key})
        sight = _sight(door)
        rows, before, after = window.cut([_shown(row, base, **sight) for row in cursor.fetchall()])
    named = ("start", "end", "id") if wanted.document else ("created", "id")
    first, last = [tuple(row[name] for name in named) for row in (rows[0], rows[-1])] if rows else (None, None)
    return Page(rows=orjson.dumps(rows), first=first, last=last, before=before, after=after)


def _conditions(door: Door, wanted: Filter) -> tuple[list[str], dict[str, Any]]:
    conditions = ["a.project_id = %(project)s", "a.deleted is null", _ON_A_LIVE_DOCUMENT]
    values: dict[str, Any] = {"project": door.id}
    if door.veiled:
        conditions.append(UNVEILED)
        values |= unveiling(door)
    for field, condition in _COMPARISONS.items():
        value = getattr(wanted, field)
        if value is not None:
            conditions.append(condition)
            values[field] = value
    if wanted.q is not None:
        values["q"] = "%" + wanted.q.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    if wanted.actor is not None:
        conditions.append(_ATTRIBUTED)
        values |= {"actor": wanted.actor, "role": wanted.role}
    elif wanted.role is not None:
        conditions.append("a.attributions @> %(role)s::jsonb")
        values["role"] = orjson.dumps([{"role": wanted.role}]).decode()
    for n, slug in enumerate(wanted.tags):
        conditions.append(_TAGGED.format(slug=f"tag{n}"))
        values[f"tag{n}"] = slug
    return conditions, values


_COMPARISONS = {
    "document": "a.document_id = %(document)s",
    "version": "a.version = %(version)s",
    "creator": "a.creator_id = (select id from accounts_user where upper(username) = upper(%(creator)s))",
    "q": "(a.quote ilike %(q)s or a.note ilike %(q)s)",
    "to_review": """(not a.kept and a.version < (select d.number from documents_document d
  where d.project_id = a.project_id and d.id = a.document_id)) = %(to_review)s""",
    "curated": "a.curated = %(curated)s",
    "created_after": "a.created > %(created_after)s",
    "created_before": "a.created < %(created_before)s",
    "updated_after": "a.modified > %(updated_after)s",
}
_ON_A_LIVE_DOCUMENT = """a.document_id <> all (array(
  select d.id from documents_document d where d.project_id = %(project)s and d.deleted is not null))"""
_ATTRIBUTED = """a.id in (
  select r.annotation_id from annotations_attribution r
  where r.project_id = %(project)s and r.actor_id = %(actor)s and r.role = coalesce(%(role)s, r.role))"""
_TAGGED = """a.id in (
  select g.content_object_id from annotations_tagging g
  join annotations_tag t on t.project_id = g.project_id and t.id = g.tag_id
  where g.project_id = %(project)s and t.slug = %({slug})s and t.deleted is null)"""


@dataclass(frozen=True, slots=True)
class One:
    """One annotation as JSON, with its revision and how many comments it has.

    `decided` is the revision of what was decided about it, 0 without. `deleted`: it, or its document, stands as a
    tombstone only.
    """

    body: bytes
    revision: int
    comments: int
    decided: int
    deleted: bool


_ONE = f"""
select coalesce(a.deleted, d.deleted) is not null, {_COLUMNS}
from annotations_annotation a
join documents_document d on d.project_id = a.project_id and d.id = a.document_id
join accounts_user u on u.id = a.creator_id
where a.project_id = %(project)s and a.id = %(id)s and {UNVEILED}
"""  # noqa: S608 - the columns are the ones above


def annotation_json(door: Door, id: UUID, base: str) -> One | None:
    """One annotation as the API shows it, tombstones included; None when the person sees none of this id."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, {"project": door.id, "id": id} | unveiling(door))
        found = cursor.fetchone()
    if found is None:
        return None
    deleted, *row = found
    shown = _shown(row, base, **_sight(door))
    decided = shown["decision"]["revision"] if shown["decision"] else 0
    return One(orjson.dumps(shown), shown["revision"], shown["comments"], decided, deleted)


def unknown_tags(door: Door, slugs: tuple[str, ...]) -> list[str]:
    """Those of the slugs that no tag of the codebook has."""
    known = set(
        Tag.objects.filter(project=door.id, slug__in=slugs, deleted__isnull=True).values_list("slug", flat=True)
    )
    return [slug for slug in slugs if slug not in known]
