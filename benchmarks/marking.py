"""Marking a passage of a book in the browser: from the last key or click until the new highlight is painted."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from playwright.sync_api import Page

from benchmarks.browsing import books, open_book, reader
from benchmarks.results import Result, at_most
from benchmarks.stage import Stage

SELECT = """
nth => {
  const shown = [...document.querySelectorAll("#text [data-start]")].filter((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top > 80 && bottom < innerHeight - 80;
  });
  const walker = document.createTreeWalker(shown[nth % shown.length], NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  for (let next = node; next; next = walker.nextNode()) if (next.length > node.length) node = next;
  getSelection().setBaseAndExtent(node, 0, node, Math.min(node.length, 30));
}
"""
WATCH = """
event => {
  window.took = null;
  addEventListener(event, ({ timeStamp }) => {
    const marks = new MutationObserver(() => {
      if (!document.querySelector("mark.unsaved")) return;
      marks.disconnect();
      requestAnimationFrame(() => {
        // the first task after the frame in which it stands
        scheduler.postTask(() => { window.took = performance.now() - timeStamp; }, { priority: "user-blocking" });
      });
    });
    marks.observe(document.getElementById("text"), { childList: true, subtree: true });
  }, { capture: true, once: true });
}
"""
LONGEST_WAIT = 50
PAUSE = 300


def measure(stage: Stage) -> Iterator[Result]:
    """Each way of marking, in turn in the book without annotations and in the one with the most."""
    found = books(stage)
    most = max(found)
    ways = (_by_enter, _by_click)
    seen: dict[Any, list[float]] = {(way, count): [] for way in ways for count in (0, most)}
    with reader(stage) as context:
        pages = {count: open_book(context, stage, found[count], count) for count in (0, most)}
        for number in range(stage.sizes["adds"] + 1):  # the first finds nothing warm
            for count, way in product(pages, ways):
                pages[count].bring_to_front()
                took = way(pages[count], number)
                if number:
                    seen[way, count].append(took)
    for way, name, what in (
        (_by_enter, "enter", "from Enter in the palette to the painted highlight"),
        (_by_click, "add", "from a click on a recent tag to the painted highlight"),
    ):
        yield at_most(name, f"{what}, among {most:,}", "ms", seen[way, most], LONGEST_WAIT)
        yield at_most(f"{name}-plain", f"{what}, in a text without any", "ms", seen[way, 0], None)


def _by_enter(page: Page, number: int) -> float:
    page.evaluate(SELECT, number)
    page.wait_for_timeout(PAUSE)
    page.keyboard.press("t")
    page.wait_for_selector("#palette[open]")
    page.keyboard.type("theme 1")
    page.keyboard.press("Enter")
    page.wait_for_timeout(PAUSE)
    page.evaluate(WATCH, "keydown")
    page.keyboard.press("Enter")
    return _took(page)


def _by_click(page: Page, number: int) -> float:
    page.evaluate(SELECT, number)
    page.wait_for_selector("#recent button")
    page.wait_for_timeout(PAUSE)
    page.evaluate(WATCH, "click")
    page.locator("#recent button").first.click()
    return _took(page)


def _took(page: Page) -> float:
    while (took := page.evaluate("window.took")) is None:
        page.wait_for_timeout(10)
    page.wait_for_function("() => !document.querySelector('mark.unsaved')")
    return float(took)
