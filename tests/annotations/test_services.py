"""What people do with annotations, and what the log says of it."""

import orjson
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from accounts.ids import uuid7
from annotations.anchoring import NoSinglePlace
from annotations.codebook import delete_tag
from annotations.drafts import LARGEST_OFFSET, Draft, read_draft
from annotations.models import Annotation, Tag
from annotations.services import annotate, change_annotation, delete_annotation, place, restore_annotation
from projects.conflicts import Conflict, Gone, Stale
from projects.models import Event
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db
BASE = "https://argmap.example/annotations/"


def at(document, quote, **fields):
    """A draft on the passage that says `quote`."""
    start = TEXT.index(quote)
    return Draft(document=document.id, start=start, end=start + len(quote), quote=quote, **fields)


def one(door, draft):
    """Annotate, expecting success, and return the row."""
    (outcome,) = annotate(door=door, drafts=[draft], base=BASE)
    assert outcome.kind == "created", outcome
    return Annotation.objects.get(id=outcome.id)


def log(project, kind=None):
    events = Event.objects.filter(project=project.id).order_by("seq")
    return list(events.filter(kind=kind) if kind else events)


def test_an_annotation_is_written_with_its_tags_and_its_event(project, document, cast, doors):
    (outcome,) = annotate(
        door=doors(cast.bob),
        drafts=[at(document, "migrant labour", tags=["Wages", "scapegoating"], note="says who?")],
        base=BASE,
    )
    body = orjson.loads(outcome.body)
    row = Annotation.objects.get(id=outcome.id)
    assert body == {
        "id": str(row.id),
        "document": str(document.id),
        "version": 1,
        "start": row.start,
        "end": row.end,
        "quote": "migrant labour",
        "prefix": row.prefix,
        "suffix": row.suffix,
        "fragments": [],
        "tags": ["wages", "scapegoating"],
        "note": "says who?",
        "attributions": [],
        "creator": "bob",
        "created": row.created.isoformat().replace("+00:00", "Z"),
        "modified": row.modified.isoformat().replace("+00:00", "Z"),
        "revision": 1,
        "comments": 0,
        "curated": False,
        "decision": None,
        "url": f"{BASE}{row.id}/",
    }
    assert list(row.tags.values_list("name", flat=True).order_by("name")) == ["Wages", "scapegoating"]
    (event,) = log(project, "annotation.created")
    assert (event.user_id, event.object_id, event.before) == (cast.bob.id, row.id, None)
    untold = {"url", "comments", "curated", "decision"}
    assert event.after == {key: value for key, value in body.items() if key not in untold}


def test_events_are_numbered_without_gaps(project, document, cast, doors):
    for n in range(5):
        one(doors(cast.bob), at(document, "solidarity", tags=[f"tag {n}"]))
    assert [event.seq for event in log(project)] == list(range(1, len(log(project)) + 1))
    assert len(log(project, "tag.created")) == 5


def test_an_untagged_annotation_needs_no_quote(document, cast, doors):
    row = one(doors(cast.bob), Draft(document=document.id, start=0, end=5))
    assert (row.quote, row.labels, row.note) == ("Wages", [], "")


def test_tags_are_found_by_name_or_slug_whatever_their_case(document, cast, doors):
    one(doors(cast.bob), at(document, "solidarity", tags=["Free Movement", "C++"]))
    row = one(
        doors(cast.bob), at(document, "solidarity", tags=["free movement", "FREE MOVEMENT", "free-movement", "c++"])
    )
    assert row.labels == ["free-movement", "c"]
    assert Tag.objects.count() == 2


def test_names_with_the_same_slug_are_two_tags(document, cast, doors):
    row = one(doors(cast.bob), at(document, "solidarity", tags=["C", "C++", "C#", "!!!", "工资"]))
    assert row.labels == ["c", "c-2", "c-3", "tag", "工资"]


def test_the_same_draft_again_changes_nothing(project, document, cast, doors):
    draft = at(document, "solidarity", id=uuid7(), tags=["hope"], note="n")
    door = doors(cast.bob)
    assert [outcome.kind for outcome in annotate(door=door, drafts=[draft, draft], base=BASE)] == ["created", "there"]
    before = len(log(project))
    (again,) = annotate(door=door, drafts=[draft], base=BASE)
    assert again.kind == "there"
    assert len(log(project)) == before
    draft.note = "other"
    (other,) = annotate(door=door, drafts=[draft], base=BASE)
    assert (other.kind, orjson.loads(other.body)["note"]) == ("different", "n")


def test_each_refusal_is_its_own_and_harms_no_other_draft(project, document, cast, doors, other_project):
    elsewhere = import_text(other_project, cast.carol)
    taken = uuid7()
    from projects.guards import open_project

    one(open_project(cast.carol, other_project.slug), Draft(id=taken, document=elsewhere.id, start=0, end=5))
    drafts = [
        at(document, "solidarity"),
        Draft(document=document.id, start=0, end=5, quote="wages", tags=["never made"]),
        Draft(document=document.id, start=0, end=len(TEXT) + 1),
        Draft(document=document.id, start=0, end=5, version=7),
        Draft(document=elsewhere.id, start=0, end=5),
        Draft(document=document.id, start=0, end=5, id=taken),
        at(document, "poorly"),
    ]
    outcomes = annotate(door=doors(cast.bob), drafts=drafts, base=BASE)
    assert [outcome.kind for outcome in outcomes] == [
        "created", "misquoted", "outside", "no_version", "no_document", "taken", "created",
    ]  # fmt: skip
    assert outcomes[1].detail == "Wages"
    assert Annotation.objects.filter(project=project.id).count() == 2
    assert not Tag.objects.filter(name="never made").exists(), "a refused draft leaves no tag behind"
    assert [event.seq for event in log(project)] == list(range(1, len(log(project)) + 1))


def test_readers_and_strangers_cannot_annotate(document, cast, doors):
    with pytest.raises(PermissionDenied):
        annotate(door=doors(cast.ruth), drafts=[at(document, "solidarity")], base=BASE)
    with pytest.raises(Http404):
        doors(cast.carol)


def test_annotators_change_their_own_and_editors_anyones(document, cast, doors):
    row = one(doors(cast.erin), at(document, "solidarity"))
    with pytest.raises(PermissionDenied, match="your own"):
        change_annotation(door=doors(cast.bob), id=row.id, draft=Draft(note="x"))
    row = one(doors(cast.bob), at(document, "solidarity"))
    assert change_annotation(door=doors(cast.erin), id=row.id, draft=Draft(note="x")).note == "x"


def test_a_change_records_what_was_and_what_became(project, document, cast, doors):
    door = doors(cast.bob)
    row = one(door, at(document, "solidarity", tags=["a", "b"], note="first"))
    changed = change_annotation(
        door=door, id=row.id, revision=1, draft=at(document, "asked for solidarity", tags=["b", "c"], note="second")
    )
    assert (changed.quote, changed.labels, changed.note, changed.revision) == (
        "asked for solidarity", ["b", "c"], "second", 2,
    )  # fmt: skip
    (event,) = log(project, "annotation.changed")
    assert (event.before["quote"], event.before["tags"], event.before["revision"]) == ("solidarity", ["a", "b"], 1)
    assert (event.after["quote"], event.after["tags"], event.after["revision"]) == (
        "asked for solidarity", ["b", "c"], 2,
    )  # fmt: skip


def test_the_order_of_tags_can_be_changed(document, cast, doors):
    door = doors(cast.bob)
    row = one(door, at(document, "solidarity", tags=["a", "b"]))
    assert change_annotation(door=door, id=row.id, draft=Draft(tags=["b", "a"])).labels == ["b", "a"]


def test_a_change_that_changes_nothing_is_no_event(project, document, cast, doors):
    door = doors(cast.bob)
    row = one(door, at(document, "solidarity", tags=["a"], note="n"))
    before = len(log(project))
    same = change_annotation(door=door, id=row.id, revision=1, draft=Draft(tags=["A"], note="n"))
    place = Draft(start=row.start, end=row.end, quote=row.quote)
    assert [same.revision, change_annotation(door=door, id=row.id, draft=place).revision] == [1, 1]
    assert len(log(project)) == before


def test_a_stale_change_is_refused_and_told_the_current_state(document, cast, doors):
    door = doors(cast.bob)
    row = one(door, at(document, "solidarity"))
    change_annotation(door=doors(cast.erin), id=row.id, revision=1, draft=Draft(note="Erin's"))
    with pytest.raises(Stale) as stale:
        change_annotation(door=door, id=row.id, revision=1, draft=Draft(note="Bob's"))
    assert (stale.value.current.note, stale.value.current.revision) == ("Erin's", 2)
    with pytest.raises(Stale):
        delete_annotation(door=door, id=row.id, revision=1)
    assert Annotation.objects.get(id=row.id).note == "Erin's"


def test_a_new_range_must_be_true(document, cast, doors):
    door = doors(cast.bob)
    row = one(door, at(document, "solidarity", note="kept"))
    with pytest.raises(Conflict) as conflict:
        change_annotation(door=door, id=row.id, draft=Draft(start=0, end=5, quote="wages"))
    assert conflict.value.current == {"quote": "Wages"}
    with pytest.raises(ValidationError):
        change_annotation(door=door, id=row.id, draft=Draft(start=0, end=len(TEXT) + 1))
    assert Annotation.objects.get(id=row.id).quote == "solidarity"


def test_deleting_leaves_a_tombstone_that_can_be_restored(project, document, cast, doors):
    door = doors(cast.bob)
    row = one(door, at(document, "solidarity", tags=["a"], note="n"))
    tombstone = delete_annotation(door=door, id=row.id, revision=1)
    assert tombstone.deleted
    with pytest.raises(Gone):
        change_annotation(door=door, id=row.id, draft=Draft(note="x"))
    back = restore_annotation(door=door, id=row.id, revision=tombstone.revision)
    assert (back.deleted, back.labels, back.note, back.revision) == (None, ["a"], "n", 3)
    assert [event.kind for event in log(project)][-2:] == ["annotation.deleted", "annotation.restored"]
    (event,) = log(project, "annotation.deleted")
    assert (event.before["note"], event.after) == ("n", None)


def test_a_quote_alone_is_placed_only_where_it_stands_once(document, cast, doors):
    door = doors(cast.bob)
    draft = Draft(document=document.id, quote="migrant labour")
    place(door=door, draft=draft)
    assert TEXT[draft.start : draft.end] == "migrant labour"
    with pytest.raises(NoSinglePlace) as several:
        place(door=door, draft=Draft(document=document.id, quote="s"))
    assert len(several.value.candidates) > 1
    with pytest.raises(NoSinglePlace) as none:
        place(door=door, draft=Draft(document=document.id, quote="unicorns"))
    assert none.value.candidates == []


def test_drafts_tell_every_fault_at_once():
    draft = read_draft({"start": -1, "end": 2**40, "tags": "wages", "note": 3, "colour": "red", "document": "x"})
    assert {fault.field for fault in draft.faults} == {"start", "end", "tags", "note", "colour", "document"}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ([], ""),
        ({"start": 1, "end": 2}, "document"),
        ({"document": str(uuid7())}, "start"),
        ({"document": str(uuid7()), "start": 3}, "end"),
        ({"document": str(uuid7()), "start": 3, "end": 3}, "end"),
        ({"document": str(uuid7()), "start": True, "end": 3}, "start"),
        ({"document": str(uuid7()), "start": 1.5, "end": 3}, "start"),
        ({"document": str(uuid7()), "start": 0, "end": 3, "note": "a\0b"}, "note"),
        ({"document": str(uuid7()), "start": 0, "end": 3, "note": "\ud800"}, "note"),
        ({"document": str(uuid7()), "start": 0, "end": 3, "tags": [" "]}, "tags"),
        ({"document": str(uuid7()), "start": 0, "end": 3, "tags": ["x" * 101]}, "tags"),
        ({"document": str(uuid7()), "start": 0, "end": 3, "tags": ["x"] * 51}, "tags"),
    ],
)
def test_bad_drafts_name_their_field(sent, field):
    assert [fault.field for fault in read_draft(sent).faults] == [field]


def test_the_largest_offset_is_outside_and_harms_no_other_draft(document, cast, doors):
    far = Draft(document=document.id, start=0, end=LARGEST_OFFSET)
    outcomes = annotate(door=doors(cast.bob), drafts=[far, at(document, "solidarity")], base=BASE)
    assert [outcome.kind for outcome in outcomes] == ["outside", "created"]
    beyond = {"document": str(document.id), "start": 0, "end": LARGEST_OFFSET + 1}
    assert [fault.field for fault in read_draft(beyond).faults] == ["end"]


def test_tags_of_one_slug_are_all_kept_however_many(project, document, cast, doors):
    names = [chr(0x1F600 + n) for n in range(80)] + [chr(0x1F900 + n) for n in range(50)]
    drafts = [at(document, "solidarity", tags=[name]) for name in names]
    outcomes = annotate(door=doors(cast.bob), drafts=drafts, base=BASE)
    labels = [orjson.loads(outcome.body)["tags"] for outcome in outcomes]
    assert labels == [["tag"], *([f"tag-{n}"] for n in range(2, 131))]
    assert list(Tag.objects.filter(project=project).order_by("position").values_list("name", flat=True)) == names


def test_a_new_tag_takes_the_first_number_that_is_free(project, document, cast, doors):
    door = doors(cast.erin)
    one(door, at(document, "solidarity", tags=["!", "!!", "!!!", "!!!!"]))
    delete_tag(door=door, slug="tag-3")
    row = one(door, at(document, "solidarity", tags=["?", "??"]))
    assert row.labels == ["tag-3", "tag-5"]
