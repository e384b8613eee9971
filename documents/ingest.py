"""Writing texts: documents, versions and passages by three statements, however many; and one further version."""

import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from documents.models import Document, Version
from documents.text import passages


class Ready(NamedTuple):
    """A document that is about to be written, with its canonical text."""

    document: Document
    text: str
    markdown: bool


_COLUMNS = {  # the columns of a new document that a batch may differ in, with their types
    "id": "uuid",
    "title": "text",
    "byline": "text",
    "outlet": "text",
    "url": "text",
    "published_on": "date",
    "language": "text",
    "licence": "text",
    "source_name": "text",
    "sha256": "text",
    "length": "int",
    "words": "int",
}
_INSERT = f"""
insert into documents_document (project_id, number, revision, creator_id, created, modified, {", ".join(_COLUMNS)})
select %s, 1, 1, %s, %s, %s, * from unnest({", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())})
on conflict (project_id, sha256) where deleted is null do nothing
returning id
"""  # noqa: S608 - the names are the ones above
_FIND = (
    "select sha256, id, title from documents_document where project_id = %s and sha256 = any(%s) and deleted is null"
)
_VERSIONS = (
    "copy documents_version (project_id, document_id, number, text, sha256, length, creator_id, created) from stdin"
)
_PASSAGES = 'copy documents_passage (project_id, document_id, number, ord, kind, level, start, "end", text) from stdin'


def take_in(project: UUID, ready: Sequence[Ready]) -> dict[str, tuple[UUID, str]]:
    """Write the documents whose texts the project does not have; return whose each text is now: sha256 to id and title.

    Within a transaction of the caller's. Of two that bring the same text at once, the later waits for the earlier.
    """
    found: dict[str, tuple[UUID, str]] = {}
    missing = {item.document.sha256: item for item in reversed(ready)}  # of equal texts the first counts
    while missing:
        # In the order of their hashes, so that two imports at once wait for one another in one direction only.
        _write(project, [missing[digest] for digest in sorted(missing)])
        found |= _find(project, list(missing))
        # A text may have been here at the insert and deleted before the look: then it is missing still.
        missing = {digest: item for digest, item in missing.items() if digest not in found}
    return found


def _find(project: UUID, hashes: list[str]) -> dict[str, tuple[UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [project, hashes])
        return {digest: (id_, title) for digest, id_, title in cursor.fetchall()}


def _write(project: UUID, items: Sequence[Ready]) -> None:
    documents = [item.document for item in items]
    first = documents[0]
    with connection.cursor() as cursor:
        columns = [[getattr(document, name) for document in documents] for name in _COLUMNS]
        cursor.execute(_INSERT, [project, first.creator_id, first.created, first.modified, *columns])
        new = {row[0] for row in cursor.fetchall()}
        added = [item for item in items if item.document.id in new]
        if added:
            cursor.copy_expert(_VERSIONS, _table(_version(item) for item in added))
            cursor.copy_expert(_PASSAGES, _table(row for item in added for row in _passages(item)))


def _version(item: Ready) -> tuple[Any, ...]:
    document = item.document
    digest, length = document.sha256, document.length
    return (
        document.project_id,
        document.id,
        1,
        _escaped(item.text),
        digest,
        length,
        document.creator_id,
        document.created,
    )


def _passages(item: Ready, number: int = 1) -> Iterable[tuple[Any, ...]]:
    project, id_ = item.document.project_id, item.document.id
    for block in passages(item.text, markdown=item.markdown):
        yield project, id_, number, block.ord, block.kind, block.level, block.start, block.end, _escaped(block.text)


def add_version(version: Version, item: Ready) -> None:
    """Write a further version of a document, with its passages. That it is the current one, the caller says."""
    version.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.copy_expert(_PASSAGES, _table(_passages(item, version.number)))


def _escaped(text: str) -> str:
    """A text as COPY's text format takes it."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def _table(rows: Iterable[tuple[Any, ...]]) -> io.StringIO:
    return io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows))
