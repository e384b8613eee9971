"""How what people name in a project is written and coloured: pure, so that pages, API and imports agree."""

import unicodedata

PALETTE = (
    "#2f6fb3", "#b4552d", "#2e8a57", "#9a4fa3", "#b38a12", "#c2415d",
    "#1f8a94", "#6a5acd", "#7a8b2a", "#d0703c", "#4a6b8a", "#a3476f",
)  # fmt: skip
"""The colours that new tags and actors are given in turn: alike in lightness, apart in hue, so that none shouts."""


def tidy(name: str) -> str:
    """A name as it is kept: NFC, without white space around it, single spaces within it."""
    return " ".join(unicodedata.normalize("NFC", name).split())


_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing: a name with them can look like another."""


def problem_with_characters(name: str) -> str | None:
    """What no name may hold, whatever it names: "it holds no …"; None when all is well."""
    categories = [unicodedata.category(c) for c in name]
    if any(category in {"Cc", "Cs"} for category in categories):
        return "holds no control characters"
    if not _TURNS.isdisjoint(name):
        return "holds no characters that turn the direction of writing"
    if not any(category[0] in "LNPS" for category in categories):
        return "has a character that can be seen"
    return None


def problem_with_name(whose: str, name: str, longest: int) -> str | None:
    """Why a tidied name cannot be one, in a sentence on `whose` it is ("A tag"), or None; `longest` in code points."""
    if not name:
        return f"{whose} needs a name."
    if len(name) > longest:
        return f"{whose}'s name has at most {longest} characters; this one has {len(name)}."
    problem = problem_with_characters(name)
    return f"{whose}'s name {problem}." if problem else None
