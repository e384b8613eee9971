"""W3C Web Annotation: what the model demands, and the whole collection as one stream of JSON."""

import json
from datetime import UTC, datetime

from exchange.formats import w3c
from exchange.formats.row import Addresses, Attributed, Piece
from tests.exchange.test_csv import ID, row

ADDRESSES = Addresses("https://argmap.example", "free-movement")
NOW = datetime(2026, 1, 2, tzinfo=UTC)
API = "https://argmap.example/api/v1/projects/free-movement"


def collection(*rows):
    return json.loads(
        "".join(w3c.write(rows, total=len(rows), label="Annotations of X", generated=NOW, addresses=ADDRESSES))
    )


def test_an_annotation_points_to_its_version_by_quote_and_position():
    made = w3c.annotation(row(quote="👩‍👧 text", prefix="a ", suffix=" b", end=11, version=2), ADDRESSES)
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert made["id"] == f"{API}/annotations/{ID}/"
    assert made["type"] == "Annotation"
    assert made["target"] == {
        "type": "SpecificResource",
        "source": f"{API}/documents/{ID}/text/?version=2",
        "selector": [
            {"type": "TextQuoteSelector", "exact": "👩‍👧 text", "prefix": "a ", "suffix": " b"},
            {"type": "TextPositionSelector", "start": 3, "end": 11},
        ],
    }
    assert made["creator"] == {"id": f"urn:uuid:{ID}", "type": "Person", "name": "bob"}
    assert made["created"].endswith("Z")


def test_tags_and_the_note_are_bodies():
    made = w3c.annotation(row(tags=["Löhne & more"], slugs=["löhne-more"], note="A note"), ADDRESSES)
    assert made["motivation"] == "tagging"
    assert made["body"] == [
        {
            "type": "TextualBody",
            "purpose": "tagging",
            "value": "Löhne & more",
            "format": "text/plain",
        },
        {"type": "TextualBody", "purpose": "commenting", "value": "A note", "format": "text/plain"},
    ]


def test_what_a_decision_made_has_a_second_motivation():
    made = w3c.annotation(row(tags=["wages"], slugs=["wages"], curated=True), ADDRESSES)
    assert made["motivation"] == ["tagging", "https://argmap.example/api/v1/docs/#curating"]


def test_who_says_it_is_a_body_that_names_the_actor_and_the_role():
    said = [Attributed(ID, "Theresa May", "person", "speaker"), Attributed(ID, "TUC", "organisation", "blamed")]
    made = w3c.annotation(row(attributions=said, note="A note"), ADDRESSES)
    assert made["motivation"] == "commenting"
    assert made["body"][:2] == [
        {
            "type": "SpecificResource",
            "purpose": ["identifying", f"https://argmap.example/api/v1/docs/#role-{role}"],
            "source": {"id": f"{API}/actors/{ID}/", "type": kind, "name": name},
        }
        for kind, name, role in (("Person", "Theresa May", "speaker"), ("Organization", "TUC", "blamed"))
    ]
    assert made["body"][2]["purpose"] == "commenting"
    assert w3c.annotation(row(attributions=said), ADDRESSES)["motivation"] == "identifying"


def test_a_passage_in_pieces_has_a_target_for_each():
    made = w3c.annotation(row(fragments=[Piece(9, 14, "later")], prefix="a "), ADDRESSES)
    first, second = made["target"]
    assert first["selector"][0] == {"type": "TextQuoteSelector", "exact": "text", "prefix": "a ", "suffix": ""}
    assert second["source"] == first["source"]
    assert second["selector"] == [
        {"type": "TextQuoteSelector", "exact": "later"},
        {"type": "TextPositionSelector", "start": 9, "end": 14},
    ]


def test_without_tags_the_note_is_the_motivation_and_without_both_it_is_a_highlight():
    assert w3c.annotation(row(note="A note"), ADDRESSES)["motivation"] == "commenting"
    bare = w3c.annotation(row(), ADDRESSES)
    assert bare["motivation"] == "highlighting"
    assert "body" not in bare


def test_the_collection_has_one_page_with_every_annotation():
    made = collection(row(), row(note="=1\n\u2028"), row())
    assert (made["type"], made["total"], made["label"]) == ("AnnotationCollection", 3, "Annotations of X")
    assert made["last"] == made["first"]["id"]
    assert (made["first"]["type"], made["first"]["startIndex"]) == ("AnnotationPage", 0)
    assert [item["type"] for item in made["first"]["items"]] == ["Annotation"] * 3


def test_an_empty_collection_has_no_page():
    made = collection()
    assert made["total"] == 0
    assert "first" not in made
