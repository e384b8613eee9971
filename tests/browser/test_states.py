"""axe finds nothing wrong while one is at work: selecting, keeping pieces, changing a range, looking for words."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import open_document, said, select
from tests.browser.test_accessibility import faults
from tests.conftest import TEXT

DEVICES = {
    "light": DESKTOP,
    "dark": DESKTOP | {"color_scheme": "dark"},
    "forced": DESKTOP | {"forced_colors": "active"},
    "phone": PHONE,
    "dark phone": PHONE | {"color_scheme": "dark"},
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=DEVICES.values(), ids=DEVICES)
def page(request, sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, "Wage stagnation is not caused by migrant labour", "wages", note="Look here")
    return open_document(sign_in(cast.bob, **request.param), project, document)


def wide(page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_selecting_and_keeping_pieces(page):
    bar = page.locator("#selection-bar")
    select(page, "We were all paid poorly")
    expect(bar).to_be_visible()
    assert (faults(page), wide(page)) == ([], 0)
    page.get_by_role("button", name="Piece", exact=True).click()
    expect(page.locator("#pieces li")).to_have_count(1)
    assert (faults(page), wide(page)) == ([], 0)
    if page.viewport_size["width"] == PHONE["viewport"]["width"]:
        assert bar.bounding_box()["width"] == page.viewport_size["width"]


def test_changing_a_range(page):
    page.evaluate("document.querySelector('.jump').click()")
    page.evaluate("document.querySelector('[data-action=range]').click()")
    expect(page.get_by_role("button", name="Use this range")).to_be_visible()
    assert (faults(page), wide(page)) == ([], 0)


def test_looking_for_words(page):
    page.get_by_role("button", name="Quote a passage").click()
    page.keyboard.type("wage")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take this passage").first).to_be_visible()
    assert (faults(page), wide(page)) == ([], 0)
