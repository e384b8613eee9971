"""What waits for the network or the server: kept through a closed tab, said in plain words, and sent by itself."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from annotations.review import correct_text
from tests.browser.conftest import PHONE
from tests.browser.reading import change_note, open_document, said, save, saved, tag
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"
OTHER = "We were all paid poorly"
ONE = re.compile("/annotations/[0-9a-f-]{36}/")
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(sign_in, cast, project, document, doors):
    """A page of Bob's with an annotation of his, tagged wages."""
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    return open_document(sign_in(cast.bob), project, document)


def go_offline(page) -> None:
    page.context.set_offline(True)


def close_and_reopen(page, project, document):
    """Another tab of the same browser, after this one was closed; asks nothing when closing."""
    context = page.context
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.close(run_before_unload=True)
    page.wait_for_event("close") if not page.is_closed() else None
    assert not asked
    context.set_offline(False)
    return open_document(context.new_page(), project, document)


def delete(page) -> None:
    page.locator(".jump").first.click()
    page.get_by_role("button", name="Delete", exact=True).click()


def test_a_deletion_waits_struck_out_and_can_be_taken_back(page):
    go_offline(page)
    delete(page)
    expect(page.locator("mark.going")).to_have_text(QUOTE)
    expect(page.locator(".item.going")).to_contain_text("Not deleted: The server could not be reached.")
    expect(page.get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    page.locator("#text").press("e")
    expect(page.locator("#palette")).to_be_hidden()
    page.get_by_role("button", name="Keep it").click()
    saved(page)
    page.context.set_offline(False)
    assert Annotation.objects.get().deleted is None


def test_a_deletion_outlives_its_tab(page, project, document):
    go_offline(page)
    delete(page)
    expect(page.locator(".item.going")).to_contain_text("Not deleted")
    again = close_and_reopen(page, project, document)
    expect(again.locator(".item, mark")).to_have_count(0)
    assert Annotation.objects.get().deleted


def test_an_addition_and_a_change_outlive_their_tab(page, project, document):
    go_offline(page)
    tag(page, OTHER, "pay")
    change_note(page, "Later thought")
    expect(page.locator("#unsaved")).to_contain_text("2 changes wait for the network.")
    again = close_and_reopen(page, project, document)
    saved(again, 2)
    rows = Annotation.objects.order_by("start").values_list("quote", "note", "labels")
    assert list(rows) == [(QUOTE, "Later thought", ["wages"]), (OTHER, "", ["pay"])]


def test_what_waits_outlives_a_correction_of_the_text(page, project, document, doors, cast):
    go_offline(page)
    tag(page, OTHER, "pay")
    change_note(page, "Later thought")
    expect(page.locator("#unsaved")).to_contain_text("2 changes wait for the network.")
    correct_text(door=doors(cast.erin), document=document, text=TEXT.replace("asked for", "asked again for"))
    again = close_and_reopen(page, project, document)
    expect(again.locator(".toast")).to_contain_text("Saved: what you did on version 1 of this text.")
    expect(again.locator("#conflict")).to_be_visible()
    again.get_by_role("button", name="Save mine").click()
    saved(again)
    rows = Annotation.objects.order_by("start").values_list("quote", "note", "version")
    assert list(rows) == [(QUOTE, "Later thought", 2), (OTHER, "", 1)]


def test_a_restoration_outlives_its_tab(page, project, document):
    delete(page)
    expect(page.locator(".toast")).to_contain_text("Annotation deleted.")
    go_offline(page)
    page.keyboard.press("Control+z")
    expect(page.locator(".item.unsaved")).to_have_count(1)
    again = close_and_reopen(page, project, document)
    saved(again)
    assert Annotation.objects.get().deleted is None


def test_what_waits_is_said_and_sent_once_the_network_is_back(page):
    title = page.title()
    go_offline(page)
    change_note(page, "Later thought")
    expect(page.locator("#unsaved")).to_contain_text("1 change waits for the network.")
    expect(page).to_have_title(f"(1 unsaved) {title}")
    expect(page.locator(".toast")).to_have_count(0)
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("#unsaved")).to_be_hidden()
    expect(page).to_have_title(title)
    assert Annotation.objects.get().note == "Later thought"


def test_undoing_an_addition_waits_like_all_the_rest(page):
    go_offline(page)
    tag(page, OTHER, "pay")
    expect(page.locator("#unsaved")).to_contain_text("1 change waits for the network.")
    page.keyboard.press("Control+z")
    expect(page.locator(".item.going")).to_contain_text("It is tried again by itself.")
    expect(page.locator(".toast")).to_contain_text("Undone: annotation added.")
    page.context.set_offline(False)
    saved(page)
    assert Annotation.objects.get(deleted=None).quote == QUOTE


def test_where_the_list_is_closed_a_message_says_once_what_waits(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob, **PHONE), project, document)
    go_offline(page)
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("t")
    save(page, "pay")
    expect(page.locator(".toast")).to_contain_text("1 change waits for the network.")
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_contain_text("Undone: annotation added.")
    page.context.set_offline(False)
    expect(page.locator(".item, mark")).to_have_count(0)


def test_a_server_that_is_restarted_is_waited_for(page):
    page.route(ONE, lambda route: route.fulfill(status=503, body="down"))
    delete(page)
    expect(page.locator("#unsaved")).to_contain_text("1 change waits for the server.")
    page.unroute_all()
    page.get_by_role("button", name="Retry now").click()
    expect(page.locator(".item, mark")).to_have_count(0)
    assert Annotation.objects.get().deleted


def test_a_deletion_whose_answer_was_lost_is_done(page):
    def lose_the_answer(route) -> None:
        route.fetch()
        route.abort()

    page.route(ONE, lose_the_answer)
    delete(page)
    expect(page.locator(".item.going")).to_contain_text("Not deleted")
    page.unroute_all()
    page.get_by_role("button", name="Retry now").click()
    expect(page.locator(".item, mark")).to_have_count(0)
    assert Annotation.objects.get().revision == 2


def test_a_refused_change_says_why_and_stays(page):
    page.route(ONE, lambda route: route.fulfill(status=403, json={"title": "No", "detail": "You are a reader now."}))
    change_note(page, "Mine")
    page.locator("#palette").get_by_role("button", name="Cancel").click()
    expect(page.locator(".item.unsaved")).to_contain_text("Not saved: You are a reader now.")
    expect(page.locator("#unsaved")).to_contain_text("1 change is not saved")
    page.unroute_all()
    page.locator(".item").get_by_role("button", name="Retry").click()
    saved(page)
    assert Annotation.objects.get().note == "Mine"


def test_without_room_in_the_browser_that_is_said_once_and_work_goes_on(sign_in, cast, project, document):
    page = sign_in(cast.bob)
    page.add_init_script(FULL)
    open_document(page, project, document)
    tag(page, OTHER, "pay")
    expect(page.locator(".toast")).to_contain_text("This browser cannot keep your unsaved work.")
    saved(page)
    go_offline(page)
    change_note(page, "Later thought")
    expect(page.locator("#unsaved")).to_contain_text("This browser cannot keep unsaved work: leave the page open.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_drafts_are_kept_until_they_are_forgotten_or_old(page):
    drafts = """async ([does, ...args]) => {
      const reader = document.querySelector("script[src*='reader']").src;
      const { Drafts } = await import(reader.replace(/reader[^/]*$/, "drafts.js"));
      return new Drafts({ document: "d", user: "u" })[does](...args) ?? null;
    }"""
    page.clock.install()
    page.evaluate(drafts, ["keep", "note 1", "half a thou"])
    page.evaluate(drafts, ["keep", "note 2", "another"])
    page.reload()
    assert page.evaluate(drafts, ["take", "note 1"]) == "half a thou"
    page.evaluate(drafts, ["forget", "note 1"])
    assert page.evaluate(drafts, ["take", "note 1"]) is None
    page.evaluate(drafts, ["keep", "note 3", "  "])
    assert page.evaluate(drafts, ["take", "note 3"]) is None
    page.clock.set_fixed_time("2100-01-01")
    assert page.evaluate(drafts, ["take", "note 2"]) is None
