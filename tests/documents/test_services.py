"""Documents are imported, described, deleted and restored, and the log knows of each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.ids import uuid7
from accounts.models import User
from documents.models import Document, Passage, Version
from documents.querysets import current_text
from documents.services import (
    Source,
    add_document,
    add_documents,
    delete_document,
    describe_document,
    restore_document,
)
from projects.conflicts import Conflict, Gone, Stale
from projects.models import Event
from projects.services import create_project
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db


def events(project, kind):
    return list(Event.objects.filter(project=project, kind=kind).order_by("seq"))


def test_a_text_becomes_a_document_a_version_and_passages(project, cast):
    document = import_text(project, cast.erin, TEXT.replace("\n", "\r\n"))
    version = Version.objects.of(document).get()
    assert current_text(document) == version.text == TEXT
    assert "".join(Passage.objects.of(document).values_list("text", flat=True)) == TEXT
    assert (document.length, document.words, document.number) == (len(TEXT), len(TEXT.split()), 1)
    assert document.sha256 == version.sha256


def test_backslashes_and_tabs_are_kept_as_they_are(project, cast):
    text = "C:\\new\\table\t\\N\n\\.\nend\\"
    assert current_text(import_text(project, cast.erin, text)) == text


def test_the_facts_of_a_source_are_kept_and_recorded(project, cast):
    source = Source(
        title="  On \n wages ",
        text="Wages.",
        byline="A. Writer",
        outlet="The Paper",
        url="https://example.org/wages",
        published_on="2017-08-04",
        language="en-GB",
        licence="CC BY 4.0",
        source_name="wages.txt",
    )
    added = add_document(project=project.id, user=cast.erin, source=source)
    document = Document.objects.get(id=added.id)
    assert document.title == "On wages"
    assert document.published_on == date(2017, 8, 4)
    (event,) = events(project, "document.imported")
    assert event.object_id == document.id
    assert event.user == cast.erin
    assert event.before is None
    assert event.after["outlet"] == "The Paper"
    assert event.after["published_on"] == "2017-08-04"
    assert event.after["sha256"] == document.sha256


def test_documents_of_one_call_keep_their_order(project, cast):
    sources = [Source(title=f"{n}", text=f"Text {n}.") for n in range(30)]
    add_documents(project=project.id, user=cast.erin, sources=sources)
    titles = Document.objects.of(project.id).order_by("created", "id").values_list("title", flat=True)
    assert list(titles) == [source.title for source in sources]
    assert [event.after["title"] for event in events(project, "document.imported")] == list(titles)


def test_the_same_text_is_there_already(project, cast, document):
    added = add_document(project=project.id, user=cast.erin, source=Source(title="Again", text="\ufeff" + TEXT))
    assert (added.status, added.id, added.title) == ("there", document.id, document.title)
    assert Document.objects.of(project.id).count() == 1
    assert len(events(project, "document.imported")) == 1


def test_the_same_text_twice_in_one_call_is_imported_once(project, cast):
    first, second = add_documents(
        project=project.id,
        user=cast.erin,
        sources=[Source(title="One", text="Same."), Source(title="Two", text="Same.")],
    )
    assert (first.status, second.status) == ("created", "there")
    assert first.id == second.id
    assert second.title == "One"


def test_another_project_may_have_the_same_text(project, other_project, cast, document):
    added = add_document(project=other_project.id, user=cast.carol, source=Source(title="Mine", text=TEXT))
    assert added.status == "created"


def test_a_bad_source_harms_no_other(project, cast):
    fates = add_documents(
        project=project.id,
        user=cast.erin,
        sources=[
            Source(title="Good", text="Good."),
            Source(title="", text="No title."),
            Source(title="Blank", text=" \r\n"),
            Source(title="NUL", text="a\0b"),
            Source(title="Half", text="a\ud83db"),
            Source(title="Bad facts", text="Text.", url="javascript:alert(1)", published_on="4.8.2017", language="?"),
            Source(title="Good too", text="Good too."),
        ],
    )
    assert [fate.status for fate in fates] == ["created", *["refused"] * 5, "created"]
    assert [set(fate.error.message_dict) if fate.error else set() for fate in fates] == [
        set(), {"title"}, {"text"}, {"text"}, {"text"}, {"url", "published_on", "language"}, set(),
    ]  # fmt: skip
    assert Document.objects.of(project.id).count() == 2


def test_a_text_longer_than_the_limit_is_refused(project, cast, settings):
    settings.MAX_TEXT_CODE_POINTS = 10
    with pytest.raises(ValidationError) as caught:
        add_document(project=project.id, user=cast.erin, source=Source(title="Long", text="12345678901"))
    assert "limit is 10" in caught.value.message_dict["text"][0]


@pytest.mark.parametrize("field", ["title", "byline", "outlet", "url", "licence", "source_name"])
@pytest.mark.parametrize("value", ["x" * 3000, "a\0b", "a\ud800b", 7])
def test_facts_that_do_not_fit_are_refused_by_name(project, cast, field, value):
    with pytest.raises(ValidationError) as caught:
        add_document(
            project=project.id, user=cast.erin, source=Source(**({"title": "T", "text": "T."} | {field: value}))
        )
    assert set(caught.value.message_dict) == {field}


def test_markup_in_titles_is_text(project, cast):
    title = "<script>alert('x')</script> & <b>"
    assert import_text(project, cast.erin, title=title).title == title


def test_any_script_is_text(project, cast):
    for text in ("حرية تنقل العمال\n\nשלום", "👩‍👩‍👧‍👦 e\u0301 é", "\u202eright\u202c to left"):
        document = import_text(project, cast.erin, text)
        assert (current_text(document), document.length) == (text, len(text))


def test_counting_annotations_and_searching_take_one_query(project, document, doors, cast, django_assert_num_queries):
    door = doors(cast.erin)
    with django_assert_num_queries(1):
        (found,) = Document.objects.of(project.id).live().with_annotation_counts(door).search("BORDERS wages")
    assert found.annotation_count == 0
    assert not Document.objects.of(project.id).search("wages nowhere").exists()
    assert not Document.objects.of(project.id).search("%").exists()


def test_a_description_is_corrected_and_recorded(project, document, cast):
    changed = describe_document(
        document=document, user=cast.erin, revision=1, title="New", published_on=date(2020, 1, 2)
    )
    assert (changed.title, changed.revision) == ("New", 2)
    (event,) = events(project, "document.changed")
    assert (event.before["title"], event.after["title"]) == ("Wages and borders", "New")
    assert event.after["published_on"] == "2020-01-02"


def test_a_description_that_changes_nothing_is_no_event(project, document, cast):
    assert describe_document(document=document, user=cast.erin, revision=1, title=document.title).revision == 1
    assert events(project, "document.changed") == []


@pytest.mark.parametrize("changes", [{"title": ""}, {"url": "ftp://x"}, {"text": "Another."}, {"sha256": "0"}])
def test_a_description_that_does_not_fit_changes_nothing(project, document, cast, changes):
    with pytest.raises(ValidationError):
        describe_document(document=document, user=cast.erin, revision=1, **changes)
    document.refresh_from_db()
    assert document.revision == 1


def test_a_stale_change_is_refused_and_shows_what_is_there(project, document, cast):
    describe_document(document=document, user=cast.alice, revision=1, title="By Alice")
    with pytest.raises(Stale) as caught:
        describe_document(document=document, user=cast.erin, revision=1, title="By Erin")
    assert caught.value.current.title == "By Alice"


def test_a_deleted_document_is_gone_until_it_is_restored(project, document, cast):
    gone = delete_document(document=document, user=cast.erin, revision=1)
    assert not Document.objects.of(project.id).live().exists()
    with pytest.raises(Gone):
        describe_document(document=document, user=cast.erin, title="New")
    with pytest.raises(Gone):
        delete_document(document=document, user=cast.erin)
    with pytest.raises(Stale):
        restore_document(document=document, user=cast.erin, revision=1)
    back = restore_document(document=document, user=cast.erin, revision=gone.revision)
    assert (back.deleted, back.revision) == (None, 3)
    assert events(project, "document.deleted")[0].before["title"] == document.title
    assert events(project, "document.restored")[0].after["title"] == document.title


def test_a_deleted_text_may_be_imported_again_and_then_the_old_one_stays_deleted(project, document, cast):
    delete_document(document=document, user=cast.erin)
    again = add_document(project=project.id, user=cast.erin, source=Source(title="Again", text=TEXT))
    assert again.status == "created"
    with pytest.raises(Conflict) as caught:
        restore_document(document=document, user=cast.erin)
    assert caught.value.current.id == again.id


def test_a_batch_takes_few_statements(project, cast, django_assert_max_num_queries):
    sources = [Source(title=f"{n}", text=f"Text {n}.\n\nMore.") for n in range(200)]
    with django_assert_max_num_queries(8):  # savepoint, patience, documents, versions, passages, look, events, release
        add_documents(project=project.id, user=cast.erin, sources=sources)
    assert Passage.objects.filter(project=project).count() == 400


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_texts_at_once_import_each_once():
    user = User.objects.create_user(f"import-{uuid7()}")
    project = create_project(user=user, name="Twice at once")
    sources = [Source(title=f"{n}", text=f"Text {n}.") for n in range(100)]
    together = Barrier(2)

    def run(order):
        try:
            together.wait(timeout=30)
            return add_documents(project=project.id, user=user, sources=order)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(run, (sources, sources[::-1]))
    assert {fate.status for fate in one + other} <= {"created", "there"}
    assert sum(fate.status == "created" for fate in one + other) == 100
    assert Document.objects.of(project.id).count() == 100
    assert [event.seq for event in events(project, "document.imported")] == list(range(2, 102))
