"""What became of an annotation, in words: an event's states before and after it, compared. Pure.

A state is what `annotations.services.facts` says. Where words stand for ids and slugs, `names` has them; what it does
not have is no more, and is called by its slug, or "somebody".
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotations.margin import ROLE_WORDS, shortened, whole_quote

State = Mapping[str, Any]
Names = Mapping[str, str]

_SHORT = 90
"""Code points of a quotation in a sentence."""

_DEEDS: Mapping[str, Callable[[State, str], str]] = {
    "annotation.created": lambda now, it: f"{'tagged' if now.get('tags') else 'marked'} {it}",
    "annotation.deleted": lambda now, it: f"deleted {it}",
    "annotation.restored": lambda now, it: f"brought {it} back",
    "annotation.carried": lambda now, it: f"carried {it} over to version {now['version']}",
    "annotation.moved": lambda now, it: f"moved {it} to version {now['version']}",
    "annotation.kept": lambda now, it: f"left {it} on version {now['version']}",
    "annotation.unkept": lambda now, it: f"put {it} back on the review list",
}


_CHOICES = {
    "mine": "put a version of their own in the place of {}, which somebody had changed meanwhile",
    "theirs": "left {} as somebody had changed it meanwhile, and gave up a version of their own",
    "both": "kept what somebody had changed in {} meanwhile together with changes of their own",
}
"""What somebody did whose version came too late, by their choice."""


def given_up(before: State | None, after: State | None) -> tuple[State, State] | None:
    """Of two versions between which somebody chose: the one that was given up, and the other. None: nothing was."""
    if before is None or after is None or before.get("choice") not in ("mine", "theirs"):
        return None
    return (before, after) if before["choice"] == "theirs" else (after, before)


def deed(kind: str, before: State | None, after: State | None, it: str = "it") -> str:
    """What somebody did, as the end of a sentence that begins with their name; `it` stands for the annotation."""
    if kind == "annotation.contested":
        return _CHOICES.get((before or {}).get("choice", ""), "chose between two versions of {}").format(it)
    tell = _DEEDS.get(kind)
    if tell is None or (kind in {"annotation.carried", "annotation.moved", "annotation.kept"} and after is None):
        return f"changed {it}"
    return tell(after or {}, "this passage" if (kind, it) == ("annotation.created", "it") else it)


def changes(before: State | None, after: State | None, names: Names) -> list[str]:
    """What is different, a line each: `tags: + wages, − migration`. Of a new one what it said."""
    if after is None or (before and before.get("choice") == "both"):  # what came of both is a change of its own
        return []
    if versions := given_up(before, after):
        lost, stands = versions
        return [f"given up: {line}" for line in _differing(stands, lost, names)]
    return _differing(before, after, names)


def _differing(before: State | None, after: State, names: Names) -> list[str]:
    was = before or {"tags": [], "note": "", "attributions": []}
    found = [
        _passage(was, after) if before else "",
        _gained_and_lost("tags", _tags(was, names), _tags(after, names)),
        _gained_and_lost("speakers", _voices(was, names), _voices(after, names)),
        _note(was.get("note", ""), after.get("note", "")),
    ]
    return [line for line in found if line]


def _passage(was: State, now: State) -> str:
    old, new = whole_quote(was), whole_quote(now)
    if old == new:
        return ""
    return f"range: “{shortened(old, _SHORT)}” became “{shortened(new, _SHORT)}”"


def _tags(state: State, names: Names) -> list[str]:
    return [names.get(slug, slug) for slug in state.get("tags") or ()]


def _voices(state: State, names: Names) -> list[str]:
    said = state.get("attributions") or ()
    return [_voice(names.get(one.get("actor", ""), one.get("name", "somebody")), one["role"]) for one in said]


def _voice(name: str, role: str) -> str:
    return name if role == "speaker" else f"{name} ({ROLE_WORDS[role]})"


def _gained_and_lost(what: str, was: Sequence[str], now: Sequence[str]) -> str:
    signs = [f"+ {one}" for one in now if one not in was] + [f"− {one}" for one in was if one not in now]
    if signs:
        return f"{what}: {', '.join(signs)}"
    return f"{what}: in another order" if list(was) != list(now) else ""


def _note(was: str, now: str) -> str:
    if was == now:
        return ""
    return f"note: “{shortened(now, _SHORT)}”" if now else "note: taken away"
