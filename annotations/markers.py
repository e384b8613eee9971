"""Which part of a heading is Markdown's own sign, shown dimmed because the text keeps every character of its source."""

import re

_HASHES = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$|\n[ \t]*(?:=+|-+)[ \t]*$")


def marker_ends(heading: str) -> tuple[int, int]:
    """Where the words of a heading start and end within it: what is outside is `# `, a closing ` #` or an underline."""
    opening = _HASHES.match(heading)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(heading, start)
    if (
        closing is None
        or (closing.group().startswith("\n") and opening)
        or (opening is None and "#" in closing.group())
    ):
        return start, len(heading)
    return start, closing.start()
