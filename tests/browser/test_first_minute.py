"""The first minute: pages that have nothing yet lead on, a question mark shows the keys."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import open_document
from tests.browser.test_accessibility import faults

pytestmark = pytest.mark.django_db(transaction=True)

DEVICES = pytest.mark.parametrize(
    "device", [DESKTOP, DESKTOP | {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"]
)


def test_an_empty_library_leads_to_the_first_import(sign_in, cast, project):
    page = sign_in(cast.erin)
    page.goto(f"/p/{project.slug}/")
    expect(page.locator("main .button.primary")).to_have_count(1)
    page.get_by_role("link", name="Import documents").click()
    expect(page).to_have_url(f"{page.url.split('/p/')[0]}/p/{project.slug}/import/")


def test_a_reader_of_an_empty_library_sees_who_could_fill_it(sign_in, cast, project):
    page = sign_in(cast.ruth)
    page.goto(f"/p/{project.slug}/")
    page.get_by_role("link", name="See who is in the project").click()
    expect(page.get_by_role("heading", name="Members")).to_be_visible()


def test_a_text_without_annotations_says_how_to_mark_one(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    expect(page.locator("#nothing")).to_contain_text("Mark the first claim")
    page.get_by_role("button", name="Show me where").click()
    expect(page.locator("#tour")).to_contain_text("Select a claim")
    expect(page.locator("#tour")).to_be_focused()


def test_somebody_who_may_only_read_is_not_told_to_mark(sign_in, cast, project, document):
    page = open_document(sign_in(cast.ruth), project, document)
    expect(page.locator("#nothing")).to_contain_text("Nothing is marked yet")
    expect(page.locator("#nothing button")).to_have_count(0)


@pytest.mark.parametrize("path", ["codebook/", "actors/", "export/"])
def test_every_empty_page_has_one_next_step(sign_in, cast, project, path):
    page = sign_in(cast.erin)
    page.goto(f"/p/{project.slug}/{path}")
    expect(page.locator("main .button.primary:visible")).to_have_count(1)


def test_a_question_mark_shows_every_key_of_the_table_and_gives_the_place_back(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.locator("#text").focus()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    table = page.evaluate("async () => (await import('/static/annotations/keys.js')).KEYS")
    assert sheet.locator("h3").all_text_contents() == [group["title"] for group in table]
    assert sheet.locator("dd").all_text_contents() == [key["words"] for group in table for key in group["keys"]]
    expect(sheet.locator("dl > div", has_text="go to the next annotation").locator("kbd").last).to_have_text("j")
    expect(sheet.locator("dl > div", has_text="redo what was undone").locator("kbd").last).to_have_text("Y")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(page.locator("#text")).to_be_focused()


def test_a_question_mark_in_a_field_is_a_question_mark(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.get_by_role("button", name="Quote a passage").click()
    field = page.locator("#quoting").get_by_role("textbox").first
    field.focus()
    page.keyboard.type("Why?")
    expect(field).to_have_value("Why?")
    expect(page.locator("#keys")).to_be_hidden()


@DEVICES
def test_the_keys_are_accessible(sign_in, cast, project, document, device):
    page = open_document(sign_in(cast.ruth, **device), project, document)
    page.locator(".help-menu summary").click()
    assert faults(page) == []
    page.get_by_role("button", name="Keys on this page").click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert faults(page) == []


def test_on_paper_the_keys_stand_alone(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.get_by_role("button", name="Keys", exact=True).click()
    page.emulate_media(media="print")
    expect(page.locator("#keys dd").last).to_be_visible()
    expect(page.locator("#text")).to_be_hidden()
    expect(page.locator(".top")).to_be_hidden()
