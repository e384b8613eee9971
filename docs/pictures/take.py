"""Take the pictures of the documentation: `uv run python docs/pictures/take.py`.

Starts argmap in a folder that is thrown away, fills it with the scene of scene.py, and writes the PNG files beside
this script. `--keep` leaves argmap running afterwards, to look around in.
"""

import argparse
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PATIENCE = 120  # seconds for the first start
OURS = ("ARGMAP_TESTING", "ARGMAP_URL", "DATABASE_URL")  # what could be set around us and must not be
FLAGS = ("--disable-gpu", "--no-first-run", "--disable-background-networking", "--font-render-hinting=none")
LARGEST = 250_000  # bytes of a picture
SLUG = "free-movement"
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 780}, "is_mobile": True, "has_touch": True}
SELECT = """(quote) => {
  const text = document.getElementById("text");
  const start = text.textContent.indexOf(quote);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const [after, end] = [before + node.length, start + quote.length];
    if (start >= before && start < after) range.setStart(node, start - before);
    if (end > before && end <= after) range.setEnd(node, end - before);
    before = after;
  }
  range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
}"""


def main() -> None:
    """Start, fill, take the pictures, stop."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--keep", action="store_true", help="leave argmap running until Ctrl-C")
    keep = parser.parse_args().keep
    data = Path(tempfile.mkdtemp(prefix="argmap-pictures-"))
    try:
        with running(data) as site:
            cookie, reading = fill()
            take(site, cookie, reading)
            if keep:
                say(f"argmap runs at {site}, with the session {cookie}. Ctrl-C stops it.")
                with contextlib.suppress(KeyboardInterrupt):
                    while True:
                        time.sleep(1)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextlib.contextmanager
def running(data: Path) -> Iterator[str]:
    """Run argmap on a free port with all its state in `data`; gives the address of the site."""
    for name in OURS:
        os.environ.pop(name, None)
    os.environ |= {"ARGMAP_DATA": str(data), "DJANGO_SETTINGS_MODULE": "argmap.settings"}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = data / "start.log"
    command = [sys.executable, "manage.py", "start", "--port", str(port), "--workers", "1"]
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + PATIENCE
        while not is_well(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"argmap does not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def is_well(port: int) -> bool:
    """Whether the server answers that it is well."""
    with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return bool(answer.status == HTTPStatus.OK)
    return False


def fill() -> tuple[str, str]:
    """Put the scene into the running site; return Alice's session and the path of the document to be shown."""
    sys.path[:0] = [str(ROOT), str(HERE)]
    import django

    django.setup()  # here, as settings read the environment
    import scene
    from django.db import connections
    from django.test import Client

    from accounts.models import User
    from annotations.codebook import create_tag
    from documents.models import Document
    from projects.guards import open_project
    from projects.models import Project
    from projects.services import add_member

    project = Project.objects.get(slug=SLUG)
    users = {name: User.objects.create_user(name) for name in scene.PEOPLE}
    for name, role in scene.PEOPLE.items():
        add_member(project=project, by=project.creator, user=users[name], role=role)
    doors = {name: open_project(users[name], SLUG) for name in scene.PEOPLE}
    for entry in scene.CODEBOOK:
        create_tag(door=doors["alice"], **entry._asdict())
    documents = [Document.objects.get(project=project, title__startswith=title) for title in scene.MARKS]
    for document, marks in zip(documents, scene.MARKS.values(), strict=True):
        annotate_all(doors, document, marks)
    browser = Client()
    browser.force_login(users["alice"], backend="django.contrib.auth.backends.ModelBackend")
    cookie = browser.cookies["sessionid"].value
    connections.close_all()
    return cookie, f"/p/{SLUG}/documents/{documents[0].id}/"


def annotate_all(doors: dict[str, Any], document: Any, marks: tuple[Any, ...]) -> None:
    """Write the marks of one document, each by whoever made it."""
    from annotations.drafts import Draft
    from annotations.services import annotate, place

    for mark in marks:
        draft = Draft(document=document.id, quote=mark.quote, tags=list(mark.tags), note=mark.note)
        draft.attributions = [voice._asdict() for voice in mark.said_by]
        place(door=doors[mark.who], draft=draft)
        (outcome,) = annotate(door=doors[mark.who], drafts=[draft], base="/")
        if outcome.kind != "created":
            raise SystemExit(f"“{mark.quote}” could not be annotated: {outcome.kind}.")
        if mark.talk:
            discuss(doors, outcome.id, mark.talk)


def discuss(doors: dict[str, Any], annotation: Any, talk: tuple[tuple[str, str], ...]) -> None:
    """Write a thread: the first comment, and the replies to it."""
    from annotations.commenting import comment, reply

    (who, words), *answers = talk
    first, _ = comment(door=doors[who], annotation=annotation, body=words)
    for name, answer in answers:
        reply(door=doors[name], to=first.id, body=answer)


def take(site: str, cookie: str, reading: str) -> None:
    """Take every picture, and complain of one that would make the repository heavy."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=found, args=flags)

        def page(device: dict[str, Any], scheme: Literal["light", "dark"] = "light") -> Any:
            context = browser.new_context(base_url=site, locale="en-GB", color_scheme=scheme, **device)
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
            return context.new_page()

        show_top(page(DESKTOP), reading)
        show_middle(page(DESKTOP, "dark"), reading, "reading-dark")
        show_middle(page(PHONE), reading, "reading-phone")
        show_palette(page(DESKTOP), reading)
        for name, path in (("library", f"/p/{SLUG}/"), ("codebook", f"/p/{SLUG}/codebook/")):
            opened = page(DESKTOP)
            opened.goto(path, wait_until="networkidle")
            shoot(opened, name)
        browser.close()


def open_reading(page: Any, reading: str) -> None:
    """Open the reading page and wait until its script has the annotations."""
    page.goto(reading, wait_until="networkidle")
    page.locator("#text mark").first.wait_for()
    page.evaluate("document.fonts.ready")


def show_top(page: Any, reading: str) -> None:
    """The reading page as it opens: whose text it is, and its first annotations beside it."""
    open_reading(page, reading)
    shoot(page, "reading")


def show_middle(page: Any, reading: str, name: str) -> None:
    """The reading page where its highlights are densest, with one of them chosen where the list stands beside it."""
    open_reading(page, reading)
    mark = page.locator("#text mark", has_text="Wage stagnation").first
    if page.viewport_size["width"] > 1000:
        mark.click()
        page.mouse.move(0, 0)
    mark.evaluate("(mark) => mark.scrollIntoView({ block: 'center', behavior: 'instant' })")
    shoot(page, name)


def show_palette(page: Any, reading: str) -> None:
    """The palette, open on a passage, while somebody types a tag."""
    open_reading(page, reading)
    page.evaluate(
        SELECT, "We all struggled to make ends meet, to pay our bills, our rent, to put food upon our tables."
    )
    page.locator("#tag-selection").click()
    page.locator("#palette-input").type("wa")
    page.keyboard.press("Enter")
    page.locator("#palette-input").type("so")
    shoot(page, "palette")


def shoot(page: Any, name: str) -> None:
    """Write what the window shows to NAME.png beside this script."""
    page.wait_for_timeout(400)  # what moves has come to rest
    path = HERE / f"{name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    size = path.stat().st_size
    say(f"{path.relative_to(ROOT)}  {size // 1000} kB")
    if size > LARGEST:
        raise SystemExit(f"{path.name} is larger than {LARGEST // 1000} kB.")


if __name__ == "__main__":
    main()
