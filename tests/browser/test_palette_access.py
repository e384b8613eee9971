"""axe finds nothing wrong with the palette, whatever is open in it; and what a screen reader is told of its lines."""

import pytest
from playwright.sync_api import expect

from actors.services import create_actor
from annotations.codebook import create_tag
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import open_document, said, select
from tests.browser.test_accessibility import ONE, faults
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def annotated(doors, cast, document):
    """The document with a codebook that explains itself, and somebody to name."""
    erin = doors(cast.erin)
    create_tag(door=erin, name="economy")
    words = {"definition": "What work is paid, and why. " * 20, "example": "They earn too little."}
    create_tag(door=erin, name="wages", parent="economy", shortcut="g", **words)
    create_tag(door=erin, name="strangers", retired=True)
    create_actor(door=erin, name="Jane Smith", other_names=["J. S. Smith"])
    said(doors(cast.bob), document, TEXT, "solidarity", "wages", note="Look here")
    return document


@pytest.mark.parametrize(
    "device",
    [DESKTOP, DESKTOP | {"color_scheme": "dark"}, DESKTOP | {"forced_colors": "active"}, PHONE],
    ids=["light", "dark", "forced", "phone"],
)
def test_every_state_of_the_palette_is_accessible(sign_in, cast, project, annotated, device):
    page = open_document(sign_in(cast.bob, **device), project, annotated)
    select(page, "We were all paid poorly")
    page.get_by_role("button", name="Tag…").click()
    tags, speaker = (page.get_by_role("combobox", name=name) for name in ("Tags", "Who says it"))
    for typed in ("", "wages", "wagse", "strangers", "zzz, wages"):
        tags.fill(typed)
        assert faults(page) == [], typed
    tags.fill("")
    page.keyboard.press("1")
    speaker.focus()
    expect(page.locator(".speaker-field .option")).to_have_count(1)
    assert faults(page) == []
    page.keyboard.press("1")
    for typed in ("J. Smith", "Ada Cole"):
        speaker.fill(typed)
        assert faults(page) == [], typed
    page.keyboard.press("Enter")
    page.get_by_label("Note").fill("Begun")
    assert faults(page) == []
    page.keyboard.press("Escape")
    select(page, "We were all paid poorly")
    page.get_by_role("button", name="Tag…").click()
    expect(page.locator("#palette .draft")).to_be_visible()
    assert faults(page) == []


def test_a_refused_change_is_shown_accessibly(sign_in, cast, project, annotated):
    page = open_document(sign_in(cast.bob), project, annotated)
    refusal = {"type": "about:blank", "title": "No", "status": 400, "detail": "This is not to be.", "errors": []}
    page.route(ONE, lambda route: route.fulfill(status=400, json=refusal, content_type="application/problem+json"))
    page.locator(".item", has_text="Look here").locator(".jump").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Note").fill("Mine")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#palette .error")).to_contain_text("This is not to be.")
    assert faults(page) == []


def test_what_is_spoken_of_both_lines(sign_in, cast, project, annotated):
    page = open_document(sign_in(cast.bob), project, annotated)
    select(page, "We were all paid poorly")
    page.keyboard.press("t")
    tags, speaker = (page.get_by_role("combobox", name=name) for name in ("Tags", "Who says it"))
    spoken = page.locator("#palette [aria-live]")
    for box, typed, option, told in (
        (tags, "wag", "wages, below economy", "What work is paid"),
        (speaker, "smith", "Jane Smith", "Also called J. S. Smith"),
    ):
        box.focus()
        expect(box).to_have_attribute("aria-expanded", "true")
        page.keyboard.type(typed)
        active = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
        expect(active).to_contain_text(option)
        expect(page.locator(f"#{active.get_attribute('aria-describedby')}")).to_contain_text(told)
        page.keyboard.press("Enter")
        expect(spoken).to_contain_text(" added")
    expect(tags).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("list", name="Named").get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("button", name="Remove Jane Smith")).to_be_visible()


def test_a_long_definition_can_be_scrolled_by_keyboard(sign_in, cast, project, annotated):
    page = open_document(sign_in(cast.bob), project, annotated)
    select(page, "We were all paid poorly")
    page.keyboard.press("t")
    page.keyboard.type("wag")
    page.keyboard.press("Tab")
    expect(page.locator("#palette-about")).to_be_focused()
    page.keyboard.press("End")
    page.wait_for_function("() => document.getElementById('palette-about').scrollTop > 0")


def test_every_target_of_the_palette_on_a_phone_is_large_enough(sign_in, cast, project, annotated):
    page = open_document(sign_in(cast.bob, **PHONE), project, annotated)
    select(page, "We were all paid poorly")
    page.get_by_role("button", name="Tag…").tap()
    page.locator(".tag-field .option").first.tap()
    page.get_by_role("combobox", name="Who says it").fill("Ada Cole")
    page.locator(".speaker-field .option").first.tap()
    small = page.evaluate(
        """() => [...document.querySelectorAll("#palette :is(button, select, [role=option], input, textarea)")]
          .filter((one) => one.checkVisibility())
          .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
          .filter(([, box]) => box.height < 30 || box.width < 30)
          .map(([html, box]) => `${html} ${box.width}×${box.height}`)"""
    )
    assert small == []


def test_the_sheet_on_a_phone_ends_where_the_keyboard_begins(sign_in, cast, project, annotated):
    page = open_document(sign_in(cast.bob, **PHONE), project, annotated)
    select(page, "We were all paid poorly")
    page.get_by_role("button", name="Tag…").tap()
    page.evaluate(
        """() => {
          Object.defineProperty(visualViewport, "height", { get: () => 400 });
          visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    assert page.locator("#palette").bounding_box()["height"] == 400
    save = page.get_by_role("button", name="Save").bounding_box()
    assert save["y"] + save["height"] <= 400
