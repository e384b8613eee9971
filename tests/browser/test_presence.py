"""Who is here is seen quietly on every page of a project, and not at all where it is turned off."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import expect

from accounts.services import show_presence
from projects.models import Member, Presence, Veil
from projects.presence import FORGOTTEN, appear
from projects.services import change_project, remove_member
from tests.argmap.starting import wait_until
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import open_document, said
from tests.browser.test_accessibility import faults
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)

SAYS = "**/presence/*"
WATCHED = """() => {
  window.told = [];
  for (const one of document.querySelectorAll("[aria-live], [role=status]"))
    new MutationObserver(() => window.told.push(one.outerHTML)).observe(one, { childList: true, subtree: true });
}"""
PAGE = "6f1c1f0e-3f0b-4b43-9a3e-0d6d6f0f4a11"


@pytest.fixture
def library(sign_in, project, document):
    """A function that opens the library as somebody."""

    def open_library(user, **device):
        page = sign_in(user, **device)
        page.goto(f"/p/{project.slug}/")
        return page

    return open_library


@pytest.fixture
def erin(cast, project, document):
    """Erin is here, in the document; a function that says so again."""

    def say() -> None:
        appear(project=project.id, user=cast.erin, page=PAGE, document=document.id, place=20)

    say()
    return say


def summary(page):
    return page.locator("#here > summary")


def test_two_people_see_each_other_and_where_each_reads(sign_in, library, cast, project, document):
    bob = library(cast.bob)
    expect(summary(bob)).to_be_hidden()
    erin = open_document(sign_in(cast.erin), project, document)
    expect(summary(erin)).to_have_text(re.compile("bob is here$"))
    expect(summary(bob)).to_have_text(re.compile("erin is here$"))
    beside = bob.locator(".library li", has_text="Wages and borders").locator(".readers")
    expect(beside.locator(".names")).to_have_text("erin is reading it now")
    expect(beside.locator(".initial")).to_have_text("ER")
    summary(bob).click()
    with bob.expect_navigation():
        bob.get_by_role("link", name="erin reading “Wages and borders”").click()
    expect(bob.locator("#readers .initial")).to_have_attribute("title", "erin")
    expect(erin.locator("#readers .initial")).to_have_attribute("title", "bob")
    bob.goto("/account/")
    expect(summary(erin)).to_be_hidden()
    expect(erin.locator("#readers .initial")).to_have_count(0)


def test_nothing_moves_what_one_reads_and_nothing_is_read_out(sign_in, cast, project, document, doors, erin):
    said(doors(cast.bob), document, TEXT, "Wage stagnation", "wages")
    Presence.objects.all().delete()
    page = open_document(sign_in(cast.bob), project, document)
    page.evaluate(WATCHED)
    before = page.locator("#text").bounding_box()
    erin()
    expect(page.locator("#readers .initial")).to_have_count(1)
    assert page.locator("#text").bounding_box() == before
    assert page.evaluate("document.activeElement === document.body")
    assert page.evaluate("window.told") == []
    assert page.locator("#here").evaluate("(menu) => menu.closest('[aria-live], [role=status]')") is None


def test_an_open_list_stays_as_it_is_until_it_is_closed(library, cast, erin, project):
    page = library(cast.bob)
    summary(page).click()
    Presence.objects.filter(user=cast.erin).delete()
    expect(page.locator(".library .readers")).to_be_hidden()
    expect(page.locator("#here .people li")).to_have_count(1)
    page.keyboard.press("Escape")
    page.get_by_role("searchbox").focus()
    expect(summary(page)).to_be_hidden()


def test_a_list_that_was_closed_follows_again(library, cast, erin, project):
    page = library(cast.bob)
    summary(page).click()
    summary(page).click()
    Presence.objects.filter(user=cast.erin).delete()
    expect(summary(page)).to_be_hidden()


def test_under_the_keyboard_the_list_stays_and_is_anew_when_it_opens(library, cast, erin, project):
    page = library(cast.bob)
    expect(summary(page)).to_have_text(re.compile("erin is here$"))
    page.keyboard.press("Tab")
    summary(page).focus()
    Presence.objects.filter(user=cast.erin).delete()
    expect(page.locator(".library .readers")).to_be_hidden()
    expect(summary(page)).to_have_text(re.compile("erin is here$"))
    page.keyboard.press("Enter")
    expect(summary(page)).to_have_text(re.compile("Nobody else is here$"))
    expect(page.locator("#here")).to_have_attribute("open", "")
    expect(page.locator("#here .people li")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(summary(page)).to_be_hidden()


def test_a_long_name_leaves_room_for_the_project(library, cast, project):
    cast.erin.username = "e" * 150
    cast.erin.save()
    appear(project=project.id, user=cast.erin, page=PAGE)
    page = library(cast.bob, viewport={"width": 1024, "height": 768})
    expect(summary(page)).to_be_visible()
    assert page.locator("#where a").evaluate("link => link.scrollWidth <= link.clientWidth"), "it is cut"


def test_who_becomes_a_visitor_sees_nobody_any_more(library, cast, project, erin):
    change_project(project=project, user=cast.alice, public=True)
    page = library(cast.bob)
    expect(summary(page)).to_be_visible()
    remove_member(member=Member.objects.get(project=project, user=cast.bob), by=cast.alice)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(summary(page)).to_be_hidden()


def test_who_says_nothing_any_more_is_forgotten(library, cast, erin):
    page = library(cast.bob)
    expect(summary(page)).to_have_text(re.compile("erin is here$"))
    long_ago = F("seen") - timedelta(seconds=FORGOTTEN + 1)
    Presence.objects.filter(user=cast.erin).update(seen=long_ago)
    expect(summary(page)).to_be_hidden()


def test_all_tabs_of_a_person_hear_of_it_by_one_stream(library, cast, project, erin):
    first = library(cast.bob)
    expect(summary(first)).to_have_text(re.compile("erin is here$"))
    late = first.context.new_page()
    late.route(SAYS, lambda route: route.abort())
    late.goto(f"/p/{project.slug}/codebook/")
    expect(summary(late)).to_have_text(re.compile("erin is here$"))
    Presence.objects.filter(user=cast.erin).delete()
    for tab in (first, late):
        expect(summary(tab)).to_be_hidden()


def test_a_page_that_cannot_say_it_stays_quiet(library, cast, erin):
    page = library(cast.bob)
    page.route(SAYS, lambda route: route.fulfill(status=503, json={}))
    with page.expect_response(SAYS):
        page.reload()
    expect(summary(page)).to_have_text(re.compile("erin is here$"))
    expect(page.locator(".notice, .toast")).to_have_count(0)


class TestTurnedOff:
    def test_by_oneself_nothing_is_sent_and_nobody_is_shown(self, sign_in, library, cast, erin):
        page = sign_in(cast.bob)
        page.goto("/account/")
        page.get_by_label("Show others in my projects that I am here").uncheck()
        page.locator("section", has_text="Presence").get_by_role("button", name="Save").click()
        expect(page.locator(".messages")).to_contain_text("Nobody sees that you are here")
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        with page.expect_response("**/events/stream/*"):
            page.goto("/p/free-movement/")
        assert page.locator("#here, [data-readers]").count() == 0
        assert [url for url in asked if "presence" in url] == []
        assert not Presence.objects.filter(user=cast.bob).exists()

    def test_in_the_project_all_pages_fall_silent_and_begin_again(self, library, cast, project, erin):
        page = library(cast.bob)
        expect(summary(page)).to_be_visible()
        change_project(project=project, user=cast.alice, presence=False)
        expect(summary(page)).to_be_hidden()
        assert not Presence.objects.exists()
        change_project(project=project, user=cast.alice, presence=True)
        erin()
        expect(summary(page)).to_be_visible()
        wait_until(lambda: Presence.objects.filter(user=cast.bob).exists())  # it may hear of others before it is heard

    def test_by_oneself_and_on_again_open_pages_say_it_again(self, library, cast, erin):
        page = library(cast.bob)
        expect(summary(page)).to_be_visible()
        show_presence(user=cast.bob, on=False)
        expect(summary(page)).to_be_hidden()
        show_presence(user=cast.bob, on=True)
        expect(summary(page)).to_be_visible()
        wait_until(lambda: Presence.objects.filter(user=cast.bob).exists())

    def test_of_who_has_turned_it_off_elsewhere_nothing_is_shown_any_more(self, library, cast, erin):
        page = library(cast.bob)
        expect(summary(page)).to_be_visible()
        show_presence(user=cast.erin, on=False)
        expect(summary(page)).to_be_hidden()


def test_who_codes_independently_does_not_see_who_else_is_in_the_document(library, cast, project, document, erin):
    Veil.objects.create(project=project, scope=document.id)
    page = library(cast.bob)
    summary(page).click()
    expect(page.locator("#here .people li")).to_have_text(re.compile("erin *in the project"))
    expect(page.locator(".library .readers")).to_be_hidden()


def test_a_visitor_neither_shows_nor_sees(library, cast, project, erin):
    change_project(project=project, user=cast.alice, public=True)
    page = library(cast.carol)
    expect(page.locator(".library li")).to_have_count(1)
    assert page.locator("#here, [data-readers]").count() == 0


def test_who_is_taken_from_the_project_sees_nobody_there_any_more(library, cast, project, erin):
    page = library(cast.bob)
    expect(summary(page)).to_be_visible()
    remove_member(member=Member.objects.get(project=project, user=cast.bob), by=cast.alice)
    expect(summary(page)).to_be_hidden()


def test_on_a_phone_there_is_a_number(library, cast, erin):
    page = library(cast.bob, **PHONE)
    expect(summary(page).locator(".number")).to_be_visible()
    expect(summary(page).locator(".number")).to_have_text("1")
    expect(summary(page).locator(".initials")).to_be_hidden()
    expect(page.locator(".library .readers .number")).to_have_text("1 reading")
    expect(page.locator(".library .readers .names")).to_be_hidden()
    assert page.locator("#where a").evaluate("link => link.scrollWidth <= link.clientWidth"), "it is cut"
    expect(page.locator(".me summary", has_text="Account of bob")).to_be_visible()


@pytest.mark.parametrize(
    "device",
    [DESKTOP, DESKTOP | {"color_scheme": "dark"}, DESKTOP | {"forced_colors": "active"}, PHONE],
    ids=["light", "dark", "forced", "phone"],
)
def test_the_pages_on_which_somebody_is_seen_are_accessible(library, cast, project, document, erin, device):
    page = library(cast.bob, **device)
    summary(page).click()
    expect(page.locator("#here .people li")).to_have_count(1)
    assert faults(page) == []
    open_document(page, project, document)
    expect(summary(page)).to_be_visible()
    assert faults(page) == []


def test_who_cannot_bear_motion_sees_none(sign_in, cast, project, document, erin):
    page = open_document(sign_in(cast.bob, reduced_motion="reduce"), project, document)
    expect(page.locator("#readers .initial")).to_have_css("transition-property", "all")
    expect(page.locator("#readers .initial")).to_have_css("transition-duration", "0s")
