"""The reading page in a real browser: marking, retagging, undoing, refusals, two people."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from tests.browser.conftest import PHONE
from tests.browser.reading import ONE, Held, drag_over, open_document, said, save, saved, select
from tests.conftest import TEXT

QUOTE = "Wage stagnation is not caused by migrant labour"

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_text_on_the_page_is_the_versions_text(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.ruth), project, document)
    assert page.evaluate("document.getElementById('text').textContent") == TEXT
    assert "".join(page.locator("#text mark").all_inner_texts()) == QUOTE


def test_the_page_is_complete_without_script(sign_in, cast, project, document, doors):
    identity = said(doors(cast.bob), document, TEXT, QUOTE, "wages", note="Look here")
    page = sign_in(cast.ruth, java_script_enabled=False)
    page.goto(f"/p/{project.slug}/documents/{document.id}/")
    expect(page.locator(f"mark[data-ids='{identity}']")).to_have_text(QUOTE)
    expect(page.locator(f"#a-{identity}")).to_contain_text("Look here")
    expect(page.locator(f"#a-{identity}")).to_contain_text("wages")


def test_a_passage_is_tagged_with_the_mouse(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    drag_over(page, QUOTE)
    page.get_by_role("button", name="Tag…").click()
    save(page, "wages", "scapegoating")
    saved(page)
    row = Annotation.objects.get()
    assert (row.quote, row.labels, row.creator) == (QUOTE, ["wages", "scapegoating"], cast.bob)
    page.reload()
    expect(page.locator("mark")).to_have_text(QUOTE)


def test_a_mark_is_painted_before_the_server_has_answered(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    held = Held(page, ONE)
    drag_over(page, QUOTE)
    page.keyboard.press("t")
    save(page, "wages")
    expect(page.locator("mark.unsaved")).to_have_text(QUOTE)
    held.next().continue_()
    saved(page)


def test_a_selection_is_widened_to_whole_words_unless_alt_is_held(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    drag_over(page, "agnation is not caus")
    page.keyboard.press("t")
    expect(page.locator("#palette .excerpt")).to_have_text("stagnation is not caused")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Tag…")).to_be_visible()
    page.mouse.click(5, 5)
    expect(page.get_by_role("button", name="Tag…")).to_be_hidden()
    page.keyboard.down("Alt")
    drag_over(page, "agnation is not caus")
    page.keyboard.up("Alt")
    page.keyboard.press("t")
    expect(page.locator("#palette .excerpt")).to_have_text("agnation is not caus")


def test_a_passage_with_emoji_and_across_paragraphs_has_the_right_offsets(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    select(page, "poorly.\n\n“Immigrants are being scapegoated”, said the 👩‍👩‍👧‍👦")
    page.keyboard.press("t")
    save(page, "solidarity")
    saved(page)
    row = Annotation.objects.get()
    assert TEXT[row.start : row.end] == row.quote == "poorly.\n\n“Immigrants are being scapegoated”, said the 👩‍👩‍👧‍👦"
    assert page.evaluate("document.getElementById('text').textContent") == TEXT


def test_a_passage_is_tagged_by_keyboard_alone(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.locator("#text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#spoken")).to_contain_text("Wage stagnation is not caused by migrant labour, but")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    save(page, "wages")
    saved(page)
    assert Annotation.objects.get().quote.endswith("employers. We were all paid")


def test_a_passage_is_tagged_on_a_phone(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob, **PHONE), project, document)
    select(page, QUOTE)
    button = page.get_by_role("button", name="Tag…")
    expect(button).to_be_visible()
    assert button.bounding_box()["y"] > 600
    button.tap()
    page.get_by_role("combobox", name="Tags").fill("wages")
    page.get_by_role("option", name="Create “wages”").tap()
    page.get_by_role("button", name="Save").tap()
    saved(page)
    page.locator("mark").tap()
    expect(page.locator(".item[aria-current]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_click_on_overlapping_marks_goes_outwards(sign_in, cast, project, document, doors):
    outer = said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    inner = said(doors(cast.bob), document, TEXT, "caused by", "causes")
    page = open_document(sign_in(cast.ruth), project, document)
    both = page.locator("mark", has_text="caused by")
    for identity in (inner, outer, inner):
        both.click()
        expect(page.locator(".item[aria-current]")).to_have_attribute("data-id", str(identity))
    page.locator(f"#a-{outer} .jump").click()
    expect(page.locator("mark.lit")).to_have_count(3)


def test_an_address_of_an_annotation_opens_it(sign_in, cast, project, document, doors):
    identity = said(doors(cast.bob), document, TEXT, "solidarity", "solidarity")
    page = open_document(sign_in(cast.ruth), project, document, fragment=f"#a-{identity}")
    expect(page.locator("mark.lit")).to_have_text("solidarity")


def test_help_for_the_keyboard_is_for_those_who_come_by_keyboard(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    drag_over(page, QUOTE)
    page.keyboard.press("t")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type("wages")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#text")).to_be_focused()
    saved(page)
    expect(page.locator("#text-help")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("String(getSelection())") == ""
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#text-help")).to_be_visible()


def test_help_for_the_keyboard_goes_with_the_first_key(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.locator("#text").focus()
    expect(page.locator("#text-help")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#text-help")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text-help")).to_be_hidden()


def test_what_is_not_saved_looks_unsaved_and_is_kept(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.route(re.compile("/annotations/[0-9a-f-]{36}/$"), lambda route: route.abort())
    drag_over(page, QUOTE)
    page.keyboard.press("t")
    save(page, "wages")
    expect(page.locator("mark.unsaved")).to_have_text(QUOTE)
    expect(page.locator(".item")).to_contain_text("Not saved: The server could not be reached.")
    expect(page.locator("#unsaved")).to_contain_text("1 change waits for the network.")
    page.unroute_all()
    page.locator(".item").get_by_role("button", name="Retry").click()
    saved(page)
    assert Annotation.objects.get().labels == ["wages"]


def test_what_is_not_saved_survives_a_closed_tab(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    page.route(re.compile("/annotations/[0-9a-f-]{36}/$"), lambda route: route.abort())
    drag_over(page, QUOTE)
    page.keyboard.press("t")
    save(page, "wages")
    expect(page.locator(".item")).to_contain_text("Not saved")
    context = page.context
    page.close(run_before_unload=False)
    again = open_document(context.new_page(), project, document)
    saved(again)
    assert Annotation.objects.get().labels == ["wages"]
    again.reload()
    saved(again)


def test_a_new_mark_does_not_vanish_behind_a_filter(sign_in, cast, project, document, doors):
    said(doors(cast.erin), document, TEXT, "solidarity", "solidarity")
    page = open_document(sign_in(cast.bob), project, document)
    page.locator("#filters summary").click()
    page.locator(".choice", has_text="erin").click()
    drag_over(page, QUOTE)
    page.keyboard.press("t")
    save(page, "wages")
    saved(page, 2)
    expect(page.locator("mark")).to_have_count(2)


def test_a_refused_change_opens_the_palette_again_with_what_was_typed(sign_in, cast, project, document):
    page = open_document(sign_in(cast.bob), project, document)
    refusal = {"title": "Bad", "status": 400, "errors": [{"field": "tags", "code": "x", "message": "Not this tag."}]}
    page.route(re.compile("/annotations/[0-9a-f-]{36}/$"), lambda route: route.fulfill(status=400, json=refusal))
    drag_over(page, QUOTE)
    page.keyboard.press("t")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type("wages")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#palette [role=alert]")).to_have_text("Not this tag.")
    expect(page.locator("#palette .chosen")).to_contain_text("wages")
    page.unroute_all()
    page.get_by_role("button", name="Save").click()
    saved(page)


def test_filters_hide_items_and_marks(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    said(doors(cast.erin), document, TEXT, "solidarity", "solidarity")
    page = open_document(sign_in(cast.ruth), project, document)
    page.locator("#filters summary").click()
    page.locator(".choice", has_text="solidarity").click()
    expect(page.locator("mark")).to_have_text("solidarity")
    expect(page.locator(".item:visible")).to_have_count(1)
    expect(page.locator("#annotations-title")).to_contain_text("1 of 2")
    page.get_by_role("button", name="Show all").click()
    page.locator(".choice", has_text="bob").click()
    expect(page.locator("mark")).to_have_text(QUOTE)


def test_somebody_who_may_only_read_is_offered_nothing_to_change(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    page = open_document(sign_in(cast.ruth), project, document)
    page.locator(".jump").click()
    changing = page.locator(".item[aria-current]").get_by_role("button", name=re.compile("Edit|Change range|Delete"))
    expect(changing).to_have_count(0)
    drag_over(page, "We were all paid poorly")
    page.wait_for_timeout(300)
    expect(page.locator("#selection-bar")).to_be_hidden()
    page.keyboard.press("t")
    expect(page.locator("#palette")).to_be_hidden()


def test_bob_changes_his_own_annotations_and_not_erins(sign_in, cast, project, document, doors):
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    said(doors(cast.erin), document, TEXT, "solidarity", "solidarity")
    page = open_document(sign_in(cast.bob), project, document)
    for jump, buttons in ((page.locator(".jump").first, 3), (page.locator(".jump").last, 0)):
        jump.click()
        changing = re.compile("Edit|Change range|Delete")
        expect(page.locator(".item[aria-current] .actions").get_by_role("button", name=changing)).to_have_count(buttons)


def test_hostile_words_stay_words(sign_in, cast, project, document, doors):
    nasty = "</textarea><script>document.title='owned'</script>"
    said(doors(cast.bob), document, TEXT, QUOTE, '<img src=x onerror="document.title=1">', note=nasty)
    page = open_document(sign_in(cast.bob), project, document)
    expect(page.locator(".remark")).to_have_text(nasty)
    expect(page.locator(".item .tags")).to_have_text('<img src=x onerror="document.title=1">')
    assert page.title().startswith("Wages and borders")
