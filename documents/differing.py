"""What changed from one version of a text to another. Pure; offsets are code points, half-open.

Lines are compared first, then the words of the lines that differ, both by the patience method (Bram Cohen): what stands
once on either side is matched in order, and what lies between is compared in turn. So a book takes about a second, and
a text that says the same thing twice is not matched crosswise.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from operator import attrgetter
from typing import NamedTuple

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_SINGLE = r"!-/:-@\[-`{-¿‐-⁞　-〿぀-ヿ㐀-鿿豈-﫿＀-･"
_WORD = re.compile(rf"\s+|[{_SINGLE}]|[^\s{_SINGLE}]+")
_SPACE = re.compile(r"\s")
_SMALL = 60_000  # tokens of one side times tokens of the other that are compared each with each
_PATIENCE = (2_000_000, 8)  # tokens that may be looked at: so many, and each of them so often
_ISLAND = 25  # code points; a shorter agreement between longer changes tells a reader nothing


class Stretch(NamedTuple):
    """`old[old_start:old_end]` became `new[new_start:new_end]`; `same`: it stands there unchanged."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    same: bool


class Piece(NamedTuple):
    """A piece of a comparison to be read from beginning to end: `kind` is same, gone (only old) or new (only new)."""

    kind: str
    text: str


class Hunk(NamedTuple):
    """Pieces around changes that lie close together. Before them, `skipped` words are the same."""

    skipped: int
    pieces: list[Piece]


Block = tuple[int, int, int]  # where it begins on the old side, where on the new, how long


def differences(old: str, new: str) -> list[Stretch]:
    """The stretches of two texts, unchanged and changed in turn; they tile both."""
    found: list[Block] = []
    lines = _blocks(_LINE.findall(old), _LINE.findall(new))
    for start, end, new_start, new_end, same in _tiled(_measured(old, new, _LINE, lines), len(old), len(new)):
        if same:
            found.append((start, new_start, end - start))
        elif start < end and new_start < new_end:
            before, after = old[start:end], new[new_start:new_end]
            words = _blocks(_WORD.findall(before), _WORD.findall(after))
            found += [(start + i, new_start + j, n) for i, j, n in _measured(before, after, _WORD, words)]
    return _tiled(found, len(old), len(new))


def _measured(old: str, new: str, token: re.Pattern[str], blocks: Sequence[Block]) -> list[Block]:
    """Blocks of tokens as blocks of code points."""
    old_edges, new_edges = _edges(token.findall(old)), _edges(token.findall(new))
    return [(old_edges[i], new_edges[j], old_edges[i + n] - old_edges[i]) for i, j, n in blocks]


def _edges(tokens: Sequence[str]) -> list[int]:
    edges = [0]
    for token in tokens:
        edges.append(edges[-1] + len(token))
    return edges


def _tiled(blocks: Sequence[Block], old_length: int, new_length: int) -> list[Stretch]:
    """The unchanged blocks, joined where they touch, with the changed stretches between them."""
    made: list[Stretch] = []
    i = j = 0
    for start, new_start, length in [*blocks, (old_length, new_length, 0)]:
        if start > i or new_start > j:
            made.append(Stretch(i, start, j, new_start, False))
        if length and made and made[-1].same:
            made[-1] = made[-1]._replace(old_end=start + length, new_end=new_start + length)
        elif length:
            made.append(Stretch(start, start + length, new_start, new_start + length, True))
        i, j = start + length, new_start + length
    return made


def _blocks(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """What two sequences have in common: blocks in the order of both, none crossing another.

    Texts can be made for which this would take hours: when patience is at its end, what was not compared has changed.
    """
    found: list[Block] = []
    gaps = [(0, len(a), 0, len(b))]
    patience = _PATIENCE[0] + _PATIENCE[1] * (len(a) + len(b))
    while gaps and patience > 0:
        start, end, other, other_end = gaps.pop()
        patience -= end - start + other_end - other
        first, last = _common_ends(a[start:end], b[other:other_end])
        found += [(start, other, first)] if first else []
        found += [(end - last, other_end - last, last)] if last else []
        start, end, other, other_end = start + first, end - last, other + first, other_end - last
        if start == end or other == other_end:
            continue
        anchors = _anchors(a[start:end], b[other:other_end])
        if anchors:
            gaps += _between([(start + i, other + j) for i, j in anchors], (start, end, other, other_end))
            found += [(start + i, other + j, 1) for i, j in anchors]
        else:
            found += [(start + i, other + j, n) for i, j, n in _each_with_each(a[start:end], b[other:other_end])]
            patience -= min((end - start) * (other_end - other), _SMALL) // 8
    return sorted(found)


def _common_ends(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """How many tokens two sequences have in common at the beginning, and then at the end."""
    shorter = min(len(a), len(b))
    first = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    left = shorter - first
    last = next((n for n in range(left) if a[-1 - n] != b[-1 - n]), left)
    return first, last


def _between(
    anchors: Sequence[tuple[int, int]], whole: tuple[int, int, int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """The gaps before, between and after anchors of one token."""
    start, end, other, other_end = whole
    for i, j in [*anchors, (end, other_end)]:
        yield start, i, other, j
        start, other = i + 1, j + 1


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Where tokens stand that each side has once, as many of them as are in the same order on both."""
    in_a, in_b = Counter(a), Counter(b)
    place = {token: j for j, token in enumerate(b) if in_b[token] == 1}
    pairs = [(i, place[token]) for i, token in enumerate(a) if in_a[token] == 1 and token in place]
    return _longest_rise(pairs)


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs, taken in order, whose second numbers rise (patience sorting)."""
    tops: list[int] = []  # the lowest second number that a run of each length ends with
    ends: list[int] = []  # and the pair that has it
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        length = bisect_right(tops, j)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [j]
        ends[length : length + 1] = [n]
    run = []
    n = ends[-1] if ends else -1
    while n >= 0:
        run.append(pairs[n])
        n = before[n]
    return run[::-1]


def _each_with_each(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Compare what has no anchor; too much of it counts as changed."""
    if len(a) * len(b) > _SMALL:
        return []
    found = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return [(block.a, block.b, block.size) for block in found if block.size]


def counterpart(stretches: Sequence[Stretch], start: int, end: int) -> tuple[int, int]:
    """What a stretch of the old text has become: where in the new one. Words put for others come whole.

    Empty (start equals end) when nothing was put in its place.
    """
    first, last = (stretches[bisect_right(stretches, at, key=attrgetter("old_start")) - 1] for at in (start, end - 1))
    begin = first.new_start + (start - first.old_start if first.same else 0)
    finish = last.new_start + (end - last.old_start) if last.same else last.new_end
    return begin, max(begin, finish)


def readable(stretches: Sequence[Stretch], old: str) -> list[Stretch]:
    """The same changes for people: a few words that happen to agree between long changes count as changed too."""
    before: list[Stretch] = []
    now = list(stretches)
    while now != before:
        before, now = now, _without_islands(now, old)
    return now


def _without_islands(stretches: Sequence[Stretch], old: str) -> list[Stretch]:
    made: list[Stretch] = []
    for number, stretch in enumerate(stretches):
        inside = stretch.same and 0 < number < len(stretches) - 1
        if inside and _is_island(stretches[number - 1], stretch, stretches[number + 1], old):
            stretch = stretch._replace(same=False)
        if made and not made[-1].same and not stretch.same:
            made[-1] = made[-1]._replace(old_end=stretch.old_end, new_end=stretch.new_end)
        else:
            made.append(stretch)
    return made


def _is_island(before: Stretch, stretch: Stretch, after: Stretch, old: str) -> bool:
    said = old[stretch.old_start : stretch.old_end]
    size = len(said)
    if size >= _ISLAND or "\n" in said:
        return False
    return not said.strip() or (size <= _size(before) and size <= _size(after))


def _size(change: Stretch) -> int:
    return max(change.old_end - change.old_start, change.new_end - change.new_start)


def hunks(old: str, new: str, stretches: Sequence[Stretch], *, around: int = 200) -> tuple[list[Hunk], int]:
    """The changes with about `around` code points of what is the same on either side; how many words follow unchanged.

    What is the same is cut between words.
    """
    made: list[Hunk] = []
    pieces: list[Piece] = []
    skipped = 0
    for number, stretch in enumerate(stretches):
        said, put = old[stretch.old_start : stretch.old_end], new[stretch.new_start : stretch.new_end]
        if not stretch.same:
            pieces += [Piece(kind, text) for kind, text in (("gone", said), ("new", put)) if text]
            continue
        head, middle, tail = _parted(said, around if number else 0, around if number < len(stretches) - 1 else 0)
        pieces += [Piece("same", head)] if head else []
        if middle:
            made += [Hunk(skipped, pieces)] if number else []
            skipped, pieces = len(middle.split()), [Piece("same", tail)] if tail else []
    if any(piece.kind != "same" for piece in pieces):
        made.append(Hunk(skipped, pieces))
        skipped = 0
    return made, skipped


def _parted(said: str, head: int, tail: int) -> tuple[str, str, str]:
    """A text's beginning, middle and end, cut between words; all of it is the beginning when it is short."""
    start, end = _word_end(said, head), _word_start(said, len(said) - tail)
    return (said[:start], said[start:end], said[end:]) if start < end else (said, "", "")


def _word_end(said: str, at: int) -> int:
    """The first place from `at` on where white space begins; nought stays nought."""
    found = _SPACE.search(said, at) if at else None
    return found.start() if found else len(said) if at else 0


def _word_start(said: str, at: int) -> int:
    """The last place up to `at` that white space stands before; the end stays the end."""
    while 0 < at < len(said) and not said[at - 1].isspace():
        at -= 1
    return max(at, 0)
