"""Clients at work: two processes with four connections each, like the server that they ask.

They stay connected from round to round. Their own CPU time is told apart, so that it can be counted or left out.
"""

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self

PROCESSES = 2
THREADS = 4


class Task(Protocol):
    """Something that is done again and again over one connection, opened when it is made."""

    def __init__(self, where: Any) -> None: ...

    def __call__(self, item: Any) -> None: ...


class Round(NamedTuple):
    """What a round took: seconds on the clock, CPU seconds of the clients, seconds of each item."""

    wall: float
    cpu: float
    each: list[float]


class Crew:
    """Eight connections that do a task; `where` says what to connect to."""

    def __init__(self, task: type[Task], where: Any, *, processes: int = PROCESSES, threads: int = THREADS) -> None:
        self.task, self.where = task, where
        self.processes, self.threads = processes, threads

    def __enter__(self) -> Self:
        fresh = get_context("spawn")
        self.ends: list[Connection] = []
        self.members = []
        for _ in range(self.processes):
            here, there = fresh.Pipe()
            member = fresh.Process(target=_work, args=(there, self.task, self.where, self.threads), daemon=True)
            member.start()
            there.close()
            self.ends.append(here)
            self.members.append(member)
        for end in self.ends:
            _answer(end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for end, member in zip(self.ends, self.members, strict=True):
            end.close()
            member.join(5)

    def work_through(self, items: Sequence[Any]) -> Round:
        """Do the task with each item, shared out over the connections."""
        for number, end in enumerate(self.ends):
            end.send(items[number :: self.processes])
        for end in self.ends:
            _answer(end)
        began = time.perf_counter()
        for end in self.ends:
            end.send("go")
        found = [_answer(end) for end in self.ends]
        wall = time.perf_counter() - began
        return Round(wall, sum(cpu for cpu, _ in found), [seconds for _, each in found for seconds in each])


def _answer(end: Connection) -> Any:
    answer = end.recv()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _work(end: Connection, task: type[Task], where: Any, threads: int) -> None:
    """A process of the crew: connect, then take items, wait for the word, work through them and report."""
    try:
        tasks = [task(where) for _ in range(threads)]
        with ThreadPoolExecutor(threads) as pool:
            end.send("ready")
            while True:
                items = end.recv()
                end.send("ready")
                end.recv()
                began = time.process_time()
                each = pool.map(_go_through, tasks, [items[number::threads] for number in range(threads)])
                done = [seconds for part in each for seconds in part]
                end.send((time.process_time() - began, done))
    except EOFError:
        return
    except Exception as error:
        end.send(RuntimeError(f"{type(error).__name__}: {error}"))


def _go_through(task: Task, items: Sequence[Any]) -> list[float]:
    each = []
    for item in items:
        began = time.perf_counter()
        task(item)
        each.append(time.perf_counter() - began)
    return each


class Http:
    """Sends requests, written out beforehand, over one kept-alive connection; anything but success is an error."""

    def __init__(self, where: tuple[str, int]) -> None:
        self.socket = socket.create_connection(where)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __call__(self, item: bytes) -> None:
        self.socket.sendall(item)
        answer = b""
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._receive()
        head = answer[:end].lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        missing = length - (len(answer) - end - 4)
        parts = [answer[end + 4 :]]
        while missing > 0:
            parts.append(self._receive())
            missing -= len(parts[-1])
        if answer[9:10] != b"2":
            raise RuntimeError((answer[: end + 4] + b"".join(parts))[:2_000].decode(errors="replace"))

    def _receive(self) -> bytes:
        part = self.socket.recv(1 << 18)
        if not part:
            raise RuntimeError("The server has closed the connection.")
        return part


def http_request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """An HTTP/1.1 request as bytes."""
    head = {"Host": "localhost", "Content-Length": str(len(body)), **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
