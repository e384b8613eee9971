"""Creating annotations with two tags: over HTTP, and the same rows by bare SQL."""

from collections.abc import Iterator
from contextlib import ExitStack

import orjson
import psycopg2

from accounts.ids import uuid7
from benchmarks import floor
from benchmarks.crew import Crew, Http, http_request
from benchmarks.filling import TAGS, Filled, add_texts, mark, new_project, settle, tags_of
from benchmarks.results import Result, against_floor
from benchmarks.stage import Stage
from benchmarks.texts import Passage, Writer

WORDS = 400


def measure(stage: Stage) -> Iterator[Result]:
    """CPU of web and Postgres for each annotation, against that of the bare writers and Postgres."""
    writer = Writer(1)
    rounds, size, documents = stage.sizes["rounds"], stage.sizes["creates"], stage.sizes["documents"]
    filled = add_texts(stage, new_project(stage, "creating"), [writer.article(WORDS) for _ in range(documents)])
    mark(filled[0], writer, writer.passages(filled[0].text, 24))
    _make_floor(stage, filled[0])
    settle()
    rows, requests = Rows(filled, writer), Requests(stage, filled, writer)
    seen: dict[str, list[float]] = {"http": [], "bare": [], "ruled": []}
    with ExitStack() as stack:
        web = stack.enter_context(Crew(Http, ("127.0.0.1", stage.port)))
        bare = stack.enter_context(Crew(floor.WriteBare, stage.database))
        ruled = stack.enter_context(Crew(floor.WriteRuled, stage.database))
        web.work_through([requests.next() for _ in range(size // 4 + 8)])
        bare.work_through([rows.next() for _ in range(size // 4 + 8)])
        ruled.work_through([rows.next() for _ in range(size // 4 + 8)])
        for _ in range(rounds):
            items = [requests.next() for _ in range(size)]
            _, cpu = stage.spent(lambda items=items: web.work_through(items))
            seen["http"].append(1000 * cpu.total / size)
            for name, crew in (("bare", bare), ("ruled", ruled)):
                items = [rows.next() for _ in range(size)]
                work, cpu = stage.spent(lambda crew=crew, items=items: crew.work_through(items))
                seen[name].append(1000 * (work.cpu + cpu.postgres) / size)
    what = "create an annotation with two tags, event included"
    yield against_floor("create", f"{what}; floor: tables without rules", seen["http"], seen["bare"], 0.25)
    yield against_floor(
        "create-ruled", f"{what}; floor: the same tables, with their rules", seen["http"], seen["ruled"], None
    )


def _make_floor(stage: Stage, filled: Filled) -> None:
    with psycopg2.connect(**stage.database) as connection, connection.cursor() as cursor:
        cursor.execute(floor.SCHEMA)
        cursor.execute(floor.FEED, [str(filled.door.id)])
    connection.close()


class _Passages:
    """Documents in turn, with a passage and two tags each."""

    def __init__(self, filled: list[Filled], writer: Writer) -> None:
        self.filled, self.writer, self.count = filled, writer, 0

    def _next(self) -> tuple[Filled, Passage, list[str]]:
        self.count += 1
        one = self.filled[self.count % len(self.filled)]
        return one, self.writer.passages(one.text, 1)[0], self.writer.two(TAGS)


class Requests(_Passages):
    """Annotations as requests of the API."""

    def __init__(self, stage: Stage, filled: list[Filled], writer: Writer) -> None:
        super().__init__(filled, writer)
        self.path = f"/api/v1/projects/{filled[0].door.slug}/annotations/"
        self.headers = stage.bearer | {"Content-Type": "application/json"}

    def next(self) -> bytes:
        """The next request."""
        one, place, tags = self._next()
        body = {"document": one.id, "start": place.start, "end": place.end, "quote": place.quote, "tags": tags}
        return http_request("POST", self.path, self.headers, orjson.dumps(body))


class Rows(_Passages):
    """Annotations as rows."""

    def __init__(self, filled: list[Filled], writer: Writer) -> None:
        super().__init__(filled, writer)
        self.tags = tags_of(filled[0].door)

    def next(self) -> floor.Row:
        """The next row, with what its event says of it."""
        one, place, names = self._next()
        door, (first, second) = one.door, [self.tags[name] for name in names]
        id_, labels = uuid7(), [first[1], second[1]]
        after = {"id": id_, "document": one.id, "version": 1, **place._asdict(), "tags": labels, "note": "",
                 "creator": door.user.username, "created": "2026-01-01T00:00:00.000000Z",
                 "modified": "2026-01-01T00:00:00.000000Z", "revision": 1}  # fmt: skip
        return floor.Row(id_, door.id, one.id, *place, labels, door.user.pk, uuid7(), first[0], uuid7(), second[0],
                         orjson.dumps(after).decode())  # fmt: skip
