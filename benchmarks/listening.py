"""Listening: from a commit until clients have it and a screen shows it, what a listener weighs, and what it costs."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from statistics import median, quantiles

import orjson
import psycopg2

from accounts.ids import uuid7
from benchmarks import floor
from benchmarks.audience import Audience
from benchmarks.browsing import reader
from benchmarks.creating import Rows
from benchmarks.crew import Crew
from benchmarks.filling import Filled, add_texts, mark, new_project, settle
from benchmarks.results import Result, against_floor, at_most
from benchmarks.stage import Stage
from benchmarks.texts import Writer
from benchmarks.watching import watch

MOST_MS, MOST_SEEN_MS, MOST_KB = 300, 500, 100
EACH = 0.15  # seconds between two commits, on average


def measure(stage: Stage) -> Iterator[Result]:
    """Latency and memory with few and with many listeners; then the same write with and without its event."""
    writer = Writer(5)
    filled = add_texts(stage, new_project(stage, "listening"), [writer.article(400) for _ in range(4)])
    mark(filled[0], writer, writer.passages(filled[0].text, 48))
    settle()
    most = stage.sizes["listeners"]
    with reader(stage) as context:
        for number in sorted({1, max(most // 10, 1), most}):
            watching = partial(watch, context, stage, filled[1], writer)
            yield from _listen(stage, filled[0], number, watching, aimed=number == most)
    yield from _record(stage, filled, writer)


def _listen(
    stage: Stage, filled: Filled, number: int, watching: Callable[[], list[float]], *, aimed: bool
) -> Iterator[Result]:
    before = _weight(stage)
    path = f"/api/v1/projects/{filled.door.slug}/events/stream/?after={_newest(stage, filled)}"
    with Audience(number, stage.port, path, stage.bearer) as audience:
        time.sleep(1)
        weight = (_weight(stage) - before) / number
        _, idle = stage.spent(lambda: time.sleep(2))
        committed, cpu = stage.spent(lambda: _commit(stage, filled, stage.sizes["commits"]))
        heard = audience.heard(max(committed))
        seen = watching()
    took = [1000 * (ears[seq] - then) for ears in heard for seq, then in committed.items()]
    who = f"{number:,} listening client{'s' if number > 1 else ''}"
    yield at_most(f"live-{number}", f"from a commit to {who}, median", "ms", [median(took)], None)
    most = MOST_MS if aimed else None
    yield at_most(f"live-{number}-p95", f"from a commit to {who}, 95 of 100 within", "ms", [_p95(took)], most)
    what = f"from a commit to the painted highlight on an open page, beside {who}"
    yield at_most(f"live-{number}-screen", f"{what}, median", "ms", seen, MOST_SEEN_MS if aimed else None)
    yield at_most(f"live-{number}-screen-p95", f"{what}, 95 of 100 within", "ms", [_p95(seen)], None)
    if number > 1:
        yield at_most(
            f"live-{number}-weight", f"memory of each of {who}, idle", "kB", [weight], MOST_KB if aimed else None
        )
    share = 1000 * cpu.total / len(committed)
    yield at_most(f"live-{number}-cpu", f"CPU of one event told to {who}, polling included", "ms", [share], None)
    yield at_most(
        f"live-{number}-idle", f"CPU of {who} a second, while nothing happens", "ms", [500 * idle.total], None
    )


def _p95(took: list[float]) -> float:
    return quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]


def _weight(stage: Stage) -> float:
    """Kilobytes of memory that the server's processes have of their own."""
    family = [stage.web, *stage.web.children(recursive=True)]
    return sum(one.memory_full_info().uss for one in family if "python" in one.name()) / 1000


def _newest(stage: Stage, filled: Filled) -> int:
    with psycopg2.connect(**stage.database) as connection, connection.cursor() as cursor:
        cursor.execute("select seq from projects_feed where project_id = %s", [str(filled.door.id)])
        return int(cursor.fetchone()[0])


def _commit(stage: Stage, filled: Filled, number: int) -> dict[int, float]:
    """Events one by one, at random moments: by their number, when the commit was done."""
    chance, committed = random.Random(7), {}
    connection = psycopg2.connect(**stage.database)
    facts = orjson.dumps({"document": filled.id, "start": 0, "end": 5, "quote": "Wages", "tags": []}).decode()
    with connection.cursor() as cursor:
        for _ in range(number):
            time.sleep(chance.uniform(0, 2 * EACH))
            cursor.execute(
                "select projects_record(%s, %s, 'annotation.created', %s, null, %s)",
                [str(filled.door.id), str(stage.user.pk), str(uuid7()), facts],
            )
            (seq,) = cursor.fetchone()
            connection.commit()
            committed[int(seq)] = time.time()
    connection.close()
    return committed


def _record(stage: Stage, filled: list[Filled], writer: Writer) -> Iterator[Result]:
    """The same annotation with two tags by bare SQL, with its event and without, in turn."""
    rows, size = Rows(filled, writer), stage.sizes["creates"]
    seen: dict[str, list[float]] = {"recorded": [], "silent": []}
    with ExitStack() as stack:
        crews = {
            "recorded": stack.enter_context(Crew(floor.WriteRuled, stage.database)),
            "silent": stack.enter_context(Crew(floor.WriteUnrecorded, stage.database)),
        }
        for number in range(stage.sizes["rounds"] + 1):  # the first is to warm up
            for name, crew in crews.items():
                items = [rows.next() for _ in range(size)]
                work, cpu = stage.spent(lambda crew=crew, items=items: crew.work_through(items))
                if number:
                    seen[name].append(1000 * (work.cpu + cpu.postgres) / size)
    what = "write an annotation with two tags by SQL, with its event; floor: without"
    yield against_floor("record", what, seen["recorded"], seen["silent"], None)
