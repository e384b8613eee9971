"""The front as clients meet it: each request answered as under WSGI, and listeners who cost no thread."""

import http.client
import json
import signal
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.argmap.killing import create_token
from tests.argmap.listening import API, Ear
from tests.argmap.starting import Start, ask, started, wait_until

LISTENERS = 24


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """A server of one process and two threads with its first documents, and a `token` of the first account."""
    data = tmp_path_factory.mktemp("front") / "data"
    with started(data, "--workers", "1", ARGMAP_THREADS="2") as start:
        start.data, start.token = data, create_token(data)
        yield start


def fetch(site: Start, method: str, path: str, body: object = None) -> tuple[http.client.HTTPResponse, bytes]:
    headers = {"Authorization": f"Bearer {site.token}", "Content-Type": "application/json"}
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)) as connection:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return answer, answer.read()


@pytest.mark.parametrize("path", ["/healthz", f"{API}/", f"{API}/exports/w3c/", f"{API}/events/stream/", "/nowhere/"])
def test_head_is_answered_without_a_body_and_the_connection_goes_on(site, path):
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)) as connection:
        for _ in range(2):
            connection.request("HEAD", path, headers={"Authorization": f"Bearer {site.token}"})
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (404 if path == "/nowhere/" else 200, b"")
            assert not answer.will_close


def test_a_large_body_arrives_as_it_was_sent(site):
    text = "".join(f"Line {n}: “every word” counts.\n" for n in range(20_000))
    answer, content = fetch(site, "POST", f"{API}/documents/", {"title": "Long", "text": text})
    assert answer.status == 201, content
    made = json.loads(content)["id"]
    answer, content = fetch(site, "GET", f"{API}/documents/{made}/text/")
    assert content.decode() == text


def test_of_a_body_that_breaks_off_nothing_is_taken(site):
    before = fetch(site, "GET", f"{API}/events/?after=0")[1]
    rows = b"".join(b'{"title": "Row %d", "text": "Text %d."}\n' % (n, n) for n in range(5_000))
    head = (
        f"POST {API}/documents/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {site.token}\r\n"
        f"Content-Type: application/x-ndjson\r\nContent-Length: {len(rows)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", site.port)) as client:
        client.sendall(head.encode() + rows[: len(rows) // 2])
    for _ in range(4):  # more often than there are threads: none of them hangs
        assert fetch(site, "GET", f"{API}/events/?after=0")[1] == before


def test_addresses_and_queries_come_as_they_were_written(site):
    answer, content = fetch(site, "GET", f"{API}/tags/%E2%80%9Cwages%22%2Fpay/")
    assert (answer.status, json.loads(content)["status"]) == (404, 404)
    answer, content = fetch(site, "GET", f"{API}/documents/?q=%C3%A9%26&nonsense=1")
    assert json.loads(content)["errors"][0]["field"] == "nonsense"


def test_listeners_take_no_thread_and_no_connection_to_the_database(site):
    ears = [Ear(lambda: site.port, site.token) for _ in range(LISTENERS)]
    for ear in ears:
        ear.start()
    wait_until(lambda: all(ear.connections for ear in ears))
    document = json.loads(fetch(site, "GET", f"{API}/documents/")[1])["results"][0]["id"]
    for start in range(5):
        body = {"document": document, "start": start, "end": 40}
        assert fetch(site, "POST", f"{API}/annotations/", body)[0].status == 201
    last = json.loads(fetch(site, "GET", f"{API}/events/?limit=1000")[1])["last"]
    wait_until(lambda: all(ear.last == last for ear in ears))
    ((connected,),) = ask(site.data, "select count(*) from pg_stat_activity where datname = current_database()")
    for ear in ears:
        ear.stop()
        assert ear.heard == list(range(1, last + 1))
        assert ear.tiles
    assert ears[0].connections == 1
    assert connected <= 2 + 1 + 1, "two threads, the hub, and the one who asks"


def test_a_server_that_stops_ends_its_streams_and_does_not_wait_for_them(tmp_path):
    with started(tmp_path / "data", "--workers", "1") as start:
        ear = Ear(lambda: start.port, create_token(tmp_path / "data"))
        ear.start()
        wait_until(lambda: ear.last)
        assert start.end(signal.SIGTERM) == 0
        assert "Killing" not in start.said
        ear.stop()
