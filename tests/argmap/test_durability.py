"""What was acknowledged is kept, and argmap gets up by itself: the real processes, killed while programs write."""

import http.client
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.argmap.killing import (
    API,
    LIMITS,
    create_token,
    fetch,
    kill_a_child_of_the_database,
    kill_all_workers,
    kill_database,
    kill_database_with_its_children,
    kill_start,
    kill_worker,
    well,
    workers,
)
from tests.argmap.listening import Ear
from tests.argmap.starting import ask, everything_stopped, started, wait_until

CLIENTS = 4
EARS = 4


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A served site: `start` (whatever runs it now), its `data` folder, a `token`, a `document` and its `text`."""
    data = tmp_path_factory.mktemp("durability") / "data"
    with started(data, "--workers", "2", **LIMITS) as start:
        made = SimpleNamespace(data=data, start=start, ended=[], token=create_token(data))
        made.said = lambda: "".join(one.said for one in [*made.ended, made.start])
        made.document = fetch(made, "GET", f"{API}/documents/")[1]["results"][0]["id"]
        made.text = fetch(made, "GET", f"{API}/documents/{made.document}/")[1]["text"]
        yield made
        made.start.end(signal.SIGTERM)
    assert everything_stopped(data)


@pytest.mark.parametrize("kill", [kill_database, kill_database_with_its_children])
def test_a_database_that_is_killed_is_started_again_and_pages_answer(site: SimpleNamespace, kill):
    heard = site.start.said.count("The database runs again.")
    kill(site)
    statuses = set()
    while site.start.said.count("The database runs again.") == heard:
        statuses |= {site.start.status("/accounts/login/"), site.start.status("/p/nowhere/"), site.start.status()}
        statuses.add(fetch(site, "GET", f"{API}/documents/")[0])
    assert statuses <= {200, 404, 503}
    wait_until(lambda: well(site), 10)
    assert fetch(site, "GET", f"{API}/documents/")[0] == 200
    assert "Traceback" not in site.start.said


def test_workers_that_are_killed_again_and_again_are_replaced(site: SimpleNamespace):
    for _ in range(3):
        kill_all_workers(site)
        wait_until(lambda: len(workers(site)) == 2 and well(site), 10)


class Writer(threading.Thread):
    """A program that puts annotations under ids of its own, each as often as it takes to hear that it is there."""

    def __init__(self, site: SimpleNamespace, seed: int) -> None:
        super().__init__(daemon=True)
        self.site, self.chance, self.enough = site, random.Random(seed), threading.Event()
        self.acknowledged: dict[str, list[str]] = {}
        self.answers: Counter[int] = Counter()

    def run(self) -> None:
        while not self.enough.is_set():
            id, tags = str(uuid4()), sorted(self.chance.sample(["cause", "wages", "borders", "solidarity"], 2))
            start = self.chance.randrange(len(self.site.text) - 50)
            body = {"document": self.site.document, "start": start, "end": start + 40, "tags": tags}
            while not self.is_there(id, body):
                time.sleep(0.05)
            self.acknowledged[id] = tags

    def is_there(self, id: str, body: dict[str, object]) -> bool:
        try:
            status, told = fetch(self.site, "PUT", f"{API}/annotations/{id}/", body)
        except (OSError, http.client.HTTPException):
            return False
        self.answers[status] += 1
        return status in {200, 201} and told["id"] == id


def test_what_was_acknowledged_is_there_exactly_once_whatever_was_killed(site: SimpleNamespace):
    writers = [Writer(site, seed) for seed in range(CLIENTS)]
    ears = [Ear(lambda: site.start.port, site.token, goes=seed % 2 == 1, seed=seed) for seed in range(EARS)]
    for one in (*ears, *writers):
        one.start()

    def written() -> int:
        return sum(len(writer.acknowledged) for writer in writers)

    for kill in (
        kill_worker, kill_database, kill_a_child_of_the_database, kill_all_workers, kill_start,
        kill_database_with_its_children, kill_worker, kill_start,
    ):  # fmt: skip
        before = written()
        wait_until(lambda: written() >= before + 20, 30)  # noqa: B023 - it is called in this round only
        kill(site)
    wait_until(lambda: well(site), 30)
    for writer in writers:
        writer.enough.set()
    for writer in writers:
        writer.join(30)
        assert not writer.is_alive()

    answers = sum((writer.answers for writer in writers), Counter())
    assert answers.keys() <= {200, 201, 503}, site.said() + str(answers)
    acknowledged = {id: tags for writer in writers for id, tags in writer.acknowledged.items()}
    rows = ask(site.data, "select id::text, labels from annotations_annotation where deleted is null")
    assert dict(rows) == acknowledged
    assert len(rows) == len(acknowledged)
    taggings = ask(site.data, "select content_object_id::text, count(*) from annotations_tagging group by 1")
    assert dict(taggings) == dict.fromkeys(acknowledged, 2)
    created = ask(site.data, "select object_id::text from projects_event where kind = 'annotation.created'")
    assert Counter(id for (id,) in created) == Counter(list(acknowledged))
    numbers = [seq for (seq,) in ask(site.data, "select seq from projects_event order by seq")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert ask(site.data, "select seq from projects_feed") == [(len(numbers),)]
    for ear in ears:
        wait_until(lambda: ear.last == len(numbers), 30)  # noqa: B023 - it is called in this round only
        ear.stop()
        assert ear.heard == numbers
        assert ear.tiles
