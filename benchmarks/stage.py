"""The stage: an embedded Postgres and the production server of this run alone, in a folder that is thrown away."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import psutil

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
PATIENCE = 120  # seconds for the server's first start
OURS = ("ARGMAP_TESTING", "ARGMAP_URL", "DATABASE_URL")  # what could be set around us and must not be


class Cpu(NamedTuple):
    """CPU seconds that the web server and Postgres have taken so far."""

    web: float
    postgres: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.web + self.postgres


@dataclass
class Stage:
    """Where to ask: the web server at `port`, the database at `database` (arguments of psycopg2.connect)."""

    data: Path
    port: int
    database: dict[str, Any]
    web: psutil.Process
    postgres: psutil.Process
    token: str = ""
    cookie: str = ""
    user: Any = None
    sizes: dict[str, int] = field(default_factory=dict)
    books: dict[int, Any] = field(default_factory=dict)

    @property
    def bearer(self) -> dict[str, str]:
        """The headers of a program that is signed in."""
        return {"Authorization": f"Bearer {self.token}"}

    def cpu(self) -> Cpu:
        """What has been spent so far, by all processes of each, those that have ended included."""
        return Cpu(_spent(self.web), _spent(self.postgres))

    def spent(self, work: Callable[[], Any]) -> tuple[Any, Cpu]:
        """Do some work; return its result, and what it cost the server."""
        before = self.cpu()
        result = work()
        after = self.cpu()
        return result, Cpu(after.web - before.web, after.postgres - before.postgres)


def _spent(root: psutil.Process) -> float:
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])  # its own, and those of its children that have ended
    return total


def prepare_environment(data: Path) -> None:
    """Let Django, here and in what we start, use this folder alone, and let programs ask as often as they can."""
    for name in OURS:
        os.environ.pop(name, None)
    os.environ |= {
        "ARGMAP_DATA": str(data),
        "ARGMAP_REQUESTS_PER_MINUTE": "100000000",
        "DJANGO_SETTINGS_MODULE": "argmap.settings",
    }


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """Start everything, make an account, and stop everything at the end."""
    data = Path(tempfile.mkdtemp(prefix="argmap-benchmark-"))
    prepare_environment(data)
    from argmap import embedded  # imported here: settings read the environment

    try:
        with embedded.Server(data):
            port = _free_port()
            with _web_server(data, port) as web:
                postmaster = int(next(data.glob("pg*/postmaster.pid")).read_text().split()[0])
                where = {"host": str(embedded.socket_folder(data)), "port": 5432, "user": "argmap", "dbname": "argmap"}
                made = Stage(data, port, where, psutil.Process(web.pid), psutil.Process(postmaster))
                _sign_in(made)
                yield made
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _web_server(data: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    log = data / "web.log"
    command = [sys.executable, "manage.py", "start", "--port", str(port), "--workers", str(WORKERS)]
    with log.open("wb") as out:
        web = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _is_well(port):
            if web.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"The server does not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield web
    finally:
        web.terminate()
        web.wait(30)


def _is_well(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    return False


def _sign_in(made: Stage) -> None:
    """Make a person with a token for programs and a session for pages."""
    import django

    django.setup()
    from django.test import Client

    from accounts.models import User
    from accounts.services import create_token

    made.user = User.objects.create_user("bench")
    made.token = create_token(user=made.user, name="benchmark")[1]
    browser = Client()
    browser.force_login(made.user)
    made.cookie = browser.cookies["sessionid"].value
