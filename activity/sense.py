"""Whether it still makes sense to undo an event, from what has happened since to the same object. Pure.

An event that changed some fields of an object can be undone while these are as it left them, whatever became of the
others. One that made, deleted, merged or brought back an object can be while nothing has happened to that since.
"""

from activity.things import Happened, State

_APART = {
    "document.closed": "closing",
    "document.opened": "closing",
    "annotation.contested": "contest",
    "project.handed_over": "hands",
}
"""Events that say nothing of the state of their object that others say: by kind, the line that they stand in."""
_NO_MATTER = {"revision", "slug"}
"""What is counted or follows from something else."""


def line(kind: str) -> str:
    """What an event is about, of its object: those of one object and one line follow on one another."""
    return _APART.get(kind, kind.partition(".")[0])


def apart() -> dict[str, str]:
    """The lines that are not the family's own, by kind."""
    return dict(_APART)


def changed_fields(event: Happened) -> frozenset[str] | None:
    """The fields that an event changed; None when it did something to its object as a whole."""
    was, now = event.before, event.after
    if was is None or now is None or "revision" not in was or "revision" not in now:
        return None
    return frozenset(name for name in {*was, *now} - _NO_MATTER if was.get(name) != now.get(name))


def stands(event: Happened, newest: Happened | None) -> bool:
    """Whether what an event did is still so, where `newest` is the last event since in its line; None: none."""
    if newest is None:
        return True
    fields, left, found = changed_fields(event), event.after, newest.after
    if fields is None or left is None or found is None or "revision" not in found:
        return False
    return _part(left, fields) == _part(found, fields)


def _part(state: State, fields: frozenset[str]) -> State:
    return {name: state.get(name) for name in fields}
