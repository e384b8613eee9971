"""WebKitGTK, Safari's engine, driven over HTTP by WebKitWebDriver, on a screen that exists in memory alone."""

import http.client
import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.engines.wire import Refused, missing, until

_COMMANDS = {
    "Status": ("GET", "/status"),
    "New Session": ("POST", "/session"),
    "Delete Session": ("DELETE", "/session/{session}"),
    "Navigate To": ("POST", "/session/{session}/url"),
    "Refresh": ("POST", "/session/{session}/refresh"),
    "Set Window Rect": ("POST", "/session/{session}/window/rect"),
    "Execute Async Script": ("POST", "/session/{session}/execute/async"),
    "Add Cookie": ("POST", "/session/{session}/cookie"),
    "Delete All Cookies": ("DELETE", "/session/{session}/cookie"),
    "Perform Actions": ("POST", "/session/{session}/actions"),
    "Release Actions": ("DELETE", "/session/{session}/actions"),
    "Take Screenshot": ("GET", "/session/{session}/screenshot"),
}


class WebDriver:
    """A session with a WebKitWebDriver on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.session = ""
        until(self._listens, what=lambda: "WebKitWebDriver to start")
        answer = self.call("New Session", capabilities={"alwaysMatch": {"unhandledPromptBehavior": "ignore"}})
        self.session = answer["sessionId"]

    def call(self, command: str, **parameters: Any) -> Any:
        method, path = _COMMANDS[command]
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = json.dumps(parameters) if method == "POST" else None
        connection.request(method, path.format(session=self.session), body, {"Content-Type": "application/json"})
        value = json.loads(connection.getresponse().read())["value"]
        connection.close()
        if isinstance(value, dict) and "error" in value and "message" in value:
            raise Refused(f"{command}: {value['error']}: {value['message']}")
        return value

    def _listens(self) -> bool:
        try:
            return bool(self.call("Status"))
        except OSError:
            return False


@contextmanager
def webkit(folder: Path) -> Iterator[WebDriver]:
    """A WebKitGTK browser with nothing remembered; it ends with the block."""
    screen = shutil.which("Xvfb") or missing("Xvfb", "xvfb")
    driver = shutil.which("WebKitWebDriver") or missing("WebKitWebDriver", "webkit2gtk-driver")
    with _screen(screen) as display, (folder / "said.log").open("w") as said:
        port = _free_port()
        # No sandbox of WebKit's own: containers refuse it, and nothing but our own pages is opened.
        environment = os.environ | {"DISPLAY": display, "GDK_BACKEND": "x11", _NO_SANDBOX: "1"}
        process = subprocess.Popen([driver, f"--port={port}"], env=environment, stdout=said, stderr=said)
        try:
            session = WebDriver(port)
            yield session
            session.call("Delete Session")
        finally:
            process.terminate()
            process.wait(20)


_NO_SANDBOX = "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"


@contextmanager
def _screen(program: str) -> Iterator[str]:
    """The name of an X display that shows nobody anything."""
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
