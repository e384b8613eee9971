"""The reading page of a book in the browser: when its first highlight is painted, and how many bytes it takes."""

from collections.abc import Iterator
from typing import Any

from benchmarks.browsing import address, books, open_book, reader
from benchmarks.results import Result
from benchmarks.stage import Stage

WATCH = """
selector => {
  const seen = () => {
    const found = document.querySelector(selector);
    if (!found || found.getBoundingClientRect().height === 0) return requestAnimationFrame(seen);
    // the first task after the frame in which it stands
    scheduler.postTask(() => { window.paintedAt = performance.now(); }, { priority: "user-blocking" });
  };
  requestAnimationFrame(seen);
}
"""
BYTES = """
() => {
  const page = performance.getEntriesByType("navigation")[0];
  const data = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/annotations/?"));
  const sum = (all, size) => all.reduce((total, one) => total + one[size], 0);
  return [page.encodedBodySize, page.decodedBodySize, sum(data, "encodedBodySize"), sum(data, "decodedBodySize")];
}
"""
KB = 1_000


def measure(stage: Stage) -> Iterator[Result]:
    """The pages in turn, from the click to the paint, with style sheets and scripts already kept by the browser."""
    found, words = books(stage), f"{stage.sizes['book']:,} words"
    seen: dict[int, list[float]] = {}
    with reader(stage) as context:
        for number in range(stage.sizes["paints"] + 1):  # the first fills the browser's cache
            for count, book in found.items():
                at = _painted(context, address(stage, book), "mark" if count else "[data-start]")
                if number:
                    seen.setdefault(count, []).append(at)
        sizes = {count: _bytes(context, stage, count) for count in found}
    floor = min(seen.pop(0))  # the best of the rounds, here as there: what else the machine does only adds
    for count, times in seen.items():
        what = f"first highlight painted of {count:,} on {words}; floor: first paint of the text without any"
        ours = min(times)
        yield Result(f"paint-{_share(count, stage)}", what, "ms", ours, floor, ours / floor, 1.2, at_least=False)
    yield from _weights(sizes, words)


def _share(count: int, stage: Stage) -> str:
    return {50: "few", 5: "some", 1: "many"}[stage.sizes["marks"] // count]


def _painted(context: Any, url: str, selector: str) -> float:
    """Milliseconds from the start of the navigation until something that the selector finds is painted."""
    page = context.new_page()
    page.add_init_script(f"({WATCH})({selector!r})")
    page.goto(url, wait_until="load")
    while (at := page.evaluate("window.paintedAt")) is None:
        page.wait_for_timeout(10)
    page.close()
    return float(at)


def _bytes(context: Any, stage: Stage, count: int) -> list[int]:
    """Bytes of the page as sent and unpacked, then of the annotations that its script asks for, likewise."""
    page = open_book(context, stage, books(stage)[count], count)
    found = page.evaluate(BYTES)
    page.close()
    return list(found)


def _weights(sizes: dict[int, list[int]], words: str) -> Iterator[Result]:
    most = max(sizes)
    names = ("page, as sent", "page, unpacked", "annotations, asked for after it, as sent", "annotations, unpacked")
    for at, name in enumerate(names):
        ours, plain = sizes[most][at] / KB, sizes[0][at] / KB
        what = f"bytes of {words} under {most:,} annotations: {name}"
        floor = plain if at < 2 else None  # the first two are the page's
        yield Result(f"bytes-{at}", what, "kB", ours, floor, ours / plain if plain else ours, None)
