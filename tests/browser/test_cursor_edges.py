"""The cursor moves a selection at either end, by word, letter, sentence and paragraph, and says each step."""

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from documents.models import Document
from documents.services import Source, add_documents
from tests.browser.reading import drag_over, open_document, said, save, saved
from tests.conftest import import_text

TEXT = "# On wages\n\nWages are low. They fall. Families 👩‍👩‍👧‍👦 suffer.\n\nWe struggle, all of us.\n"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def document(project, cast):
    source = Source(title="Wages", text=TEXT, markdown=True)
    (added,) = add_documents(project=project.id, user=cast.erin, sources=[source])
    return Document.objects.get(id=added.id)


@pytest.fixture
def page(sign_in, cast, project, document):
    """A page of Bob's with the focus in the text."""
    page = open_document(sign_in(cast.bob), project, document)
    page.locator("#text").focus()
    return page


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def selected(page) -> str:
    return page.evaluate("String(getSelection())")


def spoken(page, words: str) -> None:
    expect(page.locator("#spoken")).to_have_text(words)


def test_each_end_moves_on_and_back_by_words(page):
    press(page, "ArrowDown", "ArrowDown")
    spoken(page, "Wages are low.")
    press(page, "Shift+ArrowRight")
    spoken(page, "Added: They – 4 words selected.")
    press(page, "Shift+ArrowLeft", "Shift+ArrowLeft")
    assert selected(page) == "Wages are"
    spoken(page, "Removed: low – 2 words selected.")
    press(page, "ArrowRight")
    assert selected(page) == "are"
    spoken(page, "Removed: Wages – 1 word selected.")
    press(page, "ArrowRight")
    spoken(page, "No further by a word. 1 word selected.")
    press(page, "ArrowLeft")
    spoken(page, "Added: Wages – 2 words selected.")
    assert selected(page) == "Wages are"


def test_each_end_moves_on_and_back_by_sentences(page):
    press(page, "ArrowDown", "ArrowDown", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown")
    assert selected(page).startswith("They fall. ") and selected(page).endswith("We struggle, all of us.")
    press(page, "Alt+ArrowUp")
    assert selected(page).startswith("Wages are low. They fall.")
    press(page, "Alt+ArrowDown", "Alt+ArrowDown", "Shift+ArrowUp")
    assert selected(page) == "Families 👩‍👩‍👧‍👦 suffer."
    spoken(page, "Removed: We struggle, all of us. – 2 words selected.")
    press(page, "Shift+ArrowUp")
    spoken(page, "No further by a sentence. 2 words selected.")


def test_words_and_paragraphs_are_selected_one_after_the_other(page):
    press(page, "w", "w", "w")
    spoken(page, "Wages")
    press(page, "p")
    assert selected(page) == "Wages are low. They fall. Families 👩‍👩‍👧‍👦 suffer."
    press(page, "p")
    assert selected(page) == "We struggle, all of us."
    press(page, "p")
    spoken(page, "End of the text.")
    press(page, "Shift+p", "Shift+p", "Shift+p")
    assert selected(page) == "On wages"
    spoken(page, "Beginning of the text.")


def test_by_letters_the_steps_are_graphemes(page):
    press(page, "x")
    spoken(page, "Selecting by letters.")
    expect(page.get_by_label("Whole words")).not_to_be_checked()
    press(page, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown")
    spoken(page, "Families 👩‍👩‍👧‍👦 suffer.")
    press(page, *["Shift+ArrowLeft"] * 7)
    assert selected(page) == "Families 👩‍👩‍👧‍👦"
    page.keyboard.press("t")
    save(page, "families")
    saved(page)
    row = Annotation.objects.get()
    assert TEXT[row.start : row.end] == row.quote == "Families 👩‍👩‍👧‍👦"


def test_a_whole_paragraph_is_tagged_by_one_key(page):
    press(page, "ArrowDown", "ArrowDown", "ArrowDown", "Shift+t")
    expect(page.locator("#palette .excerpt")).to_have_text("Wages are low. They fall. Families 👩‍👩‍👧‍👦 suffer.")
    save(page, "wages")
    saved(page)
    assert Annotation.objects.get().quote == "Wages are low. They fall. Families 👩‍👩‍👧‍👦 suffer."


def test_it_is_said_how_many_annotations_lie_here(page, cast, project, document, doors):
    said(doors(cast.erin), document, TEXT, "Wages are low", "wages")
    said(doors(cast.bob), document, TEXT, "low. They", "wages")
    open_document(page, project, document)
    page.locator("#text").focus()
    press(page, "ArrowDown", "ArrowDown")
    spoken(page, "Wages are low. – 2 annotations here.")
    press(page, "ArrowDown")
    spoken(page, "They fall. – 1 annotation here.")


def test_what_is_selected_by_mouse_is_moved_by_keys_at_either_end(page):
    drag_over(page, "are low. They")
    press(page, "Shift+ArrowRight")
    assert selected(page) == "are low. They fall"
    press(page, "Alt+ArrowUp")
    assert selected(page) == "Wages are low. They fall"


def test_where_reading_goes_on_is_shown_when_nothing_is_selected(page):
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    press(page, "ArrowDown", "ArrowDown")
    page.wait_for_timeout(200)
    assert not page.evaluate("CSS.highlights.has('argmap-place')")
    press(page, "Escape")
    page.wait_for_timeout(200)
    place = "[...CSS.highlights.get('argmap-place')].map(String)"
    assert page.evaluate(place) == ["Wages are low."]


def test_a_long_step_brings_what_has_moved_into_view(sign_in, cast, project):
    text = "\n\n".join(f"Sentence {number} stands alone, and there is much of it." for number in range(60)) + "\n"
    page = open_document(sign_in(cast.bob), project, import_text(project, cast.erin, text, "Long"))
    page.locator("#text").focus()
    press(page, "ArrowDown", *["Shift+ArrowDown"] * 30)
    bottom = page.evaluate("[...getSelection().getRangeAt(0).getClientRects()].pop().bottom")
    assert 0 < bottom < page.viewport_size["height"]
