"""Selecting by keyboard, in texts that run either way."""

import pytest
from playwright.sync_api import expect

from tests.browser.reading import open_document, save, saved
from tests.conftest import import_text

ARABIC = "الأجور لا تنخفض بسبب المهاجرين. نحن جميعا ندفع القليل.\n"
ENGLISH = "Wages do not fall because of migrants. We are all paid too little.\n"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("text", "onward"), [(ENGLISH, "ArrowRight"), (ARABIC, "ArrowLeft")])
def test_the_arrow_that_points_onward_goes_onward(sign_in, cast, project, text, onward):
    page = open_document(sign_in(cast.bob), project, import_text(project, cast.erin, text, "Wages"))
    first, second = text.strip().split(". ")
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#spoken")).to_have_text(f"{first}.")
    page.keyboard.press(f"Shift+{onward}")
    assert page.evaluate("String(getSelection())") == f"{first}. {second.split()[0]}"
    page.keyboard.press(onward)
    assert page.evaluate("String(getSelection())") == f"{first.split(maxsplit=1)[1]}. {second.split()[0]}"


@pytest.fixture
def third(sign_in, cast, project):
    """A page of Bob's with a long text, its third sentence selected by keyboard."""
    text = "\n\n".join(f"Sentence {number} stands alone." for number in range(1, 60)) + "\n"
    page = open_document(sign_in(cast.bob), project, import_text(project, cast.erin, text, "Sentences"))
    page.locator("#text").focus()
    for number in (1, 2, 3):
        page.keyboard.press("ArrowDown")
        expect(page.locator("#spoken")).to_have_text(f"Sentence {number} stands alone.")
    return page


def test_after_a_save_the_arrows_go_on_and_the_page_stays_where_it_is(third):
    third.wait_for_timeout(600)  # the text, when it gets the focus, is scrolled to smoothly
    before = third.evaluate("scrollY")
    third.keyboard.press("Enter")
    save(third, "alone")
    saved(third)
    third.wait_for_timeout(600)
    assert third.evaluate("scrollY") == before
    third.keyboard.press("ArrowDown")
    expect(third.locator("#spoken")).to_have_text("Sentence 4 stands alone.")


def test_after_escape_the_arrows_go_on_from_what_was_selected(third):
    third.wait_for_timeout(200)
    third.keyboard.press("Escape")
    assert third.evaluate("String(getSelection())") == ""
    expect(third.locator("#spoken")).to_have_text("Nothing is selected.")
    third.keyboard.press("ArrowDown")
    expect(third.locator("#spoken")).to_have_text("Sentence 4 stands alone.")
    third.keyboard.press("Enter")
    expect(third.locator("#palette")).to_be_visible()
    third.keyboard.press("Escape")
    expect(third.locator("#palette")).to_be_hidden()
    expect(third.locator("#text")).to_be_focused()
    third.keyboard.press("ArrowDown")
    expect(third.locator("#spoken")).to_have_text("Sentence 5 stands alone.")
