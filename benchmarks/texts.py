"""Texts and passages to measure with: made up, and the same for the same seed."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "wo", "zu", "an", "er", "in")
LONGEST_WORD = 4  # syllables
VOCABULARY = 4_000


class Passage(NamedTuple):
    """Some words of a text: offsets in code points, half-open, and what stands around it (32 code points)."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


class Writer:
    """Writes articles of made-up words in sentences and paragraphs; the same seed writes the same articles."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = [
            "".join(self.random.choices(SYLLABLES, k=self.random.randint(1, LONGEST_WORD))) for _ in range(VOCABULARY)
        ]

    def article(self, words: int) -> str:
        """A text of so many words, in paragraphs of some hundred words with a blank line between them."""
        paragraphs = []
        while words > 0:
            size = min(words, self.random.randint(40, 120))
            paragraphs.append(" ".join(self._sentences(size)))
            words -= size
        return "\n\n".join(paragraphs) + "\n"

    def _sentences(self, words: int) -> Iterator[str]:
        while words > 0:
            size = min(words, self.random.randint(8, 24))
            yield " ".join(self.random.choices(self.words, k=size)).capitalize() + "."
            words -= size

    def passages(self, text: str, count: int, longest: int = 160) -> list[Passage]:
        """Passages of a text in any place, from some words to `longest` code points long; they may overlap."""
        found = []
        for _ in range(count):
            start = self.random.randrange(len(text) - longest)
            end = start + self.random.randint(20, longest)
            found.append(passage(text, start, end))
        return found

    def two(self, names: Sequence[str]) -> list[str]:
        """Two different ones of the names."""
        return self.random.sample(names, 2)


def passage(text: str, start: int, end: int) -> Passage:
    """The passage from `start` to `end`."""
    return Passage(start, end, text[start:end], text[max(start - 32, 0) : start], text[end : end + 32])
