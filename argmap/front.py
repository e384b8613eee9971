"""The front of the server: RSGI outside, the WSGI application in threads inside, and connections that stay open.

A request is answered by a thread of the application's own, as under a WSGI server. Only a listener to events is taken
over from its view: while it waits, it costs neither a thread nor a connection to the database.
"""

import asyncio
import gc
import signal
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from argmap.bridge import Application, Environ, Threads, body_of, environ_of
from argmap.piping import pour
from projects.hub import LISTEN, Hub, Source
from projects.listener import Ticket

WHOLE = 2**20  # bytes of an answer of known length that are sent at once
Headers = list[tuple[str, str]]


class Listening(NamedTuple):
    """What a view has answered to somebody who stays."""

    ticket: Ticket
    status: int
    headers: Headers
    body: bytes


class Front:
    """An RSGI application. `threads` answer requests at a time; listeners go to a hub over `source`."""

    def __init__(self, application: Application, threads: int, source: Source, pause: float) -> None:
        self.application, self.number = application, threads
        self.source, self.pause = source, pause

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.threads = Threads(self.number, loop)
        self.hub = Hub(self.source, self.pause, loop)
        # What is there now stays: the collector, which waits in proportion to it, shall count what requests leave only.
        gc.collect()
        gc.freeze()
        # A server that is told to stop waits for open connections: they are ended first.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, partial(self._stop, signal.getsignal(number)))

    def _stop(self, before: Any, number: int, frame: Any) -> None:
        self.loop.call_soon_threadsafe(self.hub.close)
        if callable(before):
            before(number, frame)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.hub.close()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        # What a listener holds on to while they wait is kept small: the request and its answer are forgotten by then.
        if listening := await self._ask(scope, proto):
            ticket, transport = await _begin(listening, proto)
            del listening
            await self.hub.attend(ticket, transport.send_bytes, proto.client_disconnect())

    async def _ask(self, scope: Any, proto: Any) -> "Listening | None":
        environ = environ_of(scope)
        environ["wsgi.input"] = await body_of(environ, proto)
        listening: Listening | None = await self.threads.do(partial(self.ask, environ, proto))
        return listening

    def ask(self, environ: Environ, proto: Any) -> Listening | None:
        """Ask the application, in a thread, and answer from there, unless somebody is to stay connected."""
        tickets: list[Ticket] = []
        status, headers = 500, []

        def start(line: str, given: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
            nonlocal status, headers
            status, headers = int(line[:3]), given
            return _refuse_to_write

        environ[LISTEN] = tickets.append
        parts = self.application(environ, start)
        try:
            if tickets and environ["REQUEST_METHOD"] != "HEAD":
                return Listening(tickets[0], status, headers, b"".join(parts))
            _answer(environ["REQUEST_METHOD"], status, headers, parts, proto)
            return None
        finally:
            if close := getattr(parts, "close", None):
                close()


async def _begin(listening: Listening, proto: Any) -> tuple[Ticket, Any]:
    """Answer what the view has answered, and keep the connection open for what the hub tells."""
    headers = [(name, value) for name, value in listening.headers if name.lower() != "content-length"]
    transport = proto.response_stream(listening.status, headers)
    await transport.send_bytes(listening.body)
    return listening.ticket, transport


def _answer(method: str, status: int, headers: Headers, parts: Iterable[bytes], proto: Any) -> None:
    length = next((value for name, value in headers if name.lower() == "content-length"), "")
    if method == "HEAD":
        proto.response_empty(status, headers)
    elif length and int(length) <= WHOLE:
        proto.response_bytes(status, headers, b"".join(parts))
    else:
        pour(parts, lambda path: proto.response_file(status, headers, path))


def _refuse_to_write(part: bytes) -> None:
    """Stand where WSGI has the way to write that it keeps for old programs only; Django returns its answers."""
    raise RuntimeError("The application answers by what it returns, not by writing.")
