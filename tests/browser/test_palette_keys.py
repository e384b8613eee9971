"""The keys of the palette and of the selection: numbers, tags' own keys, names with commas, retired tags, slips."""

import pytest
from playwright.sync_api import expect

from annotations.codebook import create_tag
from annotations.models import Annotation
from tests.browser.reading import open_document, said, saved, select
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reading(sign_in, cast, project, document, doors):
    """A page of Bob's on which a passage is selected; some tags have keys of their own, and one is retired."""
    door = doors(cast.erin)
    create_tag(door=door, name="economy")
    create_tag(door=door, name="wages", parent="economy", shortcut="w")
    create_tag(door=door, name="housing", shortcut="h")
    create_tag(door=door, name="borders", shortcut="2")
    create_tag(door=door, name="immigration")
    create_tag(door=door, name="strangers", retired=True)
    said(door, document, TEXT, "solidarity", "economy", "immigration")
    page = sign_in(cast.bob)
    with page.expect_response(lambda answer: "/tags/?" in answer.url):
        open_document(page, project, document)
    select(page, QUOTE)
    expect(page.locator("#selection-bar")).to_be_visible()
    return page


def keys(page) -> dict[str, str]:
    """The keys shown beside what is offered."""
    options = page.locator("#palette .tag-field .option:has(kbd)")
    return {one.locator(".name").text_content(): one.locator("kbd").text_content() for one in options.all()}


def labels() -> list[str]:
    return Annotation.objects.get(quote=QUOTE).labels


def test_number_keys_take_what_is_offered_first_while_the_line_is_empty(reading):
    reading.keyboard.press("t")
    assert keys(reading) == {
        "economy": "1", "immigration": "3", "wages, below economy": "Alt+W", "housing": "Alt+H", "borders": "2",
    }  # fmt: skip
    for key in ("1", "3", "2"):
        reading.keyboard.press(key)
    expect(reading.locator("#palette .chosen li")).to_have_count(3)
    reading.keyboard.type("covid 19")
    expect(reading.get_by_role("combobox", name="Tags")).to_have_value("covid 19")
    reading.keyboard.press("Control+Enter")
    saved(reading, 2)
    assert labels() == ["economy", "immigration", "borders", "covid-19"]


def test_a_number_key_takes_a_chosen_tag_away_again(reading):
    reading.keyboard.press("t")
    reading.keyboard.press("1")
    expect(reading.locator("#palette .chosen")).to_contain_text("economy")
    reading.keyboard.press("1")
    expect(reading.locator("#palette .chosen li")).to_have_count(0)


def test_a_tags_own_key_takes_it_in_the_palette_with_alt_and_never_fights_with_typing(reading):
    reading.keyboard.press("t")
    reading.keyboard.press("Alt+w")
    expect(reading.locator("#palette .chosen")).to_contain_text("wages")
    reading.keyboard.type("hous")
    expect(reading.locator("#palette .option.active .name")).to_have_text("housing")
    reading.keyboard.press("Enter")
    reading.keyboard.press("Control+Enter")
    saved(reading, 2)
    assert labels() == ["wages", "housing"]


def test_one_key_tags_what_is_selected(reading):
    expect(reading.locator("#recent button kbd")).to_have_text(["1", "3", "Alt+W", "2", "h"])
    reading.keyboard.press("h")
    saved(reading, 2)
    assert labels() == ["housing"]
    select(reading, "We were all paid poorly")
    expect(reading.locator("#recent button").first).to_contain_text("housing")
    reading.keyboard.press("2")
    saved(reading, 3)
    assert Annotation.objects.get(quote="We were all paid poorly").labels == ["borders"]


def test_in_a_fresh_browser_the_bar_offers_what_the_document_uses_most(reading):
    offered = reading.locator("#recent button")
    expect(offered.nth(0)).to_contain_text("economy")
    expect(offered.nth(1)).to_contain_text("immigration")
    reading.keyboard.press("3")
    saved(reading, 2)
    assert labels() == ["immigration"]


def test_a_key_that_the_page_has_for_itself_tags_with_alt(reading):
    reading.keyboard.press("Alt+w")
    saved(reading, 2)
    assert labels() == ["wages"]


def test_no_key_tags_where_nothing_is_selected_or_somebody_types(reading):
    reading.keyboard.press("Escape")
    expect(reading.locator("#selection-bar")).to_be_hidden()
    reading.locator("#text").focus()
    reading.keyboard.press("h")
    reading.locator(".jump").first.click()
    reading.keyboard.press("h")
    expect(reading.locator(".item")).to_have_count(1)
    assert Annotation.objects.count() == 1


def test_a_new_tag_may_have_a_comma_in_quotation_marks(reading):
    reading.keyboard.press("t")
    reading.keyboard.type("pay, ")
    expect(reading.locator("#palette .option.active .name")).to_have_text("Create “pay”")
    reading.get_by_role("combobox", name="Tags").fill('"bread, and roses", wages')
    expect(reading.locator("#palette .option.active .name")).to_have_text("Create “bread, and roses”")
    reading.keyboard.press("Control+Enter")
    saved(reading, 2)
    assert labels() == ["bread-and-roses", "wages"]
    expect(reading.locator(".item .tag", has_text="bread, and roses")).to_be_visible()


def test_retired_tags_are_not_offered_and_whoever_types_one_is_told(reading):
    reading.keyboard.press("t")
    assert "strangers" not in reading.locator("#palette .tag-field .option .name").all_inner_texts()
    reading.keyboard.type("Strangers")
    expect(reading.locator("#palette-silence")).to_contain_text("“strangers” is retired")
    reading.keyboard.press("Enter")
    reading.get_by_role("button", name="Save").click()
    expect(reading.locator("#palette")).to_be_visible()
    expect(reading.get_by_role("combobox", name="Tags")).to_be_focused()


def test_a_slip_of_one_letter_is_warned_of_and_not_taken_for_the_reader(reading):
    reading.keyboard.press("t")
    reading.keyboard.type("imigration")
    names = reading.locator("#palette .tag-field .option .name")
    expect(names).to_have_text(["Create “imigration”", "Did you mean immigration?"])
    expect(reading.locator("#palette-about .alike")).to_contain_text("Much like “immigration”")
    reading.keyboard.press("ArrowDown")
    reading.keyboard.press("Enter")
    expect(reading.locator("#palette .chosen")).to_have_text("immigration×")


def test_words_are_found_in_any_order_and_with_what_stands_above_them(reading, doors, cast):
    create_tag(door=doors(cast.erin), name="freedom of movement")
    reading.reload()
    select(reading, QUOTE)
    reading.keyboard.press("t")
    reading.keyboard.type("mov free")
    expect(reading.locator("#palette .option.active .name")).to_have_text("freedom of movement")
    reading.get_by_role("combobox", name="Tags").fill("wag")
    expect(reading.locator("#palette .option.active .below")).to_contain_text("economy")
    expect(reading.locator("#palette-about")).to_contain_text("Below economy")
