"""How tags are named and coloured: pure, so that pages, API and imports agree."""

import re
import unicodedata
from functools import lru_cache

LONGEST_NAME = 100
LONGEST_SLUG = 110  # leaves room for a number that tells two alike apart

PALETTE = (
    "#2f6fb3", "#b4552d", "#2e8a57", "#9a4fa3", "#b38a12", "#c2415d",
    "#1f8a94", "#6a5acd", "#7a8b2a", "#d0703c", "#4a6b8a", "#a3476f",
)  # fmt: skip
"""The colours that new tags are given in turn: alike in lightness, apart in hue, so that none shouts."""

NEVER_IN_SLUGS = (
    r"[\u0001-,./:-@\[-^`{-\u00bf\u00d7\u00f7\u1680\u2000-\u206f\u20a0-\u20cf\u2190-\u24ea\u2500-\u2775\u2794-\u2bff"
    r"\u2e00-\u2e2e\u2e30-\u3004\u3008-\u3020\ue000-\uf8ff\ufe00-\ufe72\ufe74-\uffff\U0001f10d-\U0001ffff"
    r"\U000e0000-\U0010ffff]"
)
"""White space, controls, punctuation, symbols and emoji, in words that Python and Postgres both understand.

Named one by one, because what a letter is depends in Postgres on the locale of the database.
"""


def tidy(name: str) -> str:
    """A tag's name as it is kept: NFC, without white space around it, single spaces within it."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def problem_with(name: str) -> str | None:
    """Why a tidied name cannot be a tag's, or None."""
    if not name:
        return "A tag needs a name."
    if len(name) > LONGEST_NAME:
        return f"A tag's name has at most {LONGEST_NAME} characters; this one has {len(name)}."
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in name):
        return "A tag's name holds no control characters."
    return None


@lru_cache(maxsize=10_000)
def slug_of(name: str) -> str:
    """The slug of a tidied name: lower case, letters and digits of any script, hyphens between words, never empty."""
    kept = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFKC", name).lower())
    return re.sub(r"[-\s_]+", "-", kept).strip("-")[:LONGEST_SLUG].strip("-") or "tag"
