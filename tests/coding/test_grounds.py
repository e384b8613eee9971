"""What a decision remembers, and what has changed since."""

from coding.comparing import compare
from coding.grounds import Since, changes, fingerprint, ground_of, token
from tests.coding.test_comparing import BOTH, mark


def says(**fields):
    said = {"quotes": ["low pay"], "tags": [1, 2], "voices": [("may", "speaker")], "note": ""} | fields
    return fingerprint(**said)


def unit_of(*marks, decided=None):
    (unit,) = compare(marks, BOTH, decided)
    return unit


def test_the_same_said_in_another_order_is_the_same():
    two = [("may", "speaker"), ("clegg", "blamed")]
    assert says(tags=[2, 1], voices=two) == says(voices=two[::-1])


def test_anything_else_said_is_something_else():
    others = [{"quotes": ["low", "pay"]}, {"tags": [1]}, {"voices": []}, {"voices": [("may", "blamed")]}, {"note": "!"}]
    assert len({says(), *(says(**other) for other in others)}) == len(others) + 1


def test_nothing_has_changed_at_first():
    unit = unit_of(mark("alice", 0, 9, "x"), mark("bob", 0, 9, "x"))
    assert changes(ground_of(unit, 1), unit, 1) == []


def test_what_is_new_gone_moved_or_says_something_else_has_changed():
    kept, gone, new = (mark(who, 0, 9, "x")._replace(says="same") for who in ("alice", "bob", "bob"))
    ground = ground_of(unit_of(kept, gone), 1)
    assert changes(ground, unit_of(kept, new), 1) == [Since("new", "bob"), Since("gone", "bob")]
    moved = kept._replace(pieces=((2, 9),))
    assert changes(ground, unit_of(moved, gone), 1) == [Since("changed", "alice")]
    assert changes(ground, unit_of(kept._replace(says="other"), gone), 1) == [Since("changed", "alice")]


def test_what_was_carried_over_to_another_version_has_not_changed():
    before = mark("alice", 0, 9, "x")._replace(says="same")
    ground = ground_of(unit_of(before), 1)
    assert changes(ground, unit_of(before._replace(pieces=((20, 29),))), 2) == []


def test_who_saw_something_else_has_another_token():
    one, other = mark("alice", 0, 9, "x")._replace(says="a"), mark("bob", 0, 9, "x")
    seen = token(unit_of(one))
    assert seen == token(unit_of(one))
    changed = [unit_of(one, other), unit_of(one._replace(says="b")), unit_of(one._replace(pieces=((1, 9),)))]
    assert len({seen, *map(token, changed)}) == 4
