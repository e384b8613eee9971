"""What is begun in the palette and not saved: kept in the browser, offered again, and thrown away when asked to."""

import re

import pytest
from playwright.sync_api import expect

from annotations.codebook import create_tag
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.review import correct_text
from annotations.services import change_annotation
from tests.browser.reading import open_document, said, saved, select
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reading(sign_in, cast, project, document, doors):
    """A page of Bob's on which he has begun to tag a passage."""
    create_tag(door=doors(cast.erin), name="wages")
    said(doors(cast.bob), document, TEXT, "solidarity", note="As it was")
    page = open_document(sign_in(cast.bob), project, document)
    begin(page)
    return page


def begin(page) -> None:
    """Choose a tag, name a speaker, write a note, and type half of another tag."""
    open_palette(page)
    page.keyboard.type("wages")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Who says it").fill("Jane Smith")
    page.keyboard.press("Enter")
    page.get_by_label("Note").fill("It took long to write")
    page.get_by_role("combobox", name="Tags").fill("econ")


def open_palette(page) -> None:
    select(page, QUOTE)
    expect(page.locator("#selection-bar")).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("#palette")).to_be_visible()


def expect_restored(page) -> None:
    expect(page.locator("#palette .draft")).to_have_text(re.compile(r"Your draft of \d\d:\d\d is restored\."))
    expect(page.locator("#palette .chosen")).to_contain_text("wages")
    expect(page.locator("#palette .named .name")).to_have_text("Jane Smith")
    expect(page.get_by_label("Note")).to_have_value("It took long to write")
    expect(page.get_by_role("combobox", name="Tags")).to_have_value("econ")


def test_a_closed_tab_loses_nothing_and_the_next_one_offers_to_go_on(reading):
    reading.reload()
    reading.locator(".toast").get_by_role("button", name="Go on").click()
    expect_restored(reading)
    reading.get_by_role("combobox", name="Tags").fill("")
    reading.keyboard.press("Enter")
    saved(reading, 2)
    row = Annotation.objects.get(quote=QUOTE)
    assert (row.labels, row.note, len(row.attributions)) == (["wages"], "It took long to write", 1)
    open_palette(reading)
    expect(reading.locator("#palette .draft")).to_be_hidden()
    expect(reading.get_by_label("Note")).to_have_value("")


def test_it_is_offered_on_the_passage_in_a_corrected_text(reading, doors, cast, document):
    correct_text(door=doors(cast.erin), document=document, text="Corrected\n\n" + TEXT)
    reading.reload()
    reading.locator(".toast").get_by_role("button", name="Go on").click()
    expect_restored(reading)
    reading.get_by_role("combobox", name="Tags").fill("")
    reading.keyboard.press("Control+Enter")
    saved(reading, 2)
    row = Annotation.objects.get(quote=QUOTE)
    assert (row.version, row.note) == (2, "It took long to write")
    reading.reload()
    saved(reading, 2)
    expect(reading.locator(".toast")).to_have_count(0)


def test_what_was_written_on_words_that_are_gone_is_told_until_it_is_discarded(reading, doors, cast, document):
    correct_text(door=doors(cast.erin), document=document, text=TEXT.replace("not caused", "caused"))
    reading.reload()
    expect(reading.locator(".toast")).to_contain_text(f"“{QUOTE}” on version 1")
    expect(reading.locator(".toast")).to_contain_text("“It took long to write”")
    reading.get_by_role("button", name="Discard").click()
    reading.reload()
    saved(reading)
    expect(reading.locator(".toast")).to_have_count(0)


def test_what_was_given_up_waits_at_its_passage_and_does_not_ask(reading):
    reading.keyboard.press("Escape")
    with reading.expect_response(lambda answer: "/tags/?" in answer.url):
        reading.reload()
    expect(reading.locator(".toast")).to_have_count(0)
    open_palette(reading)
    expect_restored(reading)


def test_a_draft_can_be_discarded(reading):
    reading.keyboard.press("Escape")
    open_palette(reading)
    reading.get_by_role("button", name="Discard").click()
    expect(reading.get_by_role("combobox", name="Tags")).to_be_focused()
    expect(reading.get_by_label("Note")).to_have_value("")
    expect(reading.locator("#palette .chosen li, #palette .named li")).to_have_count(0)
    reading.keyboard.press("Escape")
    open_palette(reading)
    expect(reading.locator("#palette .draft")).to_be_hidden()


def test_another_passage_has_no_part_in_it(reading):
    reading.keyboard.press("Escape")
    expect(reading.locator("#palette")).to_be_hidden()
    expect(reading.locator("#selection-bar")).to_be_visible()
    select(reading, "We were all paid poorly")
    reading.keyboard.press("t")
    expect(reading.locator("#palette .excerpt")).to_have_text("We were all paid poorly")
    expect(reading.locator("#palette .draft")).to_be_hidden()


def test_an_edit_that_was_begun_says_when_the_annotation_was_changed_since(reading, doors, cast):
    reading.keyboard.press("Escape")
    edit(reading)
    reading.get_by_label("Note").fill("Half a")
    reading.keyboard.press("Escape")
    row = Annotation.objects.get(quote="solidarity")
    change_annotation(door=doors(cast.erin), id=row.id, draft=Draft(note="By Erin"))
    reading.reload()
    expect(reading.locator(".item", has_text="By Erin")).to_be_visible()
    edit(reading)
    expect(reading.locator("#palette .draft")).to_contain_text("The annotation was changed since.")
    expect(reading.get_by_label("Note")).to_have_value("Half a")
    reading.get_by_role("button", name="Discard").click()
    expect(reading.get_by_label("Note")).to_have_value("By Erin")


def test_looking_into_the_palette_leaves_no_draft(reading):
    reading.keyboard.press("Escape")
    edit(reading)
    reading.keyboard.press("Escape")
    edit(reading)
    expect(reading.locator("#palette .draft")).to_be_hidden()


def edit(page) -> None:
    page.locator(".item", has_text="solidarity").locator(".jump").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.locator("#palette")).to_be_visible()
