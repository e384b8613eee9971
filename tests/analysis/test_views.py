"""The page of agreement."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models import Annotation
from coding.closing import close_document
from tests.conftest import import_text
from tests.trying import try_door

pytestmark = pytest.mark.django_db

PAGE = "/p/free-movement/agreement/"


@pytest.fixture
def page(client, project, cast):
    """A function that opens the page as Ruth or somebody else, and gives its HTML: `page("?tag=wages")`."""

    def opened(query="", user=None):
        client.force_login(user or cast.ruth)
        answer = client.get(PAGE + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return opened


def row(html, head):
    """The cells of the line of the table that begins with these words."""
    (found,) = (line for line in re.findall(r"<tr.*?</tr>", html, re.DOTALL) if head in line)
    return [re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", found, re.DOTALL)]


def test_members_open_it_and_strangers_do_not(project, cast):
    assert try_door(cast, "GET", PAGE) == [200, 200, 200, 200, 404, 404]


def test_the_numbers_stand_by_tag_and_over_all(coded, page):
    html = page()
    assert row(html, ">wages<") == ["1.000", "1.000", "1.000", "1.000", "15", "15 100%"]
    assert row(html, ">solidarity<")[0] == "0.000"
    assert row(html, ">All tags, pooled<")[-1] == "15 60%"
    assert ">Over all tags<" in html


def test_the_numbers_say_that_they_are_of_the_chosen_tag_alone(coded, page):
    html = page("?tag=solidarity")
    assert ">Over the chosen tag<" in html
    assert row(html, ">Chosen tags, pooled<")[0] == row(html, ">solidarity<")[0] == "0.000"
    assert "All tags, pooled" not in html


def test_what_is_undefined_says_so_and_why(document, page, done, cast):
    done(document, cast.bob, cast.erin)
    html = page()
    assert row(html, ">All tags, pooled<")[:4] == ["undefined1"] * 4
    assert row(html, ">Anything marked<")[:4] == ["undefined2", "undefined2", "undefined2", "undefined3"]
    notes = re.findall(r'<li id="note-\d">(.*?)</li>', html)
    assert notes == [
        "Nobody used a tag.",
        "All judged everything alike and in one way, so that chance could not have done worse.",
        "Nobody marked anything.",
    ]


def test_the_picture_leads_to_where_people_differ(coded, page, cast):
    html = page()
    mark = Annotation.objects.get(creator=cast.erin, labels=["solidarity"])
    address = f"/p/free-movement/documents/{coded.id}/#a-{mark.id}"
    assert html.count(f'href="{address}"') == 2  # from the strip and from the words
    assert "they differ on 10 of 25 marked characters" in html
    bob, erin, differ = (
        drawn.strip() for drawn in re.findall(r"<svg viewBox=.*?</svg>|<svg class=.crosses.*?</svg>", html)
    )
    assert (bob.count("c-wages"), erin.count("c-wages")) == (1, 1)
    assert (bob.count("c-solidarity"), erin.count("c-solidarity")) == (0, 1)
    assert differ.count("<rect") == 1
    assert "<mark>solidarity</mark>" in html


def test_without_anything_finished_it_says_how_to_get_there(document, page):
    assert "Nothing to compare yet" in page()


def test_what_no_two_of_those_chosen_have_finished_leads_back_to_all(coded, page):
    html = page("?coder=bob&coder=alice")
    assert "Nothing to compare here" in html
    assert "No document that you may see was finished by two of these coders." in html
    assert "Choose a second coder, with whom to compare bob." in page("?coder=bob")
    assert "1 document left out: not yet finished by two" in html


def test_what_an_address_asks_for_and_nobody_understands_counts_as_not_asked(coded, page):
    html = page("?document=no&tag=nothing&coder=&page=9")
    assert "coded by <strong>bob</strong> and <strong>erin</strong>" in html


def test_three_coders_are_compared_by_pairs_and_two_can_be_chosen(coded, page, done, cast):
    done(coded, cast.alice)
    assert row(page(), ">alice and bob<")[1] == "0.000"
    html = page("?coder=bob&coder=erin")
    assert row(html, ">wages<")[0] == "1.000"
    assert "Cohen’s kappa by pair" not in html


def test_documents_left_out_of_a_coefficient_are_named(coded, page, done, cast, project):
    other = import_text(project, cast.erin, "Short.", "A shorter one")
    done(other, cast.alice, cast.bob, cast.erin)
    assert "Left out, for having other than 2 coders: A shorter one." in page()


def test_a_closed_document_is_not_told_of_to_whoever_is_blind_there(coded, page, doors, cast):
    close_document(door=doors(cast.alice), document=coded.id)
    html = page(user=cast.bob)
    assert "Wages and borders" not in html
    assert "erin" not in html
    assert "1 document left out: coded independently" in html
    assert "Wages and borders" in page(user=cast.alice)


def test_other_peoples_words_are_escaped(code, done, page, cast, project):
    document = import_text(project, cast.erin, "Say <b>no</b> to it.", "<i>Bold</i>")
    code(cast.bob, document, "<b>no</b>", tags=["<u>"])
    done(document, cast.bob, cast.erin)
    html = page()
    assert "<b>no" not in html
    assert "<i>Bold" not in html
    assert "&lt;b&gt;no&lt;/b&gt;" in html


def test_it_takes_no_more_queries_for_more_documents(coded, code, done, page, cast, project):
    page()
    with CaptureQueriesContext(connection) as few:
        page()
    for number in range(12):
        document = import_text(project, cast.erin, f"Text number {number}.", f"Text {number}")
        code(cast.bob, document, "Text", tags=["wages"])
        done(document, cast.bob, cast.erin)
    with CaptureQueriesContext(connection) as many:
        page()
    assert len(many) == len(few)
