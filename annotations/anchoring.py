"""Where a quotation stands in a text. Offsets count Unicode code points and are half-open, as everywhere.

Nothing here guesses: a quotation matches exactly or not at all, and what matches in several places is given back as
candidates for a person to choose from.
"""

from typing import NamedTuple

WINDOW = 32
"""How many code points of context before and after a quotation are kept with it."""


class Span(NamedTuple):
    """A stretch of a text: text[start:end]."""

    start: int
    end: int


class NoSinglePlace(ValueError):
    """A quotation that stands nowhere, or in several places: `candidates` holds the first of them."""

    def __init__(self, candidates: list[Span]) -> None:
        self.candidates = candidates
        if candidates:
            message = "The quotation stands in more than one place; give more of the text around it, or its offsets."
        else:
            message = "The quotation does not stand in this text."
        super().__init__(message)


def places(text: str, quote: str, prefix: str = "", suffix: str = "", *, limit: int | None = None) -> list[Span]:
    """Every place where `quote` stands with exactly `prefix` before and `suffix` after it, overlapping ones too.

    At most `limit` of them, from the beginning of the text. An empty quote stands nowhere.
    """
    if not quote:
        return []
    found: list[Span] = []
    needle = prefix + quote + suffix
    at = text.find(needle)
    while at >= 0 and (limit is None or len(found) < limit):
        start = at + len(prefix)
        found.append(Span(start, start + len(quote)))
        at = text.find(needle, at + 1)
    return found


def locate(text: str, quote: str, prefix: str = "", suffix: str = "", *, limit: int = 20) -> Span:
    """The one place where the quotation stands, or NoSinglePlace with up to `limit` candidates.

    A prefix or suffix only chooses between places: when no place fits both, the candidates are all places of the quote.
    """
    found = places(text, quote, prefix, suffix, limit=limit)
    if len(found) == 1:
        return found[0]
    raise NoSinglePlace(found or places(text, quote, limit=limit))


def context(text: str, span: Span, window: int = WINDOW) -> tuple[str, str]:
    """The `window` code points before and after a span, fewer at the ends of the text."""
    return text[max(0, span.start - window) : span.start], text[span.end : span.end + window]
