"""The browser's arithmetic runs the same cases as Python's, in the browser."""

import json
from pathlib import Path

import pytest

from annotations.rendering import PassageRow, text_markup
from documents.text import passages

VECTORS = Path(__file__).parent.parent / "vectors"
ANCHORING = json.loads((VECTORS / "anchoring.json").read_text())["cases"]
FLATTEN = json.loads((VECTORS / "flatten.json").read_text())["cases"]

pytestmark = pytest.mark.django_db(transaction=True)

_ON_A_PAGE = """async ([markup, language, asked]) => {
  const { TextMap } = await import("/static/annotations/textmap.js");
  const root = document.createElement("div");
  root.lang = language;
  root.innerHTML = markup;
  document.body.replaceChildren(root);
  const map = new TextMap(root);
  const text = root.textContent;
  return (%s)(map, text, asked);
}"""

_SELECTED = """(map, text, { select, nth, start, end }) => {
  const edges = [0];
  for (const character of text) edges.push(edges[edges.length - 1] + character.length);
  let at = -1;
  for (let n = 0; n <= nth; n += 1) at = text.indexOf(select, at + 1);
  const first = edges.indexOf(at);
  const range = map.rangeOf({ start: first, end: first + [...select].length });
  const exact = map.spanOf(range, true);
  const words = map.spanOf(range, false);
  const back = map.rangeOf({ start, end }).toString();
  return { text, exact, quote: map.slice(exact), words: map.slice(words), back };
}"""

_ROUND_TRIPS = """(map, text) => {
  const points = [...text];
  let wrong = 0;
  for (let start = 0; start < points.length; start += 1) {
    for (let end = start + 1; end <= points.length; end += 1) {
      const quote = points.slice(start, end).join("");
      const range = map.rangeOf({ start, end });
      if (range.toString() !== quote || map.slice({ start, end }) !== quote) wrong += 1;
      if (map.point(map.offset(start)) !== start || map.point(map.offset(end)) !== end) wrong += 1;
    }
  }
  return wrong;
}"""

_FLATTENED = """async (cases) => {
  const { flatten, markClasses } = await import("/static/annotations/flatten.js");
  return cases.map(({ offset, length, cuts, marks }) => {
    const clip = ({ start, end }) => ({ start: Math.max(start - offset, 0), end: Math.min(end - offset, length) });
    const clipped = marks.map(clip);
    return flatten(length, clipped, cuts).map((segment) => [
      segment.start, segment.end, segment.cover.map(([row]) => marks[row].id),
      segment.cover.length ? markClasses(segment, clipped, marks, offset) : "",
    ]);
  });
}"""

_REPAINTED = """(map, text, marks) => import("/static/annotations/marks.js").then(({ Marks }) => {
  const before = map.root.innerHTML;
  const painter = new Marks(map);
  const entries = marks.map((mark) => ({ ...mark, state: "saved" }));
  painter.paint(map.blocks, (block) => entries.filter((entry) => map.blocksIn(entry).includes(block)));
  return [before, map.root.innerHTML];
})"""


def markup(text: str, annotations=(), *, markdown: bool = False) -> str:
    blocks = passages(text, markdown=markdown)
    return text_markup([PassageRow(b.start, b.kind, b.level, b.text) for b in blocks], annotations)


@pytest.fixture
def page(sign_in):
    """A page of our own origin, without the reading page's script."""
    page = sign_in()
    page.goto("/accounts/login/")
    return page


def test_selections_become_the_shared_spans(page):
    wrong = []
    for case in ANCHORING:
        text = case["text"]
        asked = {
            "select": case.get("select", case["quote"]),
            "nth": case.get("nth", 0),
            "start": case["start"],
            "end": case["end"],
        }
        blocks = markup(text, markdown=case.get("markdown", False))
        found = page.evaluate(_ON_A_PAGE % _SELECTED, [blocks, case.get("language", ""), asked])
        expected = {
            "text": text,
            "exact": {"start": case["start"], "end": case["end"]},
            "quote": case["quote"],
            "words": case.get("words", case["quote"]),
            "back": case["quote"],
        }
        if found != expected:
            wrong.append((case["name"], found))
    assert not wrong


def test_every_span_of_the_shared_texts_comes_back(page):
    for case in ANCHORING:
        blocks = markup(case["text"], markdown=case.get("markdown", False))
        assert page.evaluate(_ON_A_PAGE % _ROUND_TRIPS, [blocks, "", None]) == 0, case["name"]


def test_passages_are_cut_as_python_cuts_them(page):
    found = page.evaluate(_FLATTENED, FLATTEN)
    assert found == [case["segments"] for case in FLATTEN]


def test_a_repainted_text_is_the_servers_markup(page):
    text = "# On 🌍 wages #\n\nThey are low & <low>.\n\n👍 Said twice.\n"
    annotations = [
        {"id": "a", "start": 0, "end": 30, "tags": ["wages"]},
        {"id": "b", "start": 7, "end": 12, "tags": []},
        {"id": "c", "start": 20, "end": len(text), "tags": ["rights", "wages"]},
    ]
    before, after = page.evaluate(_ON_A_PAGE % _REPAINTED, [markup(text, annotations, markdown=True), "", annotations])
    assert after == before


def test_selections_that_start_or_end_outside_the_text_are_cut_to_it(page):
    found = page.evaluate(
        _ON_A_PAGE
        % """(map, text) => {
          const before = document.createElement("p"), after = document.createElement("p");
          before.textContent = "before"; after.textContent = "after";
          document.body.prepend(before); document.body.append(after);
          const range = document.createRange();
          range.setStart(before.firstChild, 2);
          range.setEnd(after.firstChild, 2);
          const all = map.spanOf(range);
          range.setEnd(map.blocks[1].element, 0);
          const first = map.spanOf(range);
          range.selectNodeContents(after);
          return [map.slice(all), map.slice(first), map.spanOf(range)];
        }""",
        [markup("One two.\n\nThree four.\n"), "", None],
    )
    assert found == ["One two.\n\nThree four.", "One two.", None]


def test_names_are_found_by_letters_in_order_the_beginnings_of_words_first(page):
    found = page.evaluate(
        """async () => {
          const { fitting, fit } = await import("/static/annotations/match.js");
          const names = ["low wages", "wages", "scapegoating", "Étudiants", "minimum wage", "state exams"];
          const find = (query) => Object.values(fitting(query, names, (name) => name));
          return [find("wag"), find("mw"), find("etud"), find("tax"), find("ages"), fit("xyz", "wages")];
        }"""
    )
    assert found == [
        [["wages", "low wages", "minimum wage"], []],
        [[], ["minimum wage"]],
        [["Étudiants"], []],
        [[], ["state exams"]],
        [[], ["wages", "low wages"]],
        0,
    ]


def test_slips_for_a_tag_are_told_from_other_tags(page):
    found = page.evaluate(
        """async (pairs) => {
          const { nearly, sameTag } = await import("/static/annotations/match.js");
          return pairs.map(([a, b]) => [nearly(a, b), sameTag(a, b)]);
        }""",
        [
            ["Wages", "wages"],
            ["free movement", "free-movement"],
            ["freemovement", "free movement"],
            ["wage", "wages"],
            ["cafe", "Café"],
            ["tax", "taxi"],
            ["gas", "ga"],
        ],
    )
    same, near, other = [True, True], [True, False], [False, False]
    assert found == [same, same, near, near, near, other, other]


def test_new_ids_are_uuids_of_version_seven_in_the_order_of_time(page):
    ids = page.evaluate(
        """async () => {
          const { uuid7 } = await import("/static/projects/ids.js");
          const made = [uuid7()];
          await new Promise((go) => setTimeout(go, 5));
          return [...made, uuid7()];
        }"""
    )
    assert ids == sorted(ids)
    for made in ids:
        assert made[14] == "7" and made[19] in "89ab" and len(made) == 36
