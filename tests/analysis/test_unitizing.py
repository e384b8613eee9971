import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.coefficients import Undefined, pooled
from analysis.spans import gaps, joined
from analysis.unitizing import Continuum, unitizing

VECTORS = json.loads(Path(__file__).parent.parent.joinpath("vectors", "agreement.json").read_text(encoding="utf-8"))


def published(case):
    coders = [[(start - case["start"], start - case["start"] + n) for start, n in units] for units in case["coders"]]
    return unitizing([Continuum(case["length"], coders)])


@pytest.mark.parametrize("case", VECTORS["unitized"], ids=lambda case: case["source"])
def test_units_give_what_was_published(case):
    found = published(case)
    assert float(found.observed) == pytest.approx(case["observed"], abs=0.00005)
    assert found.value == pytest.approx(case["alpha"], abs=case["tolerance"])
    if "expected" in case:
        assert float(found.expected) == pytest.approx(
            case["expected"], abs=0.005 if case["tolerance"] > 0.001 else 5e-5
        )


@pytest.mark.parametrize("case", VECTORS["pooled"], ids=lambda case: case["source"])
def test_categories_give_what_was_published_when_they_are_pooled(case):
    found = pooled(published(VECTORS["unitized"][at]) for at in case["of"])
    assert found.value == pytest.approx(case["alpha"], abs=case["tolerance"])


LENGTH = 40
spans = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 12)).map(lambda at: (at[0], min(sum(at), LENGTH)))
units = st.lists(spans, max_size=5).map(joined)
texts = st.integers(2, 4).flatmap(lambda m: st.lists(units, min_size=m, max_size=m)).map(lambda c: Continuum(LENGTH, c))


def slow_observed(text):
    """Do as it is defined: δ² of every unit and gap of one coder with every one of another."""
    cut = [
        [(start, end, True) for start, end in coder] + [(start, end, False) for start, end in gaps(coder, LENGTH)]
        for coder in text.coders
    ]

    def difference(mine, theirs):
        (b1, e1, unit1), (b2, e2, unit2) = mine, theirs
        if unit1 and unit2 and b1 < e2 and b2 < e1:
            return (b1 - b2) ** 2 + (e1 - e2) ** 2
        if unit1 and not unit2 and b2 <= b1 and e1 <= e2:
            return (e1 - b1) ** 2
        if unit2 and not unit1 and b1 <= b2 and e2 <= e1:
            return (e2 - b2) ** 2
        return 0

    m = len(cut)
    total = sum(difference(g, h) for i in range(m) for j in range(m) if i != j for g in cut[i] for h in cut[j])
    return total / (m * (m - 1) * LENGTH**2)


@given(texts)
def test_the_observed_disagreement_is_the_one_defined(text):
    assert float(unitizing([text]).observed) == pytest.approx(slow_observed(text))


@given(texts)
def test_it_does_not_matter_who_is_first(text):
    assert unitizing([text]) == unitizing([Continuum(LENGTH, text.coders[::-1])])


@given(texts)
def test_it_does_not_matter_from_which_end_the_text_is_read(text):
    turned = [[(LENGTH - end, LENGTH - start) for start, end in reversed(coder)] for coder in text.coders]
    assert unitizing([text]) == unitizing([Continuum(LENGTH, turned)])


@given(texts, texts)
def test_it_does_not_matter_which_text_comes_first(one, other):
    assume(len(one.coders) == len(other.coders))
    assert unitizing([one, other]) == unitizing([other, one])


@given(units, st.integers(2, 4))
def test_perfect_agreement_is_one_or_undefined(same, coders):
    found = unitizing([Continuum(LENGTH, [same] * coders)])
    assert (found.value, found.undefined) == ((1, None) if same else (None, Undefined.NOTHING_MARKED))


def test_units_cut_in_two_are_other_units():
    whole, halves = [(5, 15)], [(5, 10), (10, 15)]
    assert unitizing([Continuum(LENGTH, [whole, whole])]).value == 1
    assert unitizing([Continuum(LENGTH, [whole, halves])]).value < 1


def test_without_texts_or_with_one_coder_nothing_is_claimed():
    for found in (unitizing([]), unitizing([Continuum(LENGTH, [[(1, 2)]])])):
        assert (found.value, found.undefined) == (None, Undefined.NOTHING_COMPARED)


def test_a_text_of_one_character_that_all_marked_is_undefined_for_another_reason():
    assert unitizing([Continuum(1, [[(0, 1)], [(0, 1)]])]).undefined is Undefined.NO_VARIATION


def test_it_refuses_texts_with_another_number_of_coders():
    with pytest.raises(ValueError, match="as many coders"):
        unitizing([Continuum(LENGTH, [[], []]), Continuum(LENGTH, [[], [], []])])
