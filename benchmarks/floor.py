"""The floor: the same rows by bare psycopg2, with prepared statements, on the same server. No framework, no JSON.

The rows are written twice: into tables of the schema `floor`, which have the columns and indexes of argmap's but none
of its rules (triggers and foreign keys), and into argmap's own tables with all of their rules.
"""

from typing import Any, NamedTuple
from uuid import UUID

import psycopg2
import psycopg2.extras

TABLES = ("annotations_annotation", "annotations_tagging", "projects_feed", "projects_event")
SCHEMA = "create schema floor;" + "".join(
    f"create table floor.{table} (like public.{table} including all);" for table in TABLES
)
FEED = "insert into floor.projects_feed (project_id, seq) values (%s, 0)"


class Row(NamedTuple):
    """An annotation with two tags, and its event."""

    id: UUID
    project: UUID
    document: UUID
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    labels: list[str]
    user: UUID
    first_tagging: UUID
    first_tag: UUID
    second_tagging: UUID
    second_tag: UUID
    after: str


_PREPARED = """
prepare annotate as
  insert into annotations_annotation (id, project_id, document_id, version, start, "end", quote, prefix, suffix, note,
    labels, creator_id, created, modified, revision)
  values ($1, $2, $3, 1, $4, $5, $6, $7, $8, '', $9, $10, now(), now(), 1);
prepare tag as
  insert into annotations_tagging (id, project_id, content_object_id, tag_id, ord)
  values ($1, $2, $3, $4, 1), ($5, $2, $3, $6, 2);
prepare count as update projects_feed set seq = seq + 1 where project_id = $1 returning seq;
prepare record as
  insert into projects_event (project_id, seq, user_id, created, kind, object_id, before, after)
  values ($1, $2, $3, now(), 'annotation.created', $4, null, $5);
"""


class _Write:
    """Writes a row's annotation, taggings and event and commits, in the tables of one schema."""

    schema = "public"

    def __init__(self, where: dict[str, Any]) -> None:
        self.connection = psycopg2.connect(**where)
        psycopg2.extras.register_uuid(conn_or_curs=self.connection)
        self.cursor = self.connection.cursor()
        self.cursor.execute(f"set search_path to {self.schema}")
        self.cursor.execute(_PREPARED)
        self.connection.commit()

    def __call__(self, row: Row) -> None:
        execute = self.cursor.execute
        execute(
            "execute annotate (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (row.id, row.project, row.document, *row[3:10]),
        )
        tags = (row.first_tagging, row.project, row.id, row.first_tag, row.second_tagging, row.second_tag)
        execute("execute tag (%s, %s, %s, %s, %s, %s)", tags)
        self.record(row)
        self.connection.commit()

    def record(self, row: Row) -> None:
        """Count the project's events up and insert this one."""
        self.cursor.execute("execute count (%s)", (row.project,))
        (seq,) = self.cursor.fetchone()
        self.cursor.execute("execute record (%s, %s, %s, %s, %s)", (row.project, seq, row.user, row.id, row.after))


class WriteBare(_Write):
    """Into tables without argmap's rules."""

    schema = "floor"


class WriteRuled(_Write):
    """Into argmap's own tables."""


class WriteUnrecorded(_Write):
    """Into argmap's own tables, without the event."""

    def record(self, row: Row) -> None:
        """Record nothing."""


class _Read:
    """Fetches a page of a document's annotations in reading order, after a key, as rows."""

    prepared = ""

    def __init__(self, where: dict[str, Any]) -> None:
        self.connection = psycopg2.connect(**where)
        self.connection.autocommit = True
        psycopg2.extras.register_uuid(conn_or_curs=self.connection)
        self.cursor = self.connection.cursor()
        self.cursor.execute(self.prepared)

    def __call__(self, key: tuple[Any, ...]) -> None:
        """Project, document, start, end, id, rows."""
        self.cursor.execute("execute page (%s, %s, %s, %s, %s, %s)", key)
        if not self.cursor.fetchall():
            raise RuntimeError("There are no rows there.")


class ReadJoined(_Read):
    """With their tags from the tables of taggings and tags, as one array per annotation."""

    prepared = """
        prepare page (uuid, uuid, int, int, uuid, int) as
        select a.id, a.document_id, a.version, a.start, a."end", a.quote, a.prefix, a.suffix, a.note, u.username,
               a.created, a.modified, a.revision, array_agg(t.slug order by g.ord) as tags
        from (
          select * from annotations_annotation a
          where a.project_id = $1 and a.document_id = $2 and a.deleted is null
            and (a.start, a."end", a.id) > ($3, $4, $5)
          order by a.start, a."end", a.id limit $6
        ) a
        join accounts_user u on u.id = a.creator_id
        left join annotations_tagging g on g.project_id = a.project_id and g.content_object_id = a.id
        left join annotations_tag t on t.project_id = g.project_id and t.id = g.tag_id and t.deleted is null
        group by a.id, a.document_id, a.version, a.start, a."end", a.quote, a.prefix, a.suffix, a.note, u.username,
                 a.created, a.modified, a.revision
        order by a.start, a."end", a.id
    """


class ReadLabelled(_Read):
    """With their tags from the row's own array, as argmap keeps it."""

    prepared = """
        prepare page (uuid, uuid, int, int, uuid, int) as
        select a.id, a.document_id, a.version, a.start, a."end", a.quote, a.prefix, a.suffix, a.note, u.username,
               a.created, a.modified, a.revision, a.labels
        from annotations_annotation a join accounts_user u on u.id = a.creator_id
        where a.project_id = $1 and a.document_id = $2 and a.deleted is null
          and (a.start, a."end", a.id) > ($3, $4, $5)
        order by a.start, a."end", a.id limit $6
    """
