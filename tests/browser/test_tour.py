"""The tour: by itself it begins for the account of the first start alone; it blocks nothing, is left and resumed."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from annotations.models import Annotation
from projects.services import add_member
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import drag_over, open_document, save, saved
from tests.browser.test_accessibility import faults

QUOTE = "Wage stagnation is not caused by migrant labour"

pytestmark = pytest.mark.django_db(transaction=True)


def take(page):
    """Start the tour from the help menu; gives back its card."""
    page.locator(".help-menu summary").click()
    page.get_by_role("button", name=re.compile("^(Take the tour|Start the tour again)$")).click()
    return page.locator("#tour")


def press(page, name: str) -> None:
    page.locator("#tour").get_by_role("button", name=name).click()


@pytest.fixture
def demo(cast, project):
    """The account that the first start makes, as a member of the project."""
    made = User.objects.create_user("demo", "demo@example.org", "secret")
    add_member(project=project, by=cast.alice, user=made, role="annotator")
    return made


def test_it_begins_by_itself_on_the_first_visit_of_the_first_account(sign_in, demo, project, document):
    page = sign_in(demo)
    page.goto(f"/p/{project.slug}/")
    expect(page.locator("#tour")).to_contain_text("Start with a text")
    assert page.evaluate("document.activeElement === document.body")
    press(page, "Skip the tour")
    page.reload()
    expect(page.locator(".library .title")).to_be_visible()
    expect(page.locator("#tour")).to_be_hidden()


def test_it_waits_to_be_asked_by_everybody_else(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    expect(page.locator("#tour")).to_be_hidden()
    expect(take(page)).to_contain_text("Tour, 1 of 6")
    expect(page.locator("#tour")).to_be_focused()


def test_it_leads_from_the_library_through_six_steps(sign_in, cast, project, document):
    page = sign_in(cast.bob)
    page.goto(f"/p/{project.slug}/codebook/")
    take(page)
    expect(page.locator("#tour")).to_contain_text("Start with a text")
    expect(page.locator("#tour")).to_be_focused()
    expect(page.locator("#tour .tour-step")).to_have_text("Tour")
    press(page, "Open it")
    expect(page.locator("#tour")).to_be_focused()
    expect(page.locator("#tour .tour-step")).to_have_text("Tour, 1 of 6")
    for title in (
        "The text, letter for letter",
        "Select a claim",
        "Tag it",
        "What has been marked",
        "Agree on what tags mean",
    ):
        expect(page.locator("#tour .tour-title")).to_have_text(title)
        expect(page.locator(".toured")).to_be_visible()
        press(page, "Next")
    expect(page.locator("#tour .tour-title")).to_have_text("Take it out as data")
    press(page, "Done")
    expect(page.locator("#tour")).to_be_hidden()
    expect(page.locator(".toured")).to_have_count(0)
    expect(page.locator(".help-menu summary")).to_be_focused()


def test_it_keeps_nobody_from_working_and_goes_on_when_the_thing_is_done(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    take(page)
    press(page, "Next")
    drag_over(page, QUOTE)
    expect(page.locator("#tour .tour-title")).to_have_text("Tag it")
    page.keyboard.press("t")
    save(page, "wages")
    saved(page)
    expect(page.locator("#tour .tour-title")).to_have_text("What has been marked")
    assert Annotation.objects.get().quote == QUOTE


def test_it_is_left_by_escape_and_gone_on_with_from_the_menu(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    take(page)
    press(page, "Next")
    press(page, "Next")
    page.keyboard.press("Escape")
    expect(page.locator("#tour")).to_be_hidden()
    expect(page.locator(".help-menu summary")).to_be_focused()
    page.reload()
    expect(page.locator("#tour")).to_be_hidden()
    page.locator(".help-menu summary").click()
    page.get_by_role("button", name="Go on with the tour (3 of 6)").click()
    expect(page.locator("#tour .tour-title")).to_have_text("Tag it")
    expect(take(page)).to_contain_text("Tour, 1 of 6")


def test_escape_leaves_it_from_the_text_too_after_what_else_it_leaves(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    card = take(page)
    drag_over(page, QUOTE)
    expect(card).to_contain_text("Tag it")
    page.keyboard.press("Escape")
    expect(page.locator("#selection-bar")).to_be_hidden()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_it_moves_on_from_its_first_step_when_one_begins_to_mark(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    take(page)
    expect(page.locator("#tour .tour-title")).to_have_text("The text, letter for letter")
    drag_over(page, QUOTE)
    expect(page.locator("#tour .tour-title")).to_have_text("Tag it")


def test_it_moves_nothing_on_the_page(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    where = """() => JSON.stringify(
      [...document.querySelectorAll("h1, #text, #annotations")].map((part) => part.getBoundingClientRect()))"""
    before = page.evaluate(where)
    take(page)
    for _ in range(3):
        assert page.evaluate(where) == before
        press(page, "Next")


def test_it_goes_on_across_pages(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    take(page)
    for _ in range(4):
        press(page, "Next")
    page.locator(".tabs").get_by_role("link", name="Codebook").click()
    expect(page.get_by_role("heading", name="Codebook", exact=True)).to_be_visible()
    expect(page.locator("#tour .tour-title")).to_have_text("Agree on what tags mean")


def test_in_a_project_without_texts_it_asks_for_one(sign_in, cast, project):
    page = sign_in(cast.erin)
    page.goto(f"/p/{project.slug}/")
    expect(take(page)).to_contain_text("Bring in a text")


@pytest.mark.parametrize("device", [DESKTOP, DESKTOP | {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_it_is_accessible_and_stays_in_the_window(sign_in, cast, project, document, device):
    page = open_document(sign_in(cast.bob, **device), project, document)
    card = take(page)
    for _ in range(6):
        assert faults(page) == []
        box, window = card.bounding_box(), page.viewport_size
        assert box["x"] >= 0 and box["x"] + box["width"] <= window["width"]
        assert box["y"] >= 0 and box["y"] + box["height"] <= window["height"]
        card.locator("[data-tour=next]").click()


def test_on_a_phone_it_makes_way_for_the_list(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob, **PHONE), project, document)
    card = take(page)
    page.locator("#sheet-handle").tap()
    expect(card).to_be_hidden()
    page.locator("#sheet-handle").tap()
    expect(card).to_be_visible()
