"""A Chromium that is signed in, and books for it to open: the same text under more and more annotations."""

import contextlib
import shutil
from collections.abc import Iterator

from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks.filling import Filled, add_texts, mark, new_project, settle
from benchmarks.stage import Stage
from benchmarks.texts import Writer, passage

FLAGS = ["--no-sandbox", "--disable-gpu"]


def books(stage: Stage) -> dict[int, Filled]:
    """The same book by the number of its annotations: none, a fiftieth, a fifth and all of `marks`."""
    if not stage.books:
        writer, most = Writer(5), stage.sizes["marks"]
        text = writer.article(stage.sizes["book"])
        for count in (0, most // 50, most // 5, most):
            (book,) = add_texts(stage, new_project(stage, f"book-{count}"), [text])
            mark(book, writer, [passage(text, 5, 60), *writer.passages(text, count - 1)] if count else [])
            stage.books[count] = book
        settle()
    return stage.books


@contextlib.contextmanager
def reader(stage: Stage) -> Iterator[BrowserContext]:
    """A browser window at a desk, in which the benchmark's person is signed in."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": stage.cookie, "url": f"http://127.0.0.1:{stage.port}"}])
        yield context
        browser.close()


def address(stage: Stage, book: Filled) -> str:
    """Where a book is read."""
    return f"http://127.0.0.1:{stage.port}/p/{book.door.slug}/documents/{book.id}/"


def open_book(context: BrowserContext, stage: Stage, book: Filled, count: int) -> Page:
    """The page of a book, when its script knows all annotations."""
    page = context.new_page()
    with page.expect_response(lambda answer: "/tags/?" in answer.url):  # asked for once all annotations are there
        page.goto(address(stage, book), wait_until="load")
    page.wait_for_timeout(500 if count else 200)
    return page
