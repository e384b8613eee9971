"""Which actors may be one: pure. A suggestion to look, never a reason to merge by itself."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Generic, TypeVar

_SHORTEST_TYPO = 7  # letters: in shorter names one letter tells people apart
_MOST_OF_A_KEY = 5  # what more names than these share is a habit of the project, not a likeness
_LESSER_WORDS = frozenset({"of", "the", "and", "for", "de", "der", "des", "die", "du", "la", "le", "und", "et", "y"})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """An actor as far as its likeness goes."""

    id: T
    person: bool
    name: str
    other_names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """Two actors that may be one, the better known first, and why: words that follow “they”."""

    one: T
    other: T
    why: str


def words_of(name: str) -> list[str]:
    """The words of a name without case, accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.findall(r"\w+", plain)


def pairs(actors: Iterable[Named[T]]) -> list[Pair[T]]:
    """Pairs of one kind that share a name but for its spelling, each pair once; actors come best known first.

    The time it takes grows with the letters of all names, not with the number of pairs that could be made.
    """
    ordered = list(actors)
    found: dict[tuple[T, T], str] = {}
    for why, keys in _LIKENESSES.items():
        for group in _groups(ordered, keys):
            for (one, brief), (other, brief_too) in combinations(group, 2):
                if brief or brief_too:
                    found.setdefault((one, other), why)
    return [Pair(one, other, why) for (one, other), why in found.items()]


Keys = Iterator[tuple[str, bool]]
"""What an actor's name may be taken for, and whether it is brief enough to be taken for something else by it."""


def _groups(actors: Sequence[Named[T]], keys: Callable[[Named[T]], Keys]) -> Iterator[list[tuple[T, bool]]]:
    """Actors of one kind that share a key, in their order."""
    keyed: dict[tuple[bool, str], dict[T, bool]] = defaultdict(dict)
    for actor in actors:
        for key, brief in keys(actor):
            keyed[actor.person, key][actor.id] = brief
    return (list(group.items()) for group in keyed.values() if 1 < len(group) <= _MOST_OF_A_KEY)


def _same(actor: Named[Any]) -> Keys:
    for name in (actor.name, *actor.other_names):
        if words := words_of(name):
            yield " ".join(sorted(words)), True


def _initials(actor: Named[Any]) -> Keys:
    """“T. May” may be “Theresa May”; “Thomas May” is not, though they share the key."""
    words = words_of(actor.name)
    if actor.person and len(words) > 1:
        yield f"{words[0][0]} {words[-1]}", len(words[0]) == 1


def _abbreviations(actor: Named[Any]) -> Keys:
    """“TUC” may be the “Trades Union Congress”."""
    words = words_of(actor.name)
    if actor.person or not words:
        return
    if len(words) == 1:
        yield words[0], True
    elif len(kept := [word for word in words if word not in _LESSER_WORDS]) > 1:
        yield "".join(word[0] for word in kept), False


def _one_letter(actor: Named[Any]) -> Keys:
    """The name, and the name without each of its letters: names one letter apart share one of these."""
    plain = "".join(words_of(actor.name))
    if len(plain) >= _SHORTEST_TYPO:
        yield from ((key, True) for key in {plain, *(plain[:n] + plain[n + 1 :] for n in range(len(plain)))})


_LIKENESSES: dict[str, Callable[[Named[Any]], Keys]] = {
    "share a name": _same,
    "differ by an initial": _initials,
    "differ by an abbreviation": _abbreviations,
    "differ by one letter": _one_letter,
}
