"""One strict policy on every answer, whatever it is an answer to, and pages that need nothing it forbids."""

from html.parser import HTMLParser

import pytest

from argmap.csp import POLICY
from tests.browser.reading import said
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db

PROJECT = "/p/free-movement/"
PAGES = (
    "/",
    "/account/",
    PROJECT,
    *(PROJECT + part for part in ("codebook/", "actors/", "members/", "activity/", "import/", "export/", "settings/")),
    f"{PROJECT}codebook/wages/",
    f"{PROJECT}codebook/wages/edit/",
    "/api/v1/docs/",
)


class Inline(HTMLParser):
    """Collects what a strict policy forbids: code and styles in the page itself, and addresses that run code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        data = given.get("type") in ("application/json", "application/ld+json")
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.found.append(self.get_starttag_text())
        for name, value in attrs:
            if name == "style" or name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")


def inline(html: str) -> list[str]:
    """What of a page the policy forbids."""
    parser = Inline()
    parser.feed(html)
    return parser.found


@pytest.fixture
def annotated(cast, project, document, doors):
    """The address of a document with an annotation."""
    said(doors(cast.bob), document, TEXT, "Wage stagnation", "wages", note="Look here")
    return f"{PROJECT}documents/{document.id}/"


def test_the_policy_lets_in_nothing_but_our_own_files():
    rules = {name: values for name, *values in (part.split() for part in POLICY.split("; "))}
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == ["'none'"]
    assert {name for name, values in rules.items() if values not in (["'self'"], ["'none'"])} == {"img-src"}
    assert rules["img-src"] == ["'self'", "data:"]
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == rules["form-action"] == ["'self'"]


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nowhere/", "/p/free-movement/", "/api/v1/", "/health/"])
def test_strangers_are_answered_under_it_also_where_there_is_nothing(client, db, path):
    assert client.get(path).headers["Content-Security-Policy"] == POLICY


def test_pages_carry_it_and_need_nothing_that_it_forbids(client, cast, annotated):
    client.force_login(cast.alice)
    parts = ("", "edit/", "correct/", "versions/", "versions/1/", "review/")
    wrong = {}
    for path in (*PAGES, *(annotated + part for part in parts)):
        answer = client.get(path, follow=True)
        html = b"".join(answer).decode()
        if answer.headers.get("Content-Security-Policy") != POLICY or inline(html) or "<html" not in html:
            wrong[path] = (answer.status_code, answer.headers.get("Content-Security-Policy"), inline(html))
    assert wrong == {}


def test_the_colours_of_tags_are_a_file_of_our_own(client, cast, annotated):
    client.force_login(cast.bob)
    answer = client.get(f"{PROJECT}tags.css?v=1")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_what_is_forbidden_is_found():
    page = (
        "<p style='x' onclick='y'><a href=' javascript:z'><script>1</script><style></style><script src='/a'></script>"
    )
    assert inline(page) == ["p style=x", "p onclick=y", "a href= javascript:z", "<script>", "<style>"]
