"""The history of one annotation: read and brought back by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from annotations.codebook import delete_tag
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import change_annotation
from tests.browser.reading import change_note, open_document, said, saved
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(document, doors, cast):
    """An annotation of Bob's, tagged wages, that Erin has then changed: its tags, its note and its range."""
    made = said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    change_annotation(door=doors(cast.erin), id=made, draft=Draft(tags=["wages", "migration"], note="Said twice"))
    start = TEXT.index("We were all paid poorly")
    change_annotation(door=doors(cast.erin), id=made, draft=Draft(start=start, end=start + 23))
    return made


@pytest.fixture
def page(sign_in, cast, project, document, made):
    """A page of Bob's on which the history of the annotation is open."""
    page = open_document(sign_in(cast.bob), project, document)
    page.locator(".jump").click()
    page.get_by_role("button", name="History").click()
    expect(page.locator(".deed")).to_have_count(3)
    return page


def test_it_tells_who_changed_what_the_newest_first(page):
    deeds = page.locator(".deed")
    expect(deeds.nth(0)).to_contain_text("erin changed it just now")
    expect(deeds.nth(0)).to_contain_text(f"range: “{QUOTE}” became “We were all paid poorly”")
    expect(deeds.nth(0)).to_contain_text("This is how it stands now.")
    expect(deeds.nth(1)).to_contain_text("tags: + migration")
    expect(deeds.nth(1)).to_contain_text("note: “Said twice”")
    expect(deeds.nth(2)).to_contain_text("You tagged this passage")
    expect(deeds.nth(0).get_by_role("button")).to_have_count(0)


def test_a_state_is_brought_back_and_that_is_undone(page):
    page.locator(".deed").nth(2).get_by_role("button", name="Bring this back").click()
    expect(page.locator("#history")).to_be_hidden()
    expect(page.locator("mark")).to_have_text(QUOTE)
    saved(page)
    row = Annotation.objects.get()
    assert (row.quote, row.labels, row.note, row.revision) == (QUOTE, ["wages"], "", 4)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("mark")).to_have_text("We were all paid poorly")
    saved(page)
    row.refresh_from_db()
    assert (row.labels, row.note) == (["wages", "migration"], "Said twice")


def test_it_is_read_and_brought_back_by_keyboard(page):
    page.keyboard.press("Escape")
    expect(page.locator("#history")).to_be_hidden()
    button = page.get_by_role("button", name="History")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Changes, the newest first")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Bring this back").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text(QUOTE)
    saved(page)
    assert Annotation.objects.get().note == "Said twice"


def test_tags_that_are_no_more_are_not_brought_back(page, doors, cast, project, document):
    page.keyboard.press("Escape")
    change_annotation(door=doors(cast.erin), id=Annotation.objects.get().id, draft=Draft(tags=["pay"]))
    delete_tag(door=doors(cast.erin), slug="migration")
    open_document(page, project, document)
    page.locator(".jump").click()
    page.get_by_role("button", name="History").click()
    deed = page.locator(".deed").nth(2)
    expect(deed).to_contain_text("No more there: migration.")
    deed.get_by_role("button").click()
    saved(page)
    assert Annotation.objects.get().labels == ["wages"]


def test_readers_read_it_and_change_nothing(sign_in, cast, project, document, made):
    page = open_document(sign_in(cast.ruth), project, document)
    page.locator(".jump").click()
    page.get_by_role("button", name="History").click()
    expect(page.locator(".deed")).to_have_count(3)
    expect(page.get_by_role("button", name="Bring this back")).to_have_count(0)


def test_what_is_not_saved_yet_is_said_not_to_be_told(page):
    page.keyboard.press("Escape")
    page.route("**/annotations/*-*/", lambda route: route.abort())
    change_note(page, "Later thought")
    expect(page.locator(".item.unsaved")).to_have_count(1)
    page.get_by_role("button", name="History").click()
    expect(page.locator("#history [role=status]").first).to_contain_text("not saved yet")
    expect(page.locator(".deed")).to_have_count(3)


def test_a_history_that_cannot_be_read_says_why(page):
    page.keyboard.press("Escape")
    page.route("**/history/**", lambda route: route.abort())
    page.get_by_role("button", name="History").click()
    expect(page.locator("#history")).to_contain_text("The history could not be read: The server could not be reached.")
