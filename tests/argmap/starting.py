"""`manage.py start` run by tests: one process, its words on the terminal, its port, its end."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from argmap.embedded import Server, connection_settings

ROOT = Path(__file__).resolve().parents[2]
LAST_WORDS = "Ctrl-C stops it."


def environment(**more: str) -> dict[str, str]:
    """The environment of somebody who has set nothing up."""
    ours = ("ARGMAP_", "DJANGO_", "DATABASE_URL", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | more


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Start:
    """A running `manage.py start`, in a session of its own as a terminal would give it."""

    def __init__(self, data: Path, *words: str, **more: str) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "start", "--port", str(self.port), "--data", str(data), *words],
            cwd=ROOT, env=environment(**more), start_new_session=True, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.said = ""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said += line

    def wait_until_ready(self) -> "Start":
        wait_until(lambda: LAST_WORDS in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said
        return self

    @property
    def password(self) -> str | None:
        found = re.search(r"^Password +(\S+) ", self.said, re.MULTILINE)
        return found and found[1]

    def status(self, path: str = "/healthz") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with closing(connection):
            connection.request("GET", path)
            return connection.getresponse().status

    def end(self, number: int, *, group: bool = False) -> int:
        """Send a signal (to the whole group as Ctrl-C does), wait for the end, return the exit status."""
        (os.killpg if group else os.kill)(self.process.pid, number)
        status = self.process.wait(30)
        self.reader.join(30)  # ends when the last process that holds the terminal has ended
        assert not self.reader.is_alive()
        return status


def wait_until(true: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


@contextmanager
def started(data: Path, *words: str, **more: str) -> Iterator[Start]:
    """A start that is ready, and that is gone in the end whatever happens."""
    start = Start(data, *words, **more)
    try:
        yield start.wait_until_ready()
    finally:
        if start.process.poll() is None:
            start.end(signal.SIGTERM)


def ask(data: Path, question: str) -> list[tuple[object, ...]]:
    settings = connection_settings(data)
    with (
        Server(data),
        closing(psycopg2.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"])) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(question)
        return cursor.fetchall()


def everything_stopped(data: Path) -> bool:
    return not list(data.glob("pg*/postmaster.pid"))
