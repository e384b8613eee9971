"""Deleting, restoring and undoing on the reading page, and where the reader is left."""

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from tests.browser.reading import ONE, Held, change_note, deafen, drag_over, open_document, said, saved, tag
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"
OTHER = "We were all paid poorly"

pytestmark = pytest.mark.django_db(transaction=True)


def delete(page) -> None:
    """Delete the first annotation of the list."""
    page.locator(".jump").first.click()
    page.get_by_role("button", name="Delete").click()


def test_a_deleted_annotation_comes_back_by_undo(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.bob), project, document)
    page.locator(".jump").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".item, mark")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("mark")).to_have_text(QUOTE)
    saved(page)
    assert Annotation.objects.get().deleted is None


def test_what_is_open_in_the_list_is_what_is_lit_in_the_text(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    said(doors(cast.bob), document, TEXT, "solidarity", "solidarity")
    page = open_document(sign_in(cast.bob), project, document)

    def together(words: str) -> None:
        expect(page.locator(".item[aria-current] .jump")).to_have_text(words)
        expect(page.locator("mark.lit")).to_have_text(words)

    page.locator(".jump").first.click()
    together(QUOTE)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert page.locator(".item[aria-current]").count() == page.locator("mark.lit").count()
    page.get_by_role("button", name="Undo").click()
    together(QUOTE)


def test_undoing_twice_in_a_hurry_undoes_two_changes(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.bob), project, document)
    change_note(page, "Said twice")
    saved(page)
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".toast")).to_contain_text("Annotation deleted")
    page.locator("#text").focus()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_contain_text("Undone: note changed.")
    saved(page)
    row = Annotation.objects.get()
    assert (row.deleted, row.note, row.revision) == (None, "", 5)


def test_a_deletion_that_is_refused_drops_no_unsaved_change(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.bob), project, document)
    page.route(ONE, lambda route: route.abort())
    change_note(page, "Mine")
    expect(page.locator(".item")).to_contain_text("Not saved")
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".item.going")).to_contain_text("Not deleted: The server could not be reached.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".item.unsaved .remark")).to_have_text("Mine")
    expect(page.locator(".item.going")).to_have_count(0)


def test_a_session_that_has_ended_deletes_nothing(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.bob), project, document)
    page.context.clear_cookies()
    page.locator(".jump").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".toast")).to_contain_text("Not deleted")
    expect(page.locator(".item")).to_contain_text("If you are signed out: Sign in again")
    page.get_by_role("button", name="Keep it").click()
    saved(page)
    assert Annotation.objects.get().deleted is None


def test_undo_in_a_message_undoes_what_the_message_tells(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.bob), project, document)
    held = Held(page, ONE, "PATCH")
    change_note(page, "Said twice")
    tag(page, OTHER, "pay")
    expect(page.locator(".item.saving")).to_have_count(1)
    held.next().continue_()
    page.unroute_all()
    expect(page.locator(".toast")).to_contain_text("Note changed.")
    page.get_by_role("button", name="Undo").click()
    saved(page, 2)
    assert Annotation.objects.filter(deleted=None, note="").count() == 2


def test_a_message_of_what_was_done_gives_way_to_what_comes_next(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.bob), project, document)
    delete(page)
    expect(page.locator(".toast")).to_contain_text("Annotation deleted.")
    drag_over(page, OTHER)
    expect(page.locator(".toast")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    saved(page)


def test_after_a_deletion_no_other_annotation_can_be_hit(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    said(doors(cast.bob), document, TEXT, "solidarity", "solidarity")
    page = open_document(sign_in(cast.bob), project, document)
    delete(page)
    expect(page.locator(".item")).to_have_count(1)
    expect(page.locator(".item")).to_be_focused()
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    page.keyboard.press("Enter")
    saved(page)
    page.keyboard.press("Tab")
    expect(page.locator(".item .jump")).to_be_focused()


def test_a_deletion_that_is_refused_leaves_the_same_annotation_chosen(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    said(doors(cast.bob), document, TEXT, "solidarity", "solidarity")
    bob, erin = (open_document(deafen(sign_in(user)), project, document) for user in (cast.bob, cast.erin))
    change_note(erin, "Theirs")
    saved(erin, 2)
    delete(bob)
    expect(bob.locator(".toast")).to_contain_text("Not deleted: it was changed meanwhile.")
    expect(bob.locator(".item[aria-current] .jump")).to_have_text(QUOTE)
    expect(bob.locator(".item").first).to_be_focused()
    expect(bob.locator(".item").first).to_contain_text("Theirs")
    bob.get_by_role("button", name="Delete anyway").click()
    saved(bob)
    assert Annotation.objects.filter(deleted=None).count() == 1
