"""CSV: RFC 4180, safe in spreadsheets, and the exact text can be had back."""

import csv as reader
import io
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from exchange.formats import csv
from exchange.formats.row import Attributed, Piece, Row

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
ID = UUID(int=7)


def row(**fields):
    made = {
        "id": ID,
        "document": ID,
        "title": "Title",
        "outlet": "",
        "source_url": "",
        "published_on": date(2017, 8, 4),
        "version": 1,
        "sha256": "ab",
        "start": 3,
        "end": 7,
        "quote": "text",
        "prefix": "",
        "suffix": "",
        "tags": [],
        "slugs": [],
        "note": "",
        "creator": "bob",
        "creator_id": ID,
        "created": datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC),
        "modified": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    }
    return Row(**(made | fields))


def parsed(text):
    return list(reader.DictReader(io.StringIO(text, newline="")))


def test_a_row_has_every_column_and_lines_end_in_crlf():
    text = "".join(csv.write([row(tags=["Wages", "Pay"], slugs=["wages", "pay"])]))
    assert text.count("\r\n") == 2
    assert text.replace("\r\n", "").count("\n") == 0
    (read,) = parsed(text)
    assert tuple(read) == csv.COLUMNS
    assert (read["tags"], read["tag_slugs"]) == ("Wages; Pay", "wages; pay")
    assert (read["start"], read["end"], read["document_published_on"]) == ("3", "7", "2017-08-04")
    assert read["curated"] == "false"
    assert (read["created"], read["modified"]) == ("2026-01-02T03:04:05.000678Z", "2026-01-02T03:04:05Z")


def test_who_says_it_and_the_further_pieces_have_their_columns():
    said = [Attributed(UUID(int=n), name, "person", role) for n, name, role in
            ((1, "Theresa May", "speaker"), (2, "=Cmd", "speaker"), (1, "Theresa May", "blamed"))]  # fmt: skip
    pieces = [Piece(9, 14, "first"), Piece(20, 26, "second")]
    (read,) = parsed("".join(csv.write([row(attributions=said, fragments=pieces)])))
    assert (read["fragments"], read["fragment_quotes"]) == ("9-14; 20-26", "first […] second")
    assert read["speakers"] == "Theresa May; =Cmd"
    assert read["attributions"] == "Theresa May (speaker); =Cmd (speaker); Theresa May (blamed)"
    assert [UUID(one).int for one in read["attribution_actors"].split("; ")] == [1, 2, 1]
    (read,) = parsed("".join(csv.write([row(attributions=said[1:2])])))
    assert read["speakers"] == "'=Cmd"


def test_no_annotations_leave_the_header():
    assert "".join(csv.write([])) == ",".join(csv.COLUMNS) + "\r\n"


def test_the_byte_order_mark_is_there_when_asked_for():
    assert "".join(csv.write([], bom=True)).startswith("\ufeffid,")


@given(texts, texts, texts)
def test_any_text_comes_back_and_none_is_a_formula(quote, note, title):
    (read,) = parsed("".join(csv.write([row(quote=quote, note=note, title=title)])))
    assert [csv.bare(read[name]) for name in ("quote", "note", "document_title")] == [quote, note, title]
    assert not any(cell.startswith(tuple("=+-@\t\r\n")) for cell in read.values())


@given(texts)
def test_guarding_is_undone_exactly(text):
    assert csv.bare(csv.guarded(text)) == text
