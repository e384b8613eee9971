"""Comments that are not sent yet: kept while they are written and while they wait, and sent once."""

import json

import pytest
from playwright.sync_api import expect

from annotations.review import correct_text
from annotations.services import delete_annotation
from tests.browser.reading import open_document, said, saved, tag
from tests.browser.test_comments import ONE, bodies, item, write
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)

OTHER = "We were all paid poorly"


@pytest.fixture
def on(doors, cast, document):
    """The id of an annotation of Bob's."""
    return said(doors(cast.bob), document, TEXT, "migrant labour", "wages")


def test_what_is_being_written_survives_a_reload(sign_in, cast, project, document, on):
    page = open_document(sign_in(cast.bob), project, document)
    item(page, on).locator(".jump").click()
    page.keyboard.press("c")
    page.get_by_label("Write a comment").fill("Half a thou")
    page.keyboard.press("Escape")
    page.goto("/")
    open_document(page, project, document)
    item(page, on).locator(".jump").click()
    page.keyboard.press("c")
    expect(page.get_by_label("Write a comment")).to_have_value("Half a thou")
    page.get_by_label("Write a comment").press("Control+Enter")
    expect(page.locator(".comment.saved")).to_be_visible()
    page.get_by_role("button", name="New thread").click()
    expect(page.get_by_label("Write a comment")).to_have_value("")


def test_a_comment_waits_for_the_network_and_is_sent_once(sign_in, cast, project, document, on):
    page = open_document(sign_in(cast.bob), project, document)
    page.context.set_offline(True)
    write(page, on, "From the train", sent=False)
    expect(page.locator(".comment.unsent .not-sent")).to_contain_text("Not sent yet")
    expect(item(page, on).locator(".talk")).to_contain_text("1 not sent yet")
    page.context.set_offline(False)
    expect(page.locator(".comment.saved")).to_be_visible()
    expect(item(page, on).locator(".talk")).to_have_text("1 comment")
    assert bodies() == ["From the train"]


def test_a_comment_that_waits_survives_the_closing_of_its_tab(sign_in, cast, project, document, on):
    page = open_document(sign_in(cast.bob), project, document)
    page.route(ONE, lambda route: route.abort())
    write(page, on, "Before the crash", sent=False)
    expect(page.locator(".comment.unsent")).to_be_visible()
    context = page.context
    page.close()
    again = open_document(context.new_page(), project, document)
    expect(item(again, on).locator(".talk")).to_contain_text("1 comment")
    assert bodies() == ["Before the crash"]


def test_a_lost_answer_makes_no_second_comment(sign_in, cast, project, document, on):
    page = open_document(sign_in(cast.bob), project, document)

    def lose(route):
        route.fetch()
        route.abort()

    page.route(ONE, lose)
    with page.expect_event("requestfailed", lambda request: ONE.search(request.url)):
        write(page, on, "Heard, not answered", sent=False)
    page.unroute(ONE)
    expect(page.locator(".comment.saved", has_text="Heard, not answered")).to_be_visible()
    assert bodies() == ["Heard, not answered"]


def test_a_refused_comment_is_shown_with_the_reason_and_kept(sign_in, cast, project, document, on):
    page = open_document(sign_in(cast.bob), project, document)
    refusal = {"title": "Forbidden", "status": 403, "detail": "You may not comment here any more.", "errors": []}
    answer = {"status": 403, "content_type": "application/problem+json", "body": json.dumps(refusal)}
    page.route(ONE, lambda route: route.fulfill(**answer))
    write(page, on, "Keep this", sent=False)
    expect(page.locator(".not-sent")).to_contain_text("You may not comment here any more.")
    page.unroute(ONE)
    page.get_by_role("button", name="Retry", exact=True).click()
    expect(page.locator(".comment.saved")).to_be_visible()
    assert bodies() == ["Keep this"]


def reopened(page, project, document):
    """Another tab of the same browser, after this one was closed, with the network back."""
    context = page.context
    page.close()
    context.set_offline(False)
    return open_document(context.new_page(), project, document)


def comment_offline(page, words):
    page.context.set_offline(True)
    tag(page, OTHER, "pay")
    page.locator(".jump", has_text=OTHER).click()
    page.keyboard.press("c")
    page.get_by_label("Write a comment").fill(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment.unsent")).to_contain_text("It waits for its annotation.")


def test_a_comment_on_what_is_not_saved_itself_follows_it(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    comment_offline(page, "On the train")
    page.context.set_offline(False)
    expect(page.locator(".comment.saved")).to_be_visible()
    assert bodies() == ["On the train"]


def test_both_outlive_their_tab(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    comment_offline(page, "On the train")
    again = reopened(page, project, document)
    saved(again)
    expect(again.locator(".item .talk")).to_have_text("1 comment")
    assert bodies() == ["On the train"]


def test_a_comment_on_what_waits_for_review_meanwhile_is_sent(sign_in, cast, project, document, on, doors):
    page = open_document(sign_in(cast.bob), project, document)
    page.context.set_offline(True)
    write(page, on, "From the train", sent=False)
    correct_text(door=doors(cast.erin), document=document, text=TEXT.replace("migrant labour", "migration"))
    with page.context.expect_event("response", lambda answer: bool(ONE.search(answer.url))):
        again = reopened(page, project, document)
    expect(again.locator(".item, .toast")).to_have_count(0)
    assert bodies() == ["From the train"]


def test_a_comment_on_what_was_deleted_meanwhile_is_told_until_it_is_discarded(
    sign_in, cast, project, document, on, doors
):
    page = open_document(sign_in(cast.bob), project, document)
    page.context.set_offline(True)
    write(page, on, "From the train", sent=False)
    delete_annotation(door=doors(cast.bob), id=on, revision=1)
    again = reopened(page, project, document)
    expect(again.locator(".toast")).to_contain_text("was not sent")
    again.reload()
    expect(again.locator(".toast")).to_contain_text("“From the train”")
    again.get_by_role("button", name="Discard").click()
    with again.expect_response(lambda answer: "/annotations/?" in answer.url):
        again.reload()
    expect(again.locator(".toast")).to_have_count(0)
