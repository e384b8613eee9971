"""Codebooks as CSV and as REFI-QDA: what goes out comes back in, and what is no codebook is told."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.formats import codebook_csv, qdc
from exchange.formats.entry import CodebookError, Entry, arranged

WAGES = Entry("Wages", "", "#2f6fb3", "Pay, and\nwhat it buys.", "“Wages fell.”", "w", False, "wages")
LOW = Entry("Low pay; really", "Wages", "#b4552d", "=SUM(A1)", "", "", True, "low-pay")
GREEK = Entry("Μισθοί 😀 أجور", "Low pay; really", "#2e8a57", "", "Example:", "2", False, "greek")
BOOK = [WAGES, LOW, GREEK]

_letters = st.characters(
    min_codepoint=0x20, exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
)
_words = st.text(_letters | st.just(" "), max_size=30).map(lambda text: " ".join(text.split()))
_lines = st.lists(_words | st.sampled_from(["Example:", "\\Example:"]), max_size=4).map(
    lambda ls: "\n".join(ls).strip("\n")
)


@st.composite
def books(draw):
    """Up to eight tags of different names, each below one that stands before it or at the top."""
    names = draw(st.lists(_words.filter(bool), max_size=8, unique_by=str.casefold))
    return [
        Entry(
            name=name,
            parent=draw(st.sampled_from(["", *names[:at]])),
            colour=draw(st.from_regex(r"\A#[0-9a-f]{6}\Z")),
            definition=draw(_lines),
            example=draw(_lines),
            shortcut=draw(st.sampled_from(["", "a", "7"])),
            retired=draw(st.booleans()),
            key=f"key-{at}",
        )
        for at, name in enumerate(names)
    ]


def without(entry, *names):
    return {name: getattr(entry, name) for name in Entry.__slots__ if name not in names}


@given(books())
def test_what_goes_out_as_csv_comes_back_in(book):
    if book:
        assert codebook_csv.read("".join(codebook_csv.write(book, bom=True))) == book


@given(books())
def test_what_goes_out_as_refi_qda_comes_back_in_but_for_shortcuts(book):
    if book:
        back = qdc.read("".join(qdc.write(book)).encode())
        assert {entry.name: without(entry, "shortcut") for entry in back} == {
            entry.name: without(entry, "shortcut") for entry in book
        }


def test_the_refi_qda_file_is_built_as_the_standard_has_it():
    root = ElementTree.fromstring("".join(qdc.write(BOOK)))
    space = "{urn:QDA-XML:codebook:1.0}"
    assert root.tag == f"{space}CodeBook"
    assert [child.tag for child in root] == [f"{space}Codes"]
    (wages,) = root[0]
    assert wages.attrib == {"guid": "wages", "name": "Wages", "isCodable": "true", "color": "#2f6fb3"}
    assert [child.tag for child in wages] == [f"{space}Description", f"{space}Code"]
    assert wages[0].text == "Pay, and\nwhat it buys.\n\nExample:\n“Wages fell.”"
    assert wages[1].get("isCodable") == "false"


def test_a_file_of_another_program_is_read():
    data = (
        b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\r\n'
        b'<q:CodeBook xmlns:q="urn:QDA-XML:codebook:1.0" origin="other"><q:Codes>'
        b'<q:Code guid="{0A}" name="  Pay  and  work " isCodable="false"><q:NoteRef targetGUID="1"/>'
        b'<q:Code guid="0B" name="Other" isCodable="true" color="#FF0000"/></q:Code>'
        b'<q:Code guid="0C" name="Other" isCodable="true" color="red"/>'
        b"</q:Codes><q:Sets/></q:CodeBook>"
    )
    assert [(e.name, e.parent, e.colour, e.retired) for e in qdc.read(data)] == [
        ("Pay and work", "", "", True),
        ("Other", "Pay and work", "#ff0000", False),
        ("Other (2)", "", "", False),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><CodeBook>&b;</CodeBook>', "document type"),
        (b"<Project/>", "no REFI-QDA codebook"),
        (b"<CodeBook><Codes>", "no XML that can be read"),
        (b"not xml", "no XML that can be read"),
        (b"<CodeBook><Codes/></CodeBook>", "no code"),
        (b'<CodeBook><Codes><Code guid="1" name=" "/></Codes></CodeBook>', "no name"),
        (b"<CodeBook><Codes>" + b'<Code name="x">' * 102 + b"</Code>" * 102 + b"</Codes></CodeBook>", "deep"),
    ],
)
def test_what_is_no_refi_qda_codebook_is_told(data, words):
    with pytest.raises(CodebookError, match=re.escape(words)):
        qdc.read(data)


def test_control_characters_that_xml_forbids_are_left_out():
    text = "".join(qdc.write([Entry("A\x01b", definition="c\x00d\ufffe", key="1")]))
    (entry,) = qdc.read(text.encode())
    assert (entry.name, entry.definition) == ("Ab", "cd")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_another_program_is_read(delimiter):
    text = "\n".join(
        delimiter.join(line) for line in [("Code", "Description", "Color"), ("Pay", "Money", "#AABBCC"), ("", "", "")]
    )
    assert codebook_csv.read(text) == [Entry("Pay", definition="Money", colour="#aabbcc")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("title,colour\nx,#000000", "No column is called “name”"),
        ("name\nA\n a ", "Row 3 names “a”"),
        ("name,colour\nA,red", "Row 2"),
        ("name,colour\n,#000000", "Row 2 names no tag"),
        ('name\n"A', "no CSV file"),
        ("name\n" + "x\n" * 10_001, "At most 10,000"),
    ],
)
def test_what_is_no_table_of_tags_is_told(text, words):
    with pytest.raises(CodebookError, match=re.escape(words)):
        codebook_csv.read(text)


def test_parents_come_first_and_a_ring_is_refused():
    assert [entry.name for entry in arranged([Entry("c", "b"), Entry("b", "A"), Entry("a")])] == ["a", "b", "c"]
    with pytest.raises(CodebookError, match="below itself"):
        arranged([Entry("a", "b"), Entry("b", "a")])


def test_thousands_of_codes_of_one_name_and_of_one_line_are_read():
    (first, second, *_, last) = qdc.read(b"<CodeBook><Codes>" + b'<Code name="x"/>' * 5_000 + b"</Codes></CodeBook>")
    assert (first.name, second.name, last.name) == ("x", "x (2)", "x (5000)")
    line = [Entry(f"n{n}", parent=f"n{n + 1}" if n < 4_999 else "") for n in range(5_000)]
    assert arranged(line) == line[::-1]
