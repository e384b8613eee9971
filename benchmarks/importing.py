"""Importing articles: by one command, process and all, and by one call of the API."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import orjson

from benchmarks.crew import Crew, Http, http_request
from benchmarks.filling import new_project
from benchmarks.results import Result, at_most
from benchmarks.stage import ROOT, Stage
from benchmarks.texts import Writer

WORDS = 400


def measure(stage: Stage) -> Iterator[Result]:
    """Seconds for some articles and, by the command, how many more each one takes when there are many."""
    few, many = stage.sizes["articles"], stage.sizes["many_articles"]
    commands, calls = [], []
    for number in range(stage.sizes["imports"]):
        texts = _articles(few, 100 + number)
        commands.append(_by_command(stage, f"by-command-{number}", texts))
        calls.append(_by_call(stage, f"by-call-{number}", texts))
    yield at_most("import-command", f"import {few:,} articles of {WORDS} words by one command", "s", commands, 2)
    yield at_most("import-call", f"import {few:,} articles of {WORDS} words by one call of the API", "s", calls, 2)
    seconds = _by_command(stage, "by-command-many", _articles(many, 200))
    each, at_first = 1000 * seconds / many, 1000 * median(commands) / few
    what = f"each of {many:,} articles by one command; floor: each of {few:,}"
    yield Result("import-many", what, "ms", each, at_first, each / at_first, 1, at_least=False)


def _articles(count: int, seed: int) -> list[str]:
    writer = Writer(seed)
    return [writer.article(WORDS) for _ in range(count)]


def _by_command(stage: Stage, slug: str, texts: list[str]) -> float:
    new_project(stage, slug)
    folder = Path(stage.data) / slug
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "manage.py", "import_documents", str(folder), "--project", slug]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    shutil.rmtree(folder)
    _expect(f"{len(texts):,} imported", done.stdout + done.stderr)
    return seconds


def _by_call(stage: Stage, slug: str, texts: list[str]) -> float:
    new_project(stage, slug)
    rows = [orjson.dumps({"title": f"Article {number}", "text": text}) for number, text in enumerate(texts, 1)]
    headers = stage.bearer | {"Content-Type": "application/x-ndjson"}
    request = http_request("POST", f"/api/v1/projects/{slug}/documents/", headers, b"\n".join(rows))
    with Crew(Http, ("127.0.0.1", stage.port), processes=1, threads=1) as client:
        seconds = client.work_through([request]).each[0]
    from documents.models import Document

    _expect(str(len(texts)), str(Document.objects.filter(project__slug=slug).count()))
    return seconds


def _expect(words: str, said: str) -> None:
    if words not in said:
        raise SystemExit(f"The import did not say “{words}”:\n{said[-2_000:]}")
