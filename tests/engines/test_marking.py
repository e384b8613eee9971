"""Marking in every engine: by mouse in all directions, by keyboard alone, in every script."""

import pytest

from annotations.models import Annotation
from tests.browser.reading import said
from tests.conftest import TEXT, import_text
from tests.engines.reading import drag_over, marked, open_document, ready, save, saved, tag_selection
from tests.engines.wire import until

QUOTE = "Wage stagnation is not caused by migrant labour"
ACROSS = "poorly.\n\n“Immigrants are being scapegoated”"
FAMILY = "said the 👩‍👩‍👧‍👦 campaign"
PARAGRAPH = TEXT.split("\n\n")[1]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(open_page, cast, project, document):
    """Bob's page with the document “Wages and borders”."""
    return open_document(open_page(cast.bob), project, document)


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize("quote", [QUOTE, ACROSS, FAMILY], ids=["within", "across", "emoji"])
def test_what_is_dragged_over_is_tagged_and_still_there_after_a_reload(page, quote, backwards):
    drag_over(page, quote, backwards=backwards)
    tag_selection(page, "wages")
    marked(page, quote)
    saved(page)
    row = Annotation.objects.get()
    assert (row.quote, TEXT[row.start : row.end], row.labels) == (quote, quote, ["wages"])
    page.reload()
    ready(page)
    marked(page, quote)
    saved(page)


def test_half_words_become_whole_ones(page):
    drag_over(page, "agnation is not caus")
    tag_selection(page, "wages")
    saved(page)
    assert Annotation.objects.get().quote == "stagnation is not caused"


def test_three_clicks_take_the_paragraph_and_nothing_after_it(page):
    left, _, middle = page.boxes(PARAGRAPH)[0]
    page.click_at((left + 40, middle), times=3)
    tag_selection(page, "wages")
    saved(page)
    assert Annotation.objects.get().quote == PARAGRAPH


def test_a_drag_that_begins_above_and_ends_below_the_text_takes_the_text(page):
    left, _, top = page.boxes("Wages and borders", within="h1")[0]
    _, right, bottom = page.boxes("solidarity.")[-1]
    page.drag((left + 2, top), (right + 60, bottom + 60))
    page.click("#tag-selection")
    save(page, "wages")
    saved(page)
    assert Annotation.objects.get().quote == TEXT.strip()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("نحن ندفع القليل 👍. الأجور لا تنخفض بسبب المهاجرين.\n", "الأجور لا تنخفض"),
        ("👍🏽 日本の税金は高い。賃金は低い。\n", "賃金は低い"),
        ("שכר נמוך and some English.\n", "נמוך and some"),
    ],
    ids=["Arabic", "Japanese", "Hebrew and English"],
)
def test_a_passage_in_any_script_has_the_right_offsets(open_page, cast, project, text, quote):
    page = open_document(open_page(cast.bob), project, import_text(project, cast.erin, text, "Script"))
    page.run(
        """(quote) => {
          const nodes = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
          while (!nodes.nextNode().data.includes(quote));
          const at = nodes.currentNode.data.indexOf(quote);
          getSelection().setBaseAndExtent(nodes.currentNode, at, nodes.currentNode, at + quote.length);
        }""",
        quote,
    )
    tag_selection(page, "wages")
    saved(page)
    row = Annotation.objects.get()
    assert (row.quote, text[row.start : row.end]) == (quote, quote)


def test_a_passage_is_chosen_extended_and_tagged_by_keyboard_alone(page):
    page.run("() => document.querySelector('#text').focus()")
    page.press("ArrowDown", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight")
    chosen = "Wage stagnation is not caused by migrant labour, but instead by unscrupulous employers. We were"
    page.wait("(words) => String(getSelection()) === words", chosen)
    page.press("Enter")
    save(page, "wages", "labour")
    saved(page)
    row = Annotation.objects.get()
    assert (row.quote, row.labels) == (chosen, ["wages", "labour"])


def test_a_change_is_taken_back_and_stays_so(page):
    drag_over(page, QUOTE)
    tag_selection(page, "wages")
    saved(page)
    page.press("Control+z")
    page.see(".item", count=0)
    marked(page, "")
    until(lambda: not Annotation.objects.filter(deleted=None).exists(), what=lambda: "the server to know")
    page.reload()
    ready(page)
    page.see(".item", count=0)
    marked(page, "")


def test_clicks_on_one_place_go_outwards_through_what_overlaps_there(open_page, cast, project, document, doors):
    for quote in (PARAGRAPH, QUOTE, "migrant labour"):
        said(doors(cast.bob), document, TEXT, quote, "wages")
    page = open_document(open_page(cast.bob), project, document)
    left, right, middle = page.boxes("migrant")[0]
    # Each click on another letter, or engines take two for a double click.
    for n, quote in enumerate(("migrant labour", QUOTE, PARAGRAPH, "migrant labour")):
        page.click_at((left + (right - left) * (1 + 2 * n) / 8, middle))
        page.see(".item[aria-current] .jump", quote[:40])
        marked(page, quote, by="mark.lit")


def test_a_passage_is_made_of_two_pieces(page):
    drag_over(page, QUOTE)
    page.see("#selection-bar")
    page.click("#add-piece")
    drag_over(page, "solidarity")
    tag_selection(page, "wages")
    saved(page)
    marked(page, f"{QUOTE}solidarity")
    row = Annotation.objects.get()
    assert (row.quote, [piece["quote"] for piece in row.fragments]) == (QUOTE, ["solidarity"])
