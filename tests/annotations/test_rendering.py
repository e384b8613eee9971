"""The reading page's markup: the shared cases, the text kept to the letter, and how long a book takes."""

import json
import random
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import Span
from annotations.margin import Voice, item_markup, list_markup, shortened
from annotations.markers import marker_ends
from annotations.rendering import MarkRow, PassageRow, flatten, mark_classes, text_markup, text_parts
from documents.text import passages

VECTORS = Path(__file__).parent.parent / "vectors" / "flatten.json"
CASES = json.loads(VECTORS.read_text())["cases"]
NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
ITEM = {"id": "a1", "start": 7, "end": 10, "quote": "", "tags": [], "note": "", "creator": "bob", "created": NOW,
        "passage": 7}  # fmt: skip


class Reader(HTMLParser):
    """Collects the text of some markup, and the text under each annotation."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.marked, self.open = "", {}, []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag == "mark":
            self.open = dict(attrs)["data-ids"].split()

    def handle_endtag(self, tag):
        if tag == "mark":
            self.open = []

    def handle_data(self, data):
        self.text += data
        for identity in self.open:
            self.marked[identity] = self.marked.get(identity, "") + data


def rows(text: str, *, markdown: bool = False) -> list[PassageRow]:
    return [PassageRow(block.start, block.kind, block.level, block.text) for block in passages(text, markdown=markdown)]


def annotation(start: int, end: int, identity: str = "a", *tags: str) -> dict:
    return {"start": start, "end": end, "id": identity, "tags": list(tags)}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_shared_cases_hold(case):
    marks = [MarkRow(m["start"], m["end"], m["id"], m["tags"][0] if m["tags"] else "") for m in case["marks"]]
    offset, length = case["offset"], case["length"]
    clipped = [Span(max(m.start - offset, 0), min(m.end - offset, length)) for m in marks]
    found = [
        [
            segment.start,
            segment.end,
            [marks[row].id for row, _ in segment.cover],
            mark_classes(segment, clipped, marks, offset) if segment.cover else "",
        ]
        for segment in flatten(length, clipped, case["cuts"])
    ]
    assert found == case["segments"]


TEXTS = st.text(alphabet=st.sampled_from("ab <&\n#👍\u0301ש"), min_size=1, max_size=80).filter(str.strip)


@st.composite
def annotated(draw):
    """A text and some annotations of it, in reading order."""
    text = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))), max_size=6))
    found = [(start, min(start + size, len(text))) for start, size in spans]
    ordered = sorted(found, key=lambda span: (span[0], -span[1]))
    return text, [annotation(*span, f"id{at}", "wages") for at, span in enumerate(ordered)]


@given(annotated(), st.booleans())
def test_the_markup_holds_the_text_to_the_letter(given_text, markdown):
    text, annotations = given_text
    assert Reader(text_markup(rows(text, markdown=markdown), annotations)).text == text


@given(annotated(), st.booleans())
def test_what_is_marked_is_what_the_annotations_quote(given_text, markdown):
    text, annotations = given_text
    read = Reader(text_markup(rows(text, markdown=markdown), annotations))
    for one in annotations:
        quote = text[one["start"] : one["end"]]
        without_gaps = quote.replace("\n", "")
        assert read.marked.get(one["id"], "").replace("\n", "") == without_gaps


@given(st.text(alphabet=st.sampled_from("#ab \n=-"), max_size=30))
def test_a_markers_ends_lie_in_order_within_the_heading(heading):
    start, end = marker_ends(heading)
    assert 0 <= start <= end <= len(heading)


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("# Wages", "Wages"),
        ("## Wages ##", "Wages"),
        ("Wages", "Wages"),
        ("#", ""),
        ("We are #1", "We are #1"),
        ("Level #", "Level #"),
    ],
)
def test_only_markdowns_own_signs_are_dimmed(heading, words):
    start, end = marker_ends(heading)
    assert heading[start:end] == words


def test_headings_are_headings_below_the_title():
    markup = text_markup(rows("# On wages\n\nThey are low.\n", markdown=True), [])
    assert markup == (
        '<h2 id="p0" data-start="0" dir="auto"><span class="marker"># </span>On wages<span class="gap">\n\n</span></h2>'
        '<p id="p12" data-start="12" dir="auto">They are low.<span class="gap">\n</span></p>'
    )


def test_markup_in_texts_notes_and_tags_is_shown_as_written():
    nasty = '<script>alert("1")</script>'
    assert "<script" not in text_markup(rows(nasty), [annotation(0, 8, "a", 'x"><script>')])
    item = ITEM | {"quote": nasty, "tags": [nasty], "note": nasty, "creator": nasty}
    assert "<script" not in item_markup(item, {nasty: nasty}, "/codebook/")


def test_an_item_says_quote_tags_note_who_and_when():
    item = ITEM | {"quote": "low\n\npay", "tags": ["wages"], "note": "Look"}
    markup = item_markup(item, {"wages": "Wages!"}, "/p/x/codebook/")
    assert 'id="a-a1"' in markup
    assert 'href="#p7">low pay</a>' in markup
    assert '<a class="tag c-wages" href="/p/x/codebook/wages/">Wages!</a>' in markup
    assert '<p class="remark">Look</p>' in markup
    assert 'datetime="2026-11-22T12:30:00+00:00">22 Nov 2026</time>' in markup


def test_an_item_of_several_pieces_shows_where_they_part():
    item = ITEM | {"quote": "wages", "fragments": [{"start": 20, "end": 23, "quote": "low"}]}
    assert ">wages […] low</a>" in item_markup(item, {}, "/codebook/")


DECIDED = {"verdict": "accept", "chosen": True, "reason": "", "by": "erin"}


@pytest.mark.parametrize(
    ("decision", "curated", "words"),
    [
        (DECIDED, False, "Accepted by erin"),
        (DECIDED | {"chosen": False}, False, "erin accepted another version"),
        (DECIDED | {"verdict": "edit", "chosen": False}, False, "Decided by erin, with changes"),
        (DECIDED | {"verdict": "reject", "chosen": False}, False, "Rejected by erin: rightly nothing here"),
        (DECIDED, True, "Decided by erin"),
    ],
)
def test_an_item_says_what_was_decided_and_why(decision, curated, words):
    assert "decided" not in item_markup(ITEM | {"quote": "low"}, {}, "/p/x/codebook/")
    item = ITEM | {"quote": "low", "curated": curated, "decision": decision | {"reason": "No <claim>."}}
    markup = item_markup(item, {}, "/p/x/codebook/")
    assert f'<span>{words}</span><q dir="auto">No &lt;claim&gt;.</q></p>' in markup
    assert ('<span class="badge curated">curated</span>' in markup) == curated


def test_an_item_says_who_says_it_and_who_is_blamed():
    item = ITEM | {"quote": "low"}
    assert "voices" not in item_markup(item, {}, "/p/x/codebook/")
    jane = Voice("Jane <Smith>", "person", "speaker", "/p/x/actors/1/")
    union = Voice("TUC", "organisation", "blamed", "/p/x/actors/2/")
    markup = item_markup(item | {"voices": [jane, union]}, {}, "/p/x/codebook/")
    assert '<span class="visually-hidden">speaker</span><a href="/p/x/actors/1/">Jane &lt;Smith&gt;</a>' in markup
    assert '#i-organisation"></use></svg><span class="role">blamed</span><a href="/p/x/actors/2/">TUC</a>' in markup


def test_a_long_quotation_is_cut_at_a_space():
    assert shortened("word " * 100).endswith("word …")
    assert len(shortened("word " * 100)) <= 280
    assert len(shortened("x" * 1000)) <= 282


def test_a_passage_in_several_pieces_is_marked_in_each():
    text = "We were all paid poorly.\n\nNobody asked why.\n"
    said = annotation(3, 7, "a") | {"fragments": [{"start": 17, "end": 23}, {"start": 33, "end": 38}]}
    reader = Reader(text_markup(rows(text), [said, annotation(12, 38, "b")]))
    assert (reader.text, reader.marked["a"]) == (text, "werepoorlyasked")


def test_a_long_text_is_made_in_parts_that_are_its_groups():
    text = "\n\n".join("word " * 200 + str(number) for number in range(70)) + "\n"
    parts = list(text_parts(rows(text), [MarkRow(0, len(text), "a", "")]))
    assert len(parts) == 7
    assert all(part.startswith('<div class="group">') for part in parts)
    assert Reader("".join(parts)).text == text
    assert len(list(text_parts(rows(text[:5_000]), []))) == 1


def test_a_book_takes_a_moment():
    """100,000 words under 2,000 annotations, text and list, in well under a second of this processor's time."""
    chance = random.Random(7)
    text = "\n\n".join(" ".join(["argument"] * 80) for _ in range(1250))
    starts = sorted(chance.randrange(len(text) - 800) for _ in range(2000))
    annotations = [
        annotation(start, start + chance.randint(10, 800), str(at), "wages")
        | {"quote": "word " * 40, "note": "", "creator": "bob", "created": NOW, "passage": 0}
        for at, start in enumerate(starts)
    ]
    blocks = rows(text)
    before = process_time()
    text_markup(blocks, annotations)
    list_markup(annotations, {}, "/p/x/codebook/")
    assert process_time() - before < 0.6
