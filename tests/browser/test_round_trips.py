"""Every span of a document, selected in the real page with its highlights painted, comes back as it was."""

import pytest

from tests.browser.reading import open_document, said
from tests.conftest import import_text

TEXT = (
    "Pay 👍🏽 is e\u0301te\u0301 low.\n\n👩\u200d👩\u200d👧\u200d👦 «\u00a0Oui\u00a0» 🇬🇧🇪🇺.\n\n"
    "الأجور منخفضة.\nשָׁלוֹם עולם\n\n税金は高い。\n\n\nनमस्ते end"
)

# What a selection of a span must give: the span without white space at its ends, widened to whole graphemes.
_EVERY_SPAN = """async () => {
  const { TextMap } = await import("/static/annotations/textmap.js");
  const map = new TextMap(document.getElementById("text"));
  const points = [...map.text];
  const clusters = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(map.text)];
  const units = [0];
  for (const point of points) units.push(units[units.length - 1] + point.length);
  const edges = new Set([...clusters.map(({ index }) => index), map.text.length]);
  const blank = points.map((point) => /\\s/u.test(point));
  const selection = getSelection();
  const wrong = [];
  let count = 0;
  for (let start = 0; start < points.length; start += 1) {
    for (let end = start + 1; end <= points.length; end += 1) {
      count += 1;
      const range = map.rangeOf({ start, end });
      if (range.toString() !== points.slice(start, end).join("")) wrong.push(["text", start, end]);
      let [first, last] = [start, end];
      while (first < last && blank[first]) first += 1;
      while (last > first && blank[last - 1]) last -= 1;
      while (first < last && !edges.has(units[first])) first -= 1;
      while (first < last && !edges.has(units[last])) last += 1;
      selection.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
      const found = map.spanOf(selection.getRangeAt(0), true);
      const right = first < last ? found?.start === first && found.end === last : found === null;
      if (!right) wrong.push([start, end, first, last, found]);
    }
  }
  return [count, wrong.slice(0, 5)];
}"""

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_span_of_a_page_with_highlights_comes_back(sign_in, cast, project, doors):
    document = import_text(project, cast.erin, TEXT, "Everything")
    for quote in (
        "Pay 👍🏽 is",
        "is e\u0301te\u0301 low.\n\n👩\u200d👩\u200d👧\u200d👦",
        "👩\u200d👩\u200d👧\u200d👦 «",
        "منخفضة.\nשָׁלוֹם",
        "金は高い。\n\n\nनम",
        "end",
    ):
        said(doors(cast.bob), document, TEXT, quote, "pay")
    page = open_document(sign_in(cast.ruth), project, document)
    assert page.evaluate("document.getElementById('text').textContent") == TEXT
    count, wrong = page.evaluate(_EVERY_SPAN)
    assert count == len(TEXT) * (len(TEXT) + 1) // 2
    assert wrong == []
