"""Highlights can be told apart in any light, without colours, and on paper."""

import itertools

import pytest
from playwright.sync_api import expect

from tests.browser.reading import drag_over, open_document, said
from tests.browser.test_accessibility import faults
from tests.conftest import TEXT

OUTER, CROSSING, INNER = "Wage stagnation is not caused by migrant", "caused by migrant labour, but", "migrant"
DEEP = ("Wage stagnation is not caused", "stagnation is not caused", "is not caused", "not caused by migrant")
STYLE = """(mark) => {
  const { backgroundColor, backgroundImage, borderBlockEndStyle, borderBlockEndWidth, borderInlineStartWidth, color } = getComputedStyle(mark);
  return { backgroundColor, backgroundImage, line: `${borderBlockEndWidth} ${borderBlockEndStyle}`, begins: borderInlineStartWidth, color };
}"""  # noqa: E501

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def overlapping(doors, cast, document):
    """Annotations that nest and cross, all of one tag: colour tells nothing."""
    for quote in (OUTER, CROSSING, INNER):
        said(doors(cast.bob), document, TEXT, quote, "pay")
    return document


@pytest.fixture
def page(sign_in, cast, project, overlapping):
    return open_document(sign_in(cast.bob), project, overlapping)


def marks(page) -> dict[str, dict[str, str]]:
    """How each segment looks."""
    found = page.locator("#text mark")
    return {one.inner_text(): one.evaluate(STYLE) for one in found.all()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_annotations_of_one_colour_have_lines_and_edges_of_their_own(page, scheme):
    page.emulate_media(color_scheme=scheme)
    found = marks(page)
    assert list(found) == ["Wage stagnation is not ", "caused by ", "migrant", " labour, but"]
    assert found["caused by "]["begins"] == found["migrant"]["begins"] == "2px"
    assert found["caused by "]["backgroundImage"].count("rgba(0, 0, 0, 0)") < found["Wage stagnation is not "][
        "backgroundImage"
    ].count("rgba(0, 0, 0, 0)")


def test_without_colours_lines_tell_how_many_and_edges_where(page):
    page.emulate_media(forced_colors="active")
    found = marks(page)
    lines = [style["line"] for style in found.values()]
    assert lines[0] == lines[3] != lines[1] != lines[2]
    assert lines[1].endswith("double") and lines[2].endswith("double")
    assert {style["begins"] for text, style in found.items() if text != " labour, but"} == {"1px"}
    assert found[" labour, but"]["begins"] == "0px"
    page.locator(".jump").first.click()
    lit = marks(page)
    assert lit["Wage stagnation is not "]["backgroundColor"] != lit[" labour, but"]["backgroundColor"]


@pytest.mark.parametrize(
    "light", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"}], ids=str
)
def test_a_fourth_on_one_place_has_a_line_above_and_edges(sign_in, cast, project, document, doors, light):
    for quote in DEEP:
        said(doors(cast.bob), document, TEXT, quote, "pay")
    page = open_document(sign_in(cast.bob), project, document)
    page.emulate_media(**light)
    line = "(mark) => getComputedStyle(mark).textDecorationLine"
    found = {one.inner_text(): one.evaluate(line) for one in page.locator("#text mark").all()}
    assert found == dict.fromkeys(found, "none") | dict.fromkeys(["not caused", " by migrant"], "overline")
    assert marks(page)["not caused"]["begins"] != "0px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_open_or_pointed_at_has_a_line_above_it_from_end_to_end(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.locator(".jump", has_text=CROSSING).click()
    page.mouse.move(0, 0)
    assert lined(page) == ["caused by ", "migrant", " labour, but"]
    page.locator(".jump", has_text=OUTER).hover()
    expect(page.locator("#text mark.hint")).to_have_count(3)
    assert lined(page) == ["Wage stagnation is not ", "caused by ", "migrant", " labour, but"]


def lined(page) -> list[str]:
    """The segments with a line above them."""
    above = "(mark) => getComputedStyle(mark).boxShadow.includes('inset')"
    return [one.inner_text() for one in page.locator("#text mark").all() if one.evaluate(above)]


@pytest.mark.parametrize("width", [360, 1280, 1440])
def test_the_buttons_of_the_open_item_stand_on_one_line(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("#text mark").first.click()
    buttons = page.locator(".item[aria-current] .actions .button")
    expect(buttons).to_have_count(5)
    assert len(set(buttons.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)"))) == 1


def test_without_colours_the_open_item_and_each_of_its_buttons_stand_apart(page):
    page.emulate_media(forced_colors="active")
    page.locator(".jump").first.click()
    opened = page.locator(".item[aria-current]")
    assert opened.evaluate("(item) => getComputedStyle(item).outlineStyle") == "solid"
    boxes = [button.bounding_box() for button in opened.locator(".actions .button").all()]
    for one, other in itertools.pairwise(boxes):
        beside, below = other["x"] - one["x"] - one["width"], other["y"] - one["y"] - one["height"]
        assert max(beside, below) > 3


def test_a_printed_page_numbers_its_marks_as_the_list_after_the_text(page):
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    number = "(element) => getComputedStyle(element, '::before').content"
    assert [one.evaluate(number) for one in page.locator("#text mark").all()] == ['"1"', '"2"', '"3"', "none"]
    assert [one.evaluate(number) for one in page.locator(".jump").all()] == ['"1. "', '"2. "', '"3. "']
    assert all(style["line"] != "0px none" for style in marks(page).values())
    expect(page.locator("#strip")).to_be_hidden()
    expect(page.locator(".text-tools")).to_be_hidden()
    assert page.evaluate("document.getElementById('text').textContent") == TEXT
    text, margin = page.locator("#text").bounding_box(), page.locator("#list").bounding_box()
    assert margin["y"] > text["y"] + text["height"]


@pytest.mark.parametrize("device", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_pieces_and_filters_are_accessible(sign_in, cast, project, overlapping, device):
    page = open_document(sign_in(cast.bob, **device), project, overlapping)
    drag_over(page, "We were all paid poorly")
    page.get_by_role("button", name="Piece", exact=True).click()
    page.locator("#filters summary").click()
    page.locator(".choice", has_text="pay").click()
    page.locator("#text mark").first.hover()
    expect(page.locator("#tip")).to_be_visible()
    assert faults(page) == []
