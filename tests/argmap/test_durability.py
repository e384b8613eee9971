"""What was acknowledged is kept, and argmap gets up by itself: the real processes, killed while programs write."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.argmap.starting import ROOT, Start, ask, environment, everything_stopped, started, wait_until

API = "/api/v1/projects/free-movement"
CLIENTS = 4
LIMITS = {"ARGMAP_REQUESTS_PER_MINUTE": "1000000"}


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


def create_token(data: Path) -> str:
    command = [sys.executable, "manage.py", "create_token", "demo", "--data", str(data)]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    ).stdout.strip()


def fetch(site: SimpleNamespace, method: str, path: str, body: object = None) -> tuple[int, dict]:
    """One request on a connection of its own: the status and the JSON; OSError or HTTPException when it breaks."""
    headers = {"Authorization": f"Bearer {site.token}", "Content-Type": "application/json"}
    with closing(http.client.HTTPConnection("127.0.0.1", site.start.port, timeout=10)) as connection:
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def postmaster(site: SimpleNamespace) -> int:
    return int(next(site.data.glob("pg*/postmaster.pid")).read_text().split()[0])


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(line.split()[0]) for line in listed.splitlines() if "defunct" not in line]


def workers(site: SimpleNamespace) -> list[int]:
    return [pid for pid in children(site.start.process.pid) if pid != postmaster(site)]


def kill_worker(site: SimpleNamespace) -> None:
    os.kill(random.choice(workers(site)), signal.SIGKILL)


def kill_all_workers(site: SimpleNamespace) -> None:
    for pid in workers(site):
        os.kill(pid, signal.SIGKILL)


def kill_database(site: SimpleNamespace) -> None:
    os.kill(postmaster(site), signal.SIGKILL)


def kill_database_with_its_children(site: SimpleNamespace) -> None:
    os.killpg(postmaster(site), signal.SIGKILL)


def kill_a_child_of_the_database(site: SimpleNamespace) -> None:
    os.kill(random.choice(children(postmaster(site))), signal.SIGKILL)


def kill_start(site: SimpleNamespace) -> None:
    port = site.start.port
    site.start.end(signal.SIGKILL)
    site.ended.append(site.start)
    site.start = Start(site.data, "--workers", "2", "--port", str(port), **LIMITS)
    site.start.port = port


def well(site: SimpleNamespace) -> bool:
    """Whether every worker answers: as many times in a row as makes it unlikely that one was never asked."""
    try:
        return all(site.start.status() == 200 for _ in range(8))
    except (OSError, http.client.HTTPException):
        return False


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
    for writer in writers:
        writer.start()

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
