"""The shared cases of anchoring, and every span of a text, in every engine."""

import pytest

from tests.browser.on_a_page import ANCHORING, ON_A_PAGE, ROUND_TRIPS, SELECTED, asked, expected, of_case
from tests.browser.reading import said
from tests.conftest import TEXT
from tests.engines.reading import open_document

# Offsets of the first difference, or null: each span of the page's own text as it is painted.
EVERY_SPAN = """async () => {
  const { TextMap } = await import("/static/annotations/textmap.js");
  const map = new TextMap(document.querySelector("#text"));
  const points = [...map.root.textContent];
  for (let start = 0; start < points.length; start += 1) {
    for (let end = start + 1; end <= points.length; end += 1) {
      if (map.rangeOf({ start, end }).toString() !== points.slice(start, end).join("")) return [start, end];
    }
  }
  return null;
}"""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(open_page):
    """A page of our own origin, without the reading page's script."""
    return open_page()


def test_selections_become_the_shared_spans(page):
    for case in ANCHORING:
        found = page.run(in_one(SELECTED), [of_case(case), case.get("language", ""), asked(case)])
        assert found == expected(case), case["name"]


def test_every_span_of_the_shared_texts_comes_back(page):
    for case in ANCHORING:
        assert page.run(in_one(ROUND_TRIPS), [of_case(case), "", None]) == 0, case["name"]


def in_one(check: str) -> str:
    return ON_A_PAGE % check


def test_every_span_of_a_painted_document_comes_back(open_page, cast, project, document, doors):
    for quote in (TEXT.strip(), "We were all paid poorly", "poorly.\n\n“Immigrants"):
        said(doors(cast.bob), document, TEXT, quote, "wages")
    page = open_document(open_page(cast.ruth), project, document)
    assert page.text("#text") == TEXT
    assert page.run(EVERY_SPAN) is None
