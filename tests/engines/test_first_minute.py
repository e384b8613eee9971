"""The keys and the tour, in every engine."""

import pytest

from tests.engines.reading import drag_over, open_document, tag_selection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(open_page, cast, project, document):
    return open_document(open_page(cast.bob), project, document)


def test_a_question_mark_shows_the_keys_and_escape_puts_them_away(page):
    page.run("() => document.querySelector('#text').focus()")
    page.press("?")
    page.see("#keys[open] dd", "show these keys")
    page.press("Escape")
    page.wait("() => !document.querySelector('#keys').open && document.activeElement.id === 'text'")


def test_the_tour_goes_on_with_what_the_reader_does_and_across_pages(page):
    page.click(".help-menu summary")
    page.click(".help-menu [data-tour=start]")
    page.see("#tour", "letter for letter")
    page.click("#tour [data-tour=next]")
    page.see("#tour", "Select a claim")
    drag_over(page, "Wage stagnation is not caused by migrant labour")
    page.see("#tour", "Tag it")
    tag_selection(page, "wages")
    page.see("#tour", "What has been marked")
    page.click("#tour [data-tour=next]")
    page.click(".tabs a", "Codebook")
    page.see("h1", "Codebook")
    page.see("#tour", "Agree on what tags mean")
    page.click("#tour [data-tour=leave]")
    page.wait("() => document.querySelector('#tour').hidden")
