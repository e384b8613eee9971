"""Coding together in browsers: documents are given, taken and finished, and whoever looks sees it without a reload."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from coding.assigning import assign, want_coders
from coding.closing import close_document
from coding.finishing import finish
from coding.models import Assignment, Quota
from documents.services import delete_document
from projects.models import Veil
from projects.services import add_member
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import open_document, said, saved, tag
from tests.browser.test_accessibility import faults
from tests.browser.test_every_page import LONG
from tests.conftest import TEXT, import_text

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/p/free-movement/coding/"


@pytest.fixture
def other(project, cast):
    """A second document."""
    return import_text(project, cast.erin, "Freedom of movement is a right.\n", LONG)


def coding(page):
    """Open the page of coding."""
    page.goto(PAGE)
    return page


def cell(page, document, user):
    """What the table says of somebody in a document."""
    return page.get_by_role("row").filter(has_text=document.title).locator(f"[data-coder={user}]")


def give(page, coders, *people):
    """Give all documents to people, so many coders each."""
    page.get_by_label("All documents of the project").check()
    for name in people:
        page.get_by_role("checkbox", name=name, exact=True).check()
    page.get_by_label("Coders for each document").first.fill(str(coders))
    page.get_by_role("button", name="Give", exact=True).click()


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_an_owner_gives_documents_and_sees_them_done_without_a_reload(sign_in, cast, project, document, other, device):
    owner, coder = coding(sign_in(cast.alice, **device)), coding(sign_in(cast.bob))
    give(owner, 2, "bob", "erin")
    expect(owner.locator(".messages")).to_contain_text("Given 4 times.")
    expect(coder.locator(".coders li", has_text="bob")).to_contain_text("0 of 2 documents done")
    coder.get_by_role("button", name="Next document").click()
    coder.wait_for_url(f"**/documents/{document.id}/")
    expect(cell(owner, document, "bob")).to_contain_text("waiting")
    tag(coder, "Wage stagnation", "wages")
    saved(coder)
    expect(cell(owner, document, "bob")).to_contain_text("begun")
    expect(cell(owner, document, "bob")).to_contain_text("1 annotation")
    coder.get_by_role("button", name="I am done with this document").click()
    expect(cell(owner, document, "bob")).to_contain_text("done")
    expect(owner.locator(".coders li", has_text="bob")).to_contain_text("1 of 2 documents done")
    assert Assignment.objects.get(user=cast.bob, document=document).finished
    coder.get_by_role("button", name="Next document").click()
    coder.wait_for_url(f"**/documents/{other.id}/")


def test_being_done_is_taken_back_by_the_message_and_that_is_seen_too(sign_in, cast, project, document, doors):
    assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    owner, coder = coding(sign_in(cast.alice)), sign_in(cast.bob)
    coder.goto(f"/p/{project.slug}/documents/{document.id}/")
    coder.get_by_role("button", name="I am done with this document").click()
    expect(cell(owner, document, "bob")).to_contain_text("done")
    coder.locator(".messages").get_by_role("button", name="Undo").click()
    expect(coder.get_by_role("button", name="I am done with this document")).to_be_visible()
    expect(cell(owner, document, "bob")).to_contain_text("waiting")


def test_a_message_stands_above_the_text_and_moves_neither_it_nor_its_margin(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob, **DESKTOP), project, document)
    columns = [page.locator(where).bounding_box()["x"] for where in ("#text", "#annotations")]
    page.get_by_role("button", name="I am done with this document").click()
    message = page.locator(".messages").bounding_box()
    text, margin = (page.locator(where).bounding_box() for where in (".sheet-of-text", "#annotations"))
    assert message["y"] + message["height"] <= min(text["y"], margin["y"])
    assert [page.locator("#text").bounding_box()["x"], margin["x"]] == columns


def test_coders_take_documents_where_some_are_wanted_and_each_a_number_of_its_own(
    sign_in, cast, project, document, other
):
    owner, coder = coding(sign_in(cast.alice)), coding(sign_in(cast.bob))
    coder.get_by_role("button", name="Next document").click()
    expect(coder.locator(".messages")).to_contain_text("No document waits for you.")
    row = owner.get_by_role("row").filter(has_text=LONG)
    row.get_by_role("checkbox").check()
    owner.get_by_label("Coders for each of these").fill("1")
    owner.get_by_role("button", name="Save for these").click()
    expect(row).to_contain_text("1 coder wanted")
    coder.get_by_role("button", name="Next document").click()
    coder.wait_for_url(f"**/documents/{other.id}/")
    expect(cell(owner, other, "bob")).to_contain_text("waiting")
    expect(cell(owner, document, "bob")).to_contain_text("not given")


def test_a_closed_document_shows_a_coder_who_is_done_and_nothing_of_what_others_mark(
    sign_in, cast, project, document, doors
):
    for user in (cast.bob, cast.erin):
        assign(door=doors(cast.alice), document=document.id, user=user)
    owner, coder = coding(sign_in(cast.alice)), coding(sign_in(cast.bob))
    owner.get_by_role("checkbox", name="Choose").check()
    owner.get_by_role("button", name="Close", exact=True).click()
    for page in (owner, coder):
        expect(page.get_by_role("row").filter(has_text=document.title)).to_contain_text("coded independently")
    said(doors(cast.erin), document, TEXT, "poorly", "wages")
    expect(cell(owner, document, "erin")).to_contain_text("1 annotation")
    finish(door=doors(cast.erin), document=document.id)
    expect(cell(coder, document, "erin")).to_contain_text("done")
    expect(cell(coder, document, "erin")).not_to_contain_text("annotation")


def test_enter_presses_no_button_that_one_did_not_mean(sign_in, cast, project, document, doors):
    assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    page = coding(sign_in(cast.alice))
    for field in (page.get_by_label("Coders for each document").first, page.get_by_label("Coders for each of these")):
        field.fill("1")
        field.press("Enter")
    page.get_by_role("checkbox", name="Choose").check()
    page.get_by_role("checkbox", name="Choose").press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Choose people.")
    assert Assignment.objects.get().user == cast.bob
    assert not Quota.objects.exists() and not Veil.objects.exists()


def test_what_is_chosen_stays_chosen_until_it_is_used(sign_in, cast, project, document, other, doors):
    page = coding(sign_in(cast.alice))
    row = page.get_by_role("row").filter(has_text=document.title)
    row.get_by_role("checkbox").check()
    assign(door=doors(cast.erin), document=other.id, user=cast.bob)
    expect(page.locator(".coders")).to_contain_text("0 of 1 document done")
    expect(row.get_by_role("checkbox")).to_be_checked()
    row.get_by_role("checkbox").uncheck()
    row.get_by_role("checkbox").blur()
    expect(cell(page, other, "bob")).to_contain_text("waiting")


def test_taking_back_leaves_what_was_marked(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, "poorly", "wages")
    for user in (cast.bob, cast.erin):
        assign(door=doors(cast.alice), document=document.id, user=user)
    owner, coder = coding(sign_in(cast.alice)), coding(sign_in(cast.bob))
    cell(owner, document, "bob").get_by_role("button", name="Take back").click()
    expect(owner.locator(".messages")).to_contain_text("What was marked stays.")
    expect(coder.locator(".coders li")).to_have_count(1)
    expect(coder.get_by_role("row").filter(has_text=document.title)).to_contain_text("1 annotation by others")
    assert Annotation.objects.filter(creator=cast.bob, deleted=None).count() == 1


def test_the_first_document_comes_to_an_empty_page_and_the_last_one_goes(sign_in, cast, project):
    page = coding(sign_in(cast.alice))
    expect(page.locator("#nothing")).to_be_visible()
    row = import_text(project, cast.erin)
    expect(page.get_by_role("rowheader")).to_contain_text(row.title)
    delete_document(document=row, user=cast.erin)
    expect(page.locator("#nothing")).to_be_visible()


def test_the_next_document_is_taken_by_keyboard_alone(sign_in, cast, project, document, doors):
    want_coders(door=doors(cast.alice), coders=1)
    page = coding(sign_in(cast.bob))
    page.get_by_role("button", name="Next document").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(str(document.id)))
    page.get_by_role("button", name="I am done with this document").press("Enter")
    expect(page.get_by_role("button", name="Take it up again")).to_be_visible()


@pytest.mark.parametrize(
    "device",
    [DESKTOP, DESKTOP | {"color_scheme": "dark"}, DESKTOP | {"forced_colors": "active"}, PHONE],
    ids=["light", "dark", "forced", "phone"],
)
def test_the_page_is_accessible_and_fits_whatever_is_on_it(sign_in, cast, project, document, other, doors, device):
    add_member(project=project, by=cast.alice, user=cast.carol, role="annotator")
    said(doors(cast.bob), document, TEXT, "poorly", "wages")
    for user in (cast.alice, cast.bob, cast.erin, cast.carol):
        assign(door=doors(cast.alice), document=other.id, user=user)
    assign(door=doors(cast.alice), document=document.id, user=cast.bob)
    close_document(door=doors(cast.alice), document=document.id)
    want_coders(door=doors(cast.alice), coders=3, document=document.id)
    finish(door=doors(cast.bob), document=document.id)
    for user in (cast.alice, cast.bob):
        page = coding(sign_in(user, **device))
        expect(cell(page, document, "bob")).to_contain_text("done")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
