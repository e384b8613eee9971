"""Who is meant by “@name” in a comment. Pure.

`mentioning.js` does the same in the browser; tests/vectors/mentions.json holds the two together.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

Key = TypeVar("Key")

_AT = re.compile(r"(?<![\w.@+-])@([\w.@+-]+)")
"""An @ that begins a word, as in no e-mail address, and what a user name can be made of."""
_ENDS = ".@+-"
"""What a user name can end in, and a sentence more often does."""


class Mention(NamedTuple):
    """A place in a comment, in code points and half-open, with the @; and the name that stands there."""

    start: int
    end: int
    name: str


def named(body: str) -> list[Mention]:
    """The places where somebody is named, in their order, each with the longest name that can be meant."""
    return [Mention(found.start(), found.end(), found[1]) for found in _AT.finditer(body)]


def mentioned(body: str, members: Mapping[str, Key]) -> list[Key]:
    """The members who are named, in the order of the text, each once. `members` has their names in small letters."""
    found: dict[Key, None] = {}
    for mention in named(body):
        for name in _readings(mention.name.lower()):
            if name in members:
                found.setdefault(members[name])
                break
    return list(found)


def _readings(name: str) -> list[str]:
    """A name as it stands, then with fewer and fewer marks at its end: “bob.” may be Bob at the end of a sentence."""
    shortest = name.rstrip(_ENDS)
    return [name[:end] for end in range(len(name), max(len(shortest), 1) - 1, -1)]
