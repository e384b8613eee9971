"""An answer is made no faster than it is taken, and not made to its end for somebody who has gone."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from argmap import piping
from argmap.piping import pour
from tests.argmap.starting import wait_until

PART = 2**16


class Parts:
    """Parts of an answer, and how many were asked for."""

    def __init__(self, number: int) -> None:
        self.number, self.made = number, 0

    def __iter__(self) -> Iterator[bytes]:
        for n in range(self.number):
            self.made += 1
            yield bytes([n % 256]) * PART


class Reader:
    """A server that has been told to answer with a file, and reads as much of it as it is asked to."""

    def __init__(self) -> None:
        self.opened = threading.Event()

    def __call__(self, path: str) -> None:
        threading.Thread(target=self.open, args=(path,), daemon=True).start()

    def open(self, path: str) -> None:
        self.file = Path(path).open("rb")  # noqa: SIM115 - for the test to close
        self.opened.set()


def poured(parts: Parts, reader: Reader) -> threading.Thread:
    thread = threading.Thread(target=pour, args=(parts, reader), daemon=True)
    thread.start()
    assert reader.opened.wait(30)
    return thread


def test_all_parts_arrive_in_their_order():
    reader = Reader()
    thread = poured(Parts(40), reader)
    assert reader.file.read() == b"".join(Parts(40))
    thread.join(30)
    assert not thread.is_alive()


def test_no_more_is_made_than_is_taken():
    reader, parts = Reader(), Parts(100)
    thread = poured(parts, reader)
    wait_until(lambda: parts.made >= 2)
    for read in range(1, 90):
        reader.file.read(PART)
        assert parts.made <= read + 3, "what is in the pipe, in the reader's buffer and in hand"
    reader.file.read()
    thread.join(30)
    assert parts.made == 100


def test_nothing_more_is_made_when_the_client_has_gone():
    reader, parts = Reader(), Parts(1_000)
    thread = poured(parts, reader)
    reader.file.read(PART)
    reader.file.close()
    thread.join(30)
    assert not thread.is_alive()
    assert parts.made < 10


def test_nobody_is_waited_for_who_does_not_come(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(piping, "PATIENCE", 0.01)
    parts = Parts(1)
    pour(parts, lambda path: None)
    assert parts.made == 0
