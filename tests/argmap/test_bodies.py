"""A connection carries the next request, whatever became of the last one's body."""

import http.client
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from typing import Any

import pytest

from argmap.bodies import MOST, ReadToEnd
from tests.argmap.starting import Start, started

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def answered(body: BytesIO, reads: int = 0, **environ: str) -> list[tuple[str, str]]:
    """The headers of an answer by an application that reads this many bytes of the body."""
    given: list[tuple[str, str]] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body.read(reads)
        start_response("403 Forbidden", [("Content-Length", "0")])
        return []

    ReadToEnd(application)({"wsgi.input": body, **environ}, lambda status, headers: given.extend(headers))
    return given


@pytest.mark.parametrize("reads", [0, 10, 5_000])
def test_what_is_left_of_a_body_is_read(reads: int):
    body = BytesIO(b"x" * 5_000)
    assert answered(body, reads, CONTENT_LENGTH="5000") == [("Content-Length", "0")]
    assert body.read() == b""


def test_the_end_of_too_large_a_body_is_not_awaited():
    body = BytesIO(b"x" * (3 * MOST))
    assert ("Connection", "close") in answered(body, CONTENT_LENGTH=str(3 * MOST))
    assert body.tell() == MOST


def test_a_large_body_that_was_read_keeps_its_connection():
    assert answered(BytesIO(b"x" * (3 * MOST)), 3 * MOST, CONTENT_LENGTH=str(3 * MOST)) == [("Content-Length", "0")]


def test_a_client_that_waits_is_not_told_to_send_a_large_body_for_nothing():
    body = BytesIO(b"x" * (3 * MOST))
    assert ("Connection", "close") in answered(body, CONTENT_LENGTH=str(3 * MOST), HTTP_EXPECT="100-continue")
    assert body.tell() == 0


def test_a_request_without_body_passes_untouched():
    body = BytesIO(b"the next request")
    assert answered(body, CONTENT_LENGTH="") == answered(body) == [("Content-Length", "0")]
    assert body.tell() == 0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    with started(tmp_path_factory.mktemp("bodies") / "data", "--workers", "1") as start:
        yield start


@pytest.mark.parametrize("size", [300, 500_000])
def test_refused_requests_leave_the_connection_open(site: Start, size: int):
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)) as connection:
        connection.connect()
        first = connection.sock
        for _ in range(75):
            for path, status in (("/api/v1/projects/", 401), ("/accounts/login/", 403)):
                connection.request("POST", path, b"x" * size, FORM)
                answer = connection.getresponse()
                answer.read()
                assert answer.status == status
        assert connection.sock is first


def test_a_body_above_that_is_answered_with_the_end_of_the_connection(site: Start):
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)) as connection:
        connection.request("POST", "/accounts/login/", b"x" * (MOST + 1), FORM)
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Connection")) == (403, "close")
