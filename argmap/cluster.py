"""A cluster of Postgres on disk and the process that serves it: made, started, found, stopped after any kill.

Root runs the server as another user (Postgres refuses root) and hands it the folders as open descriptors,
as that user may be unable to walk there: home folders are closed to others.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2

from argmap import binaries

NAME = "argmap"  # of the database and of its only role
PORT = 5432  # names the socket file; nothing listens on the network
PATIENCE = 15  # seconds that a killed server's children may take to leave
RECOVERY = 300  # seconds that a server may take to replay its log
OBEDIENCE = 30  # seconds that a server may take to stop before it is told more firmly
LOG_LIMIT = 10 * 2**20  # bytes; a longer server.log is put aside at the next start
ROOM = 150 * 2**20  # bytes of disk that a new cluster needs, with room for its log to turn in
DESCRIPTORS = Path("/proc/self/fd")

OPTIONS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}


class UnavailableError(Exception):
    """The embedded server cannot run; the message is one line that says why and what to do."""


class Cluster:
    """The cluster below `data` (an existing data/pg18 decides the version, say), its socket in `socket`."""

    def __init__(self, data: Path, socket: Path, *, durable: bool = True) -> None:
        self.data = data
        self.socket = socket
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> Path | None:
        """The existing cluster, of the highest version if there are several; None before the first start."""
        found = [path for path in self.data.glob("pg[0-9]*") if path.name[2:].isdigit()]
        return max(found, key=lambda path: int(path.name[2:]), default=None)

    @property
    def user(self) -> tuple[int, int]:
        """The (user, group) ids the server runs as: our own; for root the cluster's owner's, or a guest's."""
        if os.geteuid() != 0:
            return os.geteuid(), os.getegid()
        if (folder := self.folder) and (owner := folder.stat()).st_uid != 0:
            return owner.st_uid, owner.st_gid
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                entry = pwd.getpwnam(name)
                return entry.pw_uid, entry.pw_gid
        return 65534, 65534

    def answers(self, database: str) -> bool:
        """Whether the server accepts connections to `database`, by a socket that no stranger put there."""
        try:
            if self.socket.lstat().st_uid not in {os.geteuid(), self.user[0]}:
                return False
            self.connect(database).close()
        except (OSError, psycopg2.OperationalError):
            return False
        return True

    def connect(self, database: str) -> Any:
        """Open a psycopg2 connection to `database`."""
        return psycopg2.connect(host=str(self.socket), port=PORT, user=NAME, dbname=database, connect_timeout=3)

    @property
    def runs(self) -> bool:
        """Whether there is a server's process, be it still replaying its log."""
        return self._postmaster() is not None

    def start(self) -> None:
        """Make the cluster if there is none, start its server, return when it accepts connections."""
        programs = self._programs()
        if self.folder is None:
            self._initialise(programs)
        self._own_socket_folder()
        log = self._log()
        said_before = log.stat().st_size
        patience = time.monotonic() + PATIENCE
        while not self._serves(programs):
            if time.monotonic() > patience:
                said = _complaint(log.read_bytes()[said_before:].decode(errors="replace"))
                raise UnavailableError(f"Postgres does not start: {said} (see {log})")
            time.sleep(0.2)  # the children of a killed server need a moment to leave

    def stop(self) -> None:
        """Stop the server, breaking off whatever it does; harmless when none runs."""
        for order in (signal.SIGINT, signal.SIGQUIT):
            deadline = time.monotonic() + OBEDIENCE
            if pid := self._postmaster():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, order)
            while self._postmaster() and time.monotonic() < deadline:
                time.sleep(0.02)

    def _programs(self) -> binaries.Programs:
        """The programs that fit the cluster, where the server's user can run them."""
        folder = self.folder
        if folder and os.geteuid() not in {0, folder.stat().st_uid}:
            owner = folder.stat().st_uid
            raise UnavailableError(
                f"{folder} belongs to another user (number {owner}). Start argmap as that user or as root."
            )
        majors = [int(folder.name[2:])] if folder else []
        programs = binaries.find(majors)
        if programs is None:
            wanted = f"Postgres {majors[0]}, which made {folder}," if majors else "Postgres"
            raise UnavailableError(
                f"{wanted} is not installed. Install it, or name a server of your own in DATABASE_URL."
            )
        return binaries.reachable(programs) if os.geteuid() == 0 else programs

    def _initialise(self, programs: binaries.Programs) -> None:
        """Make a cluster under a passing name and put it in place whole, so that none is left half-made."""
        for abandoned in self.data.glob("init-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        if (free := shutil.disk_usage(self.data).free) < ROOM:
            found, needed = free // 2**20, ROOM // 2**20
            raise UnavailableError(f"Only {found} MB are free for {self.data}; a new database needs {needed}.")
        fresh = Path(tempfile.mkdtemp(prefix="init-", dir=self.data))
        os.chown(fresh, *self.user)
        # Not plain C, which knows the case and the letters of English only.
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command = [str(programs.folder / "initdb"), "-U", NAME, "-E", "UTF8", "--auth=trust"]
        command += locale if programs.major >= 17 else ["--locale=C.UTF-8"]
        command += [] if self.durable else ["--no-sync"]
        with self._named(fresh) as (names, how):
            made = subprocess.run(
                [*command, "-D", names[0]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **how
            )
        if made.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise UnavailableError(f"Postgres cannot make a database in {self.data}: {_complaint(made.stdout)}")
        fresh.rename(self.data / f"pg{programs.major}")

    def _own_socket_folder(self) -> None:
        """Make the socket's folder, closed to other users; refuse one that somebody else has put there."""
        self.socket.mkdir(mode=0o700, exist_ok=True)
        if self.socket.is_symlink() or self.socket.lstat().st_uid not in {os.geteuid(), self.user[0]}:
            raise UnavailableError(
                f"{self.socket} belongs to another user. Remove it, or name another folder with --data DIR."
            )
        self.socket.chmod(0o700)
        os.chown(self.socket, *self.user)

    def _serves(self, programs: binaries.Programs) -> bool:
        """Start the server once and wait: True when it accepts connections, False when it has given up.

        One that runs but does not answer yet, as its starter was killed or a child of its own crashed, is waited for.
        """
        if not self.runs:
            self._forget_dead_server()
            self.process = self._launch(programs)
        deadline = time.monotonic() + RECOVERY
        while (self.runs or self._is_starting()) and time.monotonic() < deadline:
            if self.answers("postgres"):
                return True
            time.sleep(0.02)
        return False

    def _is_starting(self) -> bool:
        """Whether the process that we started last goes on, perhaps without having made its mark yet."""
        return self.process is not None and self.process.poll() is None

    def _launch(self, programs: binaries.Programs) -> "subprocess.Popen[bytes]":
        """Start the server's process in a session of its own, so that Ctrl-C reaches us and not it."""
        assert self.folder is not None
        options = OPTIONS | ({} if self.durable else FORGETFUL)
        with self._named(self.folder, self.socket) as (names, how), self._log().open("ab") as log:
            options["unix_socket_directories"] = names[1]
            settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
            command = [str(programs.folder / "postgres"), "-D", names[0], *settings]
            return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **how)

    def _log(self) -> Path:
        """The file of the server's log; one that has grown long is put aside."""
        path = self.data / "server.log"
        path.touch(mode=0o600)
        if path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_name("server.log.1"))
            path.touch(mode=0o600)
        return path

    @contextlib.contextmanager
    def _named(self, *folders: Path) -> Iterator[tuple[list[str], dict[str, Any]]]:
        """Yield names by which the server's user can open `folders`, and how to start a process with them."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        how: dict[str, Any] = {"stdin": subprocess.DEVNULL, "cwd": "/", "env": environment}
        if os.geteuid() != 0:
            yield [str(folder) for folder in folders], how
            return
        how |= {"user": self.user[0], "group": self.user[1], "extra_groups": []}
        if not DESCRIPTORS.is_dir():
            yield [str(folder) for folder in folders], how
            return
        with contextlib.ExitStack() as stack:
            opened = [os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in folders]
            for descriptor in opened:
                stack.callback(os.close, descriptor)
            yield [str(DESCRIPTORS / str(descriptor)) for descriptor in opened], how | {"pass_fds": opened}

    def _forget_dead_server(self) -> None:
        """Remove the marks of a killed server whose process number now belongs to some other program.

        Where the number belongs to nobody, Postgres sees that for itself, and knows more ways to check.
        """
        folder = self.folder
        for mark in (folder and folder / "postmaster.pid", self.socket / f".s.PGSQL.{PORT}.lock"):
            if mark and (pid := _first_number(mark)) and _exists(pid) and not self._serves_here(pid):
                mark.unlink(missing_ok=True)

    def _postmaster(self) -> int | None:
        """The process id of the running server, if one runs."""
        if self.process:
            self.process.poll()  # lets the kernel forget it if it has ended
        folder = self.folder
        pid = _first_number(folder / "postmaster.pid") if folder else None
        return pid if pid and self._serves_here(pid) else None

    def _serves_here(self, pid: int) -> bool:
        """Whether a process is a server of this cluster: alive, and working in its folder."""
        assert self.folder is not None
        if DESCRIPTORS.is_dir():
            with contextlib.suppress(OSError):
                return Path(f"/proc/{pid}/cwd").samefile(self.folder)
            return False
        listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)  # noqa: S607
        return str(self.folder) in listed.stdout


def _first_number(path: Path) -> int | None:
    """The process id in the first line of one of Postgres's lock files."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return abs(int(path.read_text().split()[0]))
    return None


def _exists(pid: int) -> bool:
    """Whether a process has this number, even one that has ended and waits for its parent to notice."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _complaint(output: str) -> str:
    """The first thing Postgres called an error, since the rest follows from it; else the last thing it said."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = (line for line in lines if any(word in line for word in ("FATAL", "PANIC", "ERROR", "error:")))
    return next(errors, lines[-1] if lines else "it does not say why")
