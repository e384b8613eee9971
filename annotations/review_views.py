"""The review of a corrected text: one waiting annotation after the other, old and new side by side."""

from typing import Any
from uuid import UUID

import orjson
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from annotations.anchoring import NoSinglePlace, Span
from annotations.beside import Segment, around, side, sides
from annotations.models import Annotation
from annotations.reading import document_of, sheet_version, tags_of, with_voices
from annotations.review import keep_annotation, move_annotation, pieces_of, undo_decision
from annotations.reviewing import Desk, decidable, waiting
from annotations.services import delete_annotation
from annotations.version_forms import DecisionForm
from documents.models import Document
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import Refusal

_NAMED = 100  # waiting annotations that the page lists
_LONGEST_NUMBER = 10
_DONE = {
    "move": "“{}” stands in the current text now.",
    "keep": "“{}” stays on version {}.",
    "drop": "“{}” is deleted.",
}


@require_safe
def review(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """An annotation that waits (the one that `at` names, else the first), and how many there are."""
    door = open_project(request.user, slug)
    return _page(request, door, document_of(door, document), request.GET.get("at", ""))


def _page(
    request: HttpRequest, door: Door, document: Document, at: str, form: DecisionForm | None = None, **more: Any
) -> HttpResponse:
    everything = waiting(door, document)
    mine = decidable(door, everything)
    decides = door.may(Action.ANNOTATE)
    queue = list((mine if decides else everything).select_related("creator"))
    place = next((number for number, row in enumerate(queue) if str(row.id) == at), 0)
    tags = tags_of(door)
    context = {
        "door": door,
        "section": "library",
        "document": document,
        "decides": decides,
        "queue": queue[:_NAMED],
        "count": len(queue),
        "others": everything.count() - len(queue),
        "tags_version": sheet_version(tags),
        "form": form,
        **more,
    }
    if queue:
        context |= _case(document, queue[place]) | _neighbours(queue, place)
        ((_, context["voices"]),) = with_voices(door, [queue[place]])
        context["tags"] = [tag for tag in tags if tag["slug"] in queue[place].labels]
    return render(request, "annotations/review.html", context, status=form.status if form else 200)


def _neighbours(queue: list[Annotation], place: int) -> dict[str, Any]:
    return {
        "place": place + 1,
        "earlier": queue[place - 1] if place else None,
        "later": queue[place + 1] if place + 1 < len(queue) else None,
    }


def _case(document: Document, row: Annotation) -> dict[str, Any]:
    """One annotation's old passage, and what it may have become."""
    desk = Desk(document)
    pieces = pieces_of(row)
    old, stretches = desk.older(row.version)
    suggestion = desk.suggestion(row.version, pieces)
    there = suggestion.pieces if suggestion else []
    here, beside = sides(old, desk.text, stretches, pieces, there)
    fragments = [{"start": span.start, "end": span.end} for span in there[1:]]
    return {
        "annotation": row,
        "suggestion": suggestion,
        "first": there[0] if there else None,
        "fragments": orjson.dumps(fragments).decode(),
        "old": here,
        "new": beside,
        "new_text": "".join(segment.text for segment in beside.segments),
    }


@require_POST
def decide(request: HttpRequest, slug: str, document: UUID, id: UUID) -> HttpResponse:
    """Move an annotation, keep it where it is, or drop it; then on to the next one."""
    door = open_project(request.user, slug, Action.ANNOTATE)
    row = document_of(door, document)
    get_object_or_404(Annotation.objects.seen_by(door), document=document, id=id)
    after = _after(door, row, id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, door, row, str(id), form)
    try:
        done = _decided(door, id, form.cleaned_data)
    except NoSinglePlace as error:
        form.add_error(None, str(error))
        candidates = _candidates(Desk(row).text, error.candidates)
        return _page(request, door, row, str(id), form, candidates=candidates)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, door, row, str(id), form)
    said = _DONE[form.cleaned_data["decision"]].format(_short(done.quote), done.version)
    undo = reverse("annotations:undo_decision", kwargs={"slug": slug, "document": document, "id": id})
    messages.success(request, said, extra_tags=f"{undo}?revision={done.revision}")
    return redirect(f"{reverse('annotations:review', args=[slug, document])}{after}")


def _after(door: Door, document: Document, id: UUID) -> str:
    """The query that leads to the annotation after this one, if there is one."""
    ids = list(decidable(door, waiting(door, document)).values_list("id", flat=True))
    place = ids.index(id) + 1 if id in ids else 0
    return f"?at={ids[place]}" if place < len(ids) else ""


def _decided(door: Door, id: UUID, wanted: dict[str, Any]) -> Annotation:
    revision = wanted["revision"]
    match wanted["decision"]:
        case "move":
            return move_annotation(door=door, id=id, draft=wanted["draft"], revision=revision)
        case "keep":
            return keep_annotation(door=door, id=id, revision=revision)
        case _:
            return delete_annotation(door=door, id=id, revision=revision)


def _candidates(text: str, spans: list[Span]) -> list[tuple[Span, list[Segment]]]:
    """Places that say the same, each with its surroundings."""
    return [(span, side(text, around(text, [span], 80), [span], []).segments) for span in spans]


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= 60 else f"{line[:59].rsplit(' ', 1)[0]} …"


@require_POST
def undo(request: HttpRequest, slug: str, document: UUID, id: UUID) -> HttpResponse:
    """Take back what was decided last about an annotation."""
    door = open_project(request.user, slug, Action.ANNOTATE)
    get_object_or_404(Annotation.objects.seen_by(door), document=document, id=id)
    revision = request.GET.get("revision", "")
    known = revision.isascii() and revision.isdigit() and len(revision) < _LONGEST_NUMBER
    try:
        undo_decision(door=door, id=id, revision=int(revision) if known else None)
    except Refusal as refusal:
        messages.error(request, f"It was not taken back. {refusal}")
    return redirect(f"{reverse('annotations:review', args=[slug, document])}?at={id}")
