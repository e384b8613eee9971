"""Pages of what actors say: the list of them all, one with its passages, and the merging of two that are one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.belonging import lasting_on
from actors.models import Actor, Kind
from annotations import actor_listing, actor_page
from annotations.actor_forms import ActorsForm, MergeActorForm
from annotations.attributing import merge_actors, unmerge_actor
from annotations.periods import timeline
from annotations.reading import sheet_version, tags_of
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import Refusal

_ON_A_PAGE = 50
_SAMPLES = 3


@require_safe
def actors(request: HttpRequest, slug: str) -> HttpResponse:
    """The people and organisations of the debate: searched, sorted, in pages."""
    door = open_project(request.user, slug)
    form = ActorsForm(request.GET)
    q, kind = form.asked("q"), form.asked("kind")
    everything = Actor.objects.of(door.id)
    found = everything.live().with_uses(door).order_by(*form.order())
    found = found.called(q) if q else found
    page = Paginator(found.filter(kind=kind) if kind else found, _ON_A_PAGE).get_page(request.GET.get("page"))
    organises, whole = door.may(Action.ORGANISE_ACTORS), not (q or kind) and page.number == 1
    context = {
        "door": door,
        "section": "actors",
        "form": form,
        "q": q,
        "kind": kind,
        "page": page,
        "listed": actor_listing.listed(door, list(page)),
        "adds": door.may(Action.ADD_ACTORS),
        "organises": organises,
        "suggestions": actor_listing.suggestions(door) if organises and whole else (),
        "deleted": everything.filter(deleted__isnull=False)
        .select_related("merged_into")
        .order_by("-deleted")[:_ON_A_PAGE]
        if organises
        else (),
    }
    return render(request, "annotations/actors.html", context)


def _opened(request: HttpRequest, slug: str, actor: UUID, action: Action) -> tuple[Door, Actor]:
    door = open_project(request.user, slug, action)
    row = Actor.objects.of(door.id).with_uses(door).select_related("merged_into").filter(id=actor).first()
    if row is None or (row.deleted and row.merged_into is None):
        raise Http404("There is no such actor in this project. It may have been deleted.")
    return door, row


@require_safe
def actor(request: HttpRequest, slug: str, actor: UUID) -> HttpResponse:
    """An actor and all that it says, with tags, over time. One that was merged leads to the one that remains."""
    door, row = _opened(request, slug, actor, Action.READ)
    if row.merged_into_id:
        return redirect("annotations:actor", slug=slug, actor=row.merged_into_id)
    return render(request, "annotations/actor.html", _context(request, door, row))


def _context(request: HttpRequest, door: Door, row: Actor) -> dict[str, Any]:
    chosen = actor_page.chosen_from(request.GET)
    members = chosen.members and row.kind == Kind.ORGANISATION
    said = actor_page.said_by(door, row, members=members)
    everything = actor_page.passages(door, said, actor_page.Chosen())
    found = actor_page.passages(door, said, chosen)
    documents = actor_page.documents_of(everything)
    days, undated = actor_page.days_of(actor_page.documents_of(found) if chosen.narrows else documents)
    page = Paginator(found.select_related("document", "creator"), _ON_A_PAGE).get_page(request.GET.get("page"))
    affiliations = actor_page.affiliations_of(door, row)
    rows = actor_page.shown(door, row, list(page), members=members)
    return {
        "door": door,
        "section": "actors",
        "actor": row,
        "chosen": chosen,
        "members": members,
        "affiliations": affiliations,
        "groups": _by_document(rows, affiliations if row.kind == Kind.PERSON else []),
        "page": page,
        "total": sum(document["count"] for document in documents),
        "documents": documents,
        "roles": actor_page.roles_of(said),
        "tags": actor_page.tags_of_passages(door, found),
        "timeline": timeline(days),
        "undated": undated,
        "tags_version": sheet_version(tags_of(door)),
        "adds": door.may(Action.ADD_ACTORS),
        "organises": door.may(Action.ORGANISE_ACTORS),
    }


def _by_document(rows: list[actor_page.Said], affiliations: list[Any]) -> list[dict[str, Any]]:
    """Passages put together by document, with where the speaker belonged when it came out."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        document = row.annotation.document
        if not groups or groups[-1]["document"] != document:
            day = document.published_on
            then = lasting_on(day, affiliations) if day else []
            groups.append({"document": document, "then": then, "rows": []})
        groups[-1]["rows"].append(row)
    return groups


@require_http_methods(["GET", "HEAD", "POST"])
def merge_actor(request: HttpRequest, slug: str, actor: UUID) -> HttpResponse:
    """Give all that one actor says to another that it is; the message on the next page undoes it."""
    door, row = _opened(request, slug, actor, Action.ORGANISE_ACTORS)
    if row.merged_into_id:
        return redirect("annotations:actor", slug=slug, actor=row.merged_into_id)
    others = list(Actor.objects.of(door.id).live().with_uses(door).filter(kind=row.kind).exclude(id=row.id))
    near = actor_listing.likely(row, others)
    form = MergeActorForm(
        request.POST if request.method == "POST" else None,
        alike=[one for one in others if one.id in near],
        others=[one for one in others if one.id not in near],
        initial={"revision": row.revision, "into": request.GET.get("into", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            target = merge_actors(
                door=door, id=actor, into=UUID(form.cleaned_data["into"]), revision=form.cleaned_data["revision"]
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("annotations:restore_actor", kwargs={"slug": slug, "actor": actor})
            messages.success(request, f"“{row.name}” is merged into “{target.name}”.", extra_tags=undo)
            return redirect("annotations:actor", slug=slug, actor=target.id)
    context = {"door": door, "section": "actors", "actor": row, "form": form, "others": others}
    context["touched"] = actor_listing.touched(door, row)
    context["samples"] = actor_listing.naming(door, row).select_related("document")[:_SAMPLES]
    return render(request, "annotations/merge_actor.html", context, status=form.status)


@require_POST
def restore_actor(request: HttpRequest, slug: str, actor: UUID) -> HttpResponse:
    """Bring a deleted or merged actor back, with all that it said."""
    door = open_project(request.user, slug, Action.ORGANISE_ACTORS)
    try:
        row = unmerge_actor(door=door, id=actor)
    except Refusal as refusal:
        messages.error(request, f"The actor was not restored. {refusal}")
        return redirect("annotations:actors", slug=slug)
    messages.success(request, f"“{row.name}” is back.")
    return redirect("annotations:actor", slug=slug, actor=row.id)
