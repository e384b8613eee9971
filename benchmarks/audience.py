"""An audience: listeners to a project's events, in two processes, who note when they hear of each."""

import re
import selectors
import socket
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from benchmarks.crew import http_request

PROCESSES = 2
Heard = dict[int, float]
"""By the number of an event: when it was heard, in seconds of the machine's clock."""


class Audience:
    """So many listeners, connected for as long as the context lasts."""

    def __init__(self, number: int, port: int, path: str, headers: dict[str, str]) -> None:
        self.number, self.where, self.request = number, ("127.0.0.1", port), http_request("GET", path, headers)

    def __enter__(self) -> Self:
        fresh = get_context("spawn")
        self.ends: list[Connection] = []
        self.members = []
        for part in range(PROCESSES):
            share = len(range(part, self.number, PROCESSES))
            here, there = fresh.Pipe()
            member = fresh.Process(target=_attend, args=(there, share, self.where, self.request), daemon=True)
            member.start()
            self.ends.append(here)
            self.members.append(member)
        for end in self.ends:
            end.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for member in self.members:
            member.terminate()
            member.join(5)

    def heard(self, last: int) -> list[Heard]:
        """What each listener has heard, once all have heard of the event with this number."""
        for end in self.ends:
            end.send(last)
        return [one for end in self.ends for one in end.recv()]


class _Listener:
    def __init__(self, where: tuple[str, int], request: bytes) -> None:
        self.socket = socket.create_connection(where)
        self.socket.sendall(request)
        self.rest = b""
        while b"retry:" not in self.rest:
            self.rest += self._receive()
        self.rest, self.last = b"", 0
        self.heard: Heard = {}

    def _receive(self) -> bytes:
        part = self.socket.recv(2**16)
        if not part:
            raise RuntimeError("The server has let a listener go.")
        return part

    def hear(self) -> None:
        self.rest += self._receive()
        now = time.time()
        whole, _, self.rest = self.rest.rpartition(b"\n\n")
        for after, last in re.findall(rb'^data: {"after":(\d+),"last":(\d+)', whole, re.MULTILINE):
            self.last = int(last)
            self.heard |= dict.fromkeys(range(int(after) + 1, self.last + 1), now)


def _attend(end: Connection, number: int, where: Any, request: bytes) -> None:
    """A process of the audience: connect, listen, and tell what was heard once the number asked for has come."""
    listeners = [_Listener(where, request) for _ in range(number)]
    waiting = selectors.DefaultSelector()
    waiting.register(end, selectors.EVENT_READ)
    for listener in listeners:
        waiting.register(listener.socket, selectors.EVENT_READ, listener)
    end.send("ready")
    last = None
    while True:
        for key, _ in waiting.select():
            if key.data is None:
                last = end.recv()
            else:
                key.data.hear()
        if last and all(listener.last >= last for listener in listeners):
            end.send([listener.heard for listener in listeners])
            last = None
