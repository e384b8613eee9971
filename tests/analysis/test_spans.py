from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analysis.spans import gaps, joined, stretches

LENGTH = 30
some = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 9)).map(lambda at: (at[0], min(sum(at), LENGTH)))
spans = st.lists(some, max_size=6)


def inside(spans):
    return {at for start, end in spans for at in range(start, end)}


@given(spans)
def test_joined_spans_hold_the_same_characters_in_order_and_none_twice(given_spans):
    found = joined(given_spans)
    assert inside(found) == inside(given_spans)
    assert found == sorted(found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


def test_touching_spans_stay_apart_and_overlapping_ones_become_one():
    assert joined([(4, 6), (2, 4)]) == [(2, 4), (4, 6)]
    assert joined([(2, 5), (4, 6), (4, 6)]) == [(2, 6)]


@given(spans)
def test_units_and_gaps_tile_the_text(given_spans):
    units = joined(given_spans)
    between = gaps(units, LENGTH)
    assert sorted([*inside(units), *inside(between)]) == list(range(LENGTH))
    assert all(start < end for start, end in between)


@given(st.lists(st.fixed_dictionaries({"wages": spans.map(joined), "": spans.map(joined)}), min_size=1, max_size=3))
def test_stretches_say_of_each_character_what_each_coder_said(coders):
    said = {thing: [coder[thing] for coder in coders] for thing in ("wages", "")}
    found = list(stretches(said, len(coders), LENGTH))
    assert [at for one in found for at in range(one.start, one.end)] == list(range(LENGTH))
    for one in found:
        for at in range(one.start, one.end):
            for says, coder in zip(one.says, coders, strict=True):
                assert says == {thing for thing in coder if at in inside(coder[thing])}
