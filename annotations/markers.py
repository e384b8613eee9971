"""Which part of a heading is Markdown's own sign, shown dimmed because the text keeps every character of its source."""

import re

_OPENING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")


def marker_ends(heading: str) -> tuple[int, int]:
    """Where the words of a heading start and end within it: before them `# `, after them perhaps ` #`."""
    opening = _OPENING.match(heading)
    if opening is None:
        return 0, len(heading)
    closing = _CLOSING.search(heading, opening.end())
    return opening.end(), closing.start() if closing else len(heading)
