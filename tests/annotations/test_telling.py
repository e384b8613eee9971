"""What became of an annotation, in words."""

from annotations.telling import changes, deed

WAS = {
    "version": 1,
    "start": 0,
    "end": 5,
    "quote": "Wages",
    "fragments": [],
    "tags": ["wages", "migration"],
    "note": "",
    "attributions": [{"actor": "1", "role": "speaker"}],
}
NAMES = {"wages": "Wages", "migration": "Migration", "1": "Theresa May", "2": "The Times"}


def became(**fields) -> list[str]:
    return changes(WAS, WAS | fields, NAMES)


def test_tags_that_came_and_went_are_named():
    assert became(tags=["wages", "pay"]) == ["tags: + pay, − Migration"]


def test_another_order_of_tags_is_said():
    assert became(tags=["migration", "wages"]) == ["tags: in another order"]


def test_notes_are_quoted_shortly():
    assert became(note="Said twice") == ["note: “Said twice”"]
    assert changes(WAS | {"note": "Said twice"}, WAS, NAMES) == ["note: taken away"]
    assert len(became(note="word " * 100)[0]) < 110


def test_a_range_and_its_pieces_are_quoted():
    assert became(quote="borders", start=10) == ["range: “Wages” became “borders”"]
    piece = {"start": 10, "end": 17, "quote": "borders"}
    assert became(fragments=[piece]) == ["range: “Wages” became “Wages […] borders”"]


def test_speakers_are_named_with_their_roles():
    said = [{"actor": "1", "role": "speaker"}, {"actor": "2", "role": "reported_by"}]
    assert became(attributions=said) == ["speakers: + The Times (reported by)"]
    assert became(attributions=[{"actor": "3", "role": "blamed"}]) == ["speakers: + somebody (blamed), − Theresa May"]


def test_of_a_new_annotation_it_is_said_what_it_said():
    assert changes(None, WAS | {"note": "Look"}, NAMES) == [
        "tags: + Wages, + Migration",
        "speakers: + Theresa May",
        "note: “Look”",
    ]


def test_nothing_is_said_of_what_is_as_it_was():
    assert became(revision=2) == changes(WAS, None, NAMES) == []


def test_deeds_follow_a_name():
    assert deed("annotation.created", None, WAS) == "tagged this passage"
    assert deed("annotation.carried", WAS, WAS | {"version": 2}) == "carried it over to version 2"
    assert deed("annotation.deleted", WAS, None) == "deleted it"
    assert deed("annotation.whatever", WAS, WAS) == "changed it"


def test_deeds_speak_of_any_annotation():
    assert deed("annotation.restored", None, WAS, it="“Wages”") == "brought “Wages” back"
    assert deed("annotation.created", None, WAS | {"tags": []}, it="“Wages”") == "marked “Wages”"


def test_of_two_versions_the_one_that_was_given_up_is_told():
    late = WAS | {"note": "Mine", "attributions": [{"name": "The Post", "kind": "organisation", "role": "speaker"}]}
    left = late | {"choice": "theirs"}, WAS | {"note": "Theirs"}
    assert deed("annotation.contested", *left).startswith("left it as somebody had changed it meanwhile")
    assert changes(*left, NAMES) == ["given up: speakers: + The Post, − Theresa May", "given up: note: “Mine”"]
    put = late | {"choice": "mine"}, WAS | {"note": "Theirs"}
    assert deed("annotation.contested", *put).startswith("put a version of their own in the place of it")
    assert changes(*put, NAMES) == ["given up: speakers: + Theresa May, − The Post", "given up: note: “Theirs”"]
