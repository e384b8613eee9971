"""The pages work under a policy that lets in no inline code, and ask nobody but their own server for anything."""

import pytest
from playwright.sync_api import expect

from tests.browser.reading import drag_over, open_document, save, saved

PROJECT = "/p/free-movement/"
PAGES = (
    "/",
    "/account/",
    PROJECT,
    *(
        PROJECT + part
        for part in ("codebook/", "codebook/wages/", "actors/", "members/", "import/", "export/", "settings/")
    ),
    "/api/v1/docs/",
)
# What a page could try if somebody smuggled words into it; each says whether it came to anything.
ATTEMPTS = {
    "a script": """() => {
      const made = document.createElement("script");
      made.textContent = "window.ran = 1";
      document.body.append(made);
      return window.ran === 1;
    }""",
    "a handler": """() => {
      const made = document.createElement("p");
      made.setAttribute("onclick", "window.heard = 1");
      document.body.append(made);
      made.click();
      return window.heard === 1;
    }""",
    "words that are run": """() => new Promise((done) => setTimeout(() => {
      try { done(window.eval("1 + 1") === 2); } catch { done(false); }
    }))""",
    "a style": """() => {
      const made = document.createElement("p");
      made.setAttribute("style", "position: fixed");
      document.body.append(made);
      return getComputedStyle(made).position === "fixed";
    }""",
    "words sent elsewhere": """() => fetch("https://example.org/").then(() => true, () => false)""",
    "a picture from elsewhere": """() => new Promise((done) => {
      const made = new Image();
      made.onload = () => done(true);
      made.onerror = () => done(false);
      made.src = "https://example.org/";
    })""",
}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
WATCH = """addEventListener("securitypolicyviolation", (event) =>
  refusedByPolicy(`${event.effectiveDirective} ${event.blockedURI}`))"""

pytestmark = pytest.mark.django_db(transaction=True)


def watched(page) -> tuple[list[str], list[str]]:
    """What a page asks for from now on, and what its policy refuses."""
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.expose_function("refusedByPolicy", lambda words: refused.append(words))
    page.add_init_script(WATCH)
    return asked, refused


def strange(asked: list[str], home: str) -> list[str]:
    """What was asked of anybody but the server at `home`."""
    return [url for url in asked if not url.startswith((f"{home}/", "data:", "blob:"))]


def test_a_passage_is_tagged_without_a_request_to_anybody_else(sign_in, cast, project, document, live_server):
    page = sign_in(cast.bob)
    asked, refused = watched(page)
    open_document(page, project, document)
    drag_over(page, "We were all paid poorly")
    page.keyboard.press("t")
    save(page, "wages")
    saved(page)
    page.get_by_role("button", name="History").click()
    expect(page.locator(".deed")).to_have_count(1)
    assert len(asked) > 5
    assert (strange(asked, live_server.url), refused) == ([], [])


def test_no_page_asks_anybody_else_for_anything(sign_in, cast, project, document, doors, live_server):
    from annotations.codebook import create_tag

    create_tag(door=doors(cast.alice), name="wages")
    page = sign_in(cast.alice)
    asked, refused = watched(page)
    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert (strange(asked, live_server.url), refused) == ([], [])


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_what_is_smuggled_in_does_nothing(browser, cast, project, live_server, attempt):
    page = browser.new_page()
    everybody = {"Access-Control-Allow-Origin": "*", "Content-Type": "image/svg+xml"}
    page.route("https://example.org/", lambda route: route.fulfill(body=PICTURE, headers=everybody))
    page.goto(f"{live_server.url}/accounts/login/")
    assert page.evaluate(attempt) is False
    page.close()
