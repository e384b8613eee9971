"""The page of coding, and what the reading page and the library say of it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.models import Annotation
from coding.assigning import assign, want_coders
from coding.closing import close_document
from coding.finishing import finish
from coding.models import Assignment, Quota
from projects.guards import open_project
from projects.models import Veil
from tests.coding.stage import marked
from tests.conftest import import_text
from tests.trying import try_door

PAGE = "/p/free-movement/coding/"
#                                                                       alice erin  bob  ruth carol anonymous
DOORS = [
    ("GET", PAGE, None,                                                (200, 200, 200, 200, 404, 404)),
    ("POST", PAGE, {"do": "close", "everything": "on"},                (302, 302, 403, 403, 404, 404)),
    ("POST", PAGE, {"do": "open", "everything": "on"},                 (302, 302, 403, 403, 404, 404)),
    ("POST", PAGE, {"do": "give", "everything": "on", "people": "bob", "coders": 1}, (302, 302, 403, 403, 404, 404)),
    ("POST", PAGE, {"do": "want", "everything": "on", "wanted": 2},    (302, 302, 403, 403, 404, 404)),
    ("POST", f"{PAGE}coders/", {"coders": 2},                          (302, 302, 403, 403, 404, 404)),
    ("POST", f"{PAGE}{{row}}/withdraw/", {},                           (302, 302, 403, 403, 404, 404)),
    ("POST", "/p/free-movement/documents/{document}/finish/", {},      (302, 302, 302, 403, 404, 404)),
    ("POST", "/p/free-movement/documents/{document}/resume/", {},      (404, 404, 302, 403, 404, 404)),
    ("POST", "/p/free-movement/next/", {},                             (302, 302, 302, 403, 404, 404)),
    ("GET", "/p/free-movement/next/", None,                            (405, 405, 405, 405, 405, 405)),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "data", "expected"), DOORS)
def test_doors(cast, document, doors, method, path, data, expected):
    row = assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    assert try_door(cast, method, path.format(row=row.id, document=document.id), data) == list(expected)


def test_visitors_of_a_public_project_do_not_learn_who_codes(cast, project, document):
    type(project).objects.filter(id=project.id).update(public=True)
    assert try_door(cast, "GET", PAGE)[4:] == [403, 403]


@pytest.fixture
def page(client: Client):
    """A function that gets somebody an address, or sends a form there, and follows to the end."""

    def ask(user, path=PAGE, data=None):
        client.force_login(user)
        return client.get(path) if data is None else client.post(path, data, follow=True)

    return ask


def states(answer) -> dict[str, str]:
    return {cell.user: cell.state for line in answer.context["lines"] for cell in line.cells}


def test_the_table_says_who_has_done_what(page, cast, document, work, doors):
    for user in (cast.erin, cast.bob, cast.alice):
        assign(door=doors(cast.alice), document=document.id, user=user)
    finish(door=doors(cast.erin), document=document.id)
    answer = page(cast.bob)
    assert states(answer) == {"alice": "waiting", "bob": "begun", "erin": "done"}
    assert "1 of 1 document done" in answer.content.decode().replace("<strong>", "").replace("</strong>", "")
    assert "Take back" not in answer.content.decode()


def test_in_a_closed_document_a_coder_sees_who_is_done_and_not_how_much_they_marked(page, cast, document, work, doors):
    for user in (cast.erin, cast.bob):
        assign(door=doors(cast.alice), document=document.id, user=user)
    close_document(door=doors(cast.alice), document=document.id)
    found = {cell.user: (cell.state, cell.annotations) for cell in page(cast.bob).context["lines"][0].cells}
    assert found == {"bob": ("begun", 1), "erin": ("waiting", None)}
    finish(door=doors(cast.erin), document=document.id)
    assert states(page(cast.bob)) == {"bob": "begun", "erin": "done"}
    assert {cell.user: cell.annotations for cell in page(cast.alice).context["lines"][0].cells} == {"bob": 1, "erin": 1}


def test_the_queries_do_not_grow_with_the_documents(page, cast, project, doors):
    found = []
    for n in range(8):
        document = import_text(project, cast.erin, f"Text {n}.", f"Text {n}")
        assign(door=doors(cast.alice), document=document.id, user=(cast.bob, cast.erin)[n % 2])
        with CaptureQueriesContext(connection) as queries:
            page(cast.alice)
        found.append(len(queries))
    assert found[1] == found[-1]


def test_chosen_documents_are_closed_and_opened(page, cast, project, document):
    other = import_text(project, cast.erin, "Another.", "Another")
    answer = page(cast.erin, PAGE, {"do": "close", "document": [str(other.id)]})
    assert "1 document is coded independently now" in answer.content.decode()
    assert [veil.scope for veil in Veil.objects.all()] == [other.id]
    page(cast.erin, PAGE, {"do": "open", "everything": "on"})
    assert not Veil.objects.exists()


def test_documents_are_spread_over_the_people_that_are_chosen(page, cast, project):
    for n in range(4):
        import_text(project, cast.erin, f"Text {n}.", f"Text {n}")
    data = {"do": "give", "everything": "on", "people": ["alice", "erin", "bob"], "coders": 2}
    assert "Given 8 times." in page(cast.alice, PAGE, data).content.decode()
    counts = [Assignment.objects.filter(user=user).count() for user in (cast.alice, cast.erin, cast.bob)]
    assert sorted(counts) == [2, 3, 3]
    assert "All had their coders already." in page(cast.alice, PAGE, data).content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"do": "close"}, "Choose documents first"),
        ({"do": "give", "people": "bob", "coders": 1}, "Choose documents first"),
        ({"do": "give", "everything": "on", "coders": 1}, "Choose people."),
        ({"do": "give", "everything": "on", "people": "bob", "coders": 2}, "Choose from 1 to 1 coders"),
        ({"do": "give", "everything": "on", "people": "ruth", "coders": 1}, "ruth"),
        ({"do": "close", "document": "nothing"}, "nothing"),
        ({"do": "want", "wanted": 2}, "Choose documents first"),
        ({"do": "want", "everything": "on", "wanted": 51}, "less than or equal to 50"),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(page, cast, document, data, said):
    answer = page(cast.alice, PAGE, data)
    assert said in answer.content.decode()
    assert not Veil.objects.exists() and not Assignment.objects.exists() and not Quota.objects.exists()


def test_how_many_coders_are_wanted_is_saved_and_shown(page, cast, project, document):
    page(cast.alice, f"{PAGE}coders/", {"coders": 2})
    assert Quota.objects.get().coders == 2
    assert "Write a number" in page(cast.alice, f"{PAGE}coders/", {"coders": "x"}).content.decode()
    assert Quota.objects.get().coders == 2
    page(cast.alice, f"{PAGE}coders/", {"coders": 0})
    assert not Quota.objects.exists()


def test_chosen_documents_want_other_numbers_of_coders_than_the_project(page, cast, project, document):
    other = import_text(project, cast.erin, "Another.", "Another")
    want_coders(door=open_project(cast.alice, project.slug), coders=2)
    answer = page(cast.erin, PAGE, {"do": "want", "document": [str(other.id)], "wanted": 1})
    assert "1 document is to have 1 coder." in answer.content.decode()
    told = [(line.document.title, line.wanted, line.own) for line in answer.context["lines"]]
    assert told == [("Another", 1, True), ("Wages and borders", 2, False)]
    answer = page(cast.erin, PAGE, {"do": "want", "everything": "on", "wanted": ""})
    assert "2 documents are to have as many coders as the project says." in answer.content.decode()
    assert [(line.wanted, line.own) for line in answer.context["lines"]] == [(2, False), (2, False)]


def test_being_done_is_said_on_the_reading_page_and_taken_back_there(page, cast, project, document, doors):
    assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    read = f"/p/{project.slug}/documents/{document.id}/"
    assert "I am done with this document" in page(cast.bob, read).content.decode()
    done = page(cast.bob, f"{read}finish/", {})
    assert "Take it up again" in done.content.decode() and done.redirect_chain[-1][0] == read
    assert "I am done with this document" in page(cast.bob, f"{read}resume/", {}).content.decode()
    assert "I am done with this document" not in page(cast.ruth, read).content.decode()


def test_a_closed_document_says_so_to_each_as_it_is_for_them(page, cast, project, document, doors):
    close_document(door=doors(cast.alice), document=document.id)
    assign(door=doors(cast.alice), document=document.id, user=cast.erin)
    read = f"/p/{project.slug}/documents/{document.id}/"
    said = {user.username: page(user, read).content.decode() for user in (cast.alice, cast.erin, cast.bob)}
    assert "you see all" in said["alice"]
    assert "only your own work here until you are done." in said["erin"]
    assert "only your own work here." in said["bob"]


def test_the_next_document_is_opened_from_the_library(page, cast, project, document, doors):
    library = f"/p/{project.slug}/"
    assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    shown = page(cast.bob, library).content.decode()
    assert "yours to code" in shown and "waiting for you" in shown
    answer = page(cast.bob, f"{library}next/", {})
    assert answer.redirect_chain[-1][0] == f"{library}documents/{document.id}/"
    answer = page(cast.bob, f"{library}next/", {"besides": str(document.id)})
    assert answer.redirect_chain[-1][0] == library and "No further document waits" in answer.content.decode()
    finish(door=open_project(cast.bob, project.slug), document=document.id)
    assert "you are done" in page(cast.bob, library).content.decode()


def test_asking_for_the_next_document_takes_one_where_coders_are_wanted(page, cast, project, document, doors):
    want_coders(door=doors(cast.alice), coders=1)
    page(cast.bob, f"/p/{project.slug}/next/", {})
    assert [row.user for row in Assignment.objects.all()] == [cast.bob]


def test_taking_back_leaves_what_was_marked(page, cast, document, work, doors):
    row = assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    page(cast.alice, f"{PAGE}{row.id}/withdraw/", {})
    assert not Assignment.objects.exists()
    assert Annotation.objects.filter(creator=cast.bob, deleted=None).count() == 1


def test_what_is_marked_is_counted_once_in_a_cell_or_among_what_others_marked(page, cast, project, document, doors):
    for user in (cast.bob, cast.erin):
        marked(doors(user), document, "Wage stagnation", "wages")
    assert "2 annotations<" in page(cast.alice).content.decode()
    other = import_text(project, cast.erin, "Freedom of movement is a right.\n", "Other")
    assign(door=doors(cast.alice), document=other.id, user=cast.bob)
    (line,) = [line for line in page(cast.alice).context["lines"] if line.document.id == document.id]
    assert [(cell.user, cell.annotations) for cell in line.cells] == [("bob", 1)]
    assert line.others == 1


@pytest.mark.parametrize(
    ("who", "words"), [("erin", "you give documents to people"), ("bob", "An owner or editor gives")]
)
def test_whoever_has_nothing_waiting_is_told_what_to_do(page, cast, document, who, words):
    answer = page(getattr(cast, who), "/p/free-movement/next/", {})
    assert f"No document waits for you. {words}" in answer.content.decode().replace("Under “Coding” ", "")


def test_where_nobody_is_to_code_it_no_number_says_so(page, cast, document, doors):
    other = import_text(document.project, cast.erin, "Another.", "Another")
    assign(door=doors(cast.alice), document=other.id, user=cast.bob)
    said = page(cast.bob).content.decode()
    assert "0 of 1" in said
    assert "0 of 0" not in said
    want_coders(door=doors(cast.alice), coders=2)
    assert said.count("0 of 2") == 0
    assert page(cast.bob).content.decode().count("0 of 2") == 2
