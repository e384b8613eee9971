"""The library and the page about where a text comes from."""

from types import SimpleNamespace

import pytest
from django.test import Client

from documents.models import Document
from documents.services import Source, add_documents, delete_document, describe_document
from projects.models import Event, Project
from projects.services import change_project
from tests.conftest import import_text
from tests.trying import try_door

PAGE = "/p/free-movement/"
FORM = {"title": "A title", "byline": "", "outlet": "", "url": "", "published_on": "", "language": "", "licence": ""}

#                                                   alice erin  bob  ruth carol anonymous
PRIVATE = [
    ("GET", PAGE, None,                            (200, 200, 200, 200, 404, 404)),
    ("POST", PAGE, {},                             (405, 405, 405, 405, 405, 405)),
    ("GET", "{document}edit/", None,               (200, 200, 403, 403, 404, 404)),
    ("POST", "{document}edit/", FORM | {"revision": 1}, (302, 302, 403, 403, 404, 404)),
    ("POST", "{document}delete/", {"revision": 1}, (302, 302, 403, 403, 404, 404)),
    ("GET", "{document}delete/", None,             (405, 405, 405, 405, 405, 405)),
    ("POST", "{document}restore/", {},             (404, 404, 403, 403, 404, 404)),
]  # fmt: skip
PUBLIC = [
    ("GET", PAGE, None,                            (200, 200, 200, 200, 200, 200)),
    ("GET", "{document}edit/", None,               (200, 200, 403, 403, 403, 403)),
    ("POST", "{document}delete/", {"revision": 1}, (302, 302, 403, 403, 403, 403)),
]  # fmt: skip


def at(document: Document, slug: str = "free-movement") -> str:
    return f"/p/{slug}/documents/{document.id}/"


@pytest.mark.parametrize(("method", "path", "data", "expected"), PRIVATE)
def test_doors_of_a_private_project(cast, document, method, path, data, expected) -> None:
    assert try_door(cast, method, path.format(document=at(document)), data) == list(expected)


@pytest.mark.parametrize(("method", "path", "data", "expected"), PUBLIC)
def test_doors_of_a_public_project(cast, project, document, method, path, data, expected) -> None:
    change_project(project=project, user=cast.alice, public=True)
    assert try_door(cast, method, path.format(document=at(document)), data) == list(expected)


@pytest.fixture
def erin(cast: SimpleNamespace, client: Client) -> Client:
    client.force_login(cast.erin)
    return client


def titles(answer: object) -> list[str]:
    return [document.title for document in answer.context["page"]]


@pytest.mark.parametrize("verb", ["edit", "delete", "restore"])
def test_a_document_is_not_reached_through_another_project(cast, document, other_project, verb: str) -> None:
    client = Client()
    client.force_login(cast.carol)
    assert client.post(f"{at(document, other_project.slug)}{verb}/", {"revision": 1}).status_code == 404


def test_the_library_tells_title_provenance_and_size(cast, erin: Client, document: Document) -> None:
    describe_document(document=document, user=cast.erin, byline="A. Writer", outlet="Star", published_on="2017-08-04")
    page = erin.get(PAGE).content.decode()
    for said in (
        "Wages and borders",
        "A. Writer",
        "Star",
        "4 Aug 2017",
        f"{document.words} words",
        "no annotations yet",
    ):
        assert said in page


def test_the_library_is_searched_and_sorted(cast, project: Project, erin: Client) -> None:
    add_documents(
        project=project.id,
        user=cast.erin,
        sources=[
            Source(title="beta", text="one two three", outlet="Star", published_on="2020-01-01"),
            Source(title="Alpha", text="one", outlet="Guardian"),
            Source(title="Gamma", text="one two", byline="Starling", published_on="2021-01-01"),
        ],
    )
    assert titles(erin.get(PAGE)) == ["Alpha", "beta", "Gamma"]
    assert titles(erin.get(PAGE, {"sort": "words"})) == ["beta", "Gamma", "Alpha"]
    assert titles(erin.get(PAGE, {"sort": "published"})) == ["Gamma", "beta", "Alpha"]
    assert titles(erin.get(PAGE, {"sort": "new"})) == ["Gamma", "Alpha", "beta"]
    assert titles(erin.get(PAGE, {"q": "star"})) == ["beta", "Gamma"]
    assert "Nothing has “zzz”" in erin.get(PAGE, {"q": "zzz"}).content.decode()


@pytest.mark.parametrize(
    "query", [{"sort": "nonsense"}, {"q": "\x00"}, {"page": "no"}, {"page": "999"}, {"q": "x" * 999}]
)
def test_a_senseless_query_still_shows_the_library(erin: Client, document: Document, query: dict[str, str]) -> None:
    assert titles(erin.get(PAGE, query)) == ["Wages and borders"]


def test_a_long_library_comes_in_pages_at_a_constant_number_of_queries(
    cast, project, erin: Client, django_assert_max_num_queries
) -> None:
    sources = [Source(title=f"Letter {n:02}", text=f"Letter {n}", outlet="Star") for n in range(60)]
    add_documents(project=project.id, user=cast.erin, sources=sources[:2])
    with django_assert_max_num_queries(9) as short:  # the last asks who codes what is shown
        erin.get(PAGE, {"q": "star"})
    add_documents(project=project.id, user=cast.erin, sources=sources[2:])
    with django_assert_max_num_queries(len(short)):
        first = erin.get(PAGE, {"q": "star"})
    assert len(titles(first)) == 50 and "1 of 2" in first.content.decode()
    assert "?q=star&amp;page=2" in first.content.decode()
    assert titles(erin.get(PAGE, {"page": "2"}))[-1] == "Letter 59"


def test_an_empty_library_leads_to_the_import(cast, project: Project, erin: Client) -> None:
    assert f"{PAGE}import/" in erin.get(PAGE).content.decode()
    erin.force_login(cast.ruth)
    page = erin.get(PAGE).content.decode()
    assert "No documents yet" in page and f"{PAGE}import/" not in page


def test_the_details_are_saved(erin: Client, document: Document) -> None:
    form = FORM | {"title": "New", "published_on": "2017-08-04", "url": "https://example.org/a", "language": "en-GB"}
    erin.post(f"{at(document)}edit/", form | {"revision": 1})
    document.refresh_from_db()
    assert (document.title, document.url, document.language) == ("New", "https://example.org/a", "en-GB")
    assert document.published_on.isoformat() == "2017-08-04"
    assert Event.objects.filter(kind="document.changed").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "}, {"title": "x" * 501}, {"url": "javascript:alert(1)"}, {"url": "ftp://example.org/"},
        {"published_on": "yesterday"}, {"language": "not a tag!"}, {"revision": "x"}, {"revision": ""},
        {"byline": "\x00"},
    ],
)  # fmt: skip
def test_wrong_details_are_refused_and_what_was_typed_is_kept(erin: Client, document: Document, wrong) -> None:
    answer = erin.post(f"{at(document)}edit/", FORM | {"outlet": "What I typed", "revision": 1} | wrong)
    assert answer.status_code == 400 and "What I typed" in answer.content.decode()
    document.refresh_from_db()
    assert document.revision == 1


def test_stale_details_are_shown_beside_what_is_there(cast, erin: Client, document: Document) -> None:
    describe_document(document=document, user=cast.alice, outlet="Their outlet")
    answer = erin.post(f"{at(document)}edit/", FORM | {"title": "Mine", "outlet": "My outlet", "revision": 1})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Their outlet" in page and "My outlet" in page
    assert 'name="revision" value="2"' in page


def test_a_document_is_deleted_and_the_message_undoes_it(erin: Client, document: Document) -> None:
    page = erin.post(f"{at(document)}delete/", {"revision": 1}, follow=True).content.decode()
    assert "is deleted" in page and f'action="{at(document)}restore/"' in page and "Undo" in page
    assert "Deleted documents (1)" in page
    assert "is back" in erin.post(f"{at(document)}restore/", follow=True).content.decode()
    assert titles(erin.get(PAGE)) == ["Wages and borders"]


def test_a_stale_deletion_is_refused(cast, erin: Client, document: Document) -> None:
    describe_document(document=document, user=cast.alice, outlet="Their outlet")
    page = erin.post(f"{at(document)}delete/", {"revision": 1}, follow=True).content.decode()
    assert "was not deleted" in page
    assert Document.objects.live().filter(pk=document.pk).exists()


def test_a_document_whose_text_came_again_is_not_restored(cast, project, erin: Client, document: Document) -> None:
    delete_document(document=document, user=cast.erin)
    import_text(project, cast.erin, title="The same again")
    page = erin.post(f"{at(document)}restore/", follow=True).content.decode()
    assert "was not restored" in page and "The same again" in page


def test_markup_in_titles_is_shown_as_text(cast, project: Project, erin: Client) -> None:
    evil = "<script>alert(1)</script>"
    document = import_text(project, cast.erin, title=evil)
    describe_document(document=document, user=cast.erin, byline=evil, outlet=evil)
    for path in (PAGE, f"{at(document)}edit/"):
        page = erin.get(path).content.decode()
        assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
