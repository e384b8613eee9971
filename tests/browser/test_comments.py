"""Discussing a passage on the page: by mouse, by keyboard alone, on a phone, in two tabs, without network."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from annotations.commenting import comment, delete_comment, mark_seen, reply, resolve_thread
from annotations.models import Annotation, Comment, Seen
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import deafen, open_document, said
from tests.browser.test_accessibility import faults
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)

ONE = re.compile("/comments/[0-9a-f-]{36}/$")
VECTORS = json.loads((Path(__file__).parents[1] / "vectors/mentions.json").read_text(encoding="utf-8"))


@pytest.fixture
def on(doors, cast, document):
    """The id of an annotation of Bob's."""
    return said(doors(cast.bob), document, TEXT, "migrant labour", "wages")


@pytest.fixture
def asked(doors, cast, on):
    """A comment of Erin's, for Bob."""
    return comment(door=doors(cast.erin), annotation=on, body="Who says this, @bob?")[0]


def item(page, on):
    return page.locator(f"#a-{on}")


def bodies():
    return list(Comment.objects.filter(deleted=None).order_by("created").values_list("body", flat=True))


def test_a_thread_is_begun_answered_and_resolved_by_mouse(sign_in, cast, project, document, on):
    page = open_document(sign_in(cast.bob), project, document)
    item(page, on).locator(".jump").click()
    item(page, on).get_by_role("button", name="Comment", exact=True).click()
    page.get_by_label("Write a comment").fill("Is this the author’s claim?")
    page.locator(".composer").get_by_role("button", name="Comment").click()
    expect(item(page, on).locator(".said")).to_have_text("Is this the author’s claim?")
    expect(item(page, on).locator(".talk")).to_contain_text("1 comment")
    page.get_by_role("button", name="Reply").click()
    page.get_by_label("Write a reply").fill("It is.")
    page.locator(".composer").get_by_role("button", name="Reply").click()
    expect(item(page, on).locator(".talk")).to_contain_text("2 comments")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator(".thread.resolved summary")).to_contain_text("Resolved by bob, 2 comments")
    expect(page.locator(".said").first).to_be_hidden()
    first, answer = Comment.objects.order_by("created")
    assert (answer.reply_to, first.resolved_by, bodies()) == (
        first,
        cast.bob,
        ["Is this the author’s claim?", "It is."],
    )
    page.locator(".thread.resolved summary").click()
    page.get_by_role("button", name="Reopen").click()
    expect(page.locator(".thread.resolved")).to_have_count(0)


def test_a_thread_is_answered_by_keyboard_alone(sign_in, cast, project, document, on, asked):
    page = open_document(sign_in(cast.bob), project, document)
    page.locator("#text").focus()
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.get_by_label("Write a reply")).to_be_focused()
    page.keyboard.type("The campaign, @al")
    expect(page.get_by_role("option", name="alice")).to_be_visible()
    expect(page.locator("#spoken")).to_contain_text("1 member: alice")
    page.keyboard.press("Enter")
    page.keyboard.type("knows.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".replies .said")).to_have_text("The campaign, @alice knows.")
    expect(page.locator(".replies .mention")).to_have_text("@alice")
    expect(page.get_by_role("button", name="Reply")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".talks")).to_have_count(0)
    expect(item(page, on).locator(".talk")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".talks")).to_be_visible()
    assert Comment.objects.order_by("created").last().mentions == [cast.alice.id]


def test_what_is_unread_is_told_until_it_is_opened(sign_in, cast, project, document, on, asked, doors):
    page = sign_in(cast.bob)
    page.goto(f"/p/{project.slug}/")
    expect(page.locator(".news")).to_contain_text("1 unread comment")
    expect(page.locator(".news")).to_contain_text("mentions you")
    page.locator(".news a").click()
    expect(item(page, on)).to_have_attribute("aria-current", "true")
    expect(item(page, on).locator(".talk .fresh")).to_contain_text("1 unread")
    item(page, on).locator(".talk").click()
    expect(page.locator(".comment .fresh")).to_have_text("New")
    expect(item(page, on).locator(".talk .fresh")).to_have_count(0)
    item(page, on).locator(".talk").click()
    item(page, on).locator(".talk").click()
    expect(page.locator(".comment .said")).to_be_visible()
    expect(page.locator(".comment .fresh")).to_have_count(0)
    assert Seen.objects.get(user=cast.bob).until == asked.created
    page.goto(f"/p/{project.slug}/")
    expect(page.locator(".news")).to_have_count(0)


def test_the_list_is_filtered_by_what_is_said(sign_in, cast, project, document, on, asked, doors):
    other = said(doors(cast.bob), document, TEXT, "asked for solidarity")
    done, _ = comment(door=doors(cast.erin), annotation=other, body="Really?")
    resolve_thread(door=doors(cast.erin), id=done.id)
    mark_seen(door=doors(cast.bob), annotation=other, until=done.id)
    page = open_document(sign_in(cast.bob), project, document)
    page.locator("#filters summary").click()
    for name in ("unread comments", "mentions you", "open threads"):
        box = page.locator("[data-filter=discussion] .choice", has_text=name)
        box.click()
        expect(item(page, other)).to_be_hidden()
        expect(item(page, on)).to_be_visible()
        box.click()
    expect(item(page, other)).to_be_visible()


def test_comments_are_changed_and_deleted_and_both_are_undone(sign_in, cast, project, document, on, doors):
    comment(door=doors(cast.bob), annotation=on, body="Frist")
    page = open_document(sign_in(cast.bob), project, document)
    item(page, on).locator(".talk").click()
    page.locator(".comment").hover()
    page.locator(".comment").get_by_role("button", name="Edit").click()
    page.get_by_label("Change the comment").fill("First")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said")).to_have_text("First")
    expect(page.locator(".comment .meta")).to_contain_text("changed")
    page.locator(".comment").hover()
    page.locator(".comment").get_by_role("button", name="Delete").click()
    expect(page.locator(".toast")).to_contain_text("Comment deleted.")
    expect(page.locator(".comment")).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".said")).to_have_text("First")
    expect(page.locator(".toast")).to_contain_text("Undone: comment deleted")
    page.locator("#text").focus()
    page.keyboard.press("Control+z")
    expect(page.locator(".said")).to_have_text("Frist")
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(".said")).to_have_text("First")
    assert bodies() == ["First"]


def test_what_was_written_is_undone_after_a_reload_too(sign_in, cast, project, document, on):
    page = open_document(sign_in(cast.bob), project, document)
    write(page, on, "Too hasty")
    page.reload()
    expect(item(page, on).locator(".talk")).to_contain_text("1 comment")
    page.locator("#text").focus()
    page.keyboard.press("Control+z")
    expect(page.locator(".toast")).to_contain_text("Undone: comment written")
    expect(item(page, on).locator(".talk")).to_have_count(0)
    assert bodies() == []


def write(page, on, words, *, sent=True):
    item(page, on).locator(".jump").click()
    item(page, on).get_by_role("button", name="Comment", exact=True).click()
    page.locator(".composer textarea").fill(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment", has_text=words)).to_be_visible()
    if sent:
        expect(page.locator(".comment.saved", has_text=words)).to_be_visible()


def test_two_tabs_of_one_person_show_the_same(sign_in, cast, project, document, on):
    one = open_document(deafen(sign_in(cast.bob)), project, document)
    two = open_document(one.context.new_page(), project, document)
    write(one, on, "In the first")
    item(two, on).locator(".jump").click()
    two.keyboard.press("c")
    expect(two.locator(".said")).to_have_text("In the first")
    row = Comment.objects.get()
    two.locator(".comment").hover()
    two.locator(".comment").get_by_role("button", name="Edit").click()
    two.get_by_label("Change the comment").fill("In the second")
    two.keyboard.press("Control+Enter")
    expect(two.locator(".comment.saved .said")).to_have_text("In the second")
    one.locator(".comment").hover()
    one.locator(".comment").get_by_role("button", name="Edit").click()
    one.get_by_label("Change the comment").fill("In the first again")
    one.keyboard.press("Control+Enter")
    expect(one.locator(".not-sent")).to_contain_text("elsewhere meanwhile: “In the second”")
    one.get_by_role("button", name="Retry", exact=True).click()
    expect(one.locator(".comment.saved .said")).to_have_text("In the first again")
    row.refresh_from_db()
    assert row.body == "In the first again"


def test_who_is_no_member_stays_text_and_the_page_says_so(sign_in, cast, project, document, on):
    page = open_document(sign_in(cast.bob), project, document)
    write(page, on, "Ask @carol.")
    page.get_by_role("button", name="Reply").click()
    page.get_by_label("Write a reply").fill("And @nobody, or @erin?")
    expect(page.locator(".composer .help")).to_have_text(
        "@nobody is not a member of this project: the name stays plain text."
    )
    assert page.locator(".mention").count() == 0


def test_a_deleted_beginning_leaves_a_word_in_its_place(sign_in, cast, project, document, on, asked, doors):
    reply(door=doors(cast.bob), to=asked.id, body="I do.")
    delete_comment(door=doors(cast.erin), id=asked.id)
    page = open_document(sign_in(cast.ruth), project, document)
    item(page, on).locator(".talk").click()
    expect(page.locator(".withdrawn")).to_have_text("A comment by erin was deleted.")
    expect(page.locator(".replies .said")).to_have_text("I do.")


def test_readers_read_and_visitors_see_nothing(sign_in, cast, project, document, on, asked):
    page = open_document(sign_in(cast.ruth), project, document)
    item(page, on).locator(".talk").click()
    expect(page.locator(".said")).to_be_visible()
    for name in ("Reply", "Resolve", "New thread", "Comment", "Edit", "Delete"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    project.public = True
    project.save()
    page = open_document(sign_in(cast.carol), project, document)
    item(page, on).locator(".jump").click()
    page.keyboard.press("c")
    expect(page.locator(".talk, .talks")).to_have_count(0)


def test_a_thread_is_answered_on_a_phone(sign_in, cast, project, document, on, asked):
    page = open_document(sign_in(cast.bob, **PHONE), project, document)
    page.locator("#sheet-handle").tap()
    item(page, on).locator(".talk").tap()
    page.get_by_role("button", name="Reply").tap()
    page.get_by_label("Write a reply").fill("From the bus")
    page.locator(".composer").get_by_role("button", name="Reply").tap()
    expect(page.locator(".replies .comment.saved .said")).to_have_text("From the bus")
    assert Annotation.objects.get(id=on).comments == 2


@pytest.mark.parametrize(
    "device",
    [DESKTOP, DESKTOP | {"color_scheme": "dark"}, DESKTOP | {"forced_colors": "active"}, PHONE],
    ids=["light", "dark", "forced", "phone"],
)
def test_comments_are_accessible(sign_in, cast, project, document, on, asked, doors, device):
    done, _ = comment(door=doors(cast.alice), annotation=on, body="Settled")
    resolve_thread(door=doors(cast.alice), id=done.id)
    page = sign_in(cast.bob, **device)
    page.goto(f"/p/{project.slug}/")
    assert faults(page) == []
    open_document(page, project, document)
    if device is PHONE:
        page.locator("#sheet-handle").tap()
    assert faults(page) == []
    item(page, on).locator(".talk").click()
    expect(page.locator(".comment .fresh").first).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Reply").first.click()
    page.keyboard.type("Ask @carol or @a")
    expect(page.get_by_role("option").first).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".not-sent")).to_be_visible()
    assert faults(page) == []


def test_names_are_found_as_the_server_finds_them(sign_in):
    page = sign_in()
    page.goto("/accounts/login/")
    for case in VECTORS:
        found = page.evaluate(
            """([body, members]) => import("/static/annotations/mentioning.js")
              .then(({ mentioned }) => mentioned(body, members))""",
            [case["body"], case["members"]],
        )
        assert found == case["mentioned"], case["says"]
