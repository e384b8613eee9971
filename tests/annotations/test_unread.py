"""What is unread: on the reading page and in the library, for whom, and by how many queries."""

import json
import re

import pytest
from django.test import Client

from annotations.commenting import comment, mark_seen, resolve_thread
from annotations.drafts import Draft
from annotations.services import annotate
from documents.services import delete_document
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db


def marked(door, document, quote):
    start = TEXT.index(quote)
    draft = Draft(document=document.id, version=1, start=start, end=start + len(quote))
    return annotate(door=door, drafts=[draft], base="/")[0].id


@pytest.fixture
def later(doors, cast, document):
    """The ids of two annotations, the later one in the text made first."""
    return marked(doors(cast.bob), document, "solidarity")


@pytest.fixture
def sooner(doors, cast, document, later):
    return marked(doors(cast.bob), document, "migrant labour")


def shown(user, path):
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(path).content.decode()


def library(user, project):
    return re.sub(r"<[^>]+>", "", shown(user, f"/p/{project.slug}/"))


def talk(user, project, document):
    """What the reading page's script is told of comments."""
    html = shown(user, f"/p/{project.slug}/documents/{document.id}/")
    found = re.search(r'<script id="page-data" type="application/json">(.*?)</script>', html)
    return json.loads(found[1])["talk"], html


def test_the_library_says_what_is_unread_and_leads_to_the_first(cast, project, doors, document, later, sooner):
    bob, erin = doors(cast.bob), doors(cast.erin)
    comment(door=bob, annotation=later, body="One")
    assert "1 unread comment on" in library(cast.erin, project)
    comment(door=bob, annotation=sooner, body="Two, @ruth")
    html = shown(cast.ruth, f"/p/{project.slug}/")
    assert f"/documents/{document.id}/#a-{sooner}" in html and "2 unread comments" in html and "mentions you" in html
    assert "2 unread comments in 1 document" in library(cast.erin, project)
    assert "mentions you" not in library(cast.erin, project)
    assert "unread" not in library(cast.bob, project)
    for annotation in (later, sooner):
        newest, _ = comment(door=bob, annotation=annotation, body="More")
        mark_seen(door=erin, annotation=annotation, until=newest.id)
    assert "unread" not in library(cast.erin, project)


def test_the_library_shows_only_what_has_unread_comments(cast, project, doors, document, sooner):
    import_text(project, cast.erin, f"{TEXT}Other", "A text apart")
    comment(door=doors(cast.bob), annotation=sooner, body="One")
    path = f"/p/{project.slug}/"
    assert 'href="?sort=title&amp;unread=1">1 unread comment in 1 document' in shown(
        cast.erin, f"{path}?sort=title&page=1"
    )
    html = shown(cast.erin, f"{path}?unread=1")
    assert "1 document with unread comments" in html and document.title in html and "A text apart" not in html
    assert "1 unread comment in" not in html.partition("Show all")[2]
    assert "A text apart" in shown(cast.bob, f"{path}?unread=1")  # has read it all


def test_what_nobody_can_reach_is_not_counted(cast, project, doors, document, sooner):
    comment(door=doors(cast.bob), annotation=sooner, body="One")
    project.public = True
    project.save()
    for visitor in (cast.carol, None):
        assert "unread" not in library(visitor, project)
    delete_document(document=document, user=cast.erin)
    assert "unread" not in library(cast.erin, project)


def test_the_library_asks_as_often_however_much_is_unread(
    cast, project, doors, document, sooner, django_assert_num_queries
):
    comment(door=doors(cast.bob), annotation=sooner, body="One")
    client = Client()
    client.force_login(cast.erin, backend="django.contrib.auth.backends.ModelBackend")
    with django_assert_num_queries(9):
        client.get(f"/p/{project.slug}/")
    for title in ("Two", "Three"):
        other = import_text(project, cast.erin, f"{TEXT}{title}", title)
        for _ in range(3):
            comment(door=doors(cast.bob), annotation=marked(doors(cast.bob), other, "labour"), body="More")
    with django_assert_num_queries(9):
        assert "unread" in client.get(f"/p/{project.slug}/").content.decode()


def test_the_reading_page_knows_what_is_open_and_unread(cast, project, doors, document, later, sooner):
    bob = doors(cast.bob)
    first, _ = comment(door=bob, annotation=later, body="@erin")
    comment(door=bob, annotation=later, body="Two")
    resolve_thread(door=bob, id=first.id)
    told, html = talk(cast.erin, project, document)
    assert told == {"see": True, "write": True, "threads": {str(later): [1, 2, 1]}}
    item = re.search(rf'<li [^>]*id="a-{later}".*?</li>', html.replace("<li><a", ""), re.DOTALL)[0]
    assert "2 comments" in item and "2 unread" in item
    assert talk(cast.ruth, project, document)[0]["write"] is False
    assert talk(cast.bob, project, document)[0]["threads"] == {str(later): [1, 0, 0]}


def test_visitors_see_no_comments_on_the_reading_page(cast, project, doors, document, later):
    comment(door=doors(cast.bob), annotation=later, body="Between us")
    project.public = True
    project.save()
    told, html = talk(cast.carol, project, document)
    assert told == {"see": False, "write": False, "threads": {}}
    assert "1 comment" not in html and "Between us" not in html
