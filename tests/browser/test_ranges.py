"""Changing tags, note and range of an annotation that is there."""

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from tests.browser.reading import drag_over, open_document, said, saved, select
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ranging(sign_in, cast, project, document, doors):
    """A page of Bob's where he has chosen to change the range of his annotation."""
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.bob), project, document)
    page.locator(".jump").click()
    page.get_by_role("button", name="Change range").click()
    expect(page.get_by_role("button", name="Use this range")).to_be_visible()
    return page


def test_tags_note_and_range_are_changed_and_undone(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.bob), project, document)
    page.locator(".jump").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.keyboard.press("Backspace")
    page.keyboard.type("labour")
    page.keyboard.press("Enter")
    page.get_by_label("Note").fill("Said twice")
    page.keyboard.press("Control+Enter")
    saved(page)
    row = Annotation.objects.get()
    assert (row.labels, row.note, row.revision) == (["labour"], "Said twice", 2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".item .tags")).to_have_text("wages")
    saved(page)
    page.get_by_role("button", name="Change range").click()
    select(page, "We were all paid poorly.")
    page.get_by_role("button", name="Use this range").click()
    expect(page.locator("mark")).to_have_text("We were all paid poorly.")
    saved(page)
    page.keyboard.press("Control+z")
    expect(page.locator("mark")).to_have_text(QUOTE)
    saved(page)
    row.refresh_from_db()
    assert (row.quote, row.labels, row.note) == (QUOTE, ["wages"], "")


def test_a_range_is_narrowed_by_dragging_inside_it(ranging):
    for quote in ("is not caused by migrant labour", "not caused by migrant"):
        drag_over(ranging, quote)
        ranging.wait_for_timeout(200)
        assert ranging.evaluate("String(getSelection())") in quote
    ranging.get_by_role("button", name="Use this range").click()
    expect(ranging.locator("mark")).to_have_text("not caused by migrant")
    saved(ranging)
    assert Annotation.objects.get().quote == "not caused by migrant"


def test_a_click_in_the_text_keeps_the_range_that_was_chosen(ranging):
    drag_over(ranging, "not caused by migrant")
    ranging.wait_for_timeout(200)
    ranging.locator("#text h2, #text p").last.click()
    ranging.wait_for_timeout(200)
    assert ranging.evaluate("getSelection().isCollapsed")
    ranging.get_by_role("button", name="Use this range").click()
    saved(ranging)
    assert Annotation.objects.get().quote == "not caused by migrant"


def test_a_range_is_changed_by_keyboard(ranging):
    ranging.keyboard.press("Shift+ArrowLeft")
    ranging.keyboard.press("Enter")
    expect(ranging.locator("mark")).to_have_text(QUOTE.removesuffix(" labour"))
    saved(ranging)


def test_a_range_that_is_used_unchanged_is_no_change(ranging):
    ranging.get_by_role("button", name="Use this range").click()
    expect(ranging.locator(".toast")).to_have_text("The range is unchanged.")
    expect(ranging.locator("#selection-bar")).to_be_hidden()
    assert Annotation.objects.get().revision == 1
