"""From passages and annotations to the reading page's markup: pure, and fast enough for a book.

The text. Every passage becomes one element (`p`, or `h2` to `h6` for headings) with `id="p<start>"` and
`data-start="<start>"`, whose textContent is exactly the passage's slice of the version's text; nothing stands between
the elements. The blank lines that end a passage are in a hidden `span.gap`, a Markdown marker in a `span.marker`.

The highlights. Overlapping annotations of one passage are cut into segments, each a `<mark data-ids="…">`:

- `d1` … `d4` tell how many annotations cover it (four or more: `d4`);
- `c-<slug>` is the colour of its innermost annotation, `c1-`, `c2-`, `c3-<slug>` those of the annotations that hold its
  first, second and third line; an annotation keeps its line through the whole passage;
- `over`: one lies here that found all three lines taken; all such share a dotted line above the text;
- `b1` … `b3`, `e1` … `e3`: the annotation of that line begins or ends here; `b4`, `e4`: one above the text does;
- an untagged annotation has the slug `-`, which no tag can have.

`tags.css` (annotations.views.tag_css) says what colour a slug has. The browser repaints a changed passage by the same
algorithm, `flatten.js`; `tests/vectors/flatten.json` holds the two together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice, pairwise
from typing import Any, NamedTuple

from annotations.anchoring import Span
from annotations.markers import marker_ends

UNTAGGED = "-"
LINES = 3
DEEPEST = 4
GROUP = 10  # passages in one group that the browser may skip while it is off the screen
GROUPED_FROM = 60_000  # code points, about 10,000 words


class PassageRow(NamedTuple):
    """A passage as the page needs it: where it starts, what it is, and its slice of the text."""

    start: int
    kind: str
    level: int
    text: str


class MarkRow(NamedTuple):
    """A piece of an annotation as the highlights need it; `label` is the slug of its first tag, or "" without one."""

    start: int
    end: int
    id: str
    label: str


@dataclass(slots=True)
class Segment:
    """A stretch of a passage under the same annotations: offsets in the passage; `cover` holds (row, line) in order."""

    start: int
    end: int
    cover: list[tuple[int, int]]


def lines(spans: Sequence[Span]) -> list[int]:
    """Which line each span takes, from 0: the first that is free where it starts. Spans in the order (start, -end)."""
    ends: list[int] = []
    taken = []
    for start, end in spans:
        line = next((number for number, busy_until in enumerate(ends) if busy_until <= start), len(ends))
        if line == len(ends):
            ends.append(end)
        else:
            ends[line] = end
        taken.append(line)
    return taken


def flatten(length: int, spans: Sequence[Span], cuts: Iterable[int] = ()) -> list[Segment]:
    """Cut a passage of `length` code points at every border of a span and at `cuts`; the segments tile it.

    `spans` lie within the passage, in the order (start, -end, id), and are not empty.
    """
    borders = {0, length, *cuts}
    for start, end in spans:
        borders.update((start, end))
    edges = sorted(borders)
    segments = [Segment(start, end, []) for start, end in pairwise(edges)]
    position = {segment.start: number for number, segment in enumerate(segments)}
    position[length] = len(segments)
    for row, (span, line) in enumerate(zip(spans, lines(spans), strict=True)):
        for segment in segments[position[span.start] : position[span.end]]:
            segment.cover.append((row, line))
    return segments


def mark_classes(segment: Segment, clipped: Sequence[Span], rows: Sequence[MarkRow], offset: int) -> str:
    """The classes of a segment's mark. `clipped` are the rows' spans in the passage, which starts at `offset`."""
    depth = len(segment.cover)
    innermost = rows[segment.cover[-1][0]].label or UNTAGGED
    classes = [f"d{min(depth, DEEPEST)}", f"c-{innermost}"]
    over = begins = ends = ""
    for row, line in segment.cover:
        mark, span, number = rows[row], clipped[row], min(line, LINES) + 1
        if line < LINES:
            classes.append(f"c{number}-{mark.label or UNTAGGED}")
        else:
            over = "over"
        if span.start == segment.start and mark.start == offset + span.start:
            begins = f"b{number}"
        if span.end == segment.end and mark.end == offset + span.end:
            ends = f"e{number}"
    return " ".join([*classes, *filter(None, (over, begins, ends))])


def _marked(text: str, offset: int, rows: Sequence[MarkRow], cuts: tuple[int, int]) -> str:
    """The inside of a passage's element: text and marks, with what lies outside `cuts` dimmed as Markdown's marker."""
    length = len(text)
    clipped = [Span(max(row.start - offset, 0), min(row.end - offset, length)) for row in rows]
    parts = []
    for segment in flatten(length, clipped, cuts):
        inner = escape(text[segment.start : segment.end], quote=False)
        if segment.end <= cuts[0] or segment.start >= cuts[1]:
            inner = f'<span class="marker">{inner}</span>'
        if segment.cover:
            ids = " ".join([rows[row].id for row, _ in segment.cover])
            classes = escape(mark_classes(segment, clipped, rows, offset))
            inner = f'<mark class="{classes}" data-ids="{ids}">{inner}</mark>'
        parts.append(inner)
    return "".join(parts)


def passage_markup(passage: PassageRow, rows: Sequence[MarkRow]) -> str:
    """One passage's element. `rows` are the annotations that touch its visible text, in the order (start, -end, id)."""
    visible = passage.text.rstrip("\n")
    gap = passage.text[len(visible) :]
    name = "p"
    cuts = (0, len(visible))
    if passage.kind == "heading":
        name = f"h{min(passage.level + 1, 6)}"
        cuts = marker_ends(visible)
    if rows or cuts != (0, len(visible)):
        inner = _marked(visible, passage.start, rows, cuts)
    else:
        inner = escape(visible, quote=False)
    hidden = f'<span class="gap">{gap}</span>' if gap else ""
    return f'<{name} id="p{passage.start}" data-start="{passage.start}" dir="auto">{inner}{hidden}</{name}>'


def by_passage(passages: Iterable[PassageRow], rows: Iterable[MarkRow]) -> Iterator[list[MarkRow]]:
    """For each passage the rows that touch its visible text, in the order (start, -end, id) in which they come."""
    coming = iter(rows)
    row = next(coming, None)
    near: list[MarkRow] = []
    for passage in passages:
        visible_end = passage.start + len(passage.text.rstrip("\n"))
        while row is not None and row.start < visible_end:
            near.append(row)
            row = next(coming, None)
        near = [row for row in near if row.end > passage.start]
        yield near


def text_parts(passages: Sequence[PassageRow], rows: Iterable[MarkRow]) -> Iterator[str]:
    """The text with its highlights, safe to put into a page, in parts that are made as they are asked for.

    `rows` come in the order (start, -end, id); a passage in several pieces has a row for each. A long text comes in
    groups of passages (`div.group`), so that the browser may skip what is off the screen; a short one is one part.
    """
    blocks = map(passage_markup, passages, by_passage(passages, rows))
    if not is_long(passages):
        yield "".join(blocks)
    else:
        while group := "".join(islice(blocks, GROUP)):
            yield f'<div class="group">{group}</div>'


def is_long(passages: Sequence[PassageRow]) -> bool:
    """Whether a text is parted into groups."""
    return bool(passages) and passages[-1].start + len(passages[-1].text) >= GROUPED_FROM


def text_markup(passages: Sequence[PassageRow], annotations: Iterable[dict[str, Any]]) -> str:
    """The whole text with the highlights of annotations as the API has them, in any order."""
    rows = [
        MarkRow(piece["start"], piece["end"], str(a["id"]), a["tags"][0] if a["tags"] else "")
        for a in annotations
        for piece in (a, *a.get("fragments", ()))
    ]
    return "".join(text_parts(passages, sorted(rows, key=in_reading_order)))


def in_reading_order(row: MarkRow) -> tuple[int, int, str]:
    """What rows are sorted by: their start, the longer first, then their id."""
    return row.start, -row.end, row.id
