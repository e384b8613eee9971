"""Listening to a served site as a program does that connects again whenever it has to."""

import contextlib
import http.client
import json
import random
import socket
import threading
from collections.abc import Callable

API = "/api/v1/projects/free-movement"
SILENCE = 40  # seconds; the server breaks it after 15


class Ear(threading.Thread):
    """Hears all events of a project from the first; `goes` lets it leave by itself after a few messages, at random."""

    def __init__(self, port: Callable[[], int], token: str, *, goes: bool = False, seed: int = 0) -> None:
        super().__init__(daemon=True)
        self.port, self.token, self.goes, self.chance = port, token, goes, random.Random(seed)
        self.heard: list[int] = []
        self.last = 0
        self.tiles = True
        self.connections = 0
        self.enough = threading.Event()
        self.socket: socket.socket | None = None

    def run(self) -> None:
        while not self.enough.is_set():
            try:
                self.listen()
            except (OSError, http.client.HTTPException, ValueError):
                self.enough.wait(0.05)

    def listen(self) -> None:
        """One connection, from its beginning to its end."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port(), timeout=SILENCE)) as connection:
            headers = {"Authorization": f"Bearer {self.token}", "Last-Event-ID": str(self.last)}
            connection.request("GET", f"{API}/events/stream/", headers=headers)
            self.socket = connection.sock
            answer = connection.getresponse()
            self.connections += 1
            stays = self.chance.randint(1, 20) if self.goes else None
            while answer.status == 200 and (line := answer.readline()) and stays != 0:
                if line.startswith(b'data: {"after"'):
                    self.take(json.loads(line[6:]))
                    stays = stays and stays - 1

    def take(self, message: dict) -> None:
        """Note what a message tells, and whether it begins where the last one ended."""
        self.tiles &= message["after"] == self.last
        self.last = message["last"]
        self.heard += [event["seq"] for event in message["results"]]

    def stop(self) -> None:
        """Leave for good."""
        self.enough.set()
        if self.socket:
            with contextlib.suppress(OSError):  # it has been left already
                self.socket.shutdown(socket.SHUT_RDWR)
        self.join(30)
        assert not self.is_alive()
