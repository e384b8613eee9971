"""Watching: from the commit of an annotation until its highlight is on the screen of somebody who has the page open."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from playwright.sync_api import BrowserContext, Page

from benchmarks.browsing import open_book
from benchmarks.filling import Filled, mark
from benchmarks.stage import Stage
from benchmarks.texts import Passage, Writer

WATCH = """
() => {
  window.shown = 0;
  const marks = new MutationObserver(() => {
    marks.disconnect();
    requestAnimationFrame(() => {
      // the first task after the frame in which it stands
      scheduler.postTask(() => { window.shown = Date.now(); }, { priority: "user-blocking" });
    });
  });
  marks.observe(document.getElementById("text"), { childList: true, subtree: true });
}
"""


def watch(context: BrowserContext, stage: Stage, filled: Filled, writer: Writer) -> list[float]:
    """Annotate a document that is open in a browser, at random moments: milliseconds until each is seen."""
    chance, took = random.Random(9), []
    page = open_book(context, stage, filled, 1)
    with ThreadPoolExecutor(1) as beside:  # the browser's own loop runs in this thread, where Django will not ask
        for passage in writer.passages(filled.text, stage.sizes["commits"] // 2 + 1):
            page.evaluate(WATCH)
            time.sleep(chance.uniform(0.1, 0.4))
            then = beside.submit(_commit, filled, writer, passage).result()
            took.append(_shown(page) - 1000 * then)
        beside.submit(lambda: connection.close()).result()  # the one of that thread
    page.close()
    return took


def _commit(filled: Filled, writer: Writer, passage: Passage) -> float:
    """Annotate a passage; when that was committed, in seconds of the machine's clock."""
    mark(filled, writer, [passage])
    return time.time()


def _shown(page: Page) -> float:
    while not (shown := page.evaluate("window.shown")):
        page.wait_for_timeout(10)
    return float(shown)
