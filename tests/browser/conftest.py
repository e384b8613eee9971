"""A real browser on a real server: `sign_in(cast.bob)` gives a page of Bob's."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, Error, Page, Playwright, expect, sync_playwright

# Playwright's own event loop runs in this thread; the tests' database calls beside it are synchronous and safe.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The first is Chromium without windows of its own: to open a page costs it an eighth.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


def find_chromium(playwright: Playwright) -> str:
    """The path of a Chromium or Chrome; fails with what to install when there is none."""
    found = next(filter(None, map(shutil.which, _NAMES)), None) or playwright.chromium.executable_path
    if not Path(found).exists():
        pytest.fail(
            "No Chromium found: apt-get install chromium, or uv run playwright install chromium.", pytrace=False
        )
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless browser for the whole run."""
    expect.set_options(timeout=20_000)  # like the pages' own: a busy machine is no fault of theirs
    with sync_playwright() as playwright:
        flags = [*_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=flags)
        yield browser
        browser.close()


class Traffic:
    """The requests of one test that are being answered. One that outlives its page would write into the next test."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way = 0
        request_started.connect(self._began)
        request_finished.connect(self._ended)

    def _began(self, **_: object) -> None:
        self._count(1)

    def _ended(self, **_: object) -> None:
        self._count(-1)

    def _count(self, more: int) -> None:
        with self._changed:
            self._under_way += more
            self._changed.notify_all()

    def wait_until_over(self) -> None:
        """Return when every request has been answered; fails when one is not within a minute."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._under_way <= 0, timeout=60), "A request does not end."


@pytest.fixture
def traffic() -> Traffic:
    """What the server is busy with, from now on; what other tests have asked and left unfinished does not count."""
    return Traffic()


@pytest.fixture
def sign_in(live_server, browser: Browser, traffic: Traffic) -> Iterator[Callable[..., Page]]:
    """A function that opens a page as somebody (None: a stranger); keyword arguments describe the device.

    The test fails at its end when a page has had an error in a script or broken the Content-Security-Policy.
    """
    opened, faults = [], []

    def open_page(user=None, **device) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **(DESKTOP | device))
        context.set_default_timeout(20_000)
        opened.append(context)
        if user is not None:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield open_page
    for context in opened:
        try:
            context.close()
        except Error:  # the test has closed it
            continue
    traffic.wait_until_over()
    assert not faults
