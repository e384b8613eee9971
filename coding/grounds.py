"""What a decision was based on, and what has changed since. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2s
from typing import Any, NamedTuple

from coding.comparing import Mark, Unit


class Since(NamedTuple):
    """What has changed since a decision: somebody's annotation was `changed`, is `gone`, or is `new`.

    Without a coder it is the result that was changed, or is gone.
    """

    what: str
    coder: str = ""


def fingerprint(*, quotes: Sequence[str], tags: Iterable[object], voices: Iterable[Sequence[str]], note: str) -> str:
    """A short name for what an annotation says, wherever it says it: the same as long as it says the same.

    `tags` are the tags' ids, which outlive their names.
    """
    said = [list(quotes), sorted(map(str, tags)), sorted(map(list, voices)), note]
    return blake2s(json.dumps(said, ensure_ascii=False).encode(), digest_size=8).hexdigest()


def ground_of(unit: Unit, version: int) -> list[dict[str, Any]]:
    """What a decision about a unit on a version remembers of its marks."""
    return [
        {
            "annotation": str(mark.id),
            "creator": mark.coder,
            "version": version,
            "pieces": [list(piece) for piece in mark.pieces],
            "says": mark.says,
        }
        for mark in unit.marks
    ]


def token(unit: Unit) -> str:
    """A short name for all that the marks of a unit say and where: who decides says by it what they have seen."""
    said = [[str(unit.id)], *([str(mark.id), mark.says, mark.pieces] for mark in unit.marks)]
    return blake2s(json.dumps(said).encode(), digest_size=8).hexdigest()


def changes(ground: Sequence[Mapping[str, Any]], unit: Unit, version: int) -> list[Since]:
    """What has changed in a unit since a decision was based on `ground`, seen from the current version.

    An annotation that was carried over to a corrected text has not changed: it says what it said.
    """
    then = {one["annotation"]: one for one in ground}
    found = []
    for mark in unit.marks:
        before = then.pop(str(mark.id), None)
        if before is None:
            found.append(Since("new", mark.coder))
        elif before["says"] != mark.says or _moved(before, mark, version):
            found.append(Since("changed", mark.coder))
    return found + [Since("gone", one["creator"]) for one in then.values()]


def _moved(before: Mapping[str, Any], mark: Mark, version: int) -> bool:
    return before["version"] == version and [tuple(piece) for piece in before["pieces"]] != list(mark.pieces)
