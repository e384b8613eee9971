"""The reading page of a book in the browser: when its first highlight is painted, and when its text without any."""

import shutil
from collections.abc import Iterator
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.filling import add_texts, mark, new_project, settle
from benchmarks.results import Result
from benchmarks.stage import Stage
from benchmarks.texts import Writer, passage

WATCH = """
selector => {
  const seen = () => {
    const found = document.querySelector(selector);
    if (!found || found.getBoundingClientRect().height === 0) return requestAnimationFrame(seen);
    const painted = new MessageChannel();  // a task after the frame in which it stands
    painted.port1.onmessage = () => { window.paintedAt = performance.now(); };
    painted.port2.postMessage(null);
  };
  requestAnimationFrame(seen);
}
"""


def measure(stage: Stage) -> Iterator[Result]:
    """The two pages in turn, from the click to the paint, with style sheets and scripts already kept by the browser."""
    writer, sizes = Writer(5), stage.sizes
    text = writer.article(sizes["book"])
    (plain,) = add_texts(stage, new_project(stage, "plain"), [text])
    (marked,) = add_texts(stage, new_project(stage, "marked"), [text])
    mark(marked, writer, [passage(text, 5, 60), *writer.passages(text, sizes["marks"])])
    settle()
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        here = f"http://127.0.0.1:{stage.port}"
        context.add_cookies([{"name": "sessionid", "value": stage.cookie, "url": here}])
        seen: dict[str, list[float]] = {"plain": [], "marked": []}
        for number in range(sizes["paints"] + 1):  # the first fills the browser's cache
            for slug, id_, selector in (("plain", plain.id, "[data-start]"), ("marked", marked.id, "mark")):
                seen[slug].append(_painted(context, f"{here}/p/{slug}/documents/{id_}/", selector))
            if number == 0:
                seen = {slug: [] for slug in seen}
        browser.close()
    ours, floor = median(seen["marked"]), median(seen["plain"])
    what = f"first highlight painted of {sizes['marks']:,} on {sizes['book']:,} words; floor: text without any"
    yield Result("paint", what, "ms", ours, floor, ours / floor, 2, at_least=False)


def _painted(context: Any, address: str, selector: str) -> float:
    """Milliseconds from the start of the navigation until something that the selector finds is painted."""
    page = context.new_page()
    page.add_init_script(f"({WATCH})({selector!r})")
    page.goto(address, wait_until="load")
    while (at := page.evaluate("window.paintedAt")) is None:
        page.wait_for_timeout(10)
    page.close()
    return float(at)
