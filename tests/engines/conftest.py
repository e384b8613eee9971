"""Firefox and WebKit on a real server: `open_page(cast.bob)` gives a page of Bob's, in each engine in turn.

ARGMAP_ENGINES names the engines that are asked for, "firefox,webkit" for both. The rest is deselected, and said.
"""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.engines.firefox import firefox
from tests.engines.page import Page
from tests.engines.road import Road
from tests.engines.webkit import webkit
from tests.engines.wire import Refused, Wire

_ENGINES = {"firefox": firefox, "webkit": webkit}
_FAILED = pytest.StashKey[bool]()


def _asked() -> set[str]:
    """The engines that ARGMAP_ENGINES names."""
    named = set(os.environ.get("ARGMAP_ENGINES", "").replace(",", " ").lower().split())
    if unknown := named - {*_ENGINES, "chromium"}:
        raise pytest.UsageError(f"ARGMAP_ENGINES: {', '.join(sorted(unknown))}? Known are {', '.join(_ENGINES)}.")
    return named & set(_ENGINES)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the engines that are not asked for."""
    asked = _asked()
    out = [item for item in items if (name := _engine_of(item)) and name not in asked]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in set(out)]


def _engine_of(item: pytest.Item) -> str | None:
    return getattr(item, "callspec", None) and item.callspec.params.get("wire")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say which engines were not tried."""
    if left := sorted(set(_ENGINES) - _asked()):
        names = ",".join(left)
        terminalreporter.write_line(
            f"Not asked for: {names}. ARGMAP_ENGINES={names} uv run pytest tests/engines tries them."
        )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know, at their end, that the test has failed."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(scope="session", params=list(_ENGINES))
def wire(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """A running browser, the same for all journeys in its engine."""
    with _ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as browser:
        yield browser


@pytest.fixture
def open_page(
    live_server: Any, wire: Wire, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """A function that gives the browser's window to somebody (None: a stranger).

    The test fails at its end when a page has had an error in a script or broken the Content-Security-Policy. When it
    fails, `last.png` in its temporary folder shows what the window showed.
    """
    road = Road(live_server.url)
    page = Page(wire, road)

    def open_window(user: Any = None, *, width: int = 1280, height: int = 900) -> Page:
        page.goto("/accounts/login/")
        wire.call("Delete All Cookies")
        page.resize(width, height)
        if user is not None:
            wire.call("Add Cookie", cookie={"name": settings.SESSION_COOKIE_NAME, "value": _session(user), "path": "/"})
        return page

    yield open_window
    faults = page.faults()
    if request.node.stash.get(_FAILED, False) or faults:
        with suppress(Refused):
            page.picture(tmp_path / "last.png")
    road.close()
    assert not faults


def _session(user: Any) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
