"""Seeing how far coders agree, and reading where they do not."""

import pytest
from playwright.sync_api import expect

from annotations.codebook import create_tag
from coding.finishing import finish
from documents.models import Document
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import said
from tests.browser.test_accessibility import faults
from tests.browser.test_every_page import LONG
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/p/free-movement/agreement/"


@pytest.fixture
def solidarity(doors, cast, document):
    """Three are done with a document of a long title. Gives the annotation by which Erin alone marked solidarity."""
    for user in (cast.bob, cast.erin, cast.alice):
        said(doors(user), document, TEXT, "Wage stagnation", "wages", "borders")
    said(doors(cast.bob), document, TEXT, "poorly")
    Document.objects.filter(id=document.id).update(title=LONG)
    create_tag(door=doors(cast.erin), name=LONG[:100])
    said(doors(cast.alice), document, TEXT, "Immigrants", LONG[:100])
    only = said(doors(cast.erin), document, TEXT, "solidarity", "solidarity")
    for user in (cast.bob, cast.erin, cast.alice):
        finish(door=doors(user), document=document.id)
    return only


def test_where_people_differ_is_a_click_from_the_passage(sign_in, cast, solidarity):
    page = sign_in(cast.ruth)
    page.goto(PAGE)
    page.locator(".crosses a").last.click()
    expect(page.locator(".item[aria-current]")).to_have_attribute("data-id", str(solidarity))
    expect(page.locator("#text mark.lit")).to_have_text("solidarity")


def test_the_places_lead_there_by_keyboard_too(sign_in, cast, solidarity):
    page = sign_in(cast.ruth)
    page.goto(PAGE)
    expect(page.locator(".places")).to_be_hidden()
    page.locator("summary", has_text="3 places").press("Enter")
    place = page.locator(".places li", has_text="solidarity")
    expect(place).to_contain_text("alice, bob: nothing")
    place.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".item[aria-current]")).to_have_attribute("data-id", str(solidarity))


def test_two_coders_are_chosen_and_the_address_keeps_them(sign_in, cast, solidarity):
    page = sign_in(cast.ruth)
    page.goto(PAGE)
    page.get_by_label("Coders").select_option("alice")
    page.get_by_label("and", exact=True).select_option("erin")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**coder=alice&coder=erin**")
    expect(page.get_by_label("Coders")).to_have_value("alice")
    expect(page.locator("tr", has_text="wages").locator("td").first).to_have_text("1.000")
    expect(page.locator("main")).not_to_contain_text("bob,")


def test_what_can_be_compared_follows_who_is_done(sign_in, cast, doors, document):
    page = sign_in(cast.ruth)
    page.goto(PAGE)
    tag = page.get_by_label("Tag", exact=True)
    expect(page.locator("#what-to-compare")).to_be_empty()
    for user in (cast.bob, cast.erin):
        said(doors(user), document, TEXT, "Wage stagnation", "wages")
        finish(door=doors(user), document=document.id)
    expect(tag.locator("option")).to_have_text(["All tags", "wages"])
    tag.select_option("wages")
    tag.blur()
    finish(door=doors(cast.alice), document=document.id)
    expect(page.locator(".compared")).to_contain_text("alice, bob and erin")
    expect(tag).to_have_value("wages")


@pytest.mark.parametrize(
    "device",
    [DESKTOP, DESKTOP | {"color_scheme": "dark"}, DESKTOP | {"forced_colors": "active"}, PHONE],
    ids=["light", "dark", "forced", "phone"],
)
def test_the_page_is_accessible_and_fits(sign_in, cast, solidarity, device):
    page = sign_in(cast.ruth, **device)
    page.goto(PAGE)
    page.evaluate("for (const fold of document.querySelectorAll('details.fold')) fold.open = true")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    for strip in page.locator(".strips svg").all():
        assert strip.bounding_box()["width"] > 200


def test_on_paper_nothing_is_cut_off(sign_in, cast, solidarity):
    page = sign_in(cast.ruth, viewport={"width": 720, "height": 1_000})
    page.goto(PAGE)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(page.locator(".agreement-tools")).to_be_hidden()
