"""Where one reads is said as one moves, once for all of one's pages, and shown beside the text."""

import re

import pytest
from playwright.sync_api import expect

from projects.models import Presence
from projects.presence import appear
from tests.argmap.starting import wait_until
from tests.browser.reading import open_document
from tests.browser.test_presence import PAGE, SAYS, summary
from tests.conftest import import_text

pytestmark = pytest.mark.django_db(transaction=True)

BOOK = "\n\n".join(f"Sentence {at:03} says that wages fall." for at in range(200)) + "\n"
LINE_BREAK = BOOK.index("Sentence 101") - 1
TO_THE_END = "scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })"


@pytest.fixture
def window(sign_in, cast, project):
    """A window of Bob's with a clock of its own, where it is counted how often a page of his is heard to speak."""
    page = sign_in(cast.bob)
    page.clock.install()
    page.context.route("**/events/stream/*", lambda route: route.abort())  # a stream is lost and found as clocks jump
    name = f"argmap presence bob /api/v1/projects/{project.slug}/presence/"
    page.add_init_script(f"""
      window.spoken = 0;
      window.overhearing = new BroadcastChannel("{name}");
      window.overhearing.onmessage = () => {{ window.spoken += 1; }};
    """)
    return page


def spoken(page, times: int) -> None:
    """Wait until a page has heard so often that one of a person's pages has spoken."""
    wait_until(lambda: page.evaluate("window.spoken") == times)


@pytest.fixture
def book(cast, project):
    """A text that is much longer than a window is high."""
    return import_text(project, cast.erin, BOOK, "A book")


def test_a_disc_stands_where_somebody_reads_and_the_list_leads_there(sign_in, cast, project, book):
    appear(project=project.id, user=cast.erin, page=PAGE, document=book.id, place=BOOK.index("Sentence 150"))
    page = open_document(sign_in(cast.bob), project, book)
    disc = page.locator("#readers .initial")
    expect(disc).to_have_css("--at", re.compile(r"0\.7[45]"))
    appear(project=project.id, user=cast.erin, page=PAGE, document=book.id, place=BOOK.index("Sentence 050"))
    expect(disc).to_have_css("--at", re.compile(r"0\.2[45]"))
    summary(page).click()
    page.get_by_role("button", name="erin about 25% through this text").click()
    expect(page.locator("#text p", has_text="Sentence 050")).to_be_in_viewport()
    expect(page.locator("#here")).not_to_have_attribute("open", "")


def test_where_one_reads_is_said_when_one_has_moved(sign_in, cast, project, book):
    page = open_document(sign_in(cast.bob), project, book)
    page.evaluate(TO_THE_END)
    wait_until(lambda: Presence.objects.filter(user=cast.bob, document=book.id, place__gt=len(BOOK) / 2).exists())


def test_who_moves_while_it_is_being_said_says_it_again(sign_in, cast, project, book):
    page, asked, slow = sign_in(cast.bob), [], []
    page.clock.install()
    page.on("request", lambda request: asked.append(request.method) if "/presence/" in request.url else None)
    page.route(SAYS, lambda route: route.continue_() if slow else slow.append(route))
    with page.expect_request(SAYS):
        open_document(page, project, book)
    page.evaluate(TO_THE_END)
    page.clock.run_for(10_000)
    assert asked == ["PUT"]
    with page.expect_response(SAYS):
        slow[0].continue_()
    with page.expect_response(SAYS):
        page.clock.run_for(3_000)
    assert Presence.objects.get(user=cast.bob).place > len(BOOK) / 2


def test_of_two_windows_side_by_side_the_one_speaks_that_was_used_last(window, cast, project, document):
    asked = []
    open_document(window, project, document)
    spoken(window, 1)
    window.on("request", lambda request: asked.append(request.method) if "/presence/" in request.url else None)
    second = window.context.new_page()
    second.goto(f"/p/{project.slug}/")
    spoken(window, 2)
    window.clock.run_for(21_000)
    spoken(window, 3)  # the second, whose clock it is too
    assert asked == []
    with window.expect_response(SAYS):
        window.evaluate("dispatchEvent(new Event('focus'))")
        window.clock.run_for(1_000)
    assert Presence.objects.filter(user=cast.bob).latest("seen").document == document.id
    spoken(window, 4)
    with window.expect_response(SAYS):
        second.close(run_before_unload=True)


def test_who_goes_from_page_to_page_is_not_gone_meanwhile(window, cast, project, document):
    appear(project=project.id, user=cast.erin, page=PAGE)
    window.goto(f"/p/{project.slug}/")
    spoken(window, 1)
    window.clock.pause_at(window.evaluate("Date.now() / 1000") + 1)
    Presence.objects.filter(user=cast.erin).delete()
    window.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    spoken(window, 2)
    expect(summary(window)).to_have_text(re.compile("erin is here$"))
    window.clock.run_for(3_000)
    expect(summary(window)).to_be_hidden()


@pytest.mark.parametrize(
    ("place", "words", "paragraph"),
    [(LINE_BREAK, "about 50% through", "Sentence 100"), (2**31 - 1, "at the end of", "Sentence 199")],
    ids=["a blank line", "past the end"],
)
def test_a_place_without_a_letter_leads_to_where_it_is(sign_in, cast, project, book, place, words, paragraph):
    appear(project=project.id, user=cast.erin, page=PAGE, document=book.id, place=place)
    page = open_document(sign_in(cast.bob), project, book)
    summary(page).click()
    page.get_by_role("button", name=f"erin {words} this text").click()
    expect(page.locator("#text p", has_text=paragraph)).to_be_in_viewport()


def test_who_reads_something_else_is_said_to_and_the_list_leads_there(sign_in, cast, project, document, book):
    appear(project=project.id, user=cast.erin, page=PAGE, document=document.id, place=3)
    page = open_document(sign_in(cast.bob), project, book)
    expect(summary(page)).to_be_visible()
    expect(page.locator("#readers .initial")).to_have_count(0)
    summary(page).click()
    with page.expect_navigation():
        page.get_by_role("link", name="erin reading another document").click()
    expect(page.get_by_role("heading", name="Wages and borders")).to_be_visible()
