"""Bytes become text, text becomes passages, and nothing else is changed on the way."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text import TextError, canonical, count_words, decode, passages, title_from

SEEDS = Path(__file__).parents[2] / "seeds" / "free-movement"
ENGLISH = "“Wages” – it’s £5, said the MP’s office; 50 % of them café owners."
GERMAN = "Die Freizügigkeit der Arbeitnehmer gehört zu den Grundrechten. Löhne dürfen nicht gedrückt werden. " * 3
POLISH = "Zażółć gęślą jaźń. Swoboda przepływu osób jest jednym z podstawowych praw obywateli. " * 5
CZECH = "Volný pohyb pracovníků je základním právem občanů Evropské unie. Žádný člověk není nelegální. " * 3
TURKISH = "İşçilerin serbest dolaşımı temel bir haktır. Ücretler düşürülmemelidir. " * 3
RUSSIAN = "Свобода передвижения работников — одно из основных прав граждан Европейского союза. " * 3
GREEK = "Η ελεύθερη κυκλοφορία των εργαζομένων είναι θεμελιώδες δικαίωμα. " * 3
JAPANESE = "労働者の自由移動は基本的な権利である。" * 10
CHINESE = "劳动者的自由流动是一项基本权利。" * 10

any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
lines = st.lists(
    st.sampled_from(
        ["", "   ", "a line", "# heading", "```", "## two ##", "é👩‍👩‍👧‍👦", "x" * 130, "#no", "    # code"]
    ),
    max_size=12,
).map("\n".join)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_with_and_without_its_mark(encoding):
    assert decode(ENGLISH.encode(encoding)) == ENGLISH


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_BE, "utf-32-be")])
def test_a_big_endian_mark_is_understood(mark, encoding):
    assert decode(mark + ENGLISH.encode(encoding)) == ENGLISH


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (GERMAN, "cp1252"),
        (GERMAN, "latin-1"),
        (POLISH, "cp1250"),
        (CZECH, "cp1250"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN.replace("— ", ""), "koi8-r"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
    ],
)
def test_older_encodings_are_recognised(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_a_pound_sign_in_short_english_is_no_polish_letter():
    assert decode(b"It costs \xa35.") == "It costs £5."


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"PK\x03\x04\x14\0", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"{\\rtf1\\ansi}", "rich-text"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"a text\0 with a NUL", "not a text file"),
        (bytes(range(1, 32)) * 8, "not a text file"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data, word):
    with pytest.raises(TextError, match=word) as caught:
        decode(data)
    assert caught.value.code == "binary"
    assert "text" in caught.value.message


def test_a_file_that_breaks_the_promise_of_its_mark_is_refused():
    with pytest.raises(TextError, match="UTF-8") as caught:
        decode(codecs.BOM_UTF8 + b"caf\xe9")
    assert caught.value.code == "undecodable"


def test_a_file_that_was_cut_off_within_a_character_is_refused_rather_than_garbled():
    with pytest.raises(TextError, match="damaged or cut off") as caught:
        decode("“It’s wages”, he said – “and solidarity”".encode()[:-1])
    assert caught.value.code == "undecodable"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data):
    try:
        assert isinstance(decode(data), str)
    except TextError as error:
        assert error.message.endswith(".")


def test_line_ends_become_newlines_and_nothing_else_changes():
    assert (
        canonical("\ufeffone\r\ntwo\rthree\n\n e\u0301 \u00e9\u00a0\u2028 ")
        == "one\ntwo\nthree\n\n e\u0301 \u00e9\u00a0\u2028 "
    )


@given(any_text)
def test_canonical_text_stays_as_it_is(text):
    try:
        made = canonical(text)
    except TextError as error:
        assert error.code == "blank"
        return
    assert canonical(made) == made
    assert "\r" not in made


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff"])
def test_a_blank_text_is_refused(text):
    with pytest.raises(TextError) as caught:
        canonical(text)
    assert caught.value.code == "blank"


@pytest.mark.parametrize(("text", "code"), [("a\0b", "nul"), ("a \ud83d b", "surrogate"), ("é" * 11, "max_length")])
def test_what_cannot_be_stored_is_refused(text, code):
    with pytest.raises(TextError) as caught:
        canonical(text, limit=10)
    assert caught.value.code == code


def test_the_limit_counts_code_points_of_the_canonical_text():
    assert canonical("👩‍👩‍👧\r\nabc", limit=9) == "👩‍👩‍👧\nabc"


@given(any_text | lines, st.booleans())
def test_passages_tile_the_text(text, markdown):
    made = passages(text, markdown=markdown)
    assert "".join(block.text for block in made) == text
    assert [block.ord for block in made] == list(range(len(made)))
    for block in made:
        assert text[block.start : block.end] == block.text != ""
        assert (block.kind == "heading") == (block.level > 0)
    assert [block.start for block in made[1:]] == [block.end for block in made[:-1]]


@given(any_text | lines, st.booleans())
def test_every_passage_of_a_text_has_words(text, markdown):
    made = passages(text, markdown=markdown)
    assert all(block.text.strip() for block in made) or len(made) == 1


def shown(text, **options):
    return [block.text.strip() for block in passages(text, **options)]


def test_blank_lines_part_paragraphs():
    assert shown("\n\none\n\n \n\ntwo\n\n") == ["one", "two"]


def test_without_blank_lines_each_line_is_a_paragraph():
    assert shown("one\ntwo\nthree") == ["one", "two", "three"]


def test_wrapped_lines_stay_together():
    assert shown("a wrapped\nparagraph\n\nanother\none\n") == ["a wrapped\nparagraph", "another\none"]


def test_long_lines_are_paragraphs_even_where_there_is_a_blank_line():
    long = "word " * 40
    assert shown(f"Title\n\n{long}\n{long}\n{long}") == ["Title", long.strip(), long.strip(), long.strip()]


def test_both_seeds_have_eleven_paragraphs():
    for path in SEEDS.glob("*.txt"):
        assert len(passages(canonical(decode(path.read_bytes())))) == 11


def test_headings_are_read_in_markdown_only():
    text = "# One\nwrapped\nlines\n\n### Two ###\n\nend\n"
    assert [(b.kind, b.level, b.text.strip()) for b in passages(text, markdown=True)] == [
        ("heading", 1, "# One"),
        ("paragraph", 0, "wrapped\nlines"),
        ("heading", 3, "### Two ###"),
        ("paragraph", 0, "end"),
    ]
    assert {block.kind for block in passages(text)} == {"paragraph"}


@pytest.mark.parametrize("line", ["#hashtag", "####### seven", "    # code", "#", "```\n# code\n```"])
def test_what_only_looks_like_a_heading_is_none(line):
    assert all(block.level == 0 for block in passages(f"before\n\n{line}\n\nafter", markdown=True))


def test_words_are_counted_as_wc_does():
    assert count_words("Two words\nand – three") == 5
    assert count_words("  ") == 0


@pytest.mark.parametrize(
    ("text", "filename", "title"),
    [
        ("Free movement\n\nA text.", "x.txt", "Free movement"),
        ("\n# On wages #\n\nA text.", "x.md", "On wages"),
        ("A whole sentence stands first.\n\nA text.", "the_case for-it.TXT", "the case for-it"),
        ("w " * 200, "folder/speech.md", "speech"),
        ("w" * 200, "", "w" * 119 + "…"),
    ],
)
def test_a_title_is_found_for_a_text_without_one(text, filename, title):
    assert title_from(text, filename) == title
