"""What a reader does on the reading page, for the tests of several files."""

import re

from playwright.sync_api import Page, Route, expect

from annotations.drafts import Draft
from annotations.services import annotate
from tests.browser.on_a_page import RANGE_OF

ONE = re.compile("/annotations/[0-9a-f-]{36}/$")
"""The address of one annotation: what the page sends a change to."""

_SELECT = f"""([quote, nth]) => {{
  const range = ({RANGE_OF})(document.getElementById("text"), quote, nth);
  const boxes = [...range.getClientRects()];
  return {{ range, boxes: boxes.map(({{ left, right, top, height }}) => ({{ left, right, y: top + height / 2 }})) }};
}}"""


def lines_of(page: Page, quote: str, nth: int = 0) -> list[dict[str, float]]:
    """Where the lines of a quotation stand in the window: `left`, `right`, and `y` of their middle."""
    boxes: list[dict[str, float]] = page.evaluate(f"(asked) => ({_SELECT})(asked).boxes", [quote, nth])
    return boxes


def drag_over(page: Page, quote: str, nth: int = 0) -> None:
    """Select a quotation with the mouse, from the middle of its first letter to the middle of its last."""
    boxes = lines_of(page, quote, nth)
    page.mouse.move(boxes[0]["left"] + 3, boxes[0]["y"])
    page.mouse.down()
    page.mouse.move(boxes[-1]["right"] - 3, boxes[-1]["y"], steps=6)
    page.mouse.up()


def select(page: Page, quote: str, nth: int = 0) -> None:
    """Select a quotation as a finger's long press does: the selection is just there, without any event before it."""
    page.evaluate(
        f"""(asked) => {{
          const {{ range }} = ({_SELECT})(asked);
          getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
        }}""",
        [quote, nth],
    )


def said(door, document, text: str, quote: str, *tags: str, note: str = ""):
    """Annotate the first place of a quotation, on the server; gives back the annotation's id."""
    start = text.index(quote)
    draft = Draft(document=document.id, version=1, start=start, end=start + len(quote), tags=list(tags), note=note)
    (outcome,) = annotate(door=door, drafts=[draft], base="/")
    assert outcome.kind == "created", outcome
    return outcome.id


def open_document(page: Page, project, document, *, fragment: str = "") -> Page:
    """Open the reading page and wait until its script has the annotations."""
    with page.expect_response(lambda answer: "/annotations/?" in answer.url):
        page.goto(f"/p/{project.slug}/documents/{document.id}/{fragment}")
    expect(page.locator("#text")).to_be_visible()
    return page


def deafen(page: Page) -> Page:
    """Let a page, and all tabs of its browser, hear nothing of what others do, as while a message is on its way."""
    page.context.route("**/events/**", lambda route: route.abort())
    return page


def save(page: Page, *tags: str) -> None:
    """Fill the open palette and save it, all by keyboard."""
    expect(page.locator("#palette")).to_be_visible()
    for tag in tags:
        page.keyboard.type(tag)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#palette")).to_be_hidden()


def saved(page: Page, count: int = 1) -> None:
    """Wait until the page shows so many annotations, all acknowledged."""
    expect(page.locator(".item")).to_have_count(count)
    expect(page.locator(".item.saving, .item.unsaved, mark.unsaved")).to_have_count(0)


def tag(page: Page, quote: str, name: str) -> None:
    """Mark a quotation with a tag."""
    drag_over(page, quote)
    page.keyboard.press("t")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")


def change_note(page: Page, words: str) -> None:
    """Open the first annotation of the list and give it a note."""
    page.locator(".jump").first.click()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Note").fill(words)
    page.keyboard.press("Control+Enter")


def begin_edit(page: Page) -> None:
    """Open the first annotation of the list and begin to change what is said of it."""
    page.locator(".jump").first.click()
    page.get_by_role("button", name="Edit", exact=True).click()
    expect(page.locator("#palette")).to_be_visible()


class Held:
    """Requests of a page that go no further until the test says so."""

    def __init__(self, page: Page, address: re.Pattern[str] | str, *methods: str) -> None:
        self._page = page
        self._routes: list[Route] = []
        page.route(address, lambda route: self._take(route, methods))

    def _take(self, route: Route, methods: tuple[str, ...]) -> None:
        if methods and route.request.method not in methods:
            route.continue_()
        else:
            self._routes.append(route)

    def next(self) -> Route:
        """The request that has been held longest, once there is one: it may follow what is seen on the page."""
        for _ in range(1000):
            if self._routes:
                return self._routes.pop(0)
            self._page.wait_for_timeout(20)
        raise AssertionError("The page has asked for nothing.")
