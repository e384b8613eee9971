"""What the reading page does when saving goes wrong: lost answers, ended sessions, servers that come back, two tabs."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from annotations.models import Annotation
from tests.browser.reading import ONE, Held, change_note, drag_over, open_document, said, saved, tag
from tests.conftest import PASSWORD, TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"
OTHER = "We were all paid poorly"

pytestmark = pytest.mark.django_db(transaction=True)


def lose_the_answer(route) -> None:
    """The server gets the request; the browser does not get the answer."""
    route.fetch()
    route.abort()


def test_it_is_saved_by_itself_once_the_server_answers_again(sign_in, cast, project, document):
    page = sign_in(cast.bob)
    page.clock.install()
    open_document(page, project, document)
    page.route(ONE, lambda route: route.fulfill(status=503, body="down"))
    tag(page, QUOTE, "wages")
    expect(page.locator(".item")).to_contain_text("Not saved: The server had a problem.")
    page.unroute_all()
    page.clock.fast_forward(6000)
    saved(page)
    assert Annotation.objects.get().labels == ["wages"]


def test_what_waits_together_is_tried_again_as_soon_as_one_alone(sign_in, cast, project, document):
    page = sign_in(cast.bob)
    page.clock.install()
    open_document(page, project, document)
    page.route(ONE, lambda route: route.fulfill(status=503, body="down"))
    quotes = [QUOTE, OTHER, "scapegoated", "campaign", "solidarity"]
    for quote in quotes:
        tag(page, quote, "wages")
        expect(page.locator("mark.unsaved", has_text=quote)).to_be_visible()
    expect(page.locator("#unsaved")).to_contain_text("5 changes wait for the server.")
    page.unroute_all()
    page.clock.fast_forward(6000)
    saved(page, len(quotes))


def test_a_save_that_goes_well_moves_nothing_in_the_list(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    held = Held(page, ONE)
    tag(page, QUOTE, "wages")
    expect(page.locator("mark.unsaved")).to_have_text(QUOTE)
    expect(page.locator("#unsaved")).to_be_hidden()
    held.next().continue_()
    saved(page)


def test_a_change_whose_answer_was_lost_is_no_conflict(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.bob), project, document)
    page.route(ONE, lose_the_answer)
    change_note(page, "Said twice")
    expect(page.locator(".item")).to_contain_text("Not saved")
    page.unroute_all()
    page.locator(".item").get_by_role("button", name="Retry").click()
    saved(page)
    expect(page.locator("#conflict")).to_be_hidden()
    row = Annotation.objects.get()
    assert (row.note, row.revision) == ("Said twice", 2)


def test_what_was_added_after_a_lost_answer_is_not_dropped_by_a_new_visit(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.route(ONE, lose_the_answer)
    tag(page, QUOTE, "wages")
    expect(page.locator(".item")).to_contain_text("Not saved")
    page.unroute_all()
    page.route(ONE, lambda route: route.abort())
    change_note(page, "Later thought")
    expect(page.locator(".item")).to_contain_text("Not saved")
    context = page.context
    page.close(run_before_unload=False)
    again = open_document(context.new_page(), project, document)
    expect(again.locator("[data-version=mine]")).to_contain_text("Later thought")
    again.get_by_role("button", name="Save mine").click()
    saved(again)
    assert Annotation.objects.get().note == "Later thought"


def test_a_session_that_has_ended_costs_no_work(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    context = page.context
    context.clear_cookies()
    tag(page, QUOTE, "wages")
    expect(page.locator("#palette [role=alert]")).to_contain_text("If you are signed out: Sign in again")
    other = context.new_page()
    other.goto("/accounts/login/")
    other.locator("input[name=login]").fill("bob")
    other.locator("input[name=password]").fill(PASSWORD)
    other.locator("input[name=password]").press("Enter")
    other.wait_for_url(re.compile("^(?!.*login)"))
    page.locator("#palette").get_by_role("button", name="Save").click()
    saved(page)
    assert Annotation.objects.get().creator == cast.bob


def test_a_message_gives_the_focus_back(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.bob), project, document)
    page.locator(".jump").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.locator("#text").focus()
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()
    saved(page)


def test_two_people_in_one_browser_do_not_mix_their_unsaved_work(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.route(ONE, lambda route: route.abort())
    tag(page, QUOTE, "wages")
    expect(page.locator(".item")).to_contain_text("Not saved")
    context = page.context
    page.close(run_before_unload=False)
    erin = Client()
    erin.force_login(cast.erin, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": erin.cookies[name].value, "domain": "localhost", "path": "/"}])
    hers = open_document(context.new_page(), project, document)
    expect(hers.locator("#nothing")).to_be_visible()
    expect(hers.locator(".item")).to_have_count(0)


def test_whoever_signed_in_beside_does_not_write_under_the_wrong_name(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    erin = Client()
    erin.force_login(cast.erin, backend="django.contrib.auth.backends.ModelBackend")
    value = erin.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "domain": "localhost", "path": "/"}
    page.context.add_cookies([cookie])
    tag(page, QUOTE, "wages")
    words = "You are signed in as erin now; this page was opened by bob. Reload it."
    expect(page.locator("#palette [role=alert]")).to_have_text(words)
    assert not Annotation.objects.exists()


def test_what_is_discarded_after_a_lost_answer_stays_away(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.route(ONE, lose_the_answer)
    tag(page, QUOTE, "wages")
    expect(page.locator(".item")).to_contain_text("Not saved")
    page.unroute_all()
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.locator(".item").get_by_role("button", name="Discard").click()
    expect(page.locator(".item, mark")).to_have_count(0)
    open_document(page, project, document)
    expect(page.locator(".item, mark")).to_have_count(0)
    assert Annotation.objects.get().deleted


def test_what_cannot_be_discarded_for_want_of_a_network_is_kept_and_said(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.route(ONE, lose_the_answer)
    tag(page, QUOTE, "wages")
    expect(page.locator(".item")).to_contain_text("Not saved")
    page.unroute_all()
    page.route(ONE, lambda route: route.abort())
    page.locator(".item").get_by_role("button", name="Discard").click()
    expect(page.locator(".item.going")).to_contain_text("Not deleted: The server could not be reached.")
    expect(page.locator("#unsaved")).to_contain_text("1 change waits for the network.")


def test_discarding_what_never_arrived_raises_no_complaint(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.route(ONE, lambda route: route.abort())
    tag(page, QUOTE, "wages")
    expect(page.locator(".item")).to_contain_text("Not saved")
    page.unroute_all()
    page.locator(".item").get_by_role("button", name="Discard").click()
    expect(page.locator(".item, mark")).to_have_count(0)
    expect(page.locator(".toast", has_text="Not deleted")).to_have_count(0)


def test_a_refusal_is_told_in_the_dialog_that_is_open(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    held = Held(page, ONE)
    tag(page, QUOTE, "wages")
    expect(page.locator("mark.unsaved")).to_have_text(QUOTE)
    drag_over(page, OTHER)
    page.keyboard.press("t")
    expect(page.locator("#palette")).to_be_visible()
    refusal = {"title": "Bad", "status": 400, "errors": [{"field": "tags", "code": "x", "message": "Not this tag."}]}
    held.next().fulfill(status=400, json=refusal)
    expect(page.locator("#palette .toast")).to_contain_text("Not saved: Not this tag.")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("body > .toasts .toast")).to_contain_text("Not saved: Not this tag.")
