"""What is different since an event, a line each: `definition: “old” became “new”`. Pure.

Only what the sentence about it does not say already. For annotations, `annotations.telling` says it.
"""

from collections.abc import Mapping
from typing import Any

from activity.things import Happened, Names
from annotations.margin import shortened

_SHORT = 90
_TOLD: Mapping[str, Mapping[str, str]] = {
    "tag": {
        "colour": "colour", "definition": "definition", "example": "example", "shortcut": "key", "retired": "retired",
        "parent": "below",
    },
    "actor": {"kind": "kind", "other_names": "other names", "colour": "colour", "note": "note"},
    "affiliation": {"role": "role", "since": "since", "until": "until"},
    "document": {
        "title": "title", "byline": "byline", "outlet": "outlet", "url": "address", "published_on": "published",
        "language": "language", "licence": "licence",
    },
    "project": {"name": "name", "description": "description"},
    "member": {"role": "role"},
}  # fmt: skip
"""By family: the fields that are told, and what they are called."""


def differences(event: Happened, names: Names) -> list[str]:
    """The lines about an event."""
    if event.family == "comment":
        return _comment(event)
    if event.family == "decision":
        return [f"reason: {_quoted(event.after['reason'])}"] if event.after and event.after.get("reason") else []
    if not event.kind.endswith(".changed") or event.before is None or event.after is None:
        return []
    was, now = event.before, event.after
    told = _TOLD.get(event.family, {})
    return [
        f"{label}: {_became(_shown(name, was.get(name), names), _shown(name, now.get(name), names))}"
        for name, label in told.items()
        if was.get(name) != now.get(name)
    ]


def _comment(event: Happened) -> list[str]:
    was, now = (event.before or {}).get("body"), (event.after or {}).get("body")
    if event.kind == "comment.changed":
        return [_became(_quoted(was), _quoted(now))]
    return [_quoted(now)] if now and event.kind == "comment.created" else []


def _became(was: str, now: str) -> str:
    if not was:
        return now
    return f"{was} became {now}" if now else f"{was} was taken away"


def _shown(name: str, value: Any, names: Names) -> str:
    """A value in words; nothing for none."""
    if name == "retired":
        return "yes" if value else "no"
    if not value:
        return ""
    if name == "parent":
        return names.tag(value).words
    if name in {"role", "kind"}:
        return str(value)
    return ", ".join(value) if isinstance(value, list) else _quoted(str(value))


def _quoted(words: str | None) -> str:
    return f"“{shortened(words, _SHORT)}”" if words else ""
