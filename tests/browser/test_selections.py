"""Whatever is dragged over, the passage that a person meant is marked."""

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from tests.browser.conftest import PHONE
from tests.browser.reading import drag_over, open_document, said, save, saved, select
from tests.conftest import import_text

TEXT = "Low pay is blamed on migrants.\n\nIt is a choice of employers.\n\nNobody is born to be poor.\n"
BOXES = "(all) => all.map((one) => one.getBoundingClientRect().toJSON())"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def document(project, cast):
    return import_text(project, cast.erin, TEXT, "Low pay")


@pytest.fixture
def page(sign_in, cast, project, document):
    return open_document(sign_in(cast.bob), project, document)


def drag(page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()


def corners(page, quote: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Just inside the first letter of a quotation, and of its last."""
    box = page.evaluate(
        """(quote) => {
          const range = document.createRange();
          for (const { firstChild: node } of document.querySelectorAll("#text p")) {
            const at = node.textContent.indexOf(quote);
            if (at < 0) continue;
            range.setStart(node, at);
            range.setEnd(node, at + quote.length);
          }
          const { left, right, top, height } = range.getBoundingClientRect();
          return [left, right, top + height / 2];
        }""",
        quote,
    )
    return (box[0] + 2, box[2]), (box[1] - 2, box[2])


def tagged(page) -> str:
    """Tag what is selected, and tell what that was."""
    page.keyboard.press("t")
    save(page, "pay")
    saved(page)
    row = Annotation.objects.get()
    assert TEXT[row.start : row.end] == row.quote
    return row.quote


def test_a_drag_backwards(page):
    start, end = corners(page, "blamed on")
    drag(page, end, start)
    assert tagged(page) == "blamed on"


def test_a_drag_over_several_paragraphs(page):
    drag(page, corners(page, "migrants")[0], corners(page, "Nobody is")[1])
    assert tagged(page) == "migrants.\n\nIt is a choice of employers.\n\nNobody is"


def test_a_triple_click_means_the_paragraph(page):
    (x, y), _ = corners(page, "choice")
    page.mouse.click(x, y, click_count=3)
    assert tagged(page) == "It is a choice of employers."


def test_a_double_click_means_the_word(page):
    (x, y), _ = corners(page, "employers")
    page.mouse.dblclick(x, y)
    assert tagged(page) == "employers"


def test_everything_means_the_text(page):
    page.keyboard.press("Control+a")
    expect(page.get_by_role("button", name="Tag…")).to_be_visible()
    assert page.locator("#selection-bar").evaluate("(bar) => getComputedStyle(bar).userSelect") == "none"
    assert tagged(page) == TEXT.strip()


def test_a_drag_from_the_title_into_the_text_begins_with_the_text(page):
    title = page.locator("h1").bounding_box()
    drag(page, (title["x"] + 5, title["y"] + 10), corners(page, "Low pay")[1])
    assert tagged(page) == "Low pay"


def test_a_drag_out_of_the_text_ends_with_the_text(page):
    x, y = corners(page, "born to")[0]
    drag(page, (x, y), (x + 60, y + 160))
    assert tagged(page) == "born to be poor."


def test_white_space_alone_is_nothing(page):
    page.evaluate(
        """() => {
          const [first, second] = document.querySelectorAll("#text p");
          getSelection().setBaseAndExtent(first, first.childNodes.length, second, 0);
        }"""
    )
    page.wait_for_timeout(250)
    expect(page.locator("#selection-bar")).to_be_hidden()


def test_whole_words_are_marked_unless_the_switch_says_letters(page):
    page.get_by_label("Whole words").uncheck()
    expect(page.locator("#spoken")).to_have_text("Selecting by letters.")
    drag_over(page, "hoice of emplo")
    page.keyboard.press("t")
    expect(page.locator("#palette .excerpt")).to_have_text("hoice of emplo")
    page.keyboard.press("Escape")
    page.get_by_label("Whole words").check()
    drag_over(page, "hoice of emplo")
    assert tagged(page) == "choice of employers"


def test_a_drag_over_marks_is_a_drag_over_text(page, cast, project, document, doors):
    for quote in ("pay is blamed", "blamed on migrants", "blamed"):
        said(doors(cast.erin), document, TEXT, quote, "pay")
    open_document(page, project, document)
    drag_over(page, "pay is blamed on")
    page.keyboard.press("t")
    save(page, "more")
    saved(page, 4)
    assert Annotation.objects.filter(quote="pay is blamed on").exists()


@pytest.mark.parametrize("place", ["Lorem", "elit"])
def test_the_bar_is_one_line_beside_what_is_selected_and_never_on_it(sign_in, cast, project, doors, place):
    line = "Lorem ipsum dolor sit amet, consectetur adipiscing elit"
    long = import_text(project, cast.erin, f"{line}. {TEXT}", "Long")
    for tag in ("pay", "migration", "employers"):
        said(doors(cast.bob), long, f"{line}. {TEXT}", "choice", tag)
    page = open_document(sign_in(cast.bob), project, long)
    drag_over(page, place)
    bar = page.locator("#selection-bar")
    expect(bar.locator(".tag")).to_have_count(3)
    buttons = bar.locator("button:visible").evaluate_all(BOXES)
    assert max(box["top"] for box in buttons) < min(box["bottom"] for box in buttons)
    box, (_, y) = bar.bounding_box(), corners(page, place)[0]
    assert not box["y"] <= y <= box["y"] + box["height"]
    assert box["x"] >= page.locator(".sheet-of-text").bounding_box()["x"]


def test_on_a_phone_the_likely_tags_are_all_in_view(sign_in, cast, project, document, doors):
    for tag in ("pay", "jobs", "rents"):
        said(doors(cast.bob), document, TEXT, "choice", tag)
    page = open_document(sign_in(cast.bob, **PHONE), project, document)
    select(page, "blamed on")
    tags = page.locator("#selection-bar .tag")
    expect(tags).to_have_count(3)
    boxes = tags.evaluate_all(BOXES)
    assert all(box["left"] >= 0 and box["right"] <= PHONE["viewport"]["width"] for box in boxes)
    expect(tags.locator("kbd").first).to_be_hidden()


def test_on_a_phone_the_bar_stands_at_the_foot_and_keeps_what_was_selected(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob, **PHONE), project, document)
    select(page, "blamed on")
    bar = page.locator("#selection-bar")
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert box["y"] + box["height"] == PHONE["viewport"]["height"]
    # Some phones let go of the selection as soon as something else is touched.
    page.evaluate(
        """() => {
          const tag = document.getElementById("tag-selection");
          tag.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, cancelable: true, pointerType: "touch" }));
          getSelection().removeAllRanges();
        }"""
    )
    page.wait_for_timeout(200)
    page.get_by_role("button", name="Tag…").tap()
    expect(page.locator("#palette .excerpt")).to_have_text("blamed on")
