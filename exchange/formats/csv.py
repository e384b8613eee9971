"""Annotations as CSV by RFC 4180: a row for each, tagged or not; UTF-8, lines that end in CRLF.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, and so does one that begins with an
apostrophe. To have the exact text back, drop one apostrophe from the start of every cell that begins with one (`bare`).
"""

import csv
from collections.abc import Iterable, Iterator

from exchange.formats.row import Row, instant

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
BOM = "\ufeff"
COLUMNS = (
    "id",
    "document_id",
    "document_title",
    "document_outlet",
    "document_url",
    "document_published_on",
    "document_version",
    "document_sha256",
    "start",
    "end",
    "quote",
    "prefix",
    "suffix",
    "fragments",
    "fragment_quotes",
    "tags",
    "tag_slugs",
    "speakers",
    "attributions",
    "attribution_actors",
    "note",
    "creator",
    "created",
    "modified",
    "curated",
)
_FORMULA_STARTS = "=+-@\t\r\n＝＋－＠'"
_BETWEEN = "; "
_CUT = " […] "


class _Line:
    """A file that keeps nothing: what is written to it comes straight back."""

    def write(self, line: str) -> str:
        return line


def guarded(cell: str) -> str:
    """Return the cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell[:1] and cell[0] in _FORMULA_STARTS else cell


def bare(cell: str) -> str:
    """Return the text of a cell that `guarded` made."""
    return cell.removeprefix("'")


def write(rows: Iterable[Row], *, bom: bool = False) -> Iterator[str]:
    """Yield the file line by line. With `bom` it begins with a byte-order mark, by which Excel knows UTF-8."""
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield (BOM if bom else "") + writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([guarded(cell) for cell in _cells(row)])


def _cells(row: Row) -> list[str]:
    return [
        str(row.id),
        str(row.document),
        row.title,
        row.outlet,
        row.source_url,
        row.published_on.isoformat() if row.published_on else "",
        str(row.version),
        row.sha256,
        str(row.start),
        str(row.end),
        row.quote,
        row.prefix,
        row.suffix,
        _BETWEEN.join(f"{piece.start}-{piece.end}" for piece in row.fragments),
        _CUT.join(piece.quote for piece in row.fragments),
        _BETWEEN.join(row.tags),
        _BETWEEN.join(row.slugs),
        _BETWEEN.join(one.name for one in row.attributions if one.role == "speaker"),
        _BETWEEN.join(f"{one.name} ({one.role})" for one in row.attributions),
        _BETWEEN.join(str(one.actor) for one in row.attributions),
        row.note,
        row.creator,
        instant(row.created),
        instant(row.modified),
        "true" if row.curated else "false",
    ]
