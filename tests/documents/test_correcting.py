"""A corrected text is a further version of its document, and the versions before it stay."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.ids import uuid7
from accounts.models import User
from documents.models import Document, Passage, Version
from documents.querysets import current_text
from documents.services import Source, add_document, correct_document, delete_document, describe_document
from projects.conflicts import Conflict, Gone, Stale
from projects.models import Event
from projects.services import create_project
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db

BETTER = TEXT.replace("paid poorly", "paid badly")


def log(project):
    return list(Event.objects.filter(project=project, kind="document.corrected").order_by("seq"))


def check_the_database():
    """Let the rules that wait for the commit speak now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_a_correction_is_the_next_version_and_the_document_says_so(project, document, cast):
    version = correct_document(document=document, user=cast.alice, text=BETTER, revision=1)
    check_the_database()
    document.refresh_from_db()
    assert (version.number, version.creator, version.text) == (2, cast.alice, BETTER)
    assert (document.number, document.sha256, document.length) == (2, version.sha256, len(BETTER))
    assert (document.words, document.revision, document.modified) == (len(BETTER.split()), 2, version.created)
    assert current_text(document) == BETTER
    assert "".join(Passage.objects.of(document).values_list("text", flat=True)) == BETTER


def test_the_version_before_stays_to_be_read(document, cast):
    correct_document(document=document, user=cast.erin, text=BETTER)
    document.refresh_from_db()
    assert Version.objects.of(document, 1).get().text == TEXT
    assert "".join(Passage.objects.of(document, 1).values_list("text", flat=True)) == TEXT


def test_the_log_says_what_it_was_and_became(project, document, cast):
    correct_document(document=document, user=cast.erin, text=BETTER)
    (event,) = log(project)
    assert (event.user, event.object_id) == (cast.erin, document.id)
    assert (event.before["version"], event.after["version"]) == (1, 2)
    assert event.before["sha256"] == document.sha256 != event.after["sha256"]


def test_the_same_text_makes_no_version(project, document, cast):
    same = "\ufeff" + TEXT.replace("\n", "\r\n")
    assert correct_document(document=document, user=cast.erin, text=same, revision=1).number == 1
    document.refresh_from_db()
    assert (document.revision, log(project)) == (1, [])


def test_the_text_of_another_document_is_refused_and_nothing_changes(project, document, cast):
    other = import_text(project, cast.erin, BETTER, "{The} other")
    with pytest.raises(Conflict, match=r"\{The\} other") as caught:
        correct_document(document=document, user=cast.erin, text=BETTER)
    assert caught.value.current.id == other.id
    document.refresh_from_db()
    assert (document.number, Version.objects.filter(document=document).count(), log(project)) == (1, 1, [])


def test_an_earlier_text_comes_back_as_a_further_version(document, cast):
    for text in (BETTER, TEXT):
        correct_document(document=document, user=cast.erin, text=text)
    document.refresh_from_db()
    check_the_database()
    assert (document.number, current_text(document)) == (3, TEXT)


@pytest.mark.parametrize(
    ("text", "code"), [(" \n", "blank"), ("a\0b", "nul"), ("a\ud83db", "surrogate"), ("x" * 201, "max_length")]
)
def test_what_is_no_text_is_refused(document, cast, settings, text, code):
    settings.MAX_TEXT_CODE_POINTS = 200
    with pytest.raises(ValidationError) as caught:
        correct_document(document=document, user=cast.erin, text=text)
    assert [error.code for error in caught.value.error_dict["text"]] == [code]


def test_a_correction_of_what_has_changed_or_gone_is_refused(document, cast):
    describe_document(document=document, user=cast.alice, title="By Alice")
    with pytest.raises(Stale) as caught:
        correct_document(document=document, user=cast.erin, text=BETTER, revision=1)
    assert caught.value.current.title == "By Alice"
    delete_document(document=document, user=cast.alice)
    with pytest.raises(Gone):
        correct_document(document=document, user=cast.erin, text=BETTER)


@pytest.mark.parametrize(
    ("source", "markdown", "headings"),
    [
        (Source(title="A", text="# One\n\nTwo.", source_name="a.md"), None, 2),
        (Source(title="A", text="# One\n\nTwo.", markdown=True), None, 2),
        (Source(title="A", text="One\n\nTwo.", source_name="A.MARKDOWN", markdown=True), None, 2),
        (Source(title="A", text="# One\n\nTwo."), None, 0),
        (Source(title="A", text="# One\n\nTwo."), True, 2),
        (Source(title="A", text="# One\n\nTwo.", markdown=True), False, 0),
    ],
)
def test_headings_are_headings_as_they_were_unless_somebody_says_otherwise(project, cast, source, markdown, headings):
    document = Document.objects.get(id=add_document(project=project.id, user=cast.erin, source=source).id)
    correct_document(document=document, user=cast.erin, text="# One\n\nTwo.\n\n## Three\n", markdown=markdown)
    document.refresh_from_db()
    assert Passage.objects.of(document).filter(kind="heading").count() == headings


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_the_later_is_refused_or_comes_after():
    user = User.objects.create_user(f"correct-{uuid7()}")
    project = create_project(user=user, name="Two at once")
    document = import_text(project, user)
    together = Barrier(2)

    def run(text):
        try:
            together.wait(timeout=30)
            return correct_document(document=document, user=user, text=text, revision=1).number
        except Stale:
            return "stale"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        fates = list(pool.map(run, (BETTER, TEXT.replace("Wages", "Pay"))))
    assert sorted(map(str, fates)) == ["2", "stale"]
