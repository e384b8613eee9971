"""What the drivers of both engines are asked for: commands of the WebDriver standard, by the names that it gives them.

https://www.w3.org/TR/webdriver2/ describes the commands and what they answer.
"""

import time
from collections.abc import Callable
from typing import Any, Protocol

import pytest


class Refused(Exception):
    """The browser has refused a command; the words are its own."""


class Wire(Protocol):
    """A browser with one window that takes commands."""

    def call(self, command: str, **parameters: Any) -> Any:
        """Have a command done and give back its value; raises Refused."""


def missing(program: str, package: str) -> None:
    """Fail with what to install: a journey that does not run proves nothing."""
    pytest.fail(
        f"{program} is not installed: apt-get install {package}. "
        "ARGMAP_ENGINES says in which engines the journeys run (docs/how-to/develop.md).",
        pytrace=False,
    )


def until(ask: Callable[[], Any], *, what: Callable[[], str], seconds: float = 20, pause: float = 0.03) -> Any:
    """The first true answer; fails, and says what was waited for, when none comes in time."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        if time.monotonic() > end:
            pytest.fail(f"Waited {seconds:g} s for {what()}.")
        time.sleep(pause)
    return answer
