"""Tabs, networks and servers come and go: every page takes each event once; one stream serves a person's tabs."""

import pytest
from playwright.sync_api import expect

from annotations.services import delete_annotation
from projects.leaving import hand_over
from projects.models import Member
from projects.services import change_project, change_role, remove_member
from tests.browser.reading import open_document, said, saved, tag
from tests.conftest import TEXT

QUOTES = ["Wage stagnation", "migrant labour", "unscrupulous employers", "We were all paid poorly", "solidarity"]
EVENTS = "**/events/**"
COUNTED = """() => import("/static/projects/live.js").then(({ live }) => {
  window.taken = [];
  live.listen((events) => window.taken.push(...events.map(({ seq }) => seq)));
})"""
AHEAD = """() => import("/static/projects/live.js").then(({ live }) => {
  live.sequence.seq = 1_000; // as if a backup had been restored since
  live.stream.open();
})"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bob(sign_in, cast, project, document):
    return open_document(sign_in(cast.bob), project, document)


@pytest.fixture
def write(cast, document, doors):
    """Have Erin mark the next quotation."""
    left = iter(QUOTES)
    return lambda: said(doors(cast.erin), document, TEXT, next(left), "erin’s")


class Streams:
    """Which of a person's tabs ask for the event stream."""

    def __init__(self, context) -> None:
        self.asked = []
        context.on("request", self._note)

    def _note(self, request) -> None:
        if "/events/stream/" in request.url:
            self.asked.append(request.frame.page)

    def tabs(self, page) -> set:
        """Those that have asked within some rounds from now."""
        self.asked.clear()
        for _ in range(100):
            if len(self.asked) >= 5:
                break
            page.wait_for_timeout(100)
        return set(self.asked)


def test_ten_tabs_of_one_person_share_one_stream_and_survive_its_keeper(bob, project, document, write):
    streams = Streams(bob.context)
    tabs = [bob, *(open_document(bob.context.new_page(), project, document) for _ in range(9))]
    write()
    for tab in tabs:
        saved(tab, 1)
    (keeper,) = streams.tabs(bob)
    assert keeper is bob
    keeper.close()
    tabs.remove(keeper)
    write()
    for tab in tabs:
        saved(tab, 2)
    (heir,) = streams.tabs(tabs[0])
    assert heir in tabs


def test_each_tab_takes_each_event_once_and_in_order(bob, project, document, write):
    other = open_document(bob.context.new_page(), project, document)
    for tab in (bob, other):
        tab.evaluate(COUNTED)
    write()
    saved(other, 1)
    bob.close()
    ids = [write(), write()]
    saved(other, 3)
    taken = other.evaluate("window.taken")
    assert taken == list(range(taken[0], taken[0] + len(taken)))
    assert len(ids) == 2


def test_a_tab_that_opens_late_misses_nothing(bob, cast, project, document, doors, write):
    """What happens between the making of a page and its first message is asked for."""
    late = bob.context.new_page()
    late.route("**/projects/live.js", lambda route: (write(), route.continue_()))
    open_document(late, project, document)
    saved(late, 1)
    saved(bob, 1)


def test_who_was_away_misses_nothing(bob, cast, doors, write):
    ids = [write()]
    saved(bob, 1)
    bob.evaluate(COUNTED)
    bob.context.set_offline(True)
    ids += [write(), write()]
    delete_annotation(door=doors(cast.erin), id=ids[0])
    tag(bob, QUOTES[4], "mine")
    expect(bob.locator(".item.unsaved")).to_have_count(1)
    bob.context.set_offline(False)
    saved(bob, 3)
    expect(bob.locator(".item .who")).to_have_text(["erin", "erin", "bob"])
    taken = bob.evaluate("window.taken")
    assert taken == list(range(taken[0], taken[0] + len(taken)))


def test_while_the_server_is_away_the_page_says_so_quietly(bob, write):
    expect(bob.locator(".notice")).to_have_count(0)
    bob.route(EVENTS, lambda route: route.abort())
    write()
    expect(bob.locator(".notice")).to_contain_text("Not live", timeout=20_000)
    assert bob.evaluate("document.activeElement === document.body")
    bob.unroute(EVENTS)
    expect(bob.locator(".item")).to_have_count(1, timeout=40_000)  # it asks less and less often
    saved(bob, 1)
    expect(bob.locator(".notice")).to_have_count(0)


@pytest.mark.parametrize("public", [False, True])
def test_who_is_taken_from_the_project_is_told_so_though_anybody_may_read_on(bob, cast, project, public):
    change_project(project=project, user=cast.alice, public=public)
    other = bob.context.new_page()
    other.goto(f"/p/{project.slug}/")
    remove_member(member=Member.objects.get(project=project, user=cast.bob), by=cast.alice)
    for page in (bob, other):
        expect(page.locator(".notice")).to_contain_text("You are no longer in this project.")
    bob.evaluate("dispatchEvent(new Event('online'))")
    bob.wait_for_timeout(300)
    expect(bob.locator(".notice")).to_contain_text("You are no longer in this project.")


@pytest.mark.parametrize("public", [False, True])
def test_who_is_signed_out_is_told_so_and_goes_on_when_signed_in_again(bob, cast, project, write, public):
    change_project(project=project, user=cast.alice, public=public)
    kept = bob.context.cookies()
    bob.context.clear_cookies()
    expect(bob.locator(".notice")).to_contain_text("You are signed out.")
    write()
    bob.context.add_cookies(kept)
    bob.evaluate("dispatchEvent(new Event('online'))")
    saved(bob, 1)
    expect(bob.locator(".notice")).to_have_count(0)


def test_a_project_that_was_put_back_is_said_to_be(bob):
    bob.evaluate(AHEAD)
    expect(bob.locator(".notice")).to_contain_text("put back to an earlier state")


def test_without_locks_each_tab_that_is_looked_at_listens(sign_in, cast, project, document, write):
    page = sign_in(cast.bob)
    page.context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    open_document(page, project, document)
    other = open_document(page.context.new_page(), project, document)
    write()
    for tab in (page, other):
        saved(tab, 1)


def test_what_was_kept_for_going_back_is_right_again(bob, project, write):
    bob.goto(f"/p/{project.slug}/codebook/")
    write()
    bob.go_back()
    saved(bob, 1)


def test_a_change_of_role_is_told(bob, cast, project):
    change_role(member=Member.objects.get(project=project, user=cast.bob), by=cast.alice, role="reader")
    expect(bob.locator(".notice")).to_contain_text("Your role in this project is reader now.")


def test_a_project_that_is_handed_over_is_told_to_both(bob, sign_in, cast, project):
    alice = sign_in(cast.alice)
    alice.goto(f"/p/{project.slug}/")
    hand_over(project=project, by=cast.alice, to=Member.objects.get(project=project, user=cast.bob))
    expect(bob.locator(".notice")).to_contain_text("Your role in this project is owner now.")
    expect(alice.locator(".notice")).to_contain_text("Your role in this project is editor now.")
