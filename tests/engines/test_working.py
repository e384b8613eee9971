"""Naming who says it, filtering, discussing, looking back, correcting and rearranging, in every engine."""

import pytest

from annotations.codebook import create_tag
from annotations.models import Annotation, Comment, Tag
from tests.browser.reading import said
from tests.conftest import TEXT
from tests.engines.reading import drag_over, open_document, ready, save, saved, tag_selection
from tests.engines.wire import until

QUOTE = "Wage stagnation is not caused by migrant labour"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(open_page, cast, project, document):
    """Bob's page of the document, with nothing on it yet."""
    return open_document(open_page(cast.bob), project, document)


@pytest.fixture
def passages(cast, document, doors):
    """Two tagged passages, Bob's and Erin's."""
    said(doors(cast.bob), document, TEXT, QUOTE, "wages")
    said(doors(cast.erin), document, TEXT, "solidarity", "unity")


@pytest.fixture
def marked(open_page, cast, project, document, passages):
    """Bob's page of the document, on which two passages are tagged."""
    return open_document(open_page(cast.bob), project, document)


def test_tag_speaker_and_note_are_given_in_one_breath_by_keyboard(page):
    drag_over(page, QUOTE)
    page.see("#selection-bar")
    page.press("t")
    page.see("#palette")
    page.type("wages")
    page.press("Enter")
    page.run("() => document.querySelector('#palette-speaker').focus()")
    page.type("Jane Smith")
    page.press("Enter")
    page.run("() => document.querySelector('#palette-note').focus()")
    page.type("says who")
    page.press("Control+Enter")
    saved(page)
    page.see(".item .voices", "Jane Smith")
    row = Annotation.objects.get()
    assert (row.labels, row.note, [one["role"] for one in row.attributions]) == (["wages"], "says who", ["speaker"])


def test_a_filter_hides_what_it_does_not_mean_and_the_address_keeps_it(marked):
    marked.click("#filters summary")
    marked.click("[data-filter=tag] .choice", "unity")
    marked.see(".item", count=1)
    marked.see("#text mark", "solidarity", count=1)
    marked.reload()
    ready(marked)
    marked.see("#text mark", count=1)


def test_keys_go_through_the_annotations_and_into_a_thread(marked):
    marked.run("() => document.querySelector('#text').focus()")
    marked.press("j", "j")
    marked.see(".item[aria-current]", "solidarity")
    marked.press("c")
    marked.see(".composer textarea")
    marked.type("Whose words?")
    marked.press("Control+Enter")
    marked.see(".talks .said", "Whose words?")
    until(lambda: Comment.objects.filter(body="Whose words?").exists(), what=lambda: "the comment was not sent")


def test_a_change_is_undone_and_done_again_after_a_reload(marked):
    drag_over(marked, "unscrupulous employers")
    tag_selection(marked, "wages")
    saved(marked, 3)
    marked.reload()
    ready(marked)
    saved(marked, 3)
    marked.run("() => document.querySelector('#text').focus()")
    marked.press("Control+z")
    marked.see(".item", count=2)
    marked.press("Control+y")
    saved(marked, 3)


def test_an_earlier_state_is_brought_back_from_the_history(marked):
    marked.click(".item .jump", QUOTE)
    marked.press("e")
    save(marked, "blame")
    saved(marked, 2)
    assert Annotation.objects.get(quote=QUOTE).labels == ["wages", "blame"]
    marked.click(".item[aria-current] button", "History")
    marked.see("#history .deed", count=2)
    marked.click("#history .deed button", "Bring this back")
    marked.wait("() => !document.querySelector('#history').open")
    saved(marked, 2)
    marked.wait("() => ![...document.querySelectorAll('.item .tag')].some((tag) => tag.textContent.includes('blame'))")


def test_a_corrected_text_keeps_what_is_unchanged_and_asks_about_the_rest(passages, open_page, cast, project, document):
    page = open_page(cast.erin)
    page.goto(f"/p/{project.slug}/documents/{document.id}/correct/")
    page.wait("() => document.querySelector('textarea[name=text]')?.value.length")
    page.run("() => document.querySelector('textarea[name=text]').setRangeText('', 38, 42)")
    page.wait("() => document.querySelector('textarea[name=text]').value.includes('Wage stagnation is caused')")
    page.click("button", "Show what changes")
    page.see(".comparison del", "not")
    page.click("button", "Save as version 2")
    page.see("#counter", "1 of 1")
    versions = dict(Annotation.objects.values_list("quote", "version"))
    assert versions == {QUOTE: 1, "solidarity": 2}


def test_a_tag_is_moved_by_keys_and_by_mouse(open_page, cast, project, doors):
    for name in ("Wages", "Votes", "Blame"):
        create_tag(door=doors(cast.erin), name=name)
    page = open_page(cast.erin)
    page.goto(f"/p/{project.slug}/codebook/")
    page.see(".moving-help")
    page.run("() => document.querySelector('#tag-votes .grip').focus()")
    page.press("Alt+ArrowRight")
    page.see(".toast", "“Votes” moved to place 1 of 1 below “Wages”")
    page.wait("() => document.querySelector('#tag-votes .below')")
    assert Tag.objects.get(name="Votes").parent.name == "Wages"
    place = "(selector) => { const box = document.querySelector(selector).getBoundingClientRect();"
    x, y = page.run(f"{place} return [box.left + box.width / 2, box.top + box.height / 2]; }}", "#tag-blame .grip")
    top = page.run(f"{place} return box.top; }}", "#tag-wages")
    page.drag((x, y), (x, y - 20), (x, top + 2))
    page.see(".toast", "“Blame” moved to place 1 of 2 at the top level")
