"""The activity page in a browser: it follows what happens, and what two people change is chosen between and told."""

import pytest
from playwright.sync_api import expect

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import change_annotation
from documents.services import describe_document
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import begin_edit, change_note, drag_over, open_document, said, saved
from tests.browser.test_accessibility import faults
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mark(cast, document, doors):
    """The id of an annotation of Bob's, tagged wages."""
    return said(doors(cast.bob), document, TEXT, QUOTE, "wages")


def test_what_happens_comes_to_the_open_page(sign_in, cast, project, document, mark, doors):
    page = sign_in(cast.ruth)
    page.goto(f"/p/{project.slug}/activity/?kind=annotations")
    expect(page.locator(".event")).to_have_count(1)
    change_annotation(door=doors(cast.erin), id=mark, draft=Draft(note="Look"))
    expect(page.locator(".event")).to_have_count(2)
    expect(page.locator(".event").first).to_contain_text("erin changed “Wage stagnation")
    describe_document(document=document, user=cast.erin, outlet="A newspaper")
    expect(page.locator(".event")).to_have_count(2)


def test_a_change_is_undone_from_the_page_by_keyboard_and_the_undoing_too(sign_in, cast, project, document):
    describe_document(document=document, user=cast.erin, outlet="A newspaper")
    page = sign_in(cast.erin)
    page.goto(f"/p/{project.slug}/activity/?kind=documents")
    page.get_by_role("button", name="Undo that erin changed the details of Wages and borders").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Undone.")
    document.refresh_from_db()
    assert document.outlet == ""
    page.locator(".messages").get_by_role("button", name="Undo").click()
    expect(page.locator(".event").first).to_contain_text("outlet: “A newspaper”")
    document.refresh_from_db()
    assert document.outlet == "A newspaper"


def test_two_who_change_one_annotation_on_live_pages_choose_and_the_log_says_so(sign_in, cast, project, document, mark):
    bob, erin = (open_document(sign_in(user), project, document) for user in (cast.bob, cast.erin))
    log = sign_in(cast.alice)
    log.goto(f"/p/{project.slug}/activity/?kind=annotations")
    begin_edit(bob)
    bob.get_by_label("Note").fill("Mine")
    change_note(erin, "Theirs")
    saved(erin)
    expect(bob.locator(".item .remark")).to_have_text("Theirs")
    bob.keyboard.press("Control+Enter")
    expect(bob.locator("[data-version=mine]")).to_contain_text("Mine")
    expect(bob.locator("[data-version=theirs]")).to_contain_text("Theirs")
    bob.get_by_role("button", name="Keep this one").click()
    saved(bob)
    assert Annotation.objects.get().note == "Theirs"
    expect(log.locator(".event").first).to_contain_text("and gave up a version of their own")
    expect(log.locator(".event").first).to_contain_text("given up: note: “Mine”")
    expect(erin.locator(".item .remark")).to_have_text("Theirs")


def test_a_range_that_somebody_else_has_changed_meanwhile_is_chosen_between(
    sign_in, cast, project, document, mark, doors
):
    bob = open_document(sign_in(cast.bob), project, document)
    bob.locator(".jump").click()
    bob.get_by_role("button", name="Range").click()
    start = TEXT.index(QUOTE)
    change_annotation(door=doors(cast.erin), id=mark, draft=Draft(start=start, end=start + len("Wage stagnation")))
    expect(bob.locator(".item blockquote")).to_have_text("Wage stagnation")
    drag_over(bob, "migrant labour")
    bob.get_by_role("button", name="Use this range").click()
    expect(bob.locator("[data-version=theirs]")).to_contain_text("“Wage stagnation”")
    bob.get_by_role("button", name="Save mine").click()
    saved(bob)
    assert Annotation.objects.get().quote == "migrant labour"


@pytest.mark.parametrize("device", [DESKTOP, DESKTOP | {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_the_pages_of_the_activity_are_accessible(sign_in, cast, project, document, mark, doors, device):
    change_annotation(door=doors(cast.erin), id=mark, draft=Draft(note="Look", tags=["wages", "pay"]))
    page = sign_in(cast.bob, **device)
    for path in ("", "1/", "?person=nobody"):
        page.goto(f"/p/{project.slug}/activity/{path}")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
