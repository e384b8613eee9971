"""A request of RSGI as WSGI has it."""

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from argmap.bridge import Body, Threads, body_of, environ_of
from tests.looping import run_apart


class Headers:
    def __init__(self, *pairs: tuple[str, str]) -> None:
        self.pairs = pairs

    def items(self) -> list[tuple[str, str]]:
        return list(self.pairs)


def scope(*headers: tuple[str, str], **more: Any) -> SimpleNamespace:
    facts = {
        "server": "127.0.0.1:8000", "client": "[::1]:50000", "method": "GET", "path": "/p/é/", "query_string": "q=%20a",
        "http_version": "1.1", "scheme": "http", "authority": None,
    }  # fmt: skip
    return SimpleNamespace(headers=Headers(*headers), **(facts | more))


def test_the_request_is_told_in_the_words_of_wsgi():
    environ = environ_of(scope(("host", "a.example"), ("content-type", "text/plain"), ("x-page-of", "bob")))
    expected = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/p/Ã©/", "QUERY_STRING": "q=%20a", "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000", "REMOTE_ADDR": "::1", "HTTP_HOST": "a.example", "CONTENT_TYPE": "text/plain",
        "HTTP_X_PAGE_OF": "bob", "wsgi.url_scheme": "http", "SERVER_PROTOCOL": "HTTP/1.1",
    }  # fmt: skip
    assert expected.items() <= environ.items()


def test_what_is_sent_several_times_is_put_together():
    environ = environ_of(scope(("x-a", "1"), ("x-a", "2"), ("cookie", "a=1"), ("cookie", "b=2")))
    assert (environ["HTTP_X_A"], environ["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")


def test_a_header_that_only_looks_like_one_of_the_proxys_is_left_out():
    environ = environ_of(scope(("x-forwarded-for", "10.0.0.1"), ("x_forwarded_for", "1.1.1.1")))
    assert environ["HTTP_X_FORWARDED_FOR"] == "10.0.0.1"


def test_http_2_names_the_host_by_the_address():
    assert environ_of(scope(authority="a.example"))["HTTP_HOST"] == "a.example"
    assert environ_of(scope(("host", "b.example"), authority="a.example"))["HTTP_HOST"] == "b.example"


class Proto:
    """A client that sends these pieces."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces)

    async def __call__(self) -> bytes:
        return b"".join(self.pieces)

    def __aiter__(self) -> "Proto":
        return self

    async def __anext__(self) -> bytes:
        if not self.pieces:
            raise StopAsyncIteration
        return self.pieces.pop(0)


def read(proto: Proto, length: int | None, use: Any) -> Any:
    """What a thread gets that reads a body."""

    async def act() -> Any:
        loop = asyncio.get_running_loop()
        return await Threads(1, loop).do(lambda: use(Body(loop, proto, length)))

    return run_apart(act())


def test_a_large_body_is_read_as_a_file_is():
    pieces = b"one\ntw", b"o\nth", b"ree"
    assert read(Proto(*pieces), 13, lambda body: body.read()) == b"one\ntwo\nthree"
    assert read(Proto(*pieces), 13, lambda body: [body.read(5), body.read(100), body.read(1)]) == [
        b"one\nt", b"wo\nthree", b"",
    ]  # fmt: skip
    lines = read(Proto(*pieces), 13, lambda body: [body.readline(), body.readline(2), *iter(body.readline, b"")])
    assert lines == [b"one\n", b"tw", b"o\n", b"three"]
    assert read(Proto(*pieces, b""), None, lambda body: body.read()) == b"one\ntwo\nthree"


def test_a_body_that_breaks_off_is_an_error():
    with pytest.raises(OSError, match="gone away"):
        read(Proto(b"one", b""), 13, lambda body: body.read())


def test_a_small_body_is_there_before_a_thread_is_asked():
    body = run_apart(body_of({"CONTENT_LENGTH": "3"}, Proto(b"one")))
    assert body.read() == b"one"
    assert run_apart(body_of({}, Proto())).read() == b""


def test_what_fails_in_a_thread_fails_in_the_loop_and_the_thread_works_on():
    async def act() -> int:
        threads = Threads(1, asyncio.get_running_loop())
        with pytest.raises(ZeroDivisionError):
            await threads.do(lambda: 1 / 0)
        return await threads.do(threading.get_ident)

    assert run_apart(act()) != threading.get_ident()
