"""The browser's arithmetic runs the same cases as Python's, in the browser."""

import json
from pathlib import Path

import pytest

from tests.browser.on_a_page import ANCHORING, ON_A_PAGE, ROUND_TRIPS, SELECTED, asked, expected, markup, of_case

VECTORS = Path(__file__).parent.parent / "vectors"
FLATTEN = json.loads((VECTORS / "flatten.json").read_text())["cases"]

pytestmark = pytest.mark.django_db(transaction=True)

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


@pytest.fixture
def page(sign_in):
    """A page of our own origin, without the reading page's script."""
    page = sign_in()
    page.goto("/accounts/login/")
    return page


def test_selections_become_the_shared_spans(page):
    for case in ANCHORING:
        found = page.evaluate(ON_A_PAGE % SELECTED, [of_case(case), case.get("language", ""), asked(case)])
        assert found == expected(case), case["name"]


def test_every_span_of_the_shared_texts_comes_back(page):
    for case in ANCHORING:
        assert page.evaluate(ON_A_PAGE % ROUND_TRIPS, [of_case(case), "", None]) == 0, case["name"]


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
    before, after = page.evaluate(ON_A_PAGE % _REPAINTED, [markup(text, annotations, markdown=True), "", annotations])
    assert after == before


def test_selections_that_start_or_end_outside_the_text_are_cut_to_it(page):
    found = page.evaluate(
        ON_A_PAGE
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


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. Smith spoke. So did J. R. Hume.", ["Mr. Smith spoke.", "So did J. R. Hume."]),
        ("See No. 10, e.g. Art. 5. No. They went.", ["See No. 10, e.g. Art. 5.", "No.", "They went."]),
        ("“They are not!” he said. He and I. Then 3.5.", ["“They are not!” he said.", "He and I.", "Then 3.5."]),
        ("We said\nthat wages fall.\nThey do.", ["We said\nthat wages fall.", "They do."]),
        (f"{'wages ' * 10}of\nBritain fall.", [f"{'wages ' * 10}of\nBritain fall."]),
        ("Demands\n- Higher pay\n- Lower rents", ["Demands", "- Higher pay", "- Lower rents"]),
        ("税が重い。賃金は低い。", ["税が重い。", "賃金は低い。"]),
    ],
)  # fmt: skip
def test_a_sentence_ends_neither_at_a_title_nor_where_a_line_was_wrapped(page, text, sentences):
    found = page.evaluate(
        """async (text) => {
          const { sentences } = await import("/static/annotations/anchoring.js");
          return sentences(text, "en").map(({ start, end }) => text.slice(start, end));
        }""",
        text,
    )
    assert found == sentences
