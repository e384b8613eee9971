"""The actors' pages in a browser: found, merged and undone by keyboard; readable by everybody, on every screen."""

from datetime import date

import pytest
from playwright.sync_api import expect

from actors.affiliating import affiliate
from actors.services import create_actor, delete_actor
from annotations.drafts import Draft
from annotations.services import annotate
from documents.models import Document
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_accessibility import faults
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/p/free-movement/actors/"
LONG = (
    "Arbeitsgemeinschaft der Unvorstellbarlangerzusammengesetztenbegriffe für Löhne, Rechte, Grenzen und Freizügigkeit"
)
DEVICES = {
    "light": DESKTOP,
    "dark": DESKTOP | {"color_scheme": "dark"},
    "forced": DESKTOP | {"forced_colors": "active"},
    "phone": PHONE,
}


@pytest.fixture
def debate(doors, cast, document, actors):
    """The actors with what they say in one dated document, one that was deleted, and one with a very long name."""
    door = doors(cast.erin)
    Document.objects.filter(id=document.id).update(published_on=date(2017, 8, 4), outlet="A newspaper")
    long = create_actor(door=door, name=LONG, kind="organisation", other_names=["AfU"], note="Of <b>everybody</b>.")
    affiliate(door=door, person=actors.may.id, organisation=long.id)
    delete_actor(door=door, id=create_actor(door=door, name="Nobody").id)
    for quote, who in (
        ("Wage stagnation is not caused by migrant labour", {"speaker": actors.may, "blamed": long}),
        ("migrant labour", {"speaker": actors.mrs, "addressee": actors.may}),
    ):
        start, spoken = TEXT.index(quote), [{"actor": str(one.id), "role": role} for role, one in who.items()]
        draft = Draft(document=document.id, start=start, end=start + len(quote), tags=["wages"], attributions=spoken)
        annotate(door=doors(cast.bob), drafts=[draft], base="/")
    return actors


@pytest.mark.parametrize("device", DEVICES.values(), ids=DEVICES.keys())
def test_every_page_of_actors_is_accessible_and_fits_its_screen(sign_in, cast, debate, device):
    page = sign_in(cast.erin, **device)
    may, party, led = debate.may.id, debate.party.id, debate.led.id
    addresses = [
        PAGE, f"{PAGE}?q=nobody", f"{PAGE}new/", f"{PAGE}{may}/", f"{PAGE}{party}/", f"{PAGE}{party}/?members=on",
        *(f"{PAGE}{may}/{what}/" for what in ("edit", "merge", "delete", "affiliations")),
        f"/p/free-movement/affiliations/{led}/edit/",
    ]  # fmt: skip
    for address in addresses:
        page.goto(address)
        for fold in page.locator("main details.fold > summary").all():
            fold.click()
        assert faults(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_what_was_refused_is_told_accessibly(sign_in, cast, debate):
    page = sign_in(cast.erin)
    page.goto(f"{PAGE}new/")
    page.get_by_label("Name", exact=True).fill("Theresa May")
    page.get_by_role("button", name="Add the actor").click()
    expect(page.get_by_role("alert")).to_contain_text("There is an actor “Theresa May” already")
    assert faults(page) == []


def test_two_that_are_one_are_merged_from_the_list_by_keyboard_and_parted_by_undo(sign_in, cast, debate):
    page = sign_in(cast.erin)
    page.goto(PAGE)
    page.get_by_text("1 pair that may be one").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Look and merge T. May and Theresa May")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Merge it into")).to_have_value(str(debate.may.id))
    page.get_by_role("button", name="Merge").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{page.url.split('/p/')[0]}{PAGE}{debate.may.id}/")
    expect(page.get_by_role("heading", name="2 passages")).to_be_visible()
    expect(page.locator(".lede").first).to_contain_text("T. May")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="T. May")).to_be_visible()
    expect(page.get_by_role("heading", name="1 passage")).to_be_visible()


def test_a_passage_leads_to_its_place_in_the_text(sign_in, cast, debate, document):
    page = sign_in(cast.bob)
    page.goto(f"{PAGE}{debate.may.id}/?role=speaker")
    expect(page.get_by_text("then leader, Conservative Party")).to_be_visible()
    expect(page.get_by_role("img", name="Passages by month of publication")).to_be_visible()
    page.get_by_role("link", name="Read it in its place").click()
    expect(page.locator("#text")).to_be_visible()
    expect(page.locator(".item[aria-current]")).to_contain_text("Wage stagnation")


def test_an_affiliation_is_added_with_a_new_organisation_and_taken_away_again(sign_in, cast, debate):
    page = sign_in(cast.erin)
    page.goto(f"{PAGE}{debate.mrs.id}/")
    page.get_by_role("link", name="Add an organisation").click()
    page.get_by_label("Organisation").fill("House of Lords")
    page.get_by_label("As").fill("peer")
    page.get_by_label("From").fill("2024-08-21")
    page.get_by_role("button", name="Add the affiliation").click()
    expect(page.locator(".affiliations").filter(has_text="House of Lords")).to_contain_text("since 21 Aug 2024")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No organisation is known yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".affiliations")).to_contain_text("House of Lords")
