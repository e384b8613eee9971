"""Two tabs of one person on one document: they show each other's work, send it once, and lose none of it."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from tests.browser.reading import Held, change_note, open_document, said, save, saved, tag
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"
OTHER = "We were all paid poorly"
ONE = re.compile("/annotations/[0-9a-f-]{36}/")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tabs(sign_in, cast, project, document, doors):
    """Two tabs of Bob's, with an annotation of his, tagged wages."""
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    first = open_document(sign_in(cast.bob), project, document)
    return first, open_document(first.context.new_page(), project, document)


@pytest.fixture
def writes(tabs):
    """The methods of the requests for annotations that the server has answered, from both tabs."""
    sent: list[str] = []
    asked = tabs[0].context
    asked.on("response", lambda answer: sent.append(answer.request.method) if ONE.search(answer.url) else None)
    return sent


def test_each_shows_what_the_other_does(tabs, writes):
    first, second = tabs
    tag(first, OTHER, "pay")
    saved(first, 2)
    saved(second, 2)
    change_note(second, "Said twice")
    saved(second, 2)
    expect(first.locator(".item .remark").first).to_have_text("Said twice")
    first.locator(".jump").first.click()
    first.get_by_role("button", name="Delete", exact=True).click()
    expect(first.locator(".toast")).to_contain_text("Annotation deleted.")
    saved(second, 1)
    assert [method for method in writes if method != "GET"] == ["PUT", "PATCH", "DELETE"]


def test_what_waits_in_both_is_sent_once(tabs, writes):
    first, second = tabs
    first.context.set_offline(True)
    tag(first, OTHER, "pay")
    expect(second.locator(".item.saving")).to_have_count(1)
    writes.clear()
    first.context.set_offline(False)
    saved(first, 2)
    saved(second, 2)
    assert [method for method in writes if method != "GET"] == ["PUT"]
    assert Annotation.objects.get(quote=OTHER).revision == 1


def test_what_waits_in_one_is_sent_by_the_other_when_it_is_closed(tabs):
    first, second = tabs
    first.context.set_offline(True)
    tag(first, OTHER, "pay")
    expect(second.locator(".item.saving")).to_have_count(1)
    first.close()
    second.context.set_offline(False)
    saved(second, 2)
    assert Annotation.objects.filter(quote=OTHER).exists()


def test_what_is_taken_back_in_one_goes_from_the_other(tabs):
    first, second = tabs
    first.context.set_offline(True)
    tag(first, OTHER, "pay")
    expect(second.locator(".item.saving")).to_have_count(1)
    first.keyboard.press("Control+z")
    first.context.set_offline(False)
    saved(first, 1)
    saved(second, 1)
    assert not Annotation.objects.filter(quote=OTHER, deleted=None).exists()


def test_both_change_the_same_without_a_network_and_the_last_word_stands(tabs):
    first, second = tabs
    first.context.set_offline(True)
    change_note(first, "First")
    expect(second.locator(".item .remark")).to_have_text("First")
    change_note(second, "First and second")
    expect(first.locator(".item .remark")).to_have_text("First and second")
    first.context.set_offline(False)
    saved(first)
    saved(second)
    assert Annotation.objects.get().note == "First and second"


def begin_note(page, words: str) -> None:
    page.locator(".jump").first.click()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Note").fill(words)


def add_tag(page, name: str) -> None:
    page.locator(".jump").first.click()
    page.get_by_role("button", name="Edit", exact=True).click()
    save(page, name)
    saved(page)


def test_a_tag_given_in_one_outlives_a_note_begun_before_in_the_other(tabs):
    first, second = tabs
    begin_note(first, "Mine")
    add_tag(second, "pay")
    expect(first.locator(".item")).to_contain_text("pay")
    first.keyboard.press("Control+Enter")
    expect(second.locator(".item .remark")).to_have_text("Mine")
    saved(first)
    row = Annotation.objects.get()
    assert (row.labels, row.note) == (["wages", "pay"], "Mine")


def test_two_notes_on_the_same_are_shown_side_by_side(tabs):
    first, second = tabs
    begin_note(first, "Mine")
    change_note(second, "Said twice")
    expect(first.locator(".item .remark")).to_have_text("Said twice")
    first.keyboard.press("Control+Enter")
    expect(first.locator("[data-version=theirs]")).to_contain_text("Said twice")
    first.get_by_role("button", name="Save mine").click()
    saved(first)
    assert Annotation.objects.get().note == "Mine"


HEAR_LATE = """(words) => {
  const key = Object.keys(localStorage).find((name) => localStorage[name].includes(words));
  const earlier = { ...JSON.parse(localStorage[key]), note: "Said before", owner: "another tab" };
  dispatchEvent(new StorageEvent("storage", { key, newValue: JSON.stringify(earlier), storageArea: localStorage }));
}"""


def test_what_is_heard_late_of_the_other_takes_nothing_away(tabs):
    first, _ = tabs
    held = Held(first, ONE, "PATCH")
    change_note(first, "Mine")
    request = held.next()
    first.evaluate(HEAR_LATE, "Mine")
    request.continue_()
    expect(first.locator(".item .remark")).to_have_text("Mine")
    saved(first)
    assert Annotation.objects.get().note == "Mine"


@pytest.mark.parametrize("offline", [False, True])
def test_a_note_on_what_the_other_deletes_is_kept_and_can_be_saved(tabs, offline):
    first, second = tabs
    begin_note(first, "Mine")
    first.context.set_offline(offline)
    second.locator(".jump").first.click()
    second.get_by_role("button", name="Delete", exact=True).click()
    expect(first.locator(".item.going" if offline else "#nothing")).to_be_visible()
    first.keyboard.press("Control+Enter")
    first.context.set_offline(False)
    if not offline:
        expect(first.locator(".item.unsaved")).to_contain_text("This was deleted. It can be restored.")
        first.get_by_role("button", name="Restore").click()
    saved(first)
    row = Annotation.objects.get()
    assert (row.deleted, row.note) == (None, "Mine")


def test_each_undoes_its_own(tabs):
    first, second = tabs
    change_note(first, "Said twice")
    saved(first)
    saved(second)
    tag(second, OTHER, "pay")
    saved(second, 2)
    first.locator("#text").focus()
    first.keyboard.press("Control+z")
    expect(first.locator(".toast")).to_contain_text("Undone: note changed.")
    saved(first, 2)
    saved(second, 2)
    assert Annotation.objects.get(quote=QUOTE).note == ""


def test_without_locks_the_server_takes_what_both_send_once(sign_in, cast, project, document):
    first = sign_in(cast.bob)
    first.context.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })")
    open_document(first, project, document)
    second = open_document(first.context.new_page(), project, document)
    first.context.set_offline(True)
    tag(first, OTHER, "pay")
    expect(second.locator(".item.unsaved, .item.saving")).to_have_count(1)
    first.context.set_offline(False)
    for tab in (first, second):
        saved(tab)
        expect(tab.locator("#conflict")).to_be_hidden()
    assert Annotation.objects.get().revision == 1
