"""What several coders marked, in units: what they agree on, where they disagree, what only some marked."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.comparing import Mark, State, compare, consensus

BOTH, THREE = ("alice", "bob"), ("alice", "bob", "erin")
_MAY, _CLEGG = ("0-may", "speaker"), ("1-clegg", "speaker")
_numbers = count(1)


def mark(coder, start, end, *tags, voices=(), note="", more=(), at=None):
    """A mark by somebody; each is made a minute after the one before."""
    number = at or next(_numbers)
    made = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    return Mark(UUID(int=number), coder, made, ((start, end), *more), tags, tuple(voices), note)


def states(units):
    return [(unit.state.value, [one.coder for one in unit.marks]) for unit in units]


def test_the_same_passage_with_the_same_tags_by_all_is_agreed():
    marks = [mark("bob", 0, 9, "wages", "class"), mark("alice", 0, 9, "class", "wages")]
    assert states(compare(marks, BOTH)) == [("agreed", ["alice", "bob"])]


@pytest.mark.parametrize(
    "other",
    [
        mark("bob", 0, 9, "migration"),
        mark("bob", 0, 9, "wages", "migration"),
        mark("bob", 0, 9),
        mark("bob", 2, 12, "wages"),
        mark("bob", 0, 9, "wages", more=[(20, 25)]),
        mark("bob", 0, 9, "wages", voices=[_CLEGG]),
    ],
    ids=["other tags", "more tags", "no tags", "overlapping", "more pieces", "another speaker"],
)
def test_what_contradicts_is_disagreed_about(other):
    units = compare([mark("alice", 0, 9, "wages", voices=[_MAY]), other], BOTH)
    assert states(units) == [("disagreeing", ["alice", "bob"])]


def test_what_only_some_marked_is_incomplete():
    marks = [mark("alice", 0, 9, "wages"), mark("bob", 0, 9, "wages"), mark("erin", 20, 29, "wages")]
    assert states(compare(marks, THREE)) == [("incomplete", ["alice", "bob"]), ("incomplete", ["erin"])]


def test_two_who_contradict_each_other_disagree_though_a_third_is_silent():
    assert states(compare([mark("alice", 0, 9, "wages"), mark("bob", 0, 9, "class")], THREE)) == [
        ("disagreeing", ["alice", "bob"])
    ]


def test_passages_that_only_touch_are_two_units():
    assert len(compare([mark("alice", 0, 9, "wages"), mark("bob", 9, 12, "wages")], BOTH)) == 2


def test_what_lies_between_the_pieces_of_a_passage_is_not_in_it():
    marks = [mark("alice", 0, 5, "wages", more=[(20, 25)]), mark("bob", 8, 12, "wages")]
    assert [unit.state for unit in compare(marks, BOTH)] == [State.INCOMPLETE, State.INCOMPLETE]


def test_who_names_nobody_contradicts_nobody():
    one, other = mark("alice", 0, 9, "wages", note="hm"), mark("bob", 0, 9, "wages", voices=[_MAY])
    (unit,) = compare([one, other], BOTH)
    assert unit.state == State.AGREED
    assert consensus(unit) == (((0, 9),), ("wages",), (_MAY,), "hm")


def test_an_agreed_unit_takes_no_note_where_two_wrote_different_ones():
    (unit,) = compare([mark("alice", 0, 9, "wages", note="yes"), mark("bob", 0, 9, "wages", note="no")], BOTH)
    assert (unit.state, consensus(unit).note) == (State.AGREED, "")


def test_nobody_agrees_with_themselves():
    assert states(compare([mark("alice", 0, 9, "wages")], ["alice"])) == [("incomplete", ["alice"])]


def test_marks_of_people_who_are_not_compared_are_in_no_unit():
    assert compare([mark("carol", 0, 9, "wages")], BOTH) == []


def test_the_most_alike_belong_together():
    whole, first, second = mark("alice", 0, 30, "x"), mark("bob", 0, 20, "x"), mark("bob", 20, 30, "x")
    units = compare([second, first, whole], BOTH)
    assert [[one.id for one in unit.marks] for unit in units] == [[whole.id, first.id], [second.id]]


def test_of_two_marks_on_one_passage_each_finds_the_one_with_its_tags():
    marks = [mark("alice", 0, 9, "x"), mark("alice", 0, 9, "y"), mark("bob", 0, 9, "y"), mark("bob", 0, 9, "x")]
    assert [unit.state for unit in compare(marks, BOTH)] == [State.AGREED, State.AGREED]


def test_a_chain_of_overlaps_is_not_one_unit():
    marks = [mark("alice", 0, 10, "x"), mark("bob", 8, 20, "x"), mark("alice", 18, 30, "x"), mark("bob", 28, 40, "x")]
    assert [len(unit.marks) for unit in compare(marks, BOTH)] == [2, 2]


def test_units_are_in_the_order_of_the_text():
    marks = [mark("bob", 50, 60), mark("alice", 5, 9), mark("alice", 5, 40)]
    assert [unit.place for unit in compare(marks, BOTH)] == [(5, 40), (5, 9), (50, 60)]


def test_a_unit_is_called_by_its_first_mark_also_when_more_are_made_later():
    first = mark("bob", 0, 9, "wages")
    later = [mark("alice", 0, 9, "wages"), mark("erin", 3, 9, "class")]
    names = {compare([first, *later[:n]], THREE)[0].id for n in range(3)}
    assert names == {first.id}


def test_what_was_decided_stays_together_whatever_is_marked_later():
    one, other = mark("alice", 0, 30, "x"), mark("bob", 20, 50, "x")
    (unit,) = compare([one, other], BOTH)
    closer = mark("bob", 0, 30, "x")
    assert [len(each.marks) for each in compare([one, other, closer], BOTH)] == [2, 1]
    again = compare([one, other, closer], BOTH, {unit.id: {one.id, other.id}})
    assert [[each.id for each in found.marks] for found in again] == [[one.id, other.id], [closer.id]]
    assert again[0].id == unit.id


def test_a_decided_unit_takes_in_what_somebody_else_marks_there_later():
    one, other = mark("alice", 0, 9, "x"), mark("bob", 0, 9, "x")
    (unit,) = compare([other, one], BOTH, {one.id: {one.id}})
    assert (unit.id, unit.marks) == (one.id, (one, other))


def test_two_decided_units_never_become_one():
    one, other = mark("alice", 0, 9, "x"), mark("bob", 0, 9, "x")
    units = compare([one, other], BOTH, {one.id: {one.id}, other.id: {other.id}})
    assert [unit.marks for unit in units] == [(one,), (other,)]


def test_a_decided_unit_is_there_though_its_marks_are_gone():
    left, gone = mark("alice", 0, 9, "x"), UUID(int=99_999)
    units = compare([left], BOTH, {gone: {gone}})
    assert [(unit.id, len(unit.marks)) for unit in units] == [(left.id, 1), (gone, 0)]


_coders = st.sampled_from(THREE)
_marks = st.lists(
    st.builds(
        lambda coder, start, length, tags: (coder, start, start + length, *tags),
        _coders, st.integers(0, 30), st.integers(1, 12), st.sets(st.sampled_from("xyz"), max_size=2),
    ),
    max_size=14,
).map(lambda rows: [mark(*row, at=number) for number, row in enumerate(rows, 1)])  # fmt: skip


@given(_marks, st.randoms(use_true_random=False))
def test_every_mark_is_in_one_unit_where_each_coder_has_at_most_one_whatever_the_order(marks, random):
    units = compare(marks, THREE)
    assert sorted(one.id for unit in units for one in unit.marks) == [one.id for one in marks]
    assert all(len({one.coder for one in unit.marks}) == len(unit.marks) for unit in units)
    assert all(unit.id == min(unit.marks, key=lambda one: one.made).id for unit in units)
    random.shuffle(marks)
    assert compare(marks, THREE) == units


@given(_marks, st.data())
def test_decided_units_keep_their_names_and_marks_when_marks_come_and_go(marks, data):
    before = data.draw(st.lists(st.sampled_from(marks), unique=True)) if marks else []
    decided = {unit.id: {one.id for one in unit.marks} for unit in compare(before, THREE)}
    now = data.draw(st.lists(st.sampled_from(marks), unique=True)) if marks else []
    units = {unit.id: unit for unit in compare(now, THREE, decided)}
    here = {one.id for one in now}
    for name, ids in decided.items():
        assert ids & here <= {one.id for one in units[name].marks}
    assert sum(len(unit.marks) for unit in units.values()) == len(now)
