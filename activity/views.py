"""Pages of what has happened in a project."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activity.forms import ActivityForm
from activity.reading import one, read_page
from activity.showing import shown
from actors.models import Actor
from projects.guards import Door, open_project

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
        "filter": urlencode(wanted.query),
        "page": page,
    }
    return render(request, "activity/activity.html", context)


@require_safe
def event(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """One event, whole, and what became of its object since."""
    door = open_project(request.user, slug)
    return event_page(request, door, seq)


def event_page(request: HttpRequest, door: Door, seq: int, status: int = 200, **more: Any) -> HttpResponse:
    """The page of an event; `more` goes into its context."""
    told = one(door, seq) if 0 < seq < 2**63 else None
    if told is None:
        raise Http404("There is no such event in this project, or it is not for you to see.")
    (row,) = shown(door, [told])
    context = {"door": door, "section": "activity", "event": row, **more}
    return render(request, "activity/event.html", context, status=status)
