"""Undoing any one event: by the verb that takes it back, in one transaction with the word that it did."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from activity.models import Undoing
from activity.obstacles import obstacles
from activity.reading import Told, one
from activity.registry import INVERSES
from projects.conflicts import Conflict, Gone
from projects.guards import Door
from projects.models import Event, Feed


@transaction.atomic
def undo(*, door: Door, seq: int) -> Told:
    """Take back what an event did, and return the event by which that was done.

    Http404 when there is none that the person may see, PermissionDenied when they may not undo it. Conflict when it
    makes no sense any more: something has happened since (`current` is that event), or what it rests on is gone.
    """
    told = one(door, seq)
    if told is None:
        raise Http404("There is no such event in this project, or it is not for you to see.")
    _refuse(door, told)
    before = Feed.objects.values_list("seq", flat=True).get(project=door.id)
    changed = _run(door, told)
    own = Event.objects.filter(project=door.id, object_id=changed, user=door.person, seq__gt=before)
    by = own.order_by("-seq").values_list("seq", flat=True).first()
    if by is None:
        raise Conflict("It is so already: there is nothing to undo.")
    _refuse(door, told, upto=by)  # what others did just before the verb had the rows for itself
    Undoing.objects.create(project_id=door.id, seq=by, undone=seq)
    done = one(door, by)
    assert done is not None, "who does something may see it"
    return done


def _refuse(door: Door, told: Told, upto: int | None = None) -> None:
    obstacle = obstacles(door, [told], upto).get(told.seq)
    if obstacle is None:
        return
    if obstacle.forbidden:
        raise PermissionDenied(obstacle.words)
    raise Conflict(obstacle.words, obstacle.current)


def _run(door: Door, told: Told) -> UUID:
    """Call the verb; that what it is about is gone, or just changing, is a conflict too."""
    try:
        return INVERSES[told.what.kind].run(door, told)
    except Http404 as gone:
        raise Conflict(str(gone)) from gone
    except Gone as gone:
        raise Conflict("What it is about was deleted: bring that back first.") from gone
