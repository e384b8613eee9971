"""How tags are named and coloured: pure, so that pages, API and imports agree."""

import re
import unicodedata
from functools import lru_cache

from projects.naming import PALETTE, problem_with_name, tidy

__all__ = ["LONGEST_NAME", "LONGEST_SLUG", "NEVER_IN_SLUGS", "PALETTE", "problem_with", "slug_of", "tidy"]

LONGEST_NAME = 100
LONGEST_SLUG = 110  # leaves room for a number that tells two alike apart

NEVER_IN_SLUGS = (
    r"[\u0001-,./:-@\[-^`{-\u00bf\u00d7\u00f7\u1680\u2000-\u206f\u20a0-\u20cf\u2190-\u24ea\u2500-\u2775\u2794-\u2bff"
    r"\u2e00-\u2e2e\u2e30-\u3004\u3008-\u3020\ue000-\uf8ff\ufe00-\ufe72\ufe74-\uffff\U0001f10d-\U0001ffff"
    r"\U000e0000-\U0010ffff]"
)
"""White space, controls, punctuation, symbols and emoji, in words that Python and Postgres both understand.

Named one by one, because what a letter is depends in Postgres on the locale of the database.
"""


def problem_with(name: str) -> str | None:
    """Why a tidied name cannot be a tag's, or None."""
    return problem_with_name("A tag", name, LONGEST_NAME)


@lru_cache(maxsize=10_000)
def slug_of(name: str) -> str:
    """The slug of a tidied name: lower case, letters and digits of any script, hyphens between words, never empty."""
    kept = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFKC", name).lower())
    return re.sub(r"[-\s_]+", "-", kept).strip("-")[:LONGEST_SLUG].strip("-") or "tag"
