"""The page that puts a tag elsewhere in the codebook: what dragging does, for everybody without it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from annotations.forms import MoveForm
from annotations.models import Tag
from annotations.rearranging import place_tag
from annotations.tree import below, following, spots
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def move_tag(request: HttpRequest, slug: str, tag: str) -> HttpResponse:
    """Say beside or below which tag another shall stand; it takes along what lies below it."""
    door = open_project(request.user, slug, Action.ORGANISE_CODEBOOK)
    tags = list(Tag.objects.of(door.id).live().select_related("parent"))
    row = next((one for one in tags if one.slug == tag), None)
    if row is None:
        raise Http404("There is no such tag in this codebook. It may have been renamed, merged or deleted.")
    others = spots(tags, row)
    initial: dict[str, Any] = {"revision": row.revision, "where": MoveForm.BELOW if row.parent else MoveForm.AFTER}
    initial["tag"] = row.parent.slug if row.parent else None
    form = MoveForm(request.POST if request.method == "POST" else None, tags=others, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _put(door, row, tags, form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"“{row.name}” is {form.words()}.")
            return redirect(reverse("annotations:codebook", kwargs={"slug": slug}) + f"#tag-{row.slug}")
    context = {"door": door, "section": "codebook", "tag": row, "form": form, "others": others}
    context["own"] = len(below(row, tags))
    return render(request, "annotations/move_tag.html", context, status=form.status)


def _put(door: Door, row: Tag, tags: list[Tag], wanted: dict[str, Any]) -> None:
    """Put a tag before, after or below another."""
    other = next(one for one in tags if one.slug == wanted["tag"])
    beside = [one for one in tags if one.id != row.id]
    where = wanted["where"]
    parent = other if where == MoveForm.BELOW else other.parent
    before = {MoveForm.BEFORE: other, MoveForm.AFTER: following(other, beside), MoveForm.BELOW: None}[where]
    place_tag(
        door=door,
        slug=row.slug,
        parent=parent.slug if parent else None,
        before=before.slug if before else None,
        revision=wanted["revision"],
    )
