"""Killing the processes of a served site, and asking it as programs do meanwhile."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

from tests.argmap.starting import ROOT, Start, environment

API = "/api/v1/projects/free-movement"
LIMITS = {"ARGMAP_REQUESTS_PER_MINUTE": "1000000"}


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
