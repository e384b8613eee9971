from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from analysis.coded import ANYTHING, Coded, Mark
from analysis.picture import WIDTH, Picture

CODERS = ("alice", "bob", "erin")


def text(*marks, length=1_000, coders=CODERS[:2]):
    numbered = [Mark(UUID(int=at), *mark) for at, mark in enumerate(marks, 1)]
    return Coded(UUID(int=0), length, coders, numbered)


def told(picture):
    return [(one.start, one.end, [sorted(said - {ANYTHING}) for said in one.says]) for one in picture.places]


def test_places_are_where_not_all_say_the_same():
    coded = text(("alice", ["wages"], [(10, 30)]), ("bob", ["wages"], [(10, 25)]), ("bob", ["borders"], [(40, 50)]))
    assert told(Picture(coded)) == [(25, 30, [["wages"], []]), (40, 50, [[], ["borders"]])]
    assert Picture(coded).differing == 15


def test_a_place_leads_to_an_annotation_that_makes_the_difference():
    coded = text(("alice", ["wages"], [(10, 30)]), ("bob", ["wages"], [(10, 30)]), ("bob", ["borders"], [(5, 50)]))
    assert [place.annotation.int for place in Picture(coded).places] == [3, 3, 3]


def test_asked_for_tags_nothing_else_is_looked_at():
    coded = text(("alice", ["wages"], [(10, 30)]), ("bob", ["borders"], [(10, 30)]), ("bob", [], [(60, 70)]))
    assert told(Picture(coded, frozenset({"wages"}))) == [(10, 30, [["wages"], []])]
    assert len(Picture(coded).places) == 2


def test_who_marks_without_tags_differs_from_who_marks_nothing():
    (place,) = Picture(text(("alice", [], [(10, 30)]))).places
    assert place.says == ({ANYTHING}, frozenset())


def test_strips_show_each_coders_marks_in_columns():
    coded = text(("alice", ["wages"], [(0, 500)]), ("bob", ["wages"], [(999, 1_000)]))
    strips = {coder: [(run.x, run.width) for run in runs] for coder, runs in Picture(coded).strips}
    assert strips == {"alice": [(0, WIDTH // 2)], "bob": [(WIDTH - 1, 1)]}
    assert [(run.x, run.width) for run, _ in Picture(coded).crosses] == [(0, WIDTH // 2), (WIDTH - 1, 1)]


spans = st.tuples(st.integers(0, 99), st.integers(1, 30)).map(lambda at: (at[0], min(sum(at), 100)))
tags = st.lists(st.sampled_from(["wages", "borders"]), unique=True, max_size=2)
marks = st.lists(st.tuples(st.sampled_from(CODERS), tags, st.lists(spans, min_size=1, max_size=2)), max_size=8)
some_tags = st.none() | st.frozensets(st.sampled_from(["wages", "borders"]), min_size=1)


def says_at(coded, at, chosen):
    def said(coder):
        here = [one.tags for one in coded.marks if one.coder == coder and any(s <= at < e for s, e in one.pieces)]
        found = {tag for given in here for tag in (ANYTHING, *given)}
        return found if chosen is None else found & chosen

    return [said(coder) for coder in coded.coders]


@given(marks, some_tags)
def test_places_hold_just_the_characters_that_coders_differ_on(given_marks, chosen):
    coded = text(*given_marks, length=100, coders=CODERS)
    found = Picture(coded, chosen).places
    inside = [at for place in found for at in range(place.start, place.end)]
    differing = [at for at in range(100) if len({frozenset(one) for one in says_at(coded, at, chosen)}) > 1]
    assert inside == differing
    by_id = {mark.id: mark for mark in coded.marks}
    for place in found:
        assert any(start <= place.start < end for start, end in by_id[place.annotation].pieces)


@given(marks, some_tags, st.integers(1, 5_000))
def test_what_is_crossed_out_is_where_columns_differ_and_each_cross_leads_somewhere(given_marks, chosen, stretch):
    moved = [
        (coder, given_tags, [(s * stretch, e * stretch) for s, e in pieces])
        for coder, given_tags, pieces in given_marks
    ]
    picture = Picture(text(*moved, length=100 * stretch, coders=CODERS), chosen)
    columns = {at * WIDTH // (100 * stretch) for place in picture.places for at in (place.start, place.end - 1)}
    crossed = {x for run, _ in picture.crosses for x in range(run.x, run.x + run.width)}
    assert columns <= crossed
    assert bool(crossed) == bool(picture.places)
    assert {annotation for _, annotation in picture.crosses} <= {place.annotation for place in picture.places}
