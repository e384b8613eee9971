from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coded import Coded, Mark
from analysis.coefficients import Undefined
from analysis.comparing import compare

ONE, TWO = UUID(int=1), UUID(int=2)


def text(*marks, document=ONE, length=100, coders=("alice", "bob")):
    return Coded(document, length, coders, [Mark(ONE, *mark) for mark in marks])


def numbers(row):
    return [one.value for one in (row.cohen, row.fleiss, row.alpha, row.unitizing)]


def test_each_tag_is_a_question_of_its_own_and_overlaps_do_not_matter():
    report = compare(
        [
            text(
                ("alice", ["wages", "borders"], [(10, 30)]),
                ("bob", ["wages"], [(10, 30)]),
                ("bob", ["borders"], [(60, 80)]),
            )
        ]
    )
    assert list(report.tags) == ["borders", "wages"]
    assert numbers(report.tags["wages"]) == [1, 1, 1, 1]
    assert report.tags["borders"].cohen.value == pytest.approx(-0.25)
    assert (report.tags["borders"].marked, report.tags["borders"].agreed) == (40, 0)


def test_all_tags_together_are_pooled():
    report = compare(
        [
            text(
                ("alice", ["wages"], [(0, 50)]),
                ("bob", ["wages"], [(0, 50)]),
                ("alice", ["borders"], [(0, 50)]),
                ("bob", ["borders"], [(25, 75)]),
            )
        ]
    )
    # wages: Do 0, De 0.5; borders: Do 0.5, De 0.5
    assert report.overall.cohen.value == pytest.approx(0.5)
    assert (report.overall.marked, report.overall.agreed) == (75, 25)


def test_marking_at_all_counts_passages_without_tags_too():
    report = compare([text(("alice", [], [(0, 50)]), ("bob", ["wages"], [(0, 50)]))])
    assert numbers(report.anything) == [1, 1, 1, 1]
    assert report.overall.cohen.value == 0


def test_the_pieces_of_a_passage_count_and_what_lies_between_does_not():
    report = compare([text(("alice", ["wages"], [(0, 10), (20, 30)]), ("bob", ["wages"], [(0, 10), (20, 30)]))])
    assert (report.tags["wages"].marked, report.tags["wages"].agreed) == (20, 20)


def test_who_marked_nothing_has_judged_all_the_same():
    report = compare([text(("alice", ["wages"], [(0, 50)]))])
    assert report.tags["wages"].cohen.value == 0
    assert report.tags["wages"].cohen.n == 100


def test_texts_with_fewer_than_two_coders_are_not_compared():
    report = compare([text(document=ONE, coders=("alice",)), text(document=TWO, length=0)])
    assert report.compared == []
    for row in (report.overall, report.anything):
        assert {one.undefined for one in (row.cohen, row.fleiss, row.alpha, row.unitizing)} == {
            Undefined.NOTHING_COMPARED
        }


def test_without_any_tag_there_is_nothing_to_pool():
    report = compare([text(("alice", [], [(0, 50)]))])
    assert report.overall.alpha.undefined is Undefined.NO_TAGS
    assert report.anything.alpha.value is not None


def test_a_tag_that_nobody_used_is_undefined_when_it_is_asked_for():
    report = compare([text(("alice", ["wages"], [(0, 50)]))], ["borders"])
    assert list(report.tags) == ["borders"]
    assert numbers(report.tags["borders"]) == [None] * 4
    assert report.tags["borders"].unitizing.undefined is Undefined.NOTHING_MARKED
    assert report.tags["borders"].alpha.undefined is Undefined.NO_VARIATION


THREE = ("alice", "bob", "erin")


def test_cohens_kappa_of_three_is_told_by_pairs():
    marks = [(who, ["wages"], [(0, 50)]) for who in THREE[:2]]
    report = compare([text(*marks, coders=THREE)])
    assert report.tags["wages"].cohen.undefined is Undefined.NOT_TWO_CODERS
    assert {pair.coders: pair.overall.value for pair in report.pairs} == {
        ("alice", "bob"): 1,
        ("alice", "erin"): 0,
        ("bob", "erin"): 0,
    }


def test_pairs_are_compared_on_what_both_have_coded():
    report = compare([text(coders=("alice", "bob")), text(document=TWO, length=50, coders=("bob", "erin"))])
    assert {pair.coders: pair.anything.n for pair in report.pairs} == {("alice", "bob"): 100, ("bob", "erin"): 50}


def test_texts_with_another_number_of_coders_are_left_out_where_all_must_have_as_many():
    marks = [(who, ["wages"], [(0, 50)]) for who in THREE]
    pair = text(*marks[:2], document=TWO, length=60)
    report = compare([text(*marks, coders=THREE), pair])
    assert (report.even, report.uneven) == (3, [pair])
    row = report.tags["wages"]
    assert (row.fleiss.n, row.unitizing.n, row.alpha.n) == (100, 100, 160)


spans = st.tuples(st.integers(0, 99), st.integers(1, 30)).map(lambda at: (at[0], min(sum(at), 100)))
tags = st.lists(st.sampled_from(["wages", "borders"]), unique=True, max_size=2)
marks = st.lists(
    st.builds(Mark, st.just(ONE), st.sampled_from(THREE), tags, st.lists(spans, min_size=1, max_size=2)), max_size=8
)


def values(report):
    return [numbers(row) for row in (report.anything, report.overall, *report.tags.values())]


@given(marks)
def test_the_order_of_coders_does_not_matter(given_marks):
    there, back = Coded(ONE, 100, THREE, given_marks), Coded(ONE, 100, THREE[::-1], given_marks)
    assert values(compare([there])) == values(compare([back]))


@given(marks)
def test_other_names_for_tags_change_nothing(given_marks):
    other = {"wages": "a", "borders": "b"}
    renamed = [mark._replace(tags=[other[tag] for tag in mark.tags]) for mark in given_marks]
    one, two = compare([Coded(ONE, 100, THREE, given_marks)]), compare([Coded(ONE, 100, THREE, renamed)])
    assert {other[tag]: numbers(row) for tag, row in one.tags.items()} == {
        tag: numbers(row) for tag, row in two.tags.items()
    }
    assert numbers(one.anything) == numbers(two.anything)


@given(marks)
def test_cutting_a_passage_in_two_changes_no_coefficient_on_characters(given_marks):
    def cut(mark):
        pieces = [part for s, e in mark.pieces for part in ((s, (s + e) // 2), ((s + e) // 2, e)) if part[0] < part[1]]
        return mark._replace(pieces=pieces)

    whole, halves = (
        compare([Coded(ONE, 100, THREE, found)]) for found in (given_marks, [cut(mark) for mark in given_marks])
    )
    assert [row[:3] for row in values(whole)] == [row[:3] for row in values(halves)]


@given(marks)
def test_marking_a_passage_twice_changes_nothing(given_marks):
    assert values(compare([Coded(ONE, 100, THREE, given_marks * 2)])) == values(
        compare([Coded(ONE, 100, THREE, given_marks)])
    )


@given(marks, marks)
def test_the_order_of_texts_does_not_matter(one, other):
    there = [Coded(ONE, 100, THREE, one), Coded(TWO, 100, THREE, other)]
    assert values(compare(there)) == values(compare(there[::-1]))


@given(marks.map(lambda found: [mark for mark in found if mark.coder == "alice"]))
def test_who_marks_the_same_agrees_perfectly_or_undefinedly(given_marks):
    copied = [*given_marks, *(mark._replace(coder="bob") for mark in given_marks)]
    report = compare([Coded(ONE, 100, ("alice", "bob"), copied)])
    assert {value for row in values(report) for value in row} <= {1, None}
    assert report.overall.marked == report.overall.agreed
