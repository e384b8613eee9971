"""Spreading documents over people evenly: who codes what, from plain values."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

D = TypeVar("D")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Waiting(Generic[D, P]):
    """A document with its number of words, and who codes it already."""

    document: D
    words: int
    coders: frozenset[P]


def spread(documents: Sequence[Waiting[D, P]], people: Sequence[P], coders: int) -> list[tuple[D, P]]:
    """Whom to give which document so that each document has `coders` coders, as far as there are people for it.

    Who codes a document already counts, and is not given it again. Each goes to those who have the fewest of these
    documents, then to those who have coded least often with its other coders, so that as many pairs as can be have
    documents in common, then to those with the fewest words. People who start with equally many, with no document
    given before, end with equally many or one more.
    """
    has: Counter[P] = Counter(person for item in documents for person in item.coders)
    words: Counter[P] = Counter()
    together: Counter[frozenset[P]] = Counter()
    for item in documents:
        words.update(dict.fromkeys(item.coders, item.words))
        together.update(frozenset(pair) for pair in combinations(item.coders, 2))
    order = {person: n for n, person in enumerate(people)}

    def turn(person: P, on: set[P]) -> tuple[int, int, int, int]:
        met = sum(together[frozenset((person, other))] for other in on)
        return has[person], met, words[person], order[person]

    given: list[tuple[D, P]] = []
    for item in sorted(documents, key=lambda each: -each.words):
        on = set(item.coders)
        while len(on) < coders and (free := [person for person in people if person not in on]):
            chosen = min(free, key=lambda person: turn(person, on))
            given.append((item.document, chosen))
            has[chosen] += 1
            words[chosen] += item.words
            together.update(frozenset((chosen, other)) for other in on)
            on.add(chosen)
    return given
