"""What agreement is counted from."""

import pytest

from analysis.reading import Wanted, finished_by, material
from annotations.models import Annotation
from annotations.review import correct_text
from annotations.services import delete_annotation
from coding.closing import close_document, open_document
from coding.finishing import resume
from documents.models import Document
from documents.services import delete_document
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(doors, cast):
    """A function that reads what can be compared, as Alice or somebody else."""

    def found(user=None, **wanted):
        door = doors(user or cast.alice)
        return material(door, Wanted(**wanted), finished_by(door))

    return found


def marks(found):
    return sorted((mark.coder, list(mark.tags), list(mark.pieces)) for text in found.texts for mark in text.marks)


def test_what_two_have_finished_is_compared(coded, read):
    found = read()
    (text,) = found.texts
    assert (text.document, text.length, text.coders) == (coded.id, len(TEXT), ("bob", "erin"))
    wage, solidarity = TEXT.index("Wage stagnation"), TEXT.index("solidarity")
    assert marks(found) == [
        ("bob", ["wages"], [(wage, wage + 15)]),
        ("erin", ["solidarity"], [(solidarity, solidarity + 10)]),
        ("erin", ["wages"], [(wage, wage + 15)]),
    ]
    assert (found.characters, found.titles[coded.id]) == (len(TEXT), "Wages and borders")


def test_what_fewer_have_finished_is_counted_as_left_out(coded, read, project, cast, done, doors):
    other = import_text(project, cast.erin, "Another text.", "Another")
    done(other, cast.bob)
    found = read()
    assert [text.document for text in found.texts] == [coded.id]
    assert found.left_out.unfinished == 1
    assert found.characters == len(TEXT) + len("Another text.")
    resume(door=doors(cast.erin), document=coded.id)
    assert read().texts == []


def test_of_those_who_are_not_done_nothing_is_compared(coded, read, code, cast):
    code(cast.alice, coded, "migrant labour", tags=["migration"])
    found = read()
    assert {mark.coder for text in found.texts for mark in text.marks} == {"bob", "erin"}
    assert found.left_out.of_others == 1


def test_whoever_is_done_and_marked_nothing_is_a_coder_all_the_same(document, read, done, cast):
    done(document, cast.bob, cast.erin, cast.alice)
    (text,) = read().texts
    assert (text.coders, text.marks) == (("alice", "bob", "erin"), [])


def test_pieces_of_a_passage_come_along(document, read, code, done, cast):
    code(cast.bob, document, "migrant labour", "unscrupulous employers", tags=["blame"])
    done(document, cast.bob, cast.erin)
    ((_, _, pieces),) = marks(read())
    assert [TEXT[start:end] for start, end in pieces] == ["migrant labour", "unscrupulous employers"]


def test_deleted_annotations_and_documents_are_not_there(coded, read, doors, cast):
    row = Annotation.objects.get(creator=cast.bob)
    delete_annotation(door=doors(cast.bob), id=row.id, revision=row.revision)
    assert {mark.coder for text in read().texts for mark in text.marks} == {"erin"}
    delete_document(document=Document.objects.get(id=coded.id), user=cast.alice)
    assert (read().texts, read().characters) == ([], 0)


def test_annotations_on_an_older_version_are_counted_as_left_out(coded, read, doors, cast):
    text = TEXT.replace("Wage stagnation", "Stagnation of wages")
    correct_text(door=doors(cast.erin), document=coded, text=text, revision=coded.revision)
    found = read()
    assert found.texts[0].length == len(text)
    assert [coder for coder, *_ in marks(found)] == ["erin"]
    assert found.left_out.on_older_versions == 2


def test_curated_annotations_are_counted_as_left_out(coded, read):
    Annotation.objects.filter(labels=["solidarity"]).update(curated=True)
    found = read()
    assert [coder for coder, *_ in marks(found)] == ["bob", "erin"]
    assert (found.left_out.curated, found.left_out.of_others) == (1, 0)


def test_only_chosen_coders_and_documents_are_compared(coded, read, cast, done, project):
    done(coded, cast.alice)
    other = import_text(project, cast.erin, "Another text.", "Another")
    done(other, cast.bob, cast.erin)
    (text,) = read(documents=[coded.id], coders=["alice", "erin"]).texts
    assert (text.document, text.coders) == (coded.id, ("alice", "erin"))
    assert {mark.coder for mark in text.marks} == {"erin"}
    assert read(coders=["alice"]).texts == []
    assert read(coders=["alice"]).left_out.unfinished == 2


def test_a_closed_document_is_compared_only_for_whoever_may_see_it(coded, read, doors, cast):
    close_document(door=doors(cast.alice), document=coded.id)
    assert [text.document for text in read(cast.alice).texts] == [coded.id]
    for user in (cast.bob, cast.ruth):
        found = read(user)
        assert (found.texts, found.titles, found.left_out.closed) == ([], {}, 1)
    open_document(door=doors(cast.alice), document=coded.id)
    assert read(cast.bob).left_out.closed == 0


def test_an_editor_who_is_to_code_a_closed_document_sees_no_agreement_on_it(coded, read, doors, cast):
    close_document(door=doors(cast.alice), document=coded.id)
    assert read(cast.erin).left_out.closed == 0
    resume(door=doors(cast.erin), document=coded.id)
    assert read(cast.erin).left_out.closed == 1
