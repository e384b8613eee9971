"""Correcting a text and deciding what becomes of its annotations, by mouse, by keyboard alone, and on a phone."""

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from annotations.review import correct_text
from documents.models import Document
from documents.querysets import current_text
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.reading import said
from tests.browser.test_accessibility import faults
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db(transaction=True)

NEGATED = TEXT.replace("is not caused", "is caused").replace("for solidarity", "for 👩‍👩‍👧‍👦 solidarity")
SELECT = """(words) => {
  const text = document.getElementById("new-text");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
  }
}"""


@pytest.fixture
def at(project, document):
    return lambda tail="": f"/p/{project.slug}/documents/{document.id}/{tail}"


@pytest.fixture
def claims(doors, cast, document):
    """Two claims of Bob's that a correction touches, and one that it does not."""
    door = doors(cast.bob)
    return [
        said(door, document, TEXT, "not caused by migrant labour", "wages"),
        said(door, document, TEXT, "it asked for solidarity", "unions"),
        said(door, document, TEXT, "We were all paid", "wages"),
    ]


@pytest.fixture
def corrected(claims, doors, cast, document):
    correct_text(door=doors(cast.erin), document=document, text=NEGATED)
    return [Annotation.objects.get(id=id_) for id_ in claims]


def text_box(page):
    return page.get_by_role("textbox", name="The text")


def test_a_text_is_corrected_by_mouse_and_the_diff_comes_first(sign_in, cast, document, claims, at):
    page = sign_in(cast.erin)
    page.goto(at())
    page.get_by_role("link", name="Correct the text").click()
    expect(text_box(page)).to_have_value(TEXT)
    text_box(page).fill(NEGATED)
    page.get_by_role("button", name="Show what changes").click()
    expect(page.locator(".comparison del")).to_have_text(["not "])
    expect(page.locator(".outcome")).to_contain_text("1 annotation comes along")
    expect(page.locator(".outcome")).to_contain_text("2 need somebody to look")
    page.get_by_role("button", name="Go on editing").click()
    expect(text_box(page)).to_have_value(NEGATED)
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("button", name="Save as version 2").click()
    expect(page.locator(".messages")).to_contain_text("this is version 2")
    expect(page.locator("#counter")).to_have_text("1 of 2")
    document.refresh_from_db()
    assert current_text(document) == NEGATED
    assert Annotation.objects.get(id=claims[2]).version == 2
    page.goto(at())
    expect(page.locator(".waits")).to_have_text("2 annotations from before the correction wait for review")
    page.goto(at("correct/"))
    expect(page.locator("[data-draft]")).to_be_hidden()


def test_what_was_typed_outlives_a_closed_tab(sign_in, cast, document, at):
    page = sign_in(cast.erin)
    page.goto(at("correct/"))
    text_box(page).press("Control+End")
    page.keyboard.type("Unsaved 👩‍👧 words.")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(at("correct/"))
    expect(other.locator("[data-draft]")).to_contain_text("did not save it")
    assert faults(other) == []
    other.get_by_role("button", name="Use it").click()
    expect(text_box(other)).to_have_value(TEXT + "Unsaved 👩‍👧 words.")
    other.reload()
    other.get_by_role("button", name="Discard it").click()
    expect(text_box(other)).to_have_value(TEXT)
    other.reload()
    expect(other.locator("[data-draft]")).to_be_hidden()
    assert Document.objects.get(id=document.id).number == 1


def test_what_was_sent_to_be_compared_outlives_a_closed_tab_too(sign_in, cast, document, at):
    page = sign_in(cast.erin)
    page.goto(at("correct/"))
    text_box(page).fill(NEGATED)
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("button", name="Go on editing").click()
    expect(text_box(page)).to_have_value(NEGATED)
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(at("correct/"))
    other.get_by_role("button", name="Use it").click()
    expect(text_box(other)).to_have_value(NEGATED)


def test_what_was_saved_is_not_offered_again_after_others_have_gone_on(sign_in, cast, document, at, doors):
    page = sign_in(cast.erin)
    page.goto(at("correct/"))
    text_box(page).fill(NEGATED)
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("button", name="Save as version 2").click()
    expect(page.locator(".messages")).to_contain_text("this is version 2")
    document.refresh_from_db()
    correct_text(door=doors(cast.alice), document=document, text=NEGATED.replace("Wages", "Pay"))
    page.goto(at("correct/"))
    expect(text_box(page)).to_have_value(NEGATED.replace("Wages", "Pay"))
    expect(page.locator("[data-draft]")).to_be_hidden()


def test_what_was_refused_is_kept_though_others_have_gone_on(sign_in, cast, document, at, doors):
    page = sign_in(cast.erin)
    page.goto(at("correct/"))
    text_box(page).fill(NEGATED)
    page.get_by_role("button", name="Show what changes").click()
    expect(page.locator(".comparison")).to_be_visible()
    correct_text(door=doors(cast.alice), document=document, text=TEXT.replace("Wages", "Pay"))
    page.get_by_role("button", name="Save as version 2").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was saved yet")
    page.goto(at("correct/"))
    page.get_by_role("button", name="Use it").click()
    expect(text_box(page)).to_have_value(NEGATED)


def test_a_link_to_an_annotation_on_an_older_version_leads_there(sign_in, cast, at, corrected):
    page = sign_in(cast.ruth)
    page.goto(at(f"#a-{corrected[0].id}"))
    expect(page.locator(".toast")).to_contain_text("stands on version 1 of the text")
    page.get_by_role("button", name="Read it there").click()
    expect(page.locator(f"#a-{corrected[0].id}")).to_contain_text("not caused by migrant labour")


def test_a_file_is_compared_like_a_typed_text(sign_in, cast, document, at):
    page = sign_in(cast.erin)
    page.goto(at("correct/"))
    page.get_by_text("Take the text from a file instead").click()
    file = {"name": "new.txt", "mimeType": "text/plain", "buffer": NEGATED.encode("utf-16")}
    page.get_by_label("A file").set_input_files(file)
    page.get_by_role("button", name="Show what changes").click()
    expect(page.locator(".comparison del")).to_have_text(["not "])


def test_decisions_are_made_by_mouse_and_taken_back(sign_in, cast, at, corrected):
    page = sign_in(cast.bob)
    page.goto(at("review/"))
    expect(page.locator("#counter")).to_have_text("1 of 2")
    expect(page.locator("#new-text mark")).to_have_text("caused by migrant labour")
    page.get_by_role("button", name="Move it there").click()
    expect(page.locator(".messages")).to_contain_text("stands in the current text now")
    expect(page.locator("#counter")).to_have_text("1 of 1")
    assert Annotation.objects.get(id=corrected[0].id).quote == "caused by migrant labour"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#counter")).to_have_text("1 of 2")
    assert Annotation.objects.get(id=corrected[0].id).version == 1
    page.get_by_role("button", name="Delete it").click()
    page.get_by_role("button", name="Keep it on version 1").click()
    expect(page.get_by_role("heading", name="Nothing waits here")).to_be_visible()
    page.goto(at("versions/1/"))
    expect(page.locator(".passages > li")).to_have_count(1)
    expect(page.locator(".passages")).to_contain_text("kept on this version")


def test_decisions_are_made_by_keyboard_alone(sign_in, cast, at, corrected):
    page = sign_in(cast.bob)
    page.goto(at("review/"))
    page.keyboard.press("n")
    expect(page.locator("#counter")).to_have_text("2 of 2")
    page.keyboard.press("p")
    expect(page.locator("#counter")).to_have_text("1 of 2")
    page.keyboard.press("k")
    expect(page.locator("#counter")).to_have_text("1 of 1")
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Nothing waits here")).to_be_visible()
    kept, moved = (Annotation.objects.get(id=row.id) for row in corrected[:2])
    assert (kept.kept, kept.version, moved.version) == (True, 1, 2)
    assert NEGATED[moved.start : moved.end] == moved.quote == "it asked for 👩‍👩‍👧‍👦 solidarity"


def test_keys_are_letters_where_one_writes(sign_in, cast, at, corrected):
    page = sign_in(cast.bob)
    page.goto(at("review/"))
    page.get_by_text("Let it mark other words").click()
    page.get_by_label("Words of the current text").fill("")
    page.get_by_label("Words of the current text").press_sequentially("unscrupulous employers mdk")
    expect(page.locator("#counter")).to_have_text("1 of 2")
    page.get_by_label("Words of the current text").fill("unscrupulous employers")
    page.get_by_role("button", name="Move it to these words").click()
    expect(page.locator("#counter")).to_have_text("1 of 1")
    assert Annotation.objects.get(id=corrected[0].id).quote == "unscrupulous employers"


def test_a_key_decides_nothing_while_the_focus_is_elsewhere(sign_in, cast, at, corrected):
    page = sign_in(cast.bob)
    page.goto(at("review/"))
    expect(page.locator("#case")).to_be_focused()
    page.get_by_role("link", name="Library").first.focus()
    for key in "mkdn":
        page.keyboard.press(key)
    expect(page.locator("#counter")).to_have_text("1 of 2")
    assert not Annotation.objects.filter(revision__gt=1, id__in=[row.id for row in corrected[:2]]).exists()


def test_words_are_chosen_by_selecting_them_whatever_stands_before(sign_in, cast, at, corrected):
    page = sign_in(cast.bob)
    page.goto(at(f"review/?at={corrected[1].id}"))
    page.evaluate(SELECT, "solidarity")
    expect(page.get_by_label("Words of the current text")).to_have_value("solidarity")
    page.get_by_role("button", name="Move it to these words").click()
    expect(page.locator(".messages")).to_contain_text("stands in the current text now")
    row = Annotation.objects.get(id=corrected[1].id)
    assert NEGATED[row.start : row.end] == row.quote == "solidarity"


def test_all_of_it_works_without_script(sign_in, cast, document, at, claims):
    page = sign_in(cast.erin, java_script_enabled=False)
    page.goto(at("correct/"))
    text_box(page).fill(NEGATED)
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("button", name="Save as version 2").click()
    page.get_by_role("button", name="Move it there").click()
    expect(page.locator("#counter")).to_have_text("1 of 1")


def test_a_phone_shows_one_side_above_the_other(sign_in, cast, at, corrected):
    page = sign_in(cast.bob, **PHONE)
    page.goto(at("review/"))
    was, now = (page.locator(".sides > section").nth(n).bounding_box() for n in (0, 1))
    assert was["y"] + was["height"] <= now["y"]
    page.get_by_role("button", name="Move it there").tap()
    expect(page.locator("#counter")).to_have_text("1 of 1")


DEVICES = {
    "light": DESKTOP,
    "dark": DESKTOP | {"color_scheme": "dark"},
    "phone": PHONE,
    "forced": DESKTOP | {"forced_colors": "active"},
}


@pytest.mark.parametrize("device", DEVICES.values(), ids=DEVICES)
def test_every_page_of_versions_is_accessible(sign_in, cast, document, at, corrected, device):
    page = sign_in(cast.erin, **device)
    wrong = {}

    def look(name):
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if found := [*faults(page), *(["wider than the screen"] if wide > 0 else [])]:
            wrong[name] = found

    for tail in ("correct/", "versions/", "versions/1/", "review/", ""):
        page.goto(at(tail))
        look(tail)
    page.goto(at("review/"))
    page.get_by_text("Let it mark other words").click()
    page.get_by_label("Words of the current text").fill("e")
    page.get_by_role("button", name="Move it to these words").click()
    expect(page.locator(".candidates")).to_be_visible()
    look("which of several places")
    page.goto(at("correct/"))
    text_box(page).fill(NEGATED.replace("Wages", "Pay"))
    page.get_by_role("button", name="Show what changes").click()
    page.locator(".comparison").wait_for()
    look("what changes")
    page.goto("/p/free-movement/")
    look("library")
    assert wrong == {}
