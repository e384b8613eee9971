import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coefficients import Undefined, cohen, fleiss, krippendorff, missing, pooled

VECTORS = json.loads(Path(__file__).parent.parent.joinpath("vectors", "agreement.json").read_text(encoding="utf-8"))
COEFFICIENTS = {"cohen": cohen, "fleiss": fleiss, "krippendorff": krippendorff}


def published(kind):
    """Each coefficient that the examples of one kind give, with its example."""
    return [
        pytest.param(name, case, id=f"{name} of {case['source']}")
        for case in VECTORS[kind]
        for name in COEFFICIENTS
        if name in case
    ]


@pytest.mark.parametrize(("name", "case"), published("tables"))
def test_tables_of_two_coders_give_what_was_published(name, case):
    together = {(row, column): n for row, cells in enumerate(case["table"]) for column, n in enumerate(cells)}
    assert COEFFICIENTS[name](together).value == pytest.approx(case[name], abs=0.001)


@pytest.mark.parametrize(("name", "case"), published("subjects"))
def test_counts_of_many_coders_give_what_was_published(name, case):
    together = Counter(
        tuple(category for category, n in enumerate(counts) for _ in range(n)) for counts in case["counts"]
    )
    assert COEFFICIENTS[name](together).value == pytest.approx(case[name], abs=0.001)


@pytest.mark.parametrize(("name", "case"), published("rows"))
def test_rows_of_coders_give_what_was_published(name, case):
    together = Counter(tuple(value for value in values if value != ".") for values in zip(*case["coders"], strict=True))
    found = COEFFICIENTS[name](together)
    if case[name] is None:
        assert (found.value, found.undefined) == (None, Undefined.NO_VARIATION)
    else:
        assert found.value == pytest.approx(case[name], abs=0.001)


judgements = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=40).map(Counter)
several = st.integers(2, 5).flatmap(
    lambda m: st.lists(st.tuples(*[st.sampled_from("abc")] * m), min_size=1, max_size=30).map(Counter)
)


def renamed(together, change):
    return {change(values): count for values, count in together.items()}


def same(one, other):
    return (one.value, one.n, one.undefined) == (other.value, other.n, other.undefined)


@given(several)
@pytest.mark.parametrize("coefficient", [fleiss, krippendorff])
def test_it_does_not_matter_who_is_first(coefficient, together):
    turned = renamed(together, lambda values: values[::-1])
    assert same(coefficient(together), coefficient(turned))


@given(judgements)
def test_cohens_kappa_is_the_same_for_either_coder(together):
    assert same(cohen(together), cohen(renamed(together, lambda values: values[::-1])))


@given(judgements)
@pytest.mark.parametrize("coefficient", COEFFICIENTS.values())
def test_the_names_of_the_categories_do_not_matter(coefficient, together):
    others = {"a": "c", "b": "a", "c": "b"}
    assert same(
        coefficient(together), coefficient(renamed(together, lambda values: tuple(others[value] for value in values)))
    )


@given(st.lists(st.sampled_from("abc"), min_size=1), st.integers(2, 5))
@pytest.mark.parametrize("coefficient", COEFFICIENTS.values())
def test_perfect_agreement_is_one_or_undefined(coefficient, values, coders):
    together = Counter((value,) * (2 if coefficient is cohen else coders) for value in values)
    found = coefficient(together)
    assert found.value == (1 if len(set(values)) > 1 else None)


@given(judgements)
@pytest.mark.parametrize("coefficient", COEFFICIENTS.values())
def test_no_agreement_is_above_one(coefficient, together):
    value = coefficient(together).value
    assert value is None or value <= 1


@given(judgements)
def test_alpha_comes_close_to_fleiss_when_there_is_more_of_the_same(together):
    much = {values: count * 100_000 for values, count in together.items()}
    assert krippendorff(much).value == pytest.approx(fleiss(much).value, abs=1e-4)


@pytest.mark.parametrize("coefficient", COEFFICIENTS.values())
def test_without_judgements_nothing_is_claimed(coefficient):
    found = coefficient({})
    assert (found.value, found.n, found.undefined) == (None, 0, Undefined.NOTHING_COMPARED)


def test_what_one_alone_judged_is_left_out_of_alpha():
    together = {("a", "a"): 3, ("a", "b"): 1}
    assert same(krippendorff(together), krippendorff(together | {("a",): 5, (): 7}))


def test_kappa_is_nought_where_one_marks_all_and_the_other_nothing():
    assert cohen({(True, False): 9}).value == 0


def test_fleiss_refuses_units_with_another_number_of_coders():
    with pytest.raises(ValueError, match="as many coders"):
        fleiss({("a", "a"): 1, ("a", "a", "b"): 1})


def test_pooling_adds_up_disagreements_and_passes_over_what_is_undefined():
    found = pooled([cohen({(0, 0): 88, (0, 1): 12}), missing(Undefined.NO_VARIATION), cohen({(0, 0): 50, (1, 1): 50})])
    # Do: 0.12 and 0; De: 1 - 0.88 and 0.5
    assert found.value == pytest.approx(1 - 0.12 / (0.12 + 0.5))
    assert pooled([missing(Undefined.NO_VARIATION)]).undefined is Undefined.NO_VARIATION
    assert pooled([]).undefined is Undefined.NO_TAGS
