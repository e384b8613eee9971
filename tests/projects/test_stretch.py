"""What is remembered of a project's newest events: in pieces that tile them, made once for all with the same eyes."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import stretch
from projects.messages import Happening, Sight
from projects.rest.media import load
from projects.stretch import News, Stretch

ALL = Sight(members=True, comments=True)
STRANGER = Sight(members=False, comments=False)


def event(seq: int, kind: str = "test", size: int = 10) -> Happening:
    return Happening(seq, kind, None, None, b'{"seq":%d,"x":"%s"}' % (seq, b"x" * size))


def told(piece: bytes) -> dict:
    """What a framed message says."""
    return load(piece.split(b"data: ")[1].strip())


def heard(remembered: Stretch, sight: Sight, after: int) -> list[dict]:
    """All messages that somebody is told who knows everything up to a number."""
    messages = []
    while after < remembered.last:
        after, piece = remembered.piece(sight, after)
        messages.append(told(piece))
    return messages


@given(st.lists(st.integers(1, 40), max_size=8), st.integers(0, 30), st.integers(1, 400), st.integers(0, 2**32))
def test_pieces_tile_what_has_happened_from_wherever_one_begins(batches, begin, largest, seed):
    remembered, seq = Stretch(5), 5
    for size in batches:
        fresh = [event(n, "comment.created" if (n * seed) % 3 else "test") for n in range(seq + 1, seq + size + 1)]
        seq += size
        remembered.extend(News(fresh, seq))
    for sight in (ALL, STRANGER):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stretch, "PIECE", largest)
            after = 5 + min(begin, seq - 5)
            messages = heard(remembered, sight, after)
        edges = [after, *(message["last"] for message in messages)]
        assert [message["after"] for message in messages] == edges[:-1]
        assert edges[-1] == seq
        seen = [one["seq"] for message in messages for one in message["results"]]
        assert seen == [n for n in range(after + 1, seq + 1) if sight is ALL or not (n * seed) % 3]


def test_the_same_eyes_are_told_the_same_bytes():
    remembered = Stretch(0)
    remembered.extend(News([event(1)], 1))
    assert remembered.piece(ALL, 0)[1] is remembered.piece(Sight(members=True, comments=True), 0)[1]
    assert told(remembered.piece(STRANGER, 0)[1])["results"] == told(remembered.piece(ALL, 0)[1])["results"]


def test_what_is_read_twice_is_told_once():
    remembered = Stretch(0)
    remembered.extend(News([event(1), event(2)], 2))
    remembered.extend(News([event(1), event(2), event(3)], 3))
    assert [one["seq"] for one in heard(remembered, ALL, 0)[0]["results"]] == [1, 2, 3]


def test_a_number_without_an_event_is_passed_over():
    remembered = Stretch(0)
    remembered.extend(News([event(2)], 4))
    assert heard(remembered, ALL, 0) == [{"after": 0, "last": 4, "results": [load(event(2).content)]}]


def test_the_oldest_is_forgotten_when_it_becomes_too_much(monkeypatch):
    monkeypatch.setattr(stretch, "ROOM", 100)
    remembered = Stretch(0)
    for seq in range(1, 6):
        remembered.extend(News([event(seq, size=30)], seq))
    assert (remembered.floor, [one.seq for one in remembered.events], remembered.last) == (3, [4, 5], 5)
    remembered.extend(News([event(6, size=1_000)], 6))
    assert (remembered.floor, [one.seq for one in remembered.events]) == (5, [6])


@pytest.mark.parametrize(
    ("kind", "turns"),
    [("member.removed", True), ("document.closed", True), ("assignment.finished", True), ("project.changed", True),
     ("annotation.created", False), ("document.changed", False), ("comment.created", False)],
)  # fmt: skip
def test_an_event_that_may_change_who_sees_what_is_marked(kind, turns):
    remembered = Stretch(3)
    remembered.extend(News([event(4, kind), event(5)], 5))
    assert remembered.turn == (4 if turns else 3)


@pytest.mark.parametrize(
    ("about", "whose", "shown"),
    [(1, "bob", True), (1, "alice", False), (1, None, True), (2, "alice", True), (None, None, True)],
)
def test_in_a_veiled_document_one_sees_ones_own_work_only(about, whose, shown):
    sight = Sight(members=True, comments=True, veiled=frozenset({UUID(int=1)}), name="bob")
    where = None if about is None else UUID(int=about)
    assert sight.shows(Happening(1, "annotation.created", where, whose, b"{}")) is shown
