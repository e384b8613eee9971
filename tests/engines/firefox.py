"""Firefox, driven over Marionette: the protocol that Firefox itself speaks, so that no driver program is needed.

Messages are JSON arrays behind their length: `[0, id, command, parameters]` out, `[1, id, error, result]` back.
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.engines.wire import Refused, missing, until

_NAMES = ("firefox-esr", "firefox")
_COMMANDS = {
    "New Session": "WebDriver:NewSession",
    "Navigate To": "WebDriver:Navigate",
    "Refresh": "WebDriver:Refresh",
    "Set Window Rect": "WebDriver:SetWindowRect",
    "Execute Async Script": "WebDriver:ExecuteAsyncScript",
    "Add Cookie": "WebDriver:AddCookie",
    "Delete All Cookies": "WebDriver:DeleteAllCookies",
    "Perform Actions": "WebDriver:PerformActions",
    "Release Actions": "WebDriver:ReleaseActions",
    "Take Screenshot": "WebDriver:TakeScreenshot",
}


class Marionette:
    """A connection to a running Firefox."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._answers = self._socket.makefile("rb")
        self._numbers = count(1)
        self._read()  # Firefox introduces itself
        self.call("New Session", capabilities={"alwaysMatch": {"unhandledPromptBehavior": "ignore"}})

    def call(self, command: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        message = json.dumps([0, number, _COMMANDS[command], parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, answered, error, result = self._read()
        assert answered == number
        if error:
            raise Refused(f"{command}: {error['error']}: {error['message']}")
        return result.get("value") if isinstance(result, dict) and set(result) == {"value"} else result

    def _read(self) -> Any:
        length = b""
        while (byte := self._answers.read(1)) != b":":
            if not byte:
                raise Refused("Firefox has closed the connection")
            length += byte
        return json.loads(self._answers.read(int(length)))


@contextmanager
def firefox(folder: Path) -> Iterator[Marionette]:
    """A headless Firefox with a new profile in a folder; it ends with the block."""
    program = next(filter(None, map(shutil.which, _NAMES)), None) or missing("Firefox", "firefox-esr")
    (folder / "user.js").write_text('user_pref("marionette.port", 0);\n')
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(folder)]
    with (folder / "said.log").open("w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        yield Marionette(int(until(lambda: _port(folder), what=lambda: "Firefox to start", seconds=60)))
    finally:
        process.terminate()
        process.wait(20)


def _port(folder: Path) -> str:
    """The port that Firefox has chosen, written into its profile when it listens; empty before that."""
    found = folder / "MarionetteActivePort"
    return found.read_text().strip() if found.exists() else ""
