"""Which actors may be one: spellings, initials, abbreviations and slips; never mere namesakes."""

import pytest

from actors.likeness import Named, Pair, pairs, words_of


def found(*names, person=True):
    return [
        (names[pair.one], names[pair.other]) for pair in pairs([Named(n, person, one) for n, one in enumerate(names)])
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Theresa May", "theresa  MAY"),
        ("Theresa May", "May, Theresa"),
        ("Frances O'Grady", "Frances O’Grady"),
        ("Zoë Gardner", "Zoe Gardner"),
        ("Theresa May", "T. May"),
        ("Jeremy Corbyn", "Jeremy Corbin"),
        ("Jeremy Corbyn", "Jeremy Corbynn"),
    ],
)
def test_spellings_of_one_name_are_alike(one, other):
    assert found(one, other) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Theresa May", "Thomas May"), ("Theresa May", "Theresa Villiers"), ("Al Gore", "Al Gorn"), ("May", "Mays")],
)
def test_namesakes_are_not(one, other):
    assert found(one, other) == []


def test_organisations_are_known_by_their_initials_and_people_are_not():
    assert found("Trades Union Congress", "TUC", person=False)
    assert found("Department for Work and Pensions", "DWP", person=False)
    assert found("Labour Party", "Liberal Poll", person=False) == []
    assert found("Tom Urban Carr", "TUC") == []


def test_a_person_is_never_like_an_organisation():
    assert pairs([Named(1, True, "Momentum"), Named(2, False, "momentum")]) == []


def test_another_name_counts_and_each_pair_is_told_once_the_better_known_first():
    made = [Named("may", True, "Theresa May", ["T. May"]), Named("pm", True, "T. May", ["Theresa May"])]
    assert pairs(made) == [Pair("may", "pm", "share a name")]


def test_what_many_share_is_no_likeness():
    assert found(*(f"{first} May" for first in ("T.", "Theresa", "Tom", "Tim", "Tina", "Toby"))) == []


def test_words_lose_case_accents_and_punctuation():
    assert words_of("  O’Grady-Ström, Ph.D. ") == ["o", "grady", "strom", "ph", "d"]
    assert words_of("…") == []


def test_names_without_letters_are_like_nothing():
    assert found("…", "!!") == []
