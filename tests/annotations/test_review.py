"""A marked text is corrected: what stands unchanged is carried over, and a person decides about the rest."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from annotations.anchoring import NoSinglePlace
from annotations.commenting import comment
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.review import (
    correct_text,
    keep_annotation,
    move_annotation,
    plan_correction,
    undo_decision,
)
from annotations.services import annotate, change_annotation, delete_annotation, restore_annotation
from documents.models import Version
from documents.services import correct_document
from projects.conflicts import Conflict, Gone, Stale
from projects.guards import open_project
from projects.models import Event
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db

NEGATED = TEXT.replace("is not caused", "is caused")
FARTHER = TEXT.replace("solidarity", "much solidarity")


def mark(door, document, quote, *more, **fields):
    """Annotate the first place of a quote, with further pieces."""
    start = TEXT.index(quote)
    pieces = [{"start": TEXT.index(piece), "end": TEXT.index(piece) + len(piece)} for piece in more]
    draft = Draft(document=document.id, version=1, start=start, end=start + len(quote), fragments=pieces, **fields)
    (outcome,) = annotate(door=door, drafts=[draft], base="/")
    assert outcome.kind == "created", outcome
    return Annotation.objects.get(id=outcome.id)


def log(project, kind):
    return list(Event.objects.filter(project=project.id, kind=kind).order_by("seq"))


def waiting(document):
    return [row.quote for row in Annotation.objects.of(document.project_id).to_review()]


@pytest.fixture
def claim(doors, cast, document):
    """Bob's annotation “not caused by migrant labour”, tagged and with a note."""
    return mark(doors(cast.bob), document, "not caused by migrant labour", tags=["wages"], note="Who says so?")


@pytest.fixture
def negated(claim, doors, cast, document):
    """The document with its “not” taken out; Bob's claim waits for review."""
    correct_text(door=doors(cast.erin), document=document, text=NEGATED)
    document.refresh_from_db()
    claim.refresh_from_db()
    return document


def test_what_stands_unchanged_is_carried_with_all_that_belongs_to_it(project, document, claim, doors, cast):
    text = "Wages, again\n\n" + TEXT.replace("solidarity", "unity")
    done = correct_text(door=doors(cast.erin), document=document, text=text, revision=1)
    assert (done.version.number, done.carried, done.to_review) == (2, 1, 0)
    before = (claim.start, claim.prefix, claim.suffix)
    claim.refresh_from_db()
    assert (claim.version, claim.start, claim.revision) == (2, before[0] + 14, 2)
    assert text[claim.start : claim.end] == claim.quote
    assert (claim.prefix, claim.suffix) == before[1:]
    assert (claim.labels, claim.note, claim.creator) == (["wages"], "Who says so?", cast.bob)
    (event,) = log(project, "annotation.carried")
    assert (event.user, event.object_id) == (cast.erin, claim.id)
    assert (event.before["version"], event.before["start"], event.before["revision"]) == (1, before[0], 1)
    assert (event.after["version"], event.after["start"], event.after["revision"]) == (2, claim.start, 2)
    assert event.seq > log(project, "document.corrected")[0].seq


def test_a_negation_more_or_less_leaves_the_claim_where_it_was(project, negated, claim):
    assert (claim.version, claim.revision, claim.quote) == (1, 1, "not caused by migrant labour")
    assert waiting(negated) == ["not caused by migrant labour"]
    assert log(project, "annotation.carried") == []


def test_pieces_are_carried_together(document, doors, cast):
    row = mark(doors(cast.bob), document, "Wages and borders", "We were all paid poorly")
    text = TEXT.replace("by migrant labour", "by any migrant")
    correct_text(door=doors(cast.erin), document=document, text=text)
    row.refresh_from_db()
    shift = len(text) - len(TEXT)
    assert (row.version, row.start, row.fragments[0]["quote"]) == (2, 0, "We were all paid poorly")
    assert row.fragments[0]["start"] == TEXT.index("We were") + shift


def test_what_the_preview_says_is_what_happens(document, claim, doors, cast):
    mark(doors(cast.bob), document, "solidarity")
    plan = plan_correction(document=document, text=NEGATED)
    assert (plan.carried, plan.to_review) == (1, 1)
    done = correct_text(door=doors(cast.erin), document=document, text=NEGATED)
    assert (done.carried, done.to_review) == (1, 1)


def test_an_annotation_that_was_moved_since_the_plan_waits_for_review(document, claim, doors, cast, monkeypatch):
    plan = plan_correction(document=document, text=FARTHER)
    change_annotation(door=doors(cast.bob), id=claim.id, draft=Draft(start=0, end=5))
    monkeypatch.setattr("annotations.review.plan_correction", lambda **_: plan)
    done = correct_text(door=doors(cast.erin), document=document, text=FARTHER)
    assert (done.carried, done.to_review, waiting(document)) == (0, 1, ["Wages"])


def test_a_correction_takes_few_statements(document, doors, cast, django_assert_max_num_queries):
    drafts = [Draft(document=document.id, version=1, start=n, end=40 + n) for n in range(60)]
    annotate(door=doors(cast.bob), drafts=drafts, base="/")
    door = doors(cast.erin)
    with django_assert_max_num_queries(22):
        done = correct_text(door=door, document=document, text=FARTHER)
    assert done.carried == 60


def test_the_same_text_does_nothing(project, document, claim, doors, cast):
    done = correct_text(door=doors(cast.erin), document=document, text=TEXT, revision=1)
    assert (done.version.number, done.carried, done.to_review) == (1, 0, 0)
    assert Event.objects.filter(project=project.id, kind__in=["document.corrected", "annotation.carried"]).count() == 0


def test_a_refused_correction_carries_nothing(project, document, claim, doors, cast):
    import_text(project, cast.erin, FARTHER, "There already")
    with pytest.raises(Conflict):
        correct_text(door=doors(cast.erin), document=document, text=FARTHER)
    with pytest.raises(Stale):
        correct_text(door=doors(cast.erin), document=document, text=NEGATED, revision=7)
    claim.refresh_from_db()
    assert (claim.version, claim.revision, Version.objects.filter(document=document).count()) == (1, 1, 1)


@pytest.mark.parametrize("name", ["bob", "ruth"])
def test_who_may_not_edit_documents_does_not_correct_them(document, doors, cast, name):
    with pytest.raises(PermissionDenied):
        correct_text(door=doors(getattr(cast, name)), document=document, text=NEGATED)


def test_when_the_old_text_comes_back_what_waited_is_carried_to_it(negated, claim, doors, cast):
    done = correct_text(door=doors(cast.erin), document=negated, text=TEXT)
    claim.refresh_from_db()
    assert (done.carried, done.to_review, claim.version, claim.quote) == (1, 0, 3, "not caused by migrant labour")


def test_what_is_kept_stays_where_it_is_kept(negated, claim, doors, cast):
    keep_annotation(door=doors(cast.bob), id=claim.id)
    done = correct_text(door=doors(cast.erin), document=negated, text=TEXT)
    claim.refresh_from_db()
    assert (done.carried, done.to_review, claim.version, claim.kept) == (0, 0, 1, True)


def test_a_deleted_annotation_is_left_alone_and_waits_when_it_comes_back(document, claim, doors, cast):
    gone = delete_annotation(door=doors(cast.bob), id=claim.id)
    done = correct_text(door=doors(cast.erin), document=document, text=FARTHER)
    assert (done.carried, done.to_review) == (0, 0)
    restore_annotation(door=doors(cast.bob), id=claim.id, revision=gone.revision)
    assert waiting(document) == [claim.quote]


def test_a_document_corrected_past_this_module_loses_nothing(document, claim, cast):
    correct_document(document=document, user=cast.erin, text=FARTHER)
    assert waiting(document) == [claim.quote]


def test_a_person_moves_a_claim_to_the_current_text(project, negated, claim, doors, cast):
    door = doors(cast.bob)
    row = move_annotation(door=door, id=claim.id, draft=Draft(quote="caused by migrant labour"), revision=1)
    assert (row.version, row.quote, row.revision, row.labels) == (2, "caused by migrant labour", 2, ["wages"])
    assert NEGATED[row.start : row.end] == row.quote
    (event,) = log(project, "annotation.moved")
    assert (event.before["quote"], event.after["quote"]) == ("not caused by migrant labour", row.quote)
    assert waiting(negated) == []


def test_a_move_may_name_offsets_pieces_and_a_version(negated, claim, doors, cast):
    door = doors(cast.bob)
    pieces = [{"start": 10, "end": 17}]
    row = move_annotation(door=door, id=claim.id, draft=Draft(start=0, end=5, fragments=pieces))
    assert (row.quote, row.fragments) == ("Wages", [{"start": 10, "end": 17, "quote": "borders"}])
    row = move_annotation(door=door, id=claim.id, draft=Draft(version=1, start=0, end=9))
    assert (row.version, row.quote, row.fragments) == (1, "Wages and", [])


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (Draft(quote="nowhere"), NoSinglePlace),
        (Draft(quote="e"), NoSinglePlace),
        (Draft(start=0, end=10**6), ValidationError),
        (Draft(start=0, end=5, quote="Wrong"), Conflict),
        (Draft(start=0, end=5, version=9), ValidationError),
        (Draft(start=0, end=5, fragments=[{"start": 2, "end": 7}]), ValidationError),
    ],
)
def test_a_move_to_nowhere_is_refused(negated, claim, doors, cast, draft, refusal):
    with pytest.raises(refusal):
        move_annotation(door=doors(cast.bob), id=claim.id, draft=draft)
    claim.refresh_from_db()
    assert (claim.version, claim.revision) == (1, 1)


def test_a_claim_is_kept_on_the_old_version_and_waits_no_more(project, negated, claim, doors, cast):
    row = keep_annotation(door=doors(cast.bob), id=claim.id, revision=1)
    assert (row.kept, row.version, row.revision, waiting(negated)) == (True, 1, 2, [])
    assert keep_annotation(door=doors(cast.bob), id=claim.id).revision == 2
    (event,) = log(project, "annotation.kept")
    assert (event.before.get("kept"), event.after["kept"]) == (None, True)


def test_what_stands_on_the_current_version_cannot_be_kept_on_an_old_one(document, claim, doors, cast):
    with pytest.raises(Conflict):
        keep_annotation(door=doors(cast.bob), id=claim.id)


@pytest.mark.parametrize("decide", ["move", "keep", "drop"])
def test_each_decision_can_be_taken_back(negated, claim, doors, cast, decide):
    door = doors(cast.bob)
    before = (claim.version, claim.start, claim.end, claim.quote, claim.kept, claim.deleted)
    if decide == "move":
        row = move_annotation(door=door, id=claim.id, draft=Draft(start=0, end=5))
    elif decide == "keep":
        row = keep_annotation(door=door, id=claim.id)
    else:
        row = delete_annotation(door=door, id=claim.id)
    assert waiting(negated) == []
    with pytest.raises(Stale):
        undo_decision(door=door, id=claim.id, revision=row.revision - 1)
    undo_decision(door=door, id=claim.id, revision=row.revision)
    claim.refresh_from_db()
    assert (claim.version, claim.start, claim.end, claim.quote, claim.kept, claim.deleted) == before
    assert waiting(negated) == [claim.quote]


def test_what_else_has_its_id_hinders_nobody_from_taking_a_decision_back(negated, claim, doors, cast):
    door = doors(cast.bob)
    keep_annotation(door=door, id=claim.id)
    comment(door=doors(cast.alice), annotation=claim.id, id=claim.id, body="Leave it.")
    undo_decision(door=door, id=claim.id)
    assert waiting(negated) == [claim.quote]


def test_without_a_decision_there_is_nothing_to_take_back(negated, claim, doors, cast):
    with pytest.raises(Conflict):
        undo_decision(door=doors(cast.bob), id=claim.id)


@pytest.mark.parametrize("decide", [move_annotation, keep_annotation, undo_decision])
def test_annotators_decide_about_their_own_and_editors_about_all(negated, doors, cast, decide):
    text = NEGATED
    start = text.index("We were")
    draft = Draft(document=negated.id, version=1, start=start, end=start + 4)
    (mine,) = annotate(door=doors(cast.erin), drafts=[draft], base="/")
    more = {"draft": Draft(start=0, end=5)} if decide is move_annotation else {}
    for name in ("bob", "ruth"):
        with pytest.raises(PermissionDenied):
            decide(door=doors(getattr(cast, name)), id=mine.id, **more)
    if decide is not undo_decision:
        assert decide(door=doors(cast.alice), id=mine.id, **more).revision == 2


def test_a_decision_about_what_is_gone_stale_or_elsewhere_is_refused(negated, claim, doors, cast, other_project):
    with pytest.raises(Stale):
        keep_annotation(door=doors(cast.bob), id=claim.id, revision=9)
    with pytest.raises(Http404):
        keep_annotation(door=open_project(cast.carol, other_project.slug), id=claim.id)
    delete_annotation(door=doors(cast.bob), id=claim.id)
    with pytest.raises(Gone):
        keep_annotation(door=doors(cast.bob), id=claim.id)
