"""What a reader does on the reading page, in whichever engine."""

from typing import Any

from tests.engines.page import Page


def open_document(page: Page, project: Any, document: Any) -> Page:
    """Open the reading page and wait until its script has the annotations."""
    page.goto(f"/p/{project.slug}/documents/{document.id}/")
    ready(page)
    return page


def ready(page: Page) -> None:
    """Wait until the script of the reading page has the annotations and all that it asks for is there."""
    page.wait("() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/annotations/?'))")


def drag_over(page: Page, quote: str, *, backwards: bool = False) -> None:
    """Select a quotation with the mouse, from the middle of its first letter to the middle of its last."""
    lines = page.boxes(quote)
    start, end = (lines[0][0] + 3, lines[0][2]), (lines[-1][1] - 3, lines[-1][2])
    page.drag(*((end, start) if backwards else (start, end)))


def tag_selection(page: Page, *tags: str) -> None:
    """Open the palette with its key, choose tags, save, and wait until the server has them."""
    page.see("#selection-bar")
    page.press("t")
    save(page, *tags)


def save(page: Page, *tags: str) -> None:
    """Fill the open palette and save it, all by keyboard."""
    page.see("#palette")
    for tag in tags:
        page.type(tag)
        page.press("Enter")
    page.press("Enter")
    page.wait("() => !document.querySelector('#palette').open")


def saved(page: Page, count: int = 1) -> None:
    """Wait until the page shows so many annotations, all acknowledged."""
    page.see(".item", count=count)
    page.wait("() => !document.querySelector('.item.saving, .item.unsaved, mark.unsaved')")


def marked(page: Page, quote: str, *, by: str = "#text mark") -> None:
    """Wait until the painted passages, put together, are a quotation; blank lines are in none."""
    words = "(by) => [...document.querySelectorAll(by)].map((mark) => mark.textContent).join('')"
    page.wait(f"(by, quote) => ({words})(by) === quote", by, quote.replace("\n", ""))
