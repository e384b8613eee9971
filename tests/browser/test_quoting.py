"""A passage is found by its words; what is marked is always the text's own."""

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from tests.browser.conftest import PHONE
from tests.browser.reading import open_document, save, saved
from tests.browser.test_accessibility import faults
from tests.conftest import import_text

TEXT = (
    "They say: “Migrants don’t depress\nwages.” Café owners agree, and café owners pay.\n\n"
    "Wages fall – 👍🏽 – when unions are weak. Wages fall when rent rises.\n"
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(sign_in, cast, project):
    page = open_document(sign_in(cast.bob), project, import_text(project, cast.erin, TEXT, "Wages"))
    page.get_by_role("button", name="Quote a passage").click()
    return page


def find(page, words: str) -> None:
    page.get_by_label("Words from the text").fill(words)
    page.get_by_role("button", name="Find", exact=True).click()


def own_words(page) -> list[str]:
    return page.locator("#quoting .places strong").all_inner_texts()


def test_pasted_words_are_found_shown_and_tagged(page):
    find(page, "when rent rises")
    expect(page.locator("#quoting .found")).to_have_text("1 place.")
    expect(page.get_by_role("button", name="Take this passage")).to_be_focused()
    page.keyboard.press("Enter")
    save(page, "rent")
    saved(page)
    row = Annotation.objects.get()
    assert TEXT[row.start : row.end] == row.quote == "when rent rises"


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        ('"migrants don\'t   depress WAGES."', "Migrants don’t depress\nwages.”"),
        ("CAFE OWNERS AGREE", "Café owners agree"),
        ("wages fall - 👍🏽 - when", "Wages fall – 👍🏽 – when"),
    ],
)
def test_white_space_quotation_marks_case_and_accents_make_no_difference(page, typed, own):
    find(page, typed)
    expect(page.locator("#quoting .found")).to_contain_text("the text’s own words")
    page.get_by_role("button", name="Take this passage").first.click()
    save(page, "pay")
    saved(page)
    row = Annotation.objects.get()
    assert TEXT[row.start : row.end] == row.quote
    assert row.quote.rstrip(".”") == own.rstrip(".”")


def test_of_several_places_one_is_chosen_by_its_context(page):
    find(page, "Wages fall")
    expect(page.locator("#quoting .found")).to_have_text("2 places.")
    assert own_words(page) == ["Wages fall", "Wages fall"]
    expect(page.locator("#quoting .places li").last).to_contain_text("when rent rises")
    page.get_by_role("button", name="Take this passage").last.click()
    save(page, "pay")
    saved(page)
    assert Annotation.objects.get().start == TEXT.rindex("Wages fall")


def test_words_that_are_not_there_are_answered_by_the_closest(page):
    find(page, "It is said that café owners always agree")
    expect(page.locator("#quoting .found")).to_contain_text("not in the text. The closest is:")
    assert own_words(page) == ["Café owners"]
    find(page, "zygote")
    expect(page.locator("#quoting .found")).to_have_text("These words are not in the text.")
    expect(page.locator("#quoting .places")).to_be_hidden()


def test_the_form_is_reached_and_left_by_key(page):
    page.keyboard.press("Escape")
    page.locator("#text").focus()
    page.keyboard.press("q")
    expect(page.get_by_label("Words from the text")).to_be_focused()
    page.keyboard.type("unions are weak")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#palette .excerpt")).to_have_text("unions are weak")


def test_the_form_is_accessible_and_fits_a_phone(sign_in, cast, project, page):
    find(page, "Wages fall")
    assert faults(page) == []
    phone = sign_in(cast.bob, **PHONE)
    phone.goto(page.url)
    phone.get_by_role("button", name="Quote a passage").tap()
    find(phone, "Wages fall")
    expect(phone.get_by_role("button", name="Take this passage")).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]


def test_somebody_who_may_only_read_is_not_asked_to_quote(sign_in, cast, page):
    reader = sign_in(cast.ruth)
    reader.goto(page.url)
    expect(reader.locator("#text")).to_be_visible()
    expect(reader.get_by_role("button", name="Quote a passage")).to_have_count(0)
    reader.locator("#text").focus()
    reader.keyboard.press("q")
    expect(reader.locator("#quoting")).to_be_hidden()
