"""A tag as the codebook's formats have it: pure. What is wrong with a file is a `CodebookError`."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 10_000
"""Tags in one file."""


class CodebookError(ValueError):
    """Why a file is no codebook that can be read, in a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A tag; `parent` is the name of the one above, "" at the top. A codebook is a list of them, parents first.

    `colour` is "#rrggbb", or "" when the file says none; `key` is what the file knows the tag by (an id, a slug).
    """

    name: str
    parent: str = ""
    colour: str = ""
    definition: str = ""
    example: str = ""
    shortcut: str = ""
    retired: bool = False
    key: str = ""


def arranged(entries: Iterable[Entry]) -> list[Entry]:
    """The same, each after the entry that it lies below if that is among them; CodebookError when some form a ring."""
    waiting = {entry.name.casefold(): entry for entry in entries}
    done: dict[str, Entry] = {}
    for start in list(waiting):
        line: dict[str, None] = {}
        name = start
        while name in waiting and name not in done:
            if name in line:
                raise CodebookError(f"“{waiting[name].name}” lies below itself: give one of the tags another parent.")
            line[name] = None
            name = waiting[name].parent.casefold()
        done |= {name: waiting[name] for name in reversed(line)}
    return list(done.values())
