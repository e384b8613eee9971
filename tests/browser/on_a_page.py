"""The browser's arithmetic on the shared cases: what runs inside a page, in any engine, and what must come out."""

import json
from pathlib import Path

from annotations.rendering import PassageRow, text_markup
from documents.text import passages

ANCHORING = json.loads((Path(__file__).parent.parent / "vectors" / "anchoring.json").read_text())["cases"]

ON_A_PAGE = """async ([markup, language, asked]) => {
  const { TextMap } = await import("/static/annotations/textmap.js");
  const root = document.createElement("div");
  root.lang = language;
  root.innerHTML = markup;
  document.body.replaceChildren(root);
  const map = new TextMap(root);
  const text = root.textContent;
  return (%s)(map, text, asked);
}"""

SELECTED = """(map, text, { select, nth, start, end }) => {
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

ROUND_TRIPS = """(map, text) => {
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


def markup(text: str, annotations=(), *, markdown: bool = False) -> str:
    blocks = passages(text, markdown=markdown)
    return text_markup([PassageRow(b.start, b.kind, b.level, b.text) for b in blocks], annotations)


def of_case(case: dict) -> str:
    """The markup of a case's text."""
    return markup(case["text"], markdown=case.get("markdown", False))


def asked(case: dict) -> dict:
    """What SELECTED is told of a case."""
    return {"select": case.get("select", case["quote"]), "nth": case.get("nth", 0)} | {
        edge: case[edge] for edge in ("start", "end")
    }


def expected(case: dict) -> dict:
    """What SELECTED finds when all is right."""
    return {
        "text": case["text"],
        "exact": {"start": case["start"], "end": case["end"]},
        "quote": case["quote"],
        "words": case.get("words", case["quote"]),
        "back": case["quote"],
    }


# The range of a quotation's nth place below an element, scrolled to the middle of the window.
RANGE_OF = """(root, quote, nth) => {
  let at = -1;
  for (let n = 0; n <= nth; n += 1) at = root.textContent.indexOf(quote, at + 1);
  const place = (offset, isEnd) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let before = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (isEnd ? offset <= before + node.length : offset < before + node.length) return [node, offset - before];
      before += node.length;
    }
  };
  const range = document.createRange();
  range.setStart(...place(at, false));
  range.setEnd(...place(at + quote.length, true));
  range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  return range;
}"""
