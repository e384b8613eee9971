"""A codebook as CSV: a row for each tag, parents before what lies below them. As RFC 4180, UTF-8, CRLF.

Columns: name, parent (its name), colour (#rrggbb), definition, example, shortcut, retired ("yes" or nothing), slug.
Cells that a spreadsheet would take for formulas are guarded as in the CSV of annotations. Read back, only `name` must
be there, the columns may stand in any order, semicolons and tabs may part them, and the slug is not used.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from exchange.formats.csv import BOM, bare, guarded
from exchange.formats.entry import MOST, CodebookError, Entry

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
COLUMNS = ("name", "parent", "colour", "definition", "example", "shortcut", "retired", "slug")
_ALSO = {
    "tag": "name", "code": "name", "color": "colour", "description": "definition", "below": "parent", "key": "shortcut",
}  # fmt: skip
"""What other programs call these columns."""
_LONGEST_CELL = 100_000
_YES = {"yes", "true", "1", "y", "x"}


def write(entries: Iterable[Entry], *, bom: bool = False) -> Iterator[str]:
    """Yield the file line by line. With `bom` it begins with a byte-order mark, by which Excel knows UTF-8."""
    yield (BOM if bom else "") + _line(COLUMNS)
    for entry in entries:
        retired = "yes" if entry.retired else ""
        cells = (
            entry.name, entry.parent, entry.colour, entry.definition, entry.example, entry.shortcut, retired, entry.key,
        )  # fmt: skip
        yield _line(tuple(guarded(cell) for cell in cells))


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def read(text: str) -> list[Entry]:
    """Read a decoded file; CodebookError, with the line, when it is none."""
    text = text.removeprefix(BOM)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise CodebookError(f"This is no CSV file that can be read: {error}.") from error
    if not rows:
        raise CodebookError("The file is empty. It needs a first line that names the columns, with “name” among them.")
    names = [_known(cell) for cell in rows[0]]
    if "name" not in names:
        raise CodebookError(f"No column is called “name”. The first line has: {', '.join(rows[0])[:200]}.")
    if len(rows) > MOST + 1:
        raise CodebookError(f"At most {MOST:,} tags in one file; this has {len(rows) - 1:,}.")
    found: dict[str, Entry] = {}
    for number, row in enumerate(rows[1:], 2):
        if any(map(str.strip, row)):
            entry = _entry(number, names, row)
            if found.setdefault(entry.name.casefold(), entry) is not entry:
                raise CodebookError(f"Row {number} names “{entry.name}”, which a row before it does already.")
    return list(found.values())


def _delimiter(text: str) -> str:
    """What parts the cells of the first line: whichever of comma, semicolon and tab stands in it most often."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _known(cell: str) -> str:
    name = bare(cell).strip().casefold()
    return _ALSO.get(name, name)


def _entry(number: int, names: list[str], row: list[str]) -> Entry:
    said = {name: bare(cell) for name, cell in zip(names, row, strict=False)}
    name = said.get("name", "").strip()
    if not name:
        raise CodebookError(f"Row {number} names no tag.")
    colour = said.get("colour", "").strip()
    if colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise CodebookError(f"Row {number}: write the colour as # and six hexadecimal digits, like #2f6fb3.")
    return Entry(
        name=name,
        parent=said.get("parent", "").strip(),
        colour=colour.lower(),
        definition=said.get("definition", ""),
        example=said.get("example", ""),
        shortcut=said.get("shortcut", "").strip().lower(),
        retired=said.get("retired", "").strip().casefold() in _YES,
        key=said.get("slug", "").strip(),
    )
