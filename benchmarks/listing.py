"""Listing a document's annotations: over HTTP as JSON, and the same rows by a bare query."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from django.test import Client

from annotations.models import Annotation
from benchmarks import floor
from benchmarks.crew import Crew, Http, http_request
from benchmarks.filling import Filled, add_texts, mark, new_project, queries, settle
from benchmarks.results import Result, against_floor, at_most
from benchmarks.stage import Stage
from benchmarks.texts import Writer

BEGINNING = (-1, -1, UUID(int=0))


def measure(stage: Stage) -> Iterator[Result]:
    """CPU of web and Postgres for each page, against that of the bare readers and Postgres."""
    writer, sizes = Writer(2), stage.sizes
    door = new_project(stage, "listing")
    filled = add_texts(stage, door, [writer.article(400) for _ in range(sizes["documents"])])
    (long,) = add_texts(stage, door, [writer.article(sizes["listed"] * 4)])
    for one in filled:
        mark(one, writer, writer.passages(one.text, 100))
    mark(long, writer, writer.passages(long.text, sizes["listed"]))
    settle()
    short = [(_path(one, 100), (door.id, one.id, *BEGINNING, 100)) for one in filled]
    yield from _compare(stage, "list-100", "list 100 annotations of a document", short, sizes["lists"], 0.5)
    pages = list(_pages(stage, long, 500))
    what = f"list a page of 500 of {sizes['listed']:,} annotations"
    yield from _compare(stage, "list-500", what, pages, max(sizes["lists"] // 4, 8), 0.3)
    yield from _count(stage, _path(filled[0], 100), pages[0][0])


def _path(one: Filled, size: int) -> str:
    return f"/api/v1/projects/{one.door.slug}/annotations/?document={one.id}&page_size={size}"


def _get(stage: Stage, path: str) -> Any:
    answer = Client(headers=stage.bearer | {"Host": "localhost"}).get(path)
    assert answer.status_code == 200, answer.content
    return orjson.loads(answer.content)


def _pages(stage: Stage, long: Filled, size: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The pages of a long list: the address of each, and the key after which the bare query reads it."""
    path: str | None = _path(long, size)
    key = BEGINNING
    while path:
        page = _get(stage, path)
        yield path, (long.door.id, long.id, *key, size)
        last = page["results"][-1]
        key = (last["start"], last["end"], UUID(last["id"]))
        path = page["next"] and "?".join(urlsplit(page["next"])[2:4])


def _compare(
    stage: Stage, name: str, what: str, pages: list[tuple[str, tuple[Any, ...]]], size: int, target: float
) -> Iterator[Result]:
    seen: dict[str, list[float]] = {"http": [], "joined": [], "labelled": []}
    draw = random.Random(3)
    with ExitStack() as stack:
        web = stack.enter_context(Crew(Http, ("127.0.0.1", stage.port)))
        readers = {
            "joined": stack.enter_context(Crew(floor.ReadJoined, stage.database)),
            "labelled": stack.enter_context(Crew(floor.ReadLabelled, stage.database)),
        }
        for number in range(stage.sizes["rounds"] + 1):  # the first is to warm up
            chosen = draw.choices(pages, k=size)
            requests = [http_request("GET", path, stage.bearer) for path, _ in chosen]
            _, cpu = stage.spent(lambda items=requests: web.work_through(items))
            seen["http"].append(1000 * cpu.total / size)
            keys = [key for _, key in chosen]
            for kind, crew in readers.items():
                work, cpu = stage.spent(lambda crew=crew, items=keys: crew.work_through(items))
                seen[kind].append(1000 * (work.cpu + cpu.postgres) / size)
            if number == 0:
                seen = {kind: [] for kind in seen}
    yield against_floor(name, f"{what}; floor: joined rows", seen["http"], seen["joined"], target)
    yield against_floor(f"{name}-labels", f"{what}; floor: rows without a join", seen["http"], seen["labelled"], None)


def _count(stage: Stage, short: str, long: str) -> Iterator[Result]:
    """How many queries a list takes, whatever its length; asked in this process, past the first (the token's)."""
    _get(stage, short)
    few, many = (queries(lambda path=path: _get(stage, path)) for path in (short, long))
    assert Annotation.objects.exists()
    yield at_most("list-queries", "queries of a list more for 500 annotations than for 100", "", [many - few], 0)
    yield at_most("list-queries-each", "queries of a list, the guard's included", "", [many], None)
