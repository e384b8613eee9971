"""What arrives does not get into the reader's way: no selection, edit, focus or scroll position is lost to it."""

import pytest
from playwright.sync_api import expect

from annotations.codebook import change_tag
from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import change_annotation, delete_annotation
from tests.browser.reading import ONE, Held, begin_edit, lines_of, open_document, said, saved, select
from tests.conftest import TEXT, import_text

QUOTE = "Wage stagnation is not caused by migrant labour"
OTHER = "We were all paid poorly"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mark(cast, document, doors):
    """The id of an annotation of Bob's, tagged wages."""
    return said(doors(cast.bob), document, TEXT, QUOTE, "wages")


@pytest.fixture
def bob(sign_in, cast, project, document, mark):
    return open_document(sign_in(cast.bob), project, document)


@pytest.fixture
def change(cast, doors, mark):
    """Have Erin change Bob's annotation."""
    return lambda **fields: change_annotation(door=doors(cast.erin), id=mark, draft=Draft(**fields))


SELECTED = "getSelection().toString()"


def settle_again(page):
    """Have the page hear of the same selection again, as when its paragraph is made anew, and show it."""
    page.evaluate("""() => new Promise((done) => {
      CSS.highlights.delete("argmap-preview");
      document.dispatchEvent(new Event("selectionchange"));
      const look = () => (CSS.highlights.has("argmap-preview") ? done() : requestAnimationFrame(look));
      look();
    })""")


def test_a_selection_stays_to_the_letter_while_marks_come_into_its_paragraph(bob, cast, doors, document):
    select(bob, "caused by migrant labour, but ")
    before = bob.evaluate("[getSelection().toString(), getSelection().direction]")
    bar = bob.locator("#selection-bar")
    expect(bar).to_be_visible()
    place = bar.bounding_box()
    said(doors(cast.erin), document, TEXT, "migrant labour, but instead", "erin’s")
    saved(bob, 2)
    assert bob.evaluate("[getSelection().toString(), getSelection().direction]") == before
    assert bar.bounding_box() == place
    settle_again(bob)
    assert bar.bounding_box() == place
    bob.keyboard.press("t")
    expect(bob.locator("#palette .excerpt")).to_have_text("caused by migrant labour, but")


def test_a_backward_selection_over_two_paragraphs_stays(bob, cast, doors, document):
    select(bob, "all paid poorly.\n\n“Immigrants are being")
    bob.evaluate(
        "getSelection().setBaseAndExtent(...[getSelection().getRangeAt(0)].flatMap(BACKWARDS))".replace(
            "BACKWARDS", "(range) => [range.endContainer, range.endOffset, range.startContainer, range.startOffset]"
        )
    )
    before = bob.evaluate(SELECTED)
    said(doors(cast.erin), document, TEXT, "Immigrants", "erin’s")
    said(doors(cast.erin), document, TEXT, OTHER, "erin’s")
    saved(bob, 3)
    assert bob.evaluate(SELECTED) == before
    assert bob.evaluate("getSelection().getRangeAt(0).startContainer === getSelection().focusNode")


def test_while_the_mouse_is_down_nothing_changes_under_it(bob, cast, doors, document):
    (line,) = lines_of(bob, "Immigrants are being scapegoated")
    bob.mouse.move(line["left"] + 3, line["y"])
    bob.mouse.down()
    bob.mouse.move(line["left"] + 60, line["y"], steps=4)
    said(doors(cast.erin), document, TEXT, "being", "erin’s")
    expect(bob.locator(".item")).to_have_count(2)
    expect(bob.locator("#text mark")).to_have_count(1)
    bob.mouse.move(line["right"] - 3, line["y"], steps=4)
    bob.mouse.up()
    expect(bob.locator("#text mark")).to_have_text([QUOTE, "being"])
    assert bob.evaluate(SELECTED) == "Immigrants are being scapegoated"


def test_an_edit_in_progress_is_kept_and_both_changes_stand(bob, change, mark):
    begin_edit(bob)
    bob.get_by_label("Note").fill("I am still wri")
    change(tags=["wages", "erin’s"])
    expect(bob.locator(".item .tag")).to_have_text(["wages", "erin’s"])
    expect(bob.locator("#palette")).to_be_visible()
    expect(bob.get_by_label("Note")).to_be_focused()
    expect(bob.locator(".item .told")).to_have_text("changed by erin")
    bob.get_by_label("Note").type("ting")
    bob.keyboard.press("Control+Enter")
    expect(bob.locator(".item .remark")).to_have_text("I am still writing")
    saved(bob)
    row = Annotation.objects.get(id=mark)
    assert (row.note, row.labels) == ("I am still writing", ["wages", "erins"])


def test_two_words_on_the_same_are_for_the_second_to_choose(bob, change):
    begin_edit(bob)
    bob.get_by_label("Note").fill("Mine")
    change(note="Erin’s")
    expect(bob.locator(".item .remark")).to_have_text("Erin’s")
    bob.keyboard.press("Control+Enter")
    expect(bob.locator("#conflict")).to_be_visible()
    expect(bob.locator("#conflict")).to_contain_text("Erin’s")
    expect(bob.locator("#conflict")).to_contain_text("Mine")
    expect(bob.locator(".item .told")).to_have_text("changed by erin")
    bob.get_by_role("button", name="Save mine").click()
    saved(bob)
    expect(bob.locator(".item .told")).to_have_count(0)


def test_what_waits_to_be_sent_is_not_overwritten(bob, change):
    bob.context.set_offline(True)
    begin_edit(bob)
    bob.get_by_label("Note").fill("Mine")
    bob.keyboard.press("Control+Enter")
    change(note="Erin’s")
    bob.context.set_offline(False)
    expect(bob.get_by_role("dialog", name="erin changed this meanwhile")).to_be_visible()
    expect(bob.locator(".item .remark")).to_have_text("Mine")


def test_an_answer_that_comes_after_a_later_change_does_not_hide_it(bob, change):
    held = Held(bob, ONE, "PATCH")
    begin_edit(bob)
    bob.get_by_label("Note").fill("Mine")
    bob.keyboard.press("Control+Enter")
    route = held.next()
    answer = route.fetch()
    change(note="Erin’s, after that")
    bob.wait_for_function("() => import('/static/projects/live.js').then(({ live }) => live.sequence.seq >= 9)")
    expect(bob.locator(".item .remark")).to_have_text("Mine")
    route.fulfill(response=answer)
    expect(bob.locator(".item .remark")).to_have_text("Erin’s, after that")
    saved(bob)


def test_who_has_it_open_is_told_that_it_was_changed_until_they_turn_away(bob, change, cast, doors, document):
    said(doors(cast.bob), document, TEXT, OTHER, "pay")
    saved(bob, 2)
    bob.locator(".jump").first.click()
    change(note="Changed")
    expect(bob.locator(".item .told")).to_have_text("changed by erin")
    expect(bob.locator(".item[aria-current] .actions")).to_be_visible()
    bob.locator(".jump").last.click()
    expect(bob.locator(".item .told")).to_have_count(0)


def test_the_focus_stays_where_it_is(bob, change, cast, doors, document):
    bob.locator(".jump").first.click()
    button = bob.get_by_role("button", name="History", exact=True)
    button.focus()
    change(note="Changed")
    said(doors(cast.erin), document, TEXT, "Wages and borders", "first")
    saved(bob, 2)
    expect(bob.locator(".item .remark").last).to_have_text("Changed")
    expect(button).to_be_focused()


def test_a_deletion_of_what_one_has_open_is_said(bob, cast, doors, mark):
    bob.locator(".jump").first.click()
    delete_annotation(door=doors(cast.erin), id=mark)
    expect(bob.locator(".toast")).to_contain_text("erin has deleted the annotation that you had open.")
    saved(bob, 0)


def test_the_list_and_the_text_stand_still_while_marks_come_above(sign_in, cast, project, doors):
    sentences = [f"Sentence {at:03} says that wages fall." for at in range(200)]
    text = "\n\n".join(sentences) + "\n"
    document = import_text(project, cast.erin, text, "A book")
    for at in range(50, 200, 2):
        said(doors(cast.bob), document, text, sentences[at], "even")
    page = open_document(sign_in(cast.bob), project, document)
    expect(page.locator(".item")).to_have_count(75)
    page.evaluate("scrollTo({ top: document.body.scrollHeight / 2, behavior: 'instant' })")
    page.mouse.move(900, 500)
    page.locator(".margin-body").evaluate("(frame) => frame.scrollTo(0, 1500)")
    item = page.locator(".item", has_text="Sentence 090")
    passage = page.locator("#text p", has_text="Sentence 120")
    before = [item.bounding_box()["y"], passage.bounding_box()["y"]]
    for at in (3, 5, 7, 119):
        said(doors(cast.erin), document, text, sentences[at], "odd")
    expect(page.locator(".item")).to_have_count(79)
    assert [item.bounding_box()["y"], passage.bounding_box()["y"]] == pytest.approx(before, abs=1)


def test_a_tag_renamed_while_it_is_chosen_is_saved_under_its_new_name(bob, cast, doors, mark):
    begin_edit(bob)
    bob.get_by_label("Note").fill("Mine")
    change_tag(door=doors(cast.erin), slug="wages", name="Pay")
    expect(bob.locator(".item .tag")).to_have_text("Pay")
    bob.keyboard.press("Control+Enter")
    saved(bob)
    expect(bob.locator(".item .tag")).to_have_text("Pay")
    row = Annotation.objects.get(id=mark)
    assert (row.labels, row.note) == (["pay"], "Mine")
