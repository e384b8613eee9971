"""Undo and redo: by key, by toast, after a reload, offline, and when it makes no sense any more."""

import re

import pytest
from playwright.sync_api import expect

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import change_annotation, delete_annotation
from tests.browser.reading import change_note, open_document, said, saved, select, tag
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"
OTHER = "We were all paid poorly"
ONE = re.compile("/annotations/[0-9a-f-]{36}/")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(sign_in, cast, project, document, doors):
    """A page of Bob's with an annotation of his, tagged wages."""
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    return open_document(sign_in(cast.bob), project, document)


def undo(page) -> None:
    page.keyboard.press("Control+z")


def redo(page) -> None:
    page.keyboard.press("Control+Shift+z")


def told(page, words: str) -> None:
    expect(page.locator(".toast")).to_contain_text(words)


def live() -> list[str]:
    """The quotes of what is not deleted."""
    return list(Annotation.objects.filter(deleted=None).order_by("start").values_list("quote", flat=True))


def reopen(page) -> None:
    """Load the page anew."""
    with page.expect_response(lambda answer: "/annotations/?" in answer.url):
        page.reload()


def delete(page) -> None:
    page.locator(".jump").first.click()
    page.get_by_role("button", name="Delete", exact=True).click()
    told(page, "Annotation deleted.")


def change_range(page, quote: str) -> None:
    page.locator(".jump").first.click()
    page.get_by_role("button", name="Change range").click()
    select(page, quote)
    page.get_by_role("button", name="Use this range").click()
    expect(page.locator("mark")).to_have_text(quote)


def test_an_addition_is_undone_and_redone(page):
    tag(page, OTHER, "pay")
    saved(page, 2)
    told(page, "Annotation added.")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    told(page, "Undone: annotation added.")
    saved(page, 1)
    assert live() == [QUOTE]
    redo(page)
    told(page, "Done again: annotation added.")
    saved(page, 2)
    assert live() == [QUOTE, OTHER]
    assert Annotation.objects.get(quote=OTHER).labels == ["pay"]


def test_a_deletion_is_undone_and_redone_by_the_buttons_of_the_messages(page):
    delete(page)
    for button, count in (("Undo", 1), ("Redo", 0), ("Undo", 1)):
        page.locator(".toast").get_by_role("button", name=button).click()
        saved(page, count)
    row = Annotation.objects.get()
    assert (row.deleted, row.revision) == (None, 5)


def test_a_note_is_changed_back_and_forth(page):
    change_note(page, "Said twice")
    saved(page)
    for key, note in (("Control+z", ""), ("Control+y", "Said twice"), ("Control+z", "")):
        page.keyboard.press(key)
        expect(page.locator(".item .remark")).to_have_text(note)
    saved(page)
    assert Annotation.objects.get().note == ""


def test_a_range_is_changed_back_and_forth(page):
    change_range(page, OTHER)
    saved(page)
    undo(page)
    expect(page.locator("mark")).to_have_text(QUOTE)
    redo(page)
    expect(page.locator("mark")).to_have_text(OTHER)
    saved(page)
    assert live() == [OTHER]


def test_speakers_are_changed_back_and_forth_new_ones_too(page):
    page.locator(".jump").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("combobox", name="Who says it").fill("Jane Smith")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    saved(page)
    expect(page.locator(".item .voice")).to_contain_text("Jane Smith")
    undo(page)
    told(page, "Undone: speakers changed.")
    expect(page.locator(".item .voice")).to_have_count(0)
    saved(page)
    reopen(page)
    redo(page)
    expect(page.locator(".item .voice")).to_contain_text("Jane Smith")
    saved(page)
    undo(page)
    saved(page)
    assert Annotation.objects.get().attributions == []


def test_pieces_are_added_and_taken_away_again(page):
    page.locator(".jump").click()
    page.get_by_role("button", name="Change range").click()
    page.get_by_role("button", name="Piece", exact=True).click()
    select(page, OTHER)
    page.get_by_role("button", name="Use this range").click()
    expect(page.locator("mark")).to_have_text([QUOTE, OTHER])
    saved(page)
    undo(page)
    expect(page.locator("mark")).to_have_text([QUOTE])
    saved(page)
    redo(page)
    expect(page.locator("mark")).to_have_text([QUOTE, OTHER])
    saved(page)
    assert [piece["quote"] for piece in Annotation.objects.get().fragments] == [OTHER]


def test_undo_and_redo_outlive_a_reload(page):
    change_note(page, "Said twice")
    saved(page)
    tag(page, OTHER, "pay")
    saved(page, 2)
    reopen(page)
    undo(page)
    saved(page, 1)
    undo(page)
    told(page, "Undone: note changed.")
    saved(page, 1)
    reopen(page)
    redo(page)
    told(page, "Done again: note changed.")
    redo(page)
    saved(page, 2)
    assert live() == [QUOTE, OTHER]
    assert Annotation.objects.get(quote=QUOTE).note == "Said twice"


def test_a_deletion_is_undone_after_the_tab_was_closed(page, project, document):
    delete(page)
    context = page.context
    page.close()
    again = open_document(context.new_page(), project, document)
    undo(again)
    saved(again)
    assert live() == [QUOTE]


def test_something_new_ends_what_could_be_redone(page):
    change_note(page, "First")
    saved(page)
    undo(page)
    told(page, "Undone")
    change_note(page, "Second")
    saved(page)
    redo(page)
    told(page, "There is nothing to redo.")
    undo(page)
    saved(page)
    assert Annotation.objects.get().note == ""


def test_what_somebody_changed_since_is_not_undone(page, cast, doors, project, document):
    change_note(page, "Mine")
    saved(page)
    row = Annotation.objects.get()
    change_annotation(door=doors(cast.erin), id=row.id, draft=Draft(note="Theirs"), revision=row.revision)
    reopen(page)
    undo(page)
    told(page, "Not undone: it was changed since.")
    undo(page)
    told(page, "There is nothing to undo.")
    assert Annotation.objects.get().note == "Theirs"


def test_what_somebody_deleted_since_is_not_undone(page, cast, doors):
    change_note(page, "Mine")
    saved(page)
    row = Annotation.objects.get()
    delete_annotation(door=doors(cast.erin), id=row.id, revision=row.revision)
    reopen(page)
    undo(page)
    told(page, "Not undone: it was deleted meanwhile.")


def test_offline_everything_is_undone_and_redone_at_once(page):
    page.route(ONE, lambda route: route.abort())
    tag(page, OTHER, "pay")
    expect(page.locator(".item")).to_have_count(2)
    undo(page)
    redo(page)
    delete_first = page.locator(".item").first
    delete_first.locator(".jump").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".item.going")).to_have_count(1)
    undo(page)
    expect(page.locator(".item.going")).to_have_count(0)
    redo(page)
    expect(page.locator(".item.going")).to_have_count(1)
    page.unroute_all()
    page.get_by_role("button", name="Retry now").click()
    saved(page, 1)
    assert live() == [OTHER]


def test_an_addition_that_was_never_sent_is_undone_without_a_trace(page):
    page.route(ONE, lambda route: route.abort())
    tag(page, OTHER, "pay")
    expect(page.locator(".item.unsaved")).to_have_count(1)
    undo(page)
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page, 1)
    assert Annotation.objects.filter(quote=OTHER, deleted=None).count() == 0


def test_a_refused_change_and_its_correction_are_undone_as_one(page):
    refusal = {"title": "Bad", "status": 400, "errors": [{"field": "note", "code": "x", "message": "Not this note."}]}
    page.route(ONE, lambda route: route.fulfill(status=400, json=refusal))
    change_note(page, "Bad")
    expect(page.locator("#palette [role=alert]")).to_have_text("Not this note.")
    page.unroute_all()
    page.get_by_label("Note").fill("Good")
    page.keyboard.press("Control+Enter")
    saved(page)
    undo(page)
    saved(page)
    assert Annotation.objects.get().note == ""
    undo(page)
    told(page, "There is nothing to undo.")


def test_only_so_much_is_remembered(page):
    found = page.evaluate(
        """async () => {
          const reader = document.querySelector("script[src*='reader']").src;
          const { Journal } = await import(reader.replace(/reader[^/]*$/, "journal.js"));
          const journal = new Journal({ document: "d", user: "u" });
          const call = { verb: "none", args: {} };
          for (let n = 0; n < 250; n += 1) journal.push({ label: `${n}`, undo: call, redo: call });
          dispatchEvent(new Event("pagehide"));
          const kept = new Journal({ document: "d", user: "u" }).stacks.undo;
          return [kept.length, kept[0].label];
        }"""
    )
    assert found == [200, "50"]
