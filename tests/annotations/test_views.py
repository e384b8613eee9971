"""The reading page and the tags' colours, tried by everybody."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actors.services import create_actor
from annotations.codebook import create_tag
from annotations.drafts import Draft
from annotations.services import annotate
from documents.services import delete_document
from tests.conftest import TEXT, import_text


def signed_in(user=None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(project, document) -> str:
    return f"/p/{project.slug}/documents/{document.id}/"


def page_data(response) -> dict:
    """What the page tells its script."""
    found = re.search(r'<script id="page-data" type="application/json">(.*?)</script>', response.content.decode())
    return json.loads(found[1])


def mark(door, document, start: int, end: int, *tags: str) -> None:
    draft = Draft(document=document.id, version=1, start=start, end=end, tags=list(tags))
    (outcome,) = annotate(door=door, drafts=[draft], base="/")
    assert outcome.kind == "created"


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("alice", {"annotate": True, "change_any": True, "add_tags": True, "add_actors": True}),
        ("erin", {"annotate": True, "change_any": True, "add_tags": True, "add_actors": True}),
        ("bob", {"annotate": True, "change_any": False, "add_tags": True, "add_actors": True}),
        ("ruth", {"annotate": False, "change_any": False, "add_tags": False, "add_actors": False}),
    ],
)
def test_members_read_and_the_page_knows_what_they_may(cast, project, document, name, may):
    response = signed_in(getattr(cast, name)).get(address(project, document))
    assert response.status_code == 200
    data = page_data(response)
    assert (data["user"], data["may"]) == (name, may)


def test_the_page_knows_who_says_it_in_this_document_however_many_they_are(
    cast, doors, project, document, django_assert_num_queries
):
    client = signed_in(cast.ruth)
    jane, tuc = [("Jane Smith", "person")], [("TUC", "organisation"), ("Joe Bloggs", "person")]

    def say(*actors: tuple[str, str]) -> None:
        said = [{"name": name, "kind": kind, "role": "blamed"} for name, kind in actors]
        draft = Draft(document=document.id, version=1, start=0, end=5, attributions=said)
        annotate(door=doors(cast.bob), drafts=[draft], base="/")

    say(*jane)
    with CaptureQueriesContext(connection) as before:
        client.get(address(project, document))
    say(*tuc)
    create_actor(door=doors(cast.erin), name="Nobody")
    with django_assert_num_queries(len(before)):
        response = client.get(address(project, document))
    known = {(actor["name"], actor["kind"]) for actor in page_data(response)["actors"]}
    assert known == {*jane, *tuc}
    assert ">TUC</a>" in response.content.decode()


def test_strangers_get_404_and_may_read_a_public_project(cast, project, document):
    for client in (signed_in(cast.carol), signed_in()):
        assert client.get(address(project, document)).status_code == 404
        assert client.get(f"/p/{project.slug}/tags.css").status_code == 404
    project.public = True
    project.save()
    for client in (signed_in(cast.carol), signed_in()):
        response = client.get(address(project, document))
        assert response.status_code == 200
        assert not any(page_data(response)["may"].values())


def test_a_document_is_found_through_its_own_project_only(cast, project, other_project, document):
    elsewhere = import_text(other_project, cast.carol)
    assert signed_in(cast.alice).get(address(project, elsewhere)).status_code == 404
    delete_document(document=document, user=cast.alice)
    assert signed_in(cast.alice).get(address(project, document)).status_code == 404


def test_the_page_changes_nothing(cast, project, document):
    assert signed_in(cast.alice).post(address(project, document)).status_code == 405


def test_the_first_html_holds_text_marks_and_list(cast, project, document, doors):
    mark(doors(cast.bob), document, 0, 5, "wages")
    html = signed_in(cast.ruth).get(address(project, document)).content.decode()
    assert '<mark class="d1 c-wages c1-wages b1 e1"' in html
    assert '<span class="who">bob</span>' in html
    assert "1 annotation<" in html


def test_the_number_of_queries_does_not_grow_with_the_annotations(cast, project, document, doors):
    client = signed_in(cast.ruth)
    counts = []
    for size in (1, 20):
        for start in range(size):
            mark(doors(cast.bob), document, start, len(TEXT), f"tag {start}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(project, document)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_the_tags_sheet_names_every_colour_and_changes_its_address_with_them(cast, project, document, doors):
    create_tag(door=doors(cast.alice), name="Löhne & 税金", colour="#123456")
    client = signed_in(cast.ruth)
    css = client.get(f"/p/{project.slug}/tags.css?x")
    assert css["Content-Type"] == "text/css; charset=utf-8"
    assert ".c-löhne-税金{--c:#123456}" in css.content.decode()
    assert ".c3-löhne-税金{--c3:#123456}" in css.content.decode()
    assert "max-age=86400" in css["Cache-Control"]
    link = re.compile(r"tags\.css\?(\w+)")
    before = link.search(client.get(address(project, document)).content.decode())[1]
    create_tag(door=doors(cast.alice), name="Another")
    assert link.search(client.get(address(project, document)).content.decode())[1] != before


def test_a_passage_in_several_pieces_is_marked_in_each(cast, project, document, doors):
    pieces = [{"start": 20, "end": 30}, {"start": 50, "end": 60}]
    (outcome,) = annotate(
        door=doors(cast.bob),
        drafts=[Draft(document=document.id, version=1, start=0, end=10, fragments=pieces)],
        base="/",
    )
    mark(doors(cast.bob), document, 5, 55)
    html = signed_in(cast.ruth).get(address(project, document)).content.decode()
    marked = re.findall(rf'data-ids="[^"]*{outcome.id}[^"]*">', html)
    assert len(marked) >= 5
    assert "2 annotations<" in html


def test_a_long_list_comes_in_pages_for_those_without_script(cast, project, doors):
    text = "".join(f"This is sentence {number:03}. " for number in range(250)) + "\n"
    document = import_text(project, cast.erin, text, "Many sentences")
    drafts = [Draft(document=document.id, version=1, start=at * 22, end=at * 22 + 20) for at in range(230)]
    annotate(door=doors(cast.bob), drafts=drafts, base="/")
    client = signed_in(cast.ruth)

    def pages(query: str) -> tuple[list[str], list[str]]:
        html = client.get(address(project, document) + query).content.decode()
        assert "230 annotations<" in html
        return re.findall(r'href="#p0">This is sentence (\d+)', html), re.findall(r'href="\?from=(\d+)#', html)

    assert pages("") == ([f"{n:03}" for n in range(100)], ["100"])
    assert pages("?from=100") == ([f"{n:03}" for n in range(100, 200)], ["0", "200"])
    assert pages("?from=200") == ([f"{n:03}" for n in range(200, 230)], ["100"])
    assert pages("?from=999")[0] == []
    assert pages("?from=-1") == pages("?from=²") == pages("?from=9999999999") == pages("")


def test_a_long_text_is_sent_while_it_is_made(cast, project, doors):
    text = "\n\n".join("word " * 200 + str(number) for number in range(70)) + "\n"
    document = import_text(project, cast.erin, text, "A long text")
    mark(doors(cast.bob), document, 0, 4)
    response = signed_in(cast.ruth).get(address(project, document))
    parts = [part.decode() for part in response.streaming_content]
    assert "<mark" in parts[0]
    assert parts[0].count('class="group"') == 1
    assert parts[-1].rstrip().endswith("</html>")
    assert "".join(parts).count('class="group"') == 7
