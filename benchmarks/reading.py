"""The reading page of an article on the server."""

from collections.abc import Iterator
from statistics import median, quantiles

from benchmarks.crew import Crew, Http, http_request
from benchmarks.filling import add_texts, mark, new_project, settle
from benchmarks.results import Result, at_most
from benchmarks.stage import Stage
from benchmarks.texts import Writer


def measure(stage: Stage) -> Iterator[Result]:
    """How long one person waits for the page, with nobody else there, and what it costs."""
    writer, size = Writer(4), stage.sizes["reads"]
    (article,) = add_texts(stage, new_project(stage, "reading"), [writer.article(400)])
    mark(article, writer, writer.passages(article.text, 100))
    settle()
    path = f"/p/reading/documents/{article.id}/"
    request = http_request("GET", path, {"Cookie": f"sessionid={stage.cookie}"})
    with Crew(Http, ("127.0.0.1", stage.port), processes=1, threads=1) as reader:
        reader.work_through([request] * 10)
        work, cpu = stage.spent(lambda: reader.work_through([request] * size))
    each = [1000 * seconds for seconds in work.each]
    what = "open the reading page of 400 words with 100 annotations"
    yield at_most("read", f"{what}: time to answer, median", "ms", [median(each)], 100)
    yield at_most("read-slow", f"{what}: 95 of 100 answers within", "ms", [quantiles(each, n=20)[-1]], None)
    yield at_most("read-cpu", f"{what}: CPU", "ms", [1000 * cpu.total / size], None)
