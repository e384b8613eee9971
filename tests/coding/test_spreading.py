"""Spreading documents over people: as evenly as can be, whatever they are."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from coding.spreading import Waiting, spread

words = st.lists(st.integers(0, 5_000), max_size=30)
some = st.integers(1, 7)


@given(words, some, st.data())
def test_each_document_gets_its_coders_and_no_person_two_more_than_another(lengths, people, data):
    coders = data.draw(st.integers(1, people))
    documents = [Waiting(n, length, frozenset()) for n, length in enumerate(lengths)]
    given_to = spread(documents, range(people), coders)
    assert len(set(given_to)) == len(given_to) == len(lengths) * coders
    assert set(Counter(document for document, _ in given_to).values()) <= {coders}
    has = Counter(person for _, person in given_to)
    counts = [has[person] for person in range(people)]
    assert max(counts) - min(counts) <= 1


@given(words, st.sets(st.integers(0, 4)), some)
def test_who_codes_a_document_already_counts_and_is_not_given_it_again(lengths, before, coders):
    documents = [Waiting(n, length, frozenset(before)) for n, length in enumerate(lengths)]
    given_to = spread(documents, range(5), coders)
    assert not [person for _, person in given_to if person in before]
    assert len(given_to) == len(lengths) * max(0, min(coders, 5) - len(before))


def test_as_many_pairs_as_can_be_have_documents_in_common():
    given_to = spread([Waiting(n, 100, frozenset()) for n in range(6)], "abcd", 2)
    pairs = Counter("".join(sorted(who for document, who in given_to if document == n)) for n in range(6))
    assert pairs == {"ab": 1, "ac": 1, "ad": 1, "bc": 1, "bd": 1, "cd": 1}


def test_words_are_spread_too():
    given_to = dict(spread([Waiting(n, n, frozenset()) for n in (1, 2, 9, 10)], "ab", 1))
    assert given_to == {10: "a", 9: "b", 2: "b", 1: "a"}
