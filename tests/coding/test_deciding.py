"""Deciding what shall count of what Bob and Alice marked; Erin adjudicates."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.review import correct_text
from annotations.services import change_annotation, delete_annotation
from coding.assigning import assign
from coding.closing import close_document
from coding.comparing import State
from coding.curating import Ruling
from coding.deciding import accept_agreed, change_decision, confirm_decision, decide, remove_decision
from coding.finishing import finish, resume
from coding.grounds import Since
from coding.models import Decision
from coding.units import comparison
from projects.conflicts import Conflict, Stale
from projects.models import Event
from tests.conftest import TEXT


@pytest.fixture
def table(document, doors, cast):
    """A function that gives the units as Erin sees them, by the first words of each."""

    def laid():
        document.refresh_from_db()
        found = comparison(doors(cast.erin), document)
        text = document.versions.get(number=document.number).text
        return {text[slice(*case.unit.place)].split()[0] if case.unit.marks else "": case for case in found.cases}

    return laid


@pytest.fixture
def erin(doors, cast, document):
    """What Erin decides: `erin("poorly", Ruling("reject", "No claim."))`."""
    return lambda case, ruling, **more: decide(
        door=doors(cast.erin), document=document.id, unit=case.unit.id, ruling=ruling, **more
    )


def events(project):
    found = Event.objects.filter(project=project).order_by("seq").values_list("kind", flat=True)
    return [kind for kind in found if kind.split(".")[0] in {"annotation", "decision"}]


def test_units_are_what_those_who_are_done_marked(coded, table, doors, cast, document, mark):
    found = table()
    assert {word: case.state for word, case in found.items()} == {
        "Wage": State.AGREED,
        "unscrupulous": State.DISAGREEING,
        "solidarity.": State.INCOMPLETE,
    }
    resume(door=doors(cast.bob), document=document.id)
    mark(cast.erin, "poorly", "wages")
    assert {word: case.state for word, case in table().items()} == {
        "Wage": State.INCOMPLETE,
        "unscrupulous": State.INCOMPLETE,
        "solidarity.": State.INCOMPLETE,
    }


def test_accepting_one_version_makes_a_curated_annotation_of_the_adjudicators(coded, table, erin, project, cast):
    case = table()["unscrupulous"]
    theirs = next(one for one in case.unit.marks if one.coder == "bob")
    row = erin(case, Ruling("accept", "Narrower.", accepted=theirs.id))
    made = row.annotation
    assert (made.quote, made.labels, made.note, made.creator, made.curated) == (
        "unscrupulous employers", ["blame"], "sic", cast.erin, True,
    )  # fmt: skip
    assert events(project)[-2:] == ["annotation.created", "decision.made"]
    event = Event.objects.filter(project=project).latest("seq")
    assert (event.about, event.whose) == (row.document_id, "erin")
    assert Event.objects.get(project=project, object_id=made.id).after["curated"] is True


def test_what_was_decided_stands_on_the_annotations_that_it_is_about(coded, table, erin):
    case = table()["unscrupulous"]
    bobs, alices = ((one.id) for one in sorted(case.unit.marks, key=lambda one: one.coder != "bob"))
    row = erin(case, Ruling("accept", "Narrower.", accepted=bobs))
    told = {one.id: one.decision for one in Annotation.objects.filter(decision__isnull=False)}
    assert {id_: (one["chosen"], one["reason"], one["by"]) for id_, one in told.items()} == {
        bobs: (True, "Narrower.", "erin"),
        alices: (False, "Narrower.", "erin"),
        row.annotation_id: (True, "Narrower.", "erin"),
    }


def test_what_all_agree_on_is_accepted_all_at_once_and_once_only(coded, table, doors, cast, document, project):
    (row,) = accept_agreed(door=doors(cast.erin), document=document.id)
    assert (row.annotation.quote, row.annotation.labels, row.accepted) == ("Wage stagnation", ["wages"], None)
    assert table()["Wage"].decision == row
    assert accept_agreed(door=doors(cast.erin), document=document.id) == []
    assert events(project).count("decision.made") == 1


def test_rejecting_makes_nothing_and_says_why(coded, table, erin, project):
    case = table()["solidarity."]
    with pytest.raises(ValidationError, match="Say why"):
        erin(case, Ruling("reject", "  "))
    row = erin(case, Ruling("reject", "No claim."))
    assert (row.annotation, row.quote) == (None, "solidarity.")
    assert table()["solidarity."].decision == row
    assert events(project)[-1] == "decision.made"


def test_editing_changes_what_is_given_and_keeps_the_rest(coded, table, erin):
    case = table()["unscrupulous"]
    bobs = next(one for one in case.unit.marks if one.coder == "bob")
    row = erin(case, Ruling("edit", "Both tags.", accepted=bobs.id, draft=Draft(tags=["blame", "class"])))
    assert (row.annotation.quote, row.annotation.labels, row.annotation.note) == (
        "unscrupulous employers", ["blame", "class"], "sic",
    )  # fmt: skip
    assert not Annotation.objects.get(id=bobs.id).decision["chosen"]


def test_a_passage_is_edited_by_its_words(coded, table, erin):
    row = erin(table()["unscrupulous"], Ruling("edit", "The noun.", draft=Draft(quote="employers", tags=["blame"])))
    assert TEXT[row.annotation.start : row.annotation.end] == "employers"


@pytest.mark.parametrize(
    "ruling",
    [
        Ruling("accept"),
        Ruling("edit", "So.", draft=Draft(tags=["x"])),
        Ruling("edit", "So.", draft=Draft(start=0, end=9_999)),
        Ruling("edit", "So.", draft=Draft(start=0, end=4, quote="Nope")),
        Ruling("edit", "", draft=Draft(start=0, end=4)),
    ],
    ids=["whose?", "where?", "outside", "misquoted", "why?"],
)
def test_what_does_not_tell_what_to_write_is_refused_and_nothing_is_written(ruling, coded, table, erin, project):
    before = events(project)
    with pytest.raises(ValidationError):
        erin(table()["unscrupulous"], ruling)
    assert (events(project), Decision.objects.count()) == (before, 0)


def test_another_units_annotation_is_not_accepted(coded, table, erin):
    with pytest.raises(ValidationError, match="not in the unit"):
        erin(table()["Wage"], Ruling("accept", accepted=table()["solidarity."].unit.id))


def test_of_two_adjudicators_the_second_is_told(coded, table, erin, doors, cast, document):
    case = table()["solidarity."]
    row = erin(case, Ruling("reject", "No claim."))
    with pytest.raises(Conflict, match="erin has decided") as refused:
        decide(door=doors(cast.alice), document=document.id, unit=case.unit.id, ruling=Ruling("reject", "So."))
    assert refused.value.current == row
    change_decision(door=doors(cast.erin), id=row.id, ruling=Ruling("reject", "Only a greeting."), revision=1)
    with pytest.raises(Stale):
        change_decision(door=doors(cast.alice), id=row.id, ruling=Ruling("reject", "So."), revision=1)
    with pytest.raises(Stale):
        remove_decision(door=doors(cast.alice), id=row.id, revision=1)
    assert Decision.objects.get().reason == "Only a greeting."


def test_nobody_decides_about_what_they_have_not_seen(coded, table, erin, doors, cast):
    case = table()["solidarity."]
    change_annotation(door=doors(cast.alice), id=case.unit.id, draft=Draft(tags=["hope"]))
    with pytest.raises(Conflict, match="has changed since you looked"):
        erin(case, Ruling("reject", "No claim."), seen=case.token)
    assert erin(case, Ruling("reject", "No claim."), seen=table()["solidarity."].token)


def test_deciding_otherwise_changes_what_was_made(coded, table, erin, doors, cast, project):
    case = table()["unscrupulous"]
    alices, bobs = sorted(case.unit.marks, key=lambda one: one.coder)
    row = erin(case, Ruling("accept", accepted=bobs.id))
    made = row.annotation_id

    def otherwise(user, ruling):
        done = change_decision(door=doors(user), id=row.id, ruling=ruling)
        live = Annotation.objects.filter(curated=True, deleted__isnull=True)
        return done, [(one.id == made, one.creator.username, one.quote) for one in live]

    done, live = otherwise(cast.erin, Ruling("accept", accepted=alices.id))
    assert (done.revision, live) == (2, [(True, "erin", "unscrupulous employers. We")])
    done, live = otherwise(cast.alice, Ruling("accept", accepted=bobs.id))
    assert (done.creator, live) == (cast.alice, [(False, "alice", "unscrupulous employers")])
    done, live = otherwise(cast.alice, Ruling("reject", "Neither."))
    assert (done.annotation, live) == (None, [])
    assert not Annotation.objects.get(id=bobs.id).decision["chosen"]


def test_the_same_again_changes_nothing(coded, table, erin, doors, cast, project):
    row = erin(table()["solidarity."], Ruling("reject", "No claim."))
    before = events(project)
    again = change_decision(door=doors(cast.erin), id=row.id, ruling=Ruling("reject", "No claim."))
    assert (again.revision, events(project)) == (1, before)


def test_taking_a_decision_back_deletes_what_it_made(coded, table, erin, doors, cast, project):
    (row,) = accept_agreed(door=doors(cast.erin), document=coded.id)
    remove_decision(door=doors(cast.erin), id=row.id, revision=1)
    assert not Annotation.objects.filter(curated=True, deleted__isnull=True).exists()
    assert not Annotation.objects.filter(decision__isnull=False, deleted__isnull=True).exists()
    assert table()["Wage"].decision is None
    assert events(project)[-2:] == ["annotation.deleted", "decision.removed"]


def test_a_decision_whose_ground_has_changed_stands_and_says_so(coded, table, erin, doors, cast, mark, document):
    row = erin(table()["solidarity."], Ruling("reject", "No claim."))
    mark(cast.bob, "solidarity", "hope")
    case = table()["solidarity."]
    assert (case.decision, case.since, case.state) == (row, [Since("new", "bob")], State.DISAGREEING)
    again = confirm_decision(door=doors(cast.erin), id=row.id, revision=1, seen=case.token)
    assert (again.revision, table()["solidarity."].since) == (2, [])
    delete_annotation(door=doors(cast.alice), id=case.unit.id)
    assert table()["solidarity"].since == [Since("gone", "alice")]


def test_a_decision_whose_marks_are_all_gone_is_still_there(coded, table, erin, doors, cast):
    case = table()["solidarity."]
    row = erin(case, Ruling("reject", "No claim."))
    delete_annotation(door=doors(cast.alice), id=case.unit.id)
    assert (table()[""].decision, table()[""].since) == (row, [Since("gone", "alice")])


def test_a_result_that_somebody_changed_or_deleted_is_said_to_be_so(coded, table, doors, cast, document):
    (row,) = accept_agreed(door=doors(cast.erin), document=document.id)
    change_annotation(door=doors(cast.alice), id=row.annotation_id, draft=Draft(note="Hm"))
    assert table()["Wage"].since == [Since("changed")]
    assert confirm_decision(door=doors(cast.erin), id=row.id).revision == 2
    assert table()["Wage"].since == []
    delete_annotation(door=doors(cast.erin), id=row.annotation_id)
    assert table()["Wage"].since == [Since("gone")]
    with pytest.raises(Conflict, match="decide again"):
        confirm_decision(door=doors(cast.erin), id=row.id)
    again = change_decision(door=doors(cast.erin), id=row.id, ruling=Ruling("accept"))
    assert (again.annotation_id, again.annotation.deleted, table()["Wage"].since) == (row.annotation_id, None, [])


def test_decisions_outlive_a_correction_that_does_not_touch_them(coded, table, erin, doors, cast, document):
    row = erin(table()["unscrupulous"], Ruling("accept", accepted=table()["unscrupulous"].unit.id))
    correct_text(door=doors(cast.erin), document=document, text=f"Foreword.\n\n{TEXT}")
    case = table()["unscrupulous"]
    assert (case.decision, case.since) == (row, [])


def test_annotators_readers_and_the_blind_do_not_adjudicate(coded, table, doors, cast, document):
    unit = table()["solidarity."].unit.id
    for user in (cast.bob, cast.ruth):
        with pytest.raises(PermissionDenied):
            decide(door=doors(user), document=document.id, unit=unit, ruling=Ruling("reject", "So."))
    close_document(door=doors(cast.alice), document=document.id)
    assign(door=doors(cast.alice), document=document.id, user=cast.erin)
    with pytest.raises(PermissionDenied, match="You code this document yourself"):
        decide(door=doors(cast.erin), document=document.id, unit=unit, ruling=Ruling("reject", "So."))
    finish(door=doors(cast.erin), document=document.id)
    assert decide(door=doors(cast.erin), document=document.id, unit=unit, ruling=Ruling("reject", "So."))


def test_there_is_nothing_to_decide_about_what_is_not_there(coded, table, doors, cast, document, other_project):
    from projects.guards import open_project

    unit = table()["solidarity."].unit.id
    with pytest.raises(Http404):
        decide(door=doors(cast.erin), document=document.id, unit=document.id, ruling=Ruling("reject", "So."))
    elsewhere = open_project(cast.carol, other_project.slug)
    with pytest.raises(Http404):
        decide(door=elsewhere, document=document.id, unit=unit, ruling=Ruling("reject", "So."))


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("who_edits_or_rejects_says_why", {"verdict": "reject"}),
        ("decision_makes_an_annotation_or_rejects", {"verdict": "accept"}),
        ("decision_has_a_known_verdict", {"verdict": "shrug", "reason": "So."}),
    ],
)
def test_the_database_refuses_what_is_no_decision(rule, fields, project, document, cast):
    row = {"project": project, "document": document, "unit": document.id, "quote": "", "creator": cast.erin} | fields
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Decision.objects.create(**row)
