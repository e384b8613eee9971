"""Adjudicating in a browser: by keyboard alone, by mouse, by two at once; and what the coders see of it."""

import re

import pytest
from playwright.sync_api import expect

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import change_annotation
from coding.closing import close_document
from coding.closing import open_document as opened
from coding.curating import Ruling
from coding.deciding import decide
from coding.models import Decision
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import open_document
from tests.browser.test_accessibility import faults
from tests.coding.stage import code, marked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coded(document, doors, cast):
    """The document as Alice and Bob have finished it."""
    return code(document, doors(cast.alice), doors(cast.bob))


def adjudicate(page, project, document, query=""):
    """Open the page of adjudication."""
    page.goto(f"/p/{project.slug}/documents/{document.id}/adjudicate/{query}")
    expect(page.locator("#case")).to_be_focused()
    return page


def decided(page, words):
    """Wait until the page says how many are decided, and hears its keys."""
    expect(page.locator(".done-so-far")).to_contain_text(words)
    page.wait_for_load_state("load")


def test_everything_is_decided_by_keyboard_alone(sign_in, cast, project, coded):
    page = adjudicate(sign_in(cast.erin), project, coded)
    page.keyboard.press("a")
    decided(page, "1 of 3 decided")
    expect(page.locator("#which")).to_contain_text("disagreeing")
    page.keyboard.press("2")
    decided(page, "2 of 3 decided")
    page.keyboard.press("r")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("A thanks, not a claim.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    decided(page, "3 of 3 decided")
    assert list(Decision.objects.values_list("verdict", "reason")) == [
        ("accept", ""),
        ("accept", ""),
        ("reject", "A thanks, not a claim."),
    ]
    quotes = Annotation.objects.filter(curated=True).values_list("quote", flat=True).order_by("start")
    assert list(quotes) == ["Wage stagnation", "unscrupulous employers"]
    expect(page.locator("#case")).to_be_focused()
    page.keyboard.press("u")
    decided(page, "2 of 3 decided")


def test_one_goes_through_the_units_by_key_and_hides_names(sign_in, cast, project, coded):
    page = adjudicate(sign_in(cast.erin), project, coded)
    for words in ("2 of 3", "3 of 3"):
        page.keyboard.press("n")
        expect(page.locator("#which")).to_contain_text(words)
        expect(page.locator("#case")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("#which")).to_contain_text("2 of 3")
    page.get_by_role("link", name="Hide names").click()
    expect(page.get_by_role("heading", name="Coder A")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("alice")
    page.keyboard.press("1")
    decided(page, "1 of 3 decided")
    expect(page.locator("main")).not_to_contain_text("alice")


def test_selecting_in_the_text_gives_the_words_of_an_edited_version(sign_in, cast, project, coded):
    page = adjudicate(sign_in(cast.erin), project, coded, "?show=disagreeing")
    page.evaluate(
        """() => { const mark = document.querySelector("#unit-text mark.by-all").firstChild;
                   getSelection().setBaseAndExtent(mark, 16, mark, 18); }"""
    )
    expect(page.locator("#quote")).to_have_value("employers")
    page.locator("#tags").fill("blame\nclass")
    page.locator("#why").fill("The noun is enough.")
    page.get_by_role("button", name="Decide for this version").click()
    decided(page, "1 of 3 decided")
    made = Decision.objects.get().annotation
    assert (made.quote, made.labels, made.note) == ("employers", ["blame", "class"], "")


def test_of_two_who_decide_at_once_the_second_sees_what_the_first_decided(sign_in, cast, project, coded):
    first, second = (adjudicate(sign_in(user), project, coded, "?show=incomplete") for user in (cast.erin, cast.alice))
    second.locator("#reason").fill("I had written this.")
    first.locator("#reason").fill("No claim.")
    first.get_by_role("button", name="Reject").click()
    decided(first, "1 of 3 decided")
    second.get_by_role("button", name="Reject").click()
    expect(second.get_by_role("alert")).to_contain_text("erin has decided about this already")
    expect(second.locator(".decided-so")).to_contain_text("No claim.")
    expect(second.locator("#reason")).to_have_value("I had written this.")
    second.get_by_role("button", name="Reject").click()
    expect(second.get_by_role("alert")).to_have_count(0)
    assert Decision.objects.get().reason == "I had written this."


def test_coders_see_decisions_and_reasons_come_in_beside_their_annotations(sign_in, cast, project, coded, doors):
    page = open_document(sign_in(cast.alice), project, coded)
    item = page.locator(".item").filter(has_text="solidarity.")
    expect(item).to_be_visible()
    unit = Annotation.objects.get(quote="solidarity.").id
    decide(door=doors(cast.erin), document=coded.id, unit=unit, ruling=Ruling("reject", "Only thanks."))
    expect(item.locator(".decided")).to_have_text("Rejected by erin: rightly nothing hereOnly thanks.")
    item.locator(".jump").click()
    expect(item.get_by_role("button", name="Comment")).to_be_visible()


def test_a_coder_is_told_what_was_decided_as_soon_as_the_document_is_opened(sign_in, cast, project, coded, doors):
    close_document(door=doors(cast.alice), document=coded.id)
    unit = Annotation.objects.get(quote="unscrupulous employers. We").id
    decide(door=doors(cast.erin), document=coded.id, unit=unit, ruling=Ruling("reject", "No claim."))
    page = open_document(sign_in(cast.bob), project, coded)
    expect(page.locator(".provenance")).to_contain_text("you see only your own work here")
    opened(door=doors(cast.alice), document=coded.id)
    expect(page.locator(".item").filter(has_text="alice").first).to_be_visible()
    item = page.locator(".item").filter(has_text="bob").filter(has_text="unscrupulous employers")
    expect(item.locator(".decided")).to_contain_text("Rejected by erin: rightly nothing here")
    expect(page.locator(".provenance")).not_to_contain_text("Coded independently")


def test_curated_annotations_are_told_apart_and_filtered(sign_in, cast, project, coded, doors):
    unit = Annotation.objects.filter(quote="Wage stagnation").earliest("created").id
    decide(door=doors(cast.erin), document=coded.id, unit=unit, ruling=Ruling("accept"))
    page = open_document(sign_in(cast.bob), project, coded)
    expect(page.locator(".item")).to_have_count(6)
    expect(page.locator(".item .badge.curated")).to_have_count(1)
    page.locator("#filters summary").click()
    page.locator("[data-filter=layer] label").filter(has_text="not curated").click()
    expect(page.locator(".item")).to_have_count(5)
    expect(page).to_have_url(re.compile("curated=false"))


def test_what_a_coder_changes_shows_on_the_open_page(sign_in, cast, project, coded, doors):
    page = adjudicate(sign_in(cast.erin), project, coded, "?show=incomplete")
    unit = Annotation.objects.get(quote="solidarity.").id
    change_annotation(door=doors(cast.alice), id=unit, draft=Draft(tags=["hope"]))
    expect(page.locator(".coder .tag")).to_have_text("hope")


def test_why_somebody_edited_is_not_taken_for_why_one_rejects(sign_in, cast, project, coded, doors):
    unit = Annotation.objects.filter(quote="unscrupulous employers. We").get()
    ruling = Ruling("edit", "Only the noun.", unit.id, Draft(tags=["blame"]))
    decide(door=doors(cast.erin), document=coded.id, unit=unit.id, ruling=ruling)
    page = adjudicate(sign_in(cast.erin), project, coded, f"?unit={unit.id}")
    expect(page.locator(".decided-so")).to_contain_text("Only the noun.")
    expect(page.locator("#why")).to_have_value("Only the noun.")
    page.keyboard.press("r")
    expect(page.locator("#reason")).to_be_focused()
    expect(page.locator("#reason")).to_have_value("")
    assert Decision.objects.get().verdict == "edit"


def test_on_a_phone_no_button_reaches_out_of_its_card(sign_in, cast, project, coded):
    page = adjudicate(sign_in(cast.erin, **PHONE), project, coded, "?show=disagreeing")
    card, button = (page.locator(where).bounding_box() for where in (".decision .field", ".decision .danger"))
    assert button["x"] + button["width"] <= card["x"] + card["width"]


@pytest.mark.parametrize(
    "device",
    [DESKTOP, DESKTOP | {"color_scheme": "dark"}, DESKTOP | {"forced_colors": "active"}, PHONE],
    ids=["light", "dark", "forced", "phone"],
)
def test_the_page_is_accessible_whatever_is_on_it(sign_in, cast, project, coded, doors, device):
    unit = Annotation.objects.get(quote="solidarity.").id
    page = adjudicate(sign_in(cast.erin, **device), project, coded, "?show=disagreeing")
    assert faults(page) == []
    page.locator("#edit > summary").click()
    assert faults(page) == []
    decide(door=doors(cast.erin), document=coded.id, unit=unit, ruling=Ruling("reject", "No claim."))
    marked(doors(cast.bob), coded, "solidarity.", "solidarity")
    adjudicate(page, project, coded, f"?unit={unit}")
    expect(page.locator(".decided-so")).to_contain_text("bob has marked this too.")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
