"""The way from RSGI to a WSGI application: the request as WSGI has it, and threads to answer it in."""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from queue import SimpleQueue
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

SMALL = 2**16  # bytes of a body that are read before a thread is asked to answer
_STANDING = {
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}
_KEYS = {"content-length": "CONTENT_LENGTH", "content-type": "CONTENT_TYPE"}


def environ_of(scope: Any) -> Environ:
    """The request as WSGI has it (PEP 3333). A header with an underscore in its name is nobody's and is left out."""
    host, _, port = scope.server.rpartition(":")
    environ = _STANDING | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = _KEYS.get(name) or "HTTP_" + name.upper().replace("-", "_")
        if key in environ:  # HTTP/2 sends each cookie by itself
            value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"
        environ[key] = value
    if scope.authority:
        environ.setdefault("HTTP_HOST", scope.authority)
    return environ


async def body_of(environ: Environ, proto: Any) -> "BytesIO | Body":
    """What the client sends, for a thread to read: a small body is awaited, a large one fetched while it is read."""
    length = environ.get("CONTENT_LENGTH", "")
    if "HTTP_TRANSFER_ENCODING" not in environ and length in {"", "0"}:
        return BytesIO()
    if length.isdigit() and int(length) <= SMALL and "HTTP_EXPECT" not in environ:
        return BytesIO(await proto())
    return Body(asyncio.get_running_loop(), proto, int(length) if length.isdigit() else None)


class Body:
    """A large body. Reading it raises OSError when the client goes away in the middle."""

    def __init__(self, loop: asyncio.AbstractEventLoop, proto: Any, length: int | None) -> None:
        self.loop, self.proto, self.missing = loop, proto, length
        self.pieces: Any = None
        self.buffer, self.ended = bytearray(), False

    def read(self, size: int = -1) -> bytes:
        """As a file does it."""
        while not self.ended and (size < 0 or len(self.buffer) < size):
            self._fetch()
        return self._take(len(self.buffer) if size < 0 else size)

    def readline(self, size: int = -1) -> bytes:
        """As a file does it."""
        while (end := self.buffer.find(b"\n")) < 0 and not self.ended and (size < 0 or len(self.buffer) < size):
            self._fetch()
        line = len(self.buffer) if end < 0 else end + 1
        return self._take(line if size < 0 else min(line, size))

    def _fetch(self) -> None:
        piece = asyncio.run_coroutine_threadsafe(self._next(), self.loop).result()
        self.buffer += piece
        self.ended = not piece
        if self.missing is not None:
            self.missing -= len(piece)
            if self.ended and self.missing > 0:
                raise OSError("The client has gone away in the middle of what it sent.")
            self.ended = self.missing <= 0

    async def _next(self) -> bytes:
        if self.pieces is None:
            self.pieces = aiter(self.proto)
        return bytes(await anext(self.pieces, b""))

    def _take(self, size: int) -> bytes:
        taken = bytes(self.buffer[:size])
        del self.buffer[:size]
        return taken


class Threads:
    """The threads that answer requests, each with its own connection to the database."""

    def __init__(self, number: int, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.waiting: SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]]] = SimpleQueue()
        for _ in range(number):
            threading.Thread(target=self._work, daemon=True).start()

    def do(self, work: Callable[[], Any]) -> "asyncio.Future[Any]":
        """Have a thread do this; its result, or its exception, comes into the loop."""
        outcome = self.loop.create_future()
        self.waiting.put((work, outcome))
        return outcome

    def _work(self) -> None:
        while True:
            work, outcome = self.waiting.get()
            try:
                result = work()
            except BaseException as error:
                self.loop.call_soon_threadsafe(_settle, outcome, None, error)
            else:
                self.loop.call_soon_threadsafe(_settle, outcome, result, None)
            del work, outcome


def _settle(outcome: "asyncio.Future[Any]", result: Any, error: BaseException | None) -> None:
    if outcome.done():
        return
    if error is None:
        outcome.set_result(result)
    else:
        outcome.set_exception(error)
