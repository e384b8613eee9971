"""Scrolling through a book in the browser: the longest that the page keeps the reader waiting on the way."""

from collections.abc import Iterator

from benchmarks.browsing import books, open_book, reader
from benchmarks.results import Result
from benchmarks.stage import Stage

SCROLL = """
step => new Promise((resolve) => {
  const tasks = [];
  const frames = [];
  const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  watch.observe({ type: "longtask" });
  let before = performance.now();
  const go = () => {
    const now = performance.now();
    frames.push(now - before);
    before = now;
    const at = scrollY;
    scrollBy({ top: step, behavior: "instant" });
    if (scrollY > at) return requestAnimationFrame(go);
    const middle = frames.sort((a, b) => a - b)[Math.floor(frames.length / 2)];
    setTimeout(() => resolve([Math.max(0, ...tasks), middle]), 300);
  };
  requestAnimationFrame(go);
})
"""
STEP = 500  # pixels in each frame: a fast swipe
LONGEST_TASK = 100


def measure(stage: Stage) -> Iterator[Result]:
    """From the first line to the last, with the most annotations and without any."""
    found = books(stage)
    most = max(found)
    seen: dict[int, list[list[float]]] = {0: [], most: []}
    with reader(stage) as context:
        for count in (0, most) * stage.sizes["scrolls"]:
            page = open_book(context, stage, found[count], count)
            seen[count].append(page.evaluate(SCROLL, STEP))
            page.close()
    what = f"scroll through {stage.sizes['book']:,} words under {most:,} annotations"
    plain, plain_frame = map(min, zip(*seen[0], strict=True))  # what else the machine does only adds
    ours, frame = map(min, zip(*seen[most], strict=True))
    yield Result(
        "scroll",
        f"{what}: longest task, best of rounds (0: none above 50 ms)",
        "ms",
        ours,
        None,
        ours,
        LONGEST_TASK,
        at_least=False,
    )
    yield Result("scroll-plain", "the same without annotations: longest task", "ms", plain, None, plain, None)
    yield Result(
        "scroll-frame",
        f"{what}: median frame; floor: without annotations",
        "ms",
        frame,
        plain_frame,
        frame / plain_frame,
        None,
    )
