"""The embedded Postgres: a private server below the data folder, shared by its users, stopped by the last.

    data/pg18/        the cluster of one major version
    data/socket/      its Unix socket, the only way in: open to the server's user (and root), no password
    data/start.lock   held exclusively by whoever starts the server
    data/users.lock   held shared by each user; who gets it exclusively on leaving is the last and stops it

The locks are the kernel's and vanish with their process however that ends, so no list of users can go stale.
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg2

from argmap.cluster import NAME, PORT, Cluster, UnavailableError

__all__ = ["Server", "UnavailableError", "check_folder", "connection_settings", "socket_folder"]

log = logging.getLogger(__name__)

GLANCE = 0.25  # seconds between two looks whether the server still runs
LONGEST_SOCKET_PATH = 103  # bytes of a Unix socket's address: 104 with the closing NUL on macOS, 108 on Linux


def socket_folder(data: Path) -> Path:
    """Return where the socket of the server below `data` is: there, or below /tmp when that is too long."""
    folder = data / "socket"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
        return folder
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()
    return Path("/tmp") / f"argmap-{digest[:16]}"  # noqa: S108 - its owner is checked before it is trusted


def connection_settings(data: Path) -> dict[str, object]:
    """Return Django's DATABASES entry for the server below `data`: from the path alone, starting nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": NAME,
        "HOST": str(socket_folder(data)),
        "PORT": str(PORT),
    }


def check_folder(data: Path) -> None:
    """Make the data folder if there is none; raise `UnavailableError` unless files can be made in it."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise _unwritable(data, error) from error


def _unwritable(data: Path, error: OSError) -> UnavailableError:
    said = f"Cannot keep data in {data}: {error.strerror or error}."
    return UnavailableError(f"{said} Name another folder with --data DIR or ARGMAP_DATA.")


class Server:
    """A use of the server below a data folder: `with Server(data): …` starts or joins it, then leaves it.

    `durable=False` is for tests only: it does not wait for the disk, so a power cut may damage the cluster.
    Raises `UnavailableError` on entry.
    """

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data.expanduser().resolve()
        self.cluster = Cluster(self.data, socket_folder(self.data), durable=durable)
        self._users: IO[str] | None = None

    def __enter__(self) -> Self:
        try:
            self._join()
        except OSError as error:
            self._leave()
            raise _unwritable(self.data, error) from error
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def _join(self) -> None:
        """Count as a user, and start the server unless it runs already."""
        check_folder(self.data)
        self._users = self._lock("users.lock", fcntl.LOCK_SH)
        if not self.cluster.answers(NAME):
            self._start()

    def _start(self) -> None:
        """Start the server and make the database, unless somebody else has done so meanwhile."""
        with self._lock("start.lock", fcntl.LOCK_EX):
            if not self.cluster.answers("postgres"):
                self.cluster.start()
            if not self.cluster.answers(NAME):
                self._create_database()

    @contextlib.contextmanager
    def kept_running(self) -> Iterator[None]:
        """Inside, a server that ends by itself (killed, out of memory) is started again, by a thread of its own."""
        leaving = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(leaving,), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            leaving.set()
            keeper.join()

    def _keep(self, leaving: threading.Event) -> None:
        said = ""
        while not leaving.wait(GLANCE):
            if self.cluster.runs:
                continue
            if not said:
                log.warning("The database has ended by itself. It is being started again.")
            try:
                self._start()
            except (UnavailableError, OSError, psycopg2.Error) as error:
                if said != str(error):  # told once, tried for as long as it takes
                    log.error("%s", error)
                said = str(error)
            else:
                log.warning("The database runs again.")
                said = ""

    def _leave(self) -> None:
        """Stop counting as a user; stop the server if nobody else uses it."""
        if self._users is None:
            return
        with self._users, contextlib.suppress(BlockingIOError):
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.cluster.stop()
        self._users = None

    def _lock(self, name: str, kind: int) -> IO[str]:
        """Take a lock of the data folder; closing the returned file gives it back."""
        file = os.fdopen(os.open(self.data / name, os.O_RDONLY | os.O_CREAT, 0o644))
        fcntl.flock(file, kind)
        return file

    def _create_database(self) -> None:
        with contextlib.closing(self.cluster.connect("postgres")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"create database {NAME}")
