"""Reading to its end what a client sends, so that its connection can carry the next request."""

from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

MOST = 2**20  # bytes that are read for nothing; when more comes, the connection is closed, and the answer says so
_PIECE = 2**16


class ReadToEnd:
    """WSGI middleware that reads what the application has left unread of a body, before its answer begins.

    Granian closes a connection on which it has answered a half-read request, and does not tell: the next request of a
    client that keeps its connection would be lost. Requests without a body pass untouched.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH", "0") in {"", "0"} and "HTTP_TRANSFER_ENCODING" not in environ:
            return self.application(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if not _is_read(environ):
                headers = [*headers, ("Connection", "close")]
            return start_response(status, headers, *more)

        return self.application(environ, start)


def _is_read(environ: Environ) -> bool:
    """Whether the end of the body is reached, after reading up to MOST of what is left of it.

    A client that waits for “100 Continue” before it sends a large body is not made to send it for nothing.
    """
    length = environ.get("CONTENT_LENGTH", "")
    if length.isdigit() and int(length) > MOST and "HTTP_EXPECT" in environ:
        return False
    body, left = environ["wsgi.input"], MOST
    try:
        while left > 0 and (piece := body.read(min(_PIECE, left))):
            left -= len(piece)
    except OSError:  # the client has gone
        return False
    return left > 0
