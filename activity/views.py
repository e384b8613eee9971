"""Pages of what has happened in a project."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from activity.forms import ActivityForm
from activity.reading import one, read_page
from activity.showing import shown
from activity.undoing import undo
from actors.models import Actor
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import Refusal

_ON_A_PAGE = 50


@require_safe
def activity(request: HttpRequest, slug: str) -> HttpResponse:
    """Who did what, the newest first; filtered by person, document, kind of thing and day."""
    door = open_project(request.user, slug)
    form = ActivityForm(request.GET, door=door)
    wanted = form.wanted
    page = read_page(door, wanted, _ON_A_PAGE, **form.place)
    context = {
        "door": door,
        "section": "activity",
        "form": form,
        "wanted": wanted,
        "actor": Actor.objects.of(door.id).filter(id=wanted.actor).first() if wanted.actor else None,
        "events": shown(door, page.events),
        "nobody": not page.events and form.names_nobody(),
        "filter": urlencode(wanted.query),
        "page": page,
    }
    return render(request, "activity/activity.html", context)


@require_safe
def event(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """One event, whole, and what became of its object since."""
    door = open_project(request.user, slug)
    return event_page(request, door, seq)


@require_POST
def undo_event(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """Undo one event, and go back to the list that the query tells of; the message there undoes that.

    Where it makes no sense, the event's page says why.
    """
    door = open_project(request.user, slug, Action.ANNOTATE)
    try:
        done = undo(door=door, seq=_number(seq))
    except Refusal as refusal:
        return event_page(request, door, seq, refused=refusal_words(refusal), status=409)
    if done.what.kind == "project.deleted":
        return redirect("projects:home")  # where it can be restored
    listed = ActivityForm(request.GET, door=door).address
    query = f"?{listed}" if listed else ""
    back = reverse("activity:undo", kwargs={"slug": slug, "seq": done.seq})
    messages.success(request, "Undone.", extra_tags=f"{back}{query}")
    # The new event may be on another page of the list, or filtered out; the one undone is where it was.
    return redirect(f"{reverse('activity:activity', args=[slug])}{query}#event-{seq if listed else done.seq}")


def _number(seq: int) -> int:
    """The number of an event; 0, which none has, for one that is too large."""
    return seq if seq < 2**63 else 0


def refusal_words(refusal: Exception) -> str:
    """Why it was not undone."""
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return str(refusal)


def event_page(request: HttpRequest, door: Door, seq: int, status: int = 200, **more: Any) -> HttpResponse:
    """The page of an event; `more` goes into its context."""
    told = one(door, _number(seq))
    if told is None:
        raise Http404("There is no such event in this project, or it is not for you to see.")
    (row,) = shown(door, [told])
    context = {"door": door, "section": "activity", "event": row, **more}
    return render(request, "activity/event.html", context, status=status)
