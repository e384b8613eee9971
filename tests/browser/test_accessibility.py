"""axe finds nothing wrong on the reading page, whatever the light, the screen or what is open on it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import change_annotation
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import ONE, drag_over, open_document, said, select
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page) -> list[str]:
    """What axe has against a page: rule, and the first element that breaks it."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:160]} {rule['nodes'][0]['failureSummary']}"
        for rule in found.response["violations"]
    ]


@pytest.fixture
def annotated(doors, cast, document):
    """The document with annotations that overlap, carry notes and no tags."""
    said(doors(cast.bob), document, TEXT, "Wage stagnation is not caused by migrant labour", "wages", note="Look here")
    said(doors(cast.erin), document, TEXT, "caused by migrant labour, but instead", "scapegoating", "wages")
    said(doors(cast.erin), document, TEXT, "migrant")
    return document


@pytest.mark.parametrize(
    "device",
    [DESKTOP, DESKTOP | {"color_scheme": "dark"}, DESKTOP | {"forced_colors": "active"}, PHONE],
    ids=["light", "dark", "forced", "phone"],
)
def test_the_reading_page_and_its_palette_are_accessible(sign_in, cast, project, annotated, device):
    page = open_document(sign_in(cast.bob, **device), project, annotated)
    assert faults(page) == []
    if device is PHONE:
        page.locator("#sheet-handle").tap()
    page.locator("#filters summary").click()
    page.locator(".jump").first.click()
    if device is PHONE:
        page.locator("#sheet-handle").tap()
    expect(page.locator(".item[aria-current] .actions")).to_be_visible()
    assert faults(page) == []
    select(page, "We were all paid poorly")
    page.get_by_role("button", name="Tag…").click()
    page.keyboard.type("wag")
    expect(page.get_by_role("option").first).to_be_visible()
    assert faults(page) == []


def test_a_page_without_annotations_and_one_for_readers_are_accessible(sign_in, cast, project, document):
    page = open_document(sign_in(cast.ruth), project, document)
    assert faults(page) == []


def test_what_is_spoken_of_the_palette(sign_in, cast, project, annotated):
    page = open_document(sign_in(cast.bob), project, annotated)
    drag_over(page, "We were all paid poorly")
    page.keyboard.press("t")
    box = page.get_by_role("combobox", name="Tags")
    expect(box).to_be_focused()
    page.keyboard.type("scape")
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_contain_text("scapegoating")
    page.keyboard.press("Enter")
    expect(page.locator("#palette [aria-live]")).to_have_text("scapegoating added.")
    page.keyboard.press("Escape")
    expect(page.locator("#text")).to_be_focused()


def test_every_target_on_a_phone_is_large_enough(sign_in, cast, project, annotated):
    page = open_document(sign_in(cast.bob, **PHONE), project, annotated)
    page.locator("#sheet-handle").tap()
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, summary")]
          .filter((one) => one.checkVisibility() && !one.closest(".skip, .visually-hidden, blockquote"))
          .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.height < 24 || box.width < 24))
          .map(([html, box]) => `${html} ${box.width}×${box.height}`)"""
    )
    assert [one for one in small if 'class="skip"' not in one] == []


@pytest.mark.parametrize(
    "device",
    [DESKTOP, DESKTOP | {"color_scheme": "dark"}, DESKTOP | {"forced_colors": "active"}],
    ids=["light", "dark", "forced"],
)
def test_the_dialogs_and_messages_of_bad_moments_are_accessible(sign_in, cast, project, annotated, doors, device):
    page = open_document(sign_in(cast.bob, **device), project, annotated)
    page.route(ONE, lambda route: route.abort())
    page.locator(".item", has_text="Look here").locator(".jump").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Note").fill("Mine")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#unsaved")).to_contain_text("1 change waits for the network.")
    expect(page.locator(".trouble")).to_be_visible()
    assert faults(page) == []
    row = Annotation.objects.get(note="Look here")
    change_annotation(door=doors(cast.bob), id=row.id, draft=Draft(note="Theirs"))
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")  # unless it was tried again by itself already
    expect(page.locator("#conflict")).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("device", [DESKTOP, DESKTOP | {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_a_history_and_a_deletion_that_waits_are_accessible(sign_in, cast, project, annotated, device):
    page = open_document(sign_in(cast.bob, **device), project, annotated)
    if device is PHONE:
        page.locator("#sheet-handle").tap()
    page.locator(".jump").first.click()
    if device is PHONE:
        page.locator("#sheet-handle").tap()
    page.get_by_role("button", name="History").click()
    expect(page.locator(".deed")).to_have_count(1)
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.route(ONE, lambda route: route.abort())
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".item.going .trouble")).to_be_visible()
    assert faults(page) == []
