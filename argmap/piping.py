"""Sending an answer part by part, as it is made and no faster than the client takes it.

What an RSGI application streams, Granian keeps in memory without limit until the client has taken it. Of a file it
reads only what the client has room for. So such an answer goes through a named pipe: whoever writes to it waits while
it is full, and is told when nobody reads any more.
"""

import errno
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

PATIENCE = 10.0  # seconds until the server has begun to read; it does so at once unless the client has gone


def pour(parts: Iterable[bytes], answer: Callable[[str], object]) -> None:
    """Have the server `answer` with the file of this path, and write the parts into it until they or the client end."""
    with tempfile.TemporaryDirectory(prefix="argmap-") as folder:
        pipe = Path(folder, "answer")
        os.mkfifo(pipe, 0o600)
        answer(str(pipe))
        end = _open(pipe)
    if end is None:
        return
    with os.fdopen(end, "wb", buffering=0) as out:
        try:
            for part in parts:
                _write(out.fileno(), part)
        except BrokenPipeError:
            return  # the client has gone


def _open(pipe: Path) -> int | None:
    """The end to write to, once somebody reads at the other; None if nobody comes."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            end = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:  # nobody reads yet
                raise
            time.sleep(0.0005)
        else:
            os.set_blocking(end, True)
            return end
    return None


def _write(end: int, part: bytes) -> None:
    left = memoryview(part)
    while left:
        left = left[os.write(end, left) :]
