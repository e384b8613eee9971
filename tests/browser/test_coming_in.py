"""Coming into a project by a link, from somebody's pocket, and by asking."""

import pytest
from playwright.sync_api import expect

from projects.services import change_project
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import faults
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_link_leads_somebody_new_from_a_phone_into_the_project(sign_in, cast, project):
    owner, phone = sign_in(cast.alice), sign_in(None, **PHONE, color_scheme="dark")
    owner.goto("/p/free-movement/members/")
    owner.get_by_role("link", name="Invite people").click()
    owner.get_by_label("For how many people?").fill("30")
    owner.get_by_role("button", name="Make the invitation").click()
    link = owner.get_by_label("Copy it now")
    expect(link).to_be_focused()
    assert faults(owner) == []
    phone.goto(link.input_value())
    phone.wait_for_url("**/join/")
    assert faults(phone) == []
    phone.get_by_role("link", name="Sign up and join").click()
    phone.get_by_label("User name").fill("dora")
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.get_by_label("The same password again").fill(PASSWORD)
    phone.locator("main").get_by_role("button", name="Sign up").click()
    expect(phone.get_by_text("You are in “Free movement”, as annotator.")).to_be_visible()
    owner.goto("/p/free-movement/invitations/")
    expect(owner.get_by_text("1 of 30 used")).to_be_visible()


def test_a_link_is_copied_by_a_button_and_selected_where_there_is_no_clipboard(sign_in, cast, project):
    owner = sign_in(cast.alice, **PHONE)
    owner.context.grant_permissions(["clipboard-read", "clipboard-write"])
    owner.goto("/p/free-movement/invitations/")
    owner.get_by_role("button", name="Make the invitation").click()
    link, button = owner.get_by_label("Copy it now"), owner.get_by_role("button", name="Copy link")
    said = owner.locator(".copying [role=status]")
    button.click()
    expect(said).to_have_text("Copied")
    assert owner.evaluate("navigator.clipboard.readText()") == link.input_value()
    owner.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    button.click()
    expect(said).to_have_text("It is selected: copy it now")
    assert owner.evaluate("getSelection().toString()") == link.input_value()
    assert faults(owner) == []


def test_somebody_asks_and_finds_the_answer_at_home(sign_in, cast, project):
    change_project(project=project, user=cast.alice, public=True)
    carol, owner = sign_in(cast.carol), sign_in(cast.alice, **PHONE)
    carol.goto("/p/free-movement/")
    carol.get_by_role("link", name="Ask to join").click()
    carol.get_by_label("What shall the owners know?").fill("I code the same debate.")
    carol.get_by_role("button", name="Ask the owners").click()
    expect(carol.get_by_text("The owners have not answered yet.")).to_be_visible()
    assert faults(carol) == []
    owner.goto("/")
    owner.get_by_role("link", name="Answer").click()
    expect(owner.get_by_text("I code the same debate.")).to_be_visible()
    owner.get_by_label("What you tell carol").fill("We are complete.")
    owner.get_by_role("button", name="Decline carol").click()
    expect(owner.get_by_text("carol is told")).to_be_visible()
    carol.goto("/")
    expect(carol.get_by_text("We are complete.")).to_be_visible()
    assert faults(carol) == []
