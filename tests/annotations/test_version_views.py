"""The pages on which a text is corrected and its versions are read, tried by everybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.review import correct_text, keep_annotation
from annotations.services import annotate
from documents.models import Document
from documents.querysets import current_text
from documents.services import describe_document
from projects.services import change_project
from tests.conftest import TEXT, import_text
from tests.trying import try_door

pytestmark = pytest.mark.django_db

NEGATED = TEXT.replace("is not caused", "is caused")
SENT = {"text": NEGATED, "revision": 1}

#                                                            alice erin  bob  ruth carol anonymous
PRIVATE = [
    ("GET", "correct/", None,                               (200, 200, 403, 403, 404, 404)),
    ("POST", "correct/", SENT | {"step": "preview"},        (200, 200, 403, 403, 404, 404)),
    ("POST", "correct/", SENT | {"step": "edit"},           (200, 200, 403, 403, 404, 404)),
    ("POST", "correct/", SENT | {"step": "confirm"},        (302, 302, 403, 403, 404, 404)),
    ("GET", "versions/", None,                              (200, 200, 200, 200, 404, 404)),
    ("POST", "versions/", {},                               (405, 405, 405, 405, 405, 405)),
    ("GET", "versions/1/", None,                            (302, 302, 302, 302, 404, 404)),
    ("GET", "versions/2/", None,                            (404, 404, 404, 404, 404, 404)),
    ("GET", "versions/99999999999999999999/", None,         (404, 404, 404, 404, 404, 404)),
]  # fmt: skip
PUBLIC = [
    ("GET", "correct/", None,                               (200, 200, 403, 403, 403, 403)),
    ("GET", "versions/", None,                              (200, 200, 200, 200, 200, 200)),
    ("GET", "versions/1/", None,                            (302, 302, 302, 302, 302, 302)),
]  # fmt: skip


def at(document, tail: str = "", slug: str = "free-movement") -> str:
    return f"/p/{slug}/documents/{document.id}/{tail}"


@pytest.mark.parametrize(("method", "tail", "data", "expected"), PRIVATE)
def test_doors_of_a_private_project(cast, document, method, tail, data, expected):
    assert try_door(cast, method, at(document, tail), data) == list(expected)


@pytest.mark.parametrize(("method", "tail", "data", "expected"), PUBLIC)
def test_doors_of_a_public_project(cast, project, document, method, tail, data, expected):
    change_project(project=project, user=cast.alice, public=True)
    assert try_door(cast, method, at(document, tail), data) == list(expected)


@pytest.fixture
def erin(cast, client: Client) -> Client:
    client.force_login(cast.erin)
    return client


@pytest.fixture
def claim(doors, cast, document):
    start = TEXT.index("not caused")
    draft = Draft(document=document.id, version=1, start=start, end=start + 20, tags=["wages"], note="Who says so?")
    (outcome,) = annotate(door=doors(cast.bob), drafts=[draft], base="/")
    return Annotation.objects.get(id=outcome.id)


def test_a_document_is_not_reached_through_another_project(cast, document, other_project):
    client = Client()
    client.force_login(cast.carol)
    for tail in ("correct/", "versions/", "versions/1/", "review/"):
        assert client.get(at(document, tail, other_project.slug)).status_code == 404
    assert client.post(at(document, "correct/", other_project.slug), SENT).status_code == 404


def test_the_form_holds_the_whole_text_to_the_letter(cast, project, erin):
    text = "\n\n  Begins & ends <b>oddly</b>\t\n "
    document = import_text(project, cast.erin, text)
    page = erin.get(at(document, "correct/"))
    assert page.context["form"].initial["text"] == text
    same = erin.post(at(document, "correct/"), {"text": text.replace("\n", "\r\n"), "revision": 1})
    assert same.status_code == 200 and "This is the text as it stands" in same.content.decode()


def test_what_changes_is_shown_before_anything_is_saved(erin, document, claim):
    page = erin.post(at(document, "correct/"), SENT | {"step": "preview"}).content.decode()
    assert "Wage stagnation is <del>not </del>caused" in page
    assert "<strong>0</strong> annotations come along" in page
    assert "<strong>1</strong> needs somebody to look" in page
    document.refresh_from_db()
    assert document.number == 1


def test_the_typed_text_comes_back_for_more(erin, document):
    page = erin.post(at(document, "correct/"), SENT | {"step": "edit"})
    assert page.context["form"].initial["text"] == NEGATED
    assert "stagnation is caused" in page.content.decode()


def test_a_confirmed_correction_leads_to_what_waits(erin, document, claim):
    answer = erin.post(at(document, "correct/"), SENT | {"step": "confirm"})
    assert (answer.status_code, answer["Location"]) == (302, at(document, "review/"))
    document.refresh_from_db()
    assert (document.number, current_text(document)) == (2, NEGATED)
    page = erin.get(answer["Location"]).content.decode()
    assert "this is version 2" in page and "1 needs you to look" in page


def test_when_nothing_waits_it_leads_back_to_the_text(erin, document, claim):
    sent = {"text": TEXT.replace("solidarity", "unity"), "revision": 1, "step": "confirm"}
    answer = erin.post(at(document, "correct/"), sent)
    assert answer["Location"] == at(document)
    assert "1 annotation came along unchanged" in erin.get(answer["Location"]).content.decode()


def test_a_file_takes_the_place_of_the_typed_text(erin, document):
    file = SimpleUploadedFile("new.txt", "\ufeffLöhne\r\n".encode())
    page = erin.post(at(document, "correct/"), SENT | {"step": "preview", "file": file})
    assert page.context["text"] == "Löhne\n"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": " \n"},
        {"text": "What I typed\0"},
        {"revision": ""},
        {"revision": "x"},
        {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 and so on")},
    ],
)
def test_a_text_that_cannot_be_taken_is_refused_and_what_was_typed_stays(erin, document, wrong):
    answer = erin.post(at(document, "correct/"), {"text": "What I typed", "revision": 1, "step": "confirm"} | wrong)
    assert answer.status_code == 400
    assert wrong.get("text", "What I typed").strip("\0") in answer.content.decode()
    assert Document.objects.get(id=document.id).number == 1


def test_the_text_of_another_document_is_refused_and_what_was_typed_stays(cast, project, erin, document):
    import_text(project, cast.erin, NEGATED, "The other one")
    answer = erin.post(at(document, "correct/"), SENT | {"step": "confirm"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "The other one" in page and "stagnation is caused" in page


def test_a_correction_of_what_changed_meanwhile_is_compared_anew_and_can_be_saved_then(cast, erin, document, doors):
    correct_text(door=doors(cast.alice), document=document, text=TEXT.replace("Wages", "Pay"))
    answer = erin.post(at(document, "correct/"), SENT | {"step": "confirm"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "nothing was saved yet" in page
    assert "<del>Pay</del><ins>Wages</ins>" in page and 'name="revision" value="2"' in page
    assert erin.post(at(document, "correct/"), SENT | {"revision": 2, "step": "confirm"}).status_code == 302
    document.refresh_from_db()
    assert (document.number, current_text(document)) == (3, NEGATED)


def test_the_versions_are_listed_and_compared(cast, erin, document, claim, doors):
    correct_text(door=doors(cast.alice), document=document, text=NEGATED)
    document.refresh_from_db()
    correct_text(door=doors(cast.erin), document=document, text=NEGATED.replace("solidarity", "unity"))
    page = erin.get(at(document, "versions/")).content.decode()
    for said in ("Version 3", "current", "alice", "<del>solidarity</del><ins>unity</ins>", "1 annotation stands on"):
        assert said in page
    other = erin.get(at(document, "versions/"), {"old": "1", "new": "3"}).content.decode()
    assert "<del>not </del>" in other and "<ins>unity</ins>" in other
    backwards = erin.get(at(document, "versions/"), {"old": "3", "new": "1"}).content.decode()
    assert "<ins>not </ins>" in backwards
    assert "Choose two different" in erin.get(at(document, "versions/"), {"old": "2", "new": "2"}).content.decode()


@pytest.mark.parametrize("query", [{"old": "9"}, {"old": "x"}, {"new": "\x00"}, {"old": "", "new": ""}, {"page": "7"}])
def test_a_senseless_comparison_shows_the_latest(cast, erin, document, doors, query):
    correct_text(door=doors(cast.alice), document=document, text=NEGATED)
    page = erin.get(at(document, "versions/"), query)
    assert page.status_code == 200 and "<del>not </del>" in page.content.decode()


def test_an_old_version_is_read_with_what_is_marked_on_it(cast, client, document, claim, doors):
    correct_text(door=doors(cast.erin), document=document, text=NEGATED)
    client.force_login(cast.ruth)
    page = client.get(at(document, "versions/1/")).content.decode()
    assert "<strong>Version 1</strong> of 2" in page
    assert f'data-ids="{claim.id}">not caused by migran</mark>' in page
    assert "Who says so?" in page and "waits for review" in page
    keep_annotation(door=doors(cast.bob), id=claim.id)
    assert "kept on this version" in client.get(at(document, "versions/1/")).content.decode()
    assert client.get(at(document, "versions/2/"))["Location"] == at(document)


def test_an_old_text_is_brought_back_by_way_of_the_same_page(cast, erin, document, doors):
    correct_text(door=doors(cast.erin), document=document, text=NEGATED)
    assert f"{at(document, 'correct/')}?version=1" in erin.get(at(document, "versions/")).content.decode()
    page = erin.get(at(document, "correct/"), {"version": "1"})
    assert page.context["form"].initial == {"text": TEXT, "revision": 2}
    assert erin.get(at(document, "correct/"), {"version": "9"}).status_code == 404
    assert erin.get(at(document, "correct/"), {"version": "x"}).context["form"].initial["text"] == NEGATED


def test_pages_lead_to_the_correction_the_versions_and_what_waits(cast, erin, document, claim, doors):
    assert at(document, "correct/") in erin.get(at(document, "edit/")).content.decode()
    assert at(document, "versions/") not in erin.get(at(document)).content.decode()
    correct_text(door=doors(cast.erin), document=document, text=NEGATED)
    reading = erin.get(at(document)).content.decode()
    for tail in ("correct/", "versions/", "review/"):
        assert f'href="{at(document, tail)}"' in reading
    assert "1 annotation from before the correction waits" in reading
    library = erin.get("/p/free-movement/").content.decode()
    assert "1 to review" in library and at(document, "review/") in library
    tag = erin.get("/p/free-movement/codebook/wages/").content.decode()
    assert f"{at(document, 'versions/1/')}#a-{claim.id}" in tag
    erin.force_login(cast.ruth)
    assert at(document, "correct/") not in erin.get(at(document)).content.decode()


def test_markup_in_texts_is_shown_as_text(cast, project, erin, doors):
    evil = "<script>alert(1)</script> & <b>so on</b>\n"
    document = import_text(project, cast.erin, evil)
    describe_document(document=document, user=cast.erin, title=evil)
    sent = {"text": evil + "<script>alert(2)</script>\n", "revision": 2}
    pages = [erin.get(at(document, "correct/")), erin.post(at(document, "correct/"), sent | {"step": "preview"})]
    erin.post(at(document, "correct/"), sent | {"step": "confirm"})
    pages += [erin.get(at(document, tail)) for tail in ("versions/", "versions/1/", "review/")]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert(" not in page.content.decode() and "<b>" not in page.content.decode()


def test_a_change_of_white_space_alone_can_be_seen(erin, document):
    text = TEXT.replace("Wage stagnation", "Wage  stagnation").replace("poorly.\n", "poorly.\n\n")
    page = erin.post(at(document, "correct/"), {"text": text, "revision": 1}).content.decode()
    assert "<ins>··</ins>" in page or "<ins>·</ins>" in page
    assert "↵\n" in page
