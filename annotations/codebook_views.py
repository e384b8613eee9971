"""Pages of the codebook: all tags, one tag with its passages, and what can be done to it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.codebook import change_tag, create_tag, delete_tag, merge_tags, restore_tag
from annotations.forms import DeletionForm, MergeForm, NewTagForm, TagForm
from annotations.models import Annotation, Tag
from annotations.querysets import TagQuerySet
from annotations.reading import with_voices
from annotations.tree import below, in_order
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import ChangeForm, Refusal

_ON_A_PAGE = 50


def _tags(door: Door) -> TagQuerySet:
    return Tag.objects.of(door.id).live().with_uses(door).select_related("parent")


def _opened(request: HttpRequest, slug: str, tag: str, action: Action) -> tuple[Door, Tag]:
    door = open_project(request.user, slug, action)
    row = _tags(door).filter(slug=tag).first() if tag.isprintable() else None
    if row is None:
        raise Http404("There is no such tag in this codebook. It may have been renamed, merged or deleted.")
    return door, row


def _codebook(request: HttpRequest, door: Door, form: NewTagForm | None = None) -> HttpResponse:
    tags = list(_tags(door))
    organises = door.may(Action.ORGANISE_CODEBOOK)
    deleted = Tag.objects.of(door.id).filter(deleted__isnull=False).order_by("-deleted")
    context = {
        "door": door,
        "section": "codebook",
        "branches": in_order(tags),
        "adds": door.may(Action.ADD_TAGS),
        "organises": organises,
        "deleted": deleted[:_ON_A_PAGE] if organises else (),
        "form": form or NewTagForm(tags=tags),
        "sent": form is not None,
    }
    return render(request, "annotations/codebook.html", context, status=form.status if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def codebook(request: HttpRequest, slug: str) -> HttpResponse:
    """All tags as a tree, with how often each is used; a POST adds one."""
    adding = request.method == "POST"
    door = open_project(request.user, slug, Action.ADD_TAGS if adding else Action.READ)
    if not adding:
        return _codebook(request, door)
    form = NewTagForm(request.POST, tags=_tags(door))
    if not form.is_valid():
        return _codebook(request, door, form)
    try:
        tag = create_tag(door=door, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _codebook(request, door, form)
    messages.success(request, f"“{tag.name}” is in the codebook.")
    return redirect("annotations:codebook", slug=slug)


@require_safe
def tag(request: HttpRequest, slug: str, tag: str) -> HttpResponse:
    """A tag and every passage that carries it, across documents, in their context."""
    door, row = _opened(request, slug, tag, Action.READ)
    passages = Annotation.objects.seen_by(door).live().tagged(row).select_related("document", "creator")
    page = Paginator(passages, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "door": door,
        "section": "codebook",
        "tag": row,
        "children": _tags(door).filter(parent=row),
        "page": page,
        "said": with_voices(door, page.object_list),
        "organises": door.may(Action.ORGANISE_CODEBOOK),
    }
    return render(request, "annotations/tag.html", context)


def _page(request: HttpRequest, name: str, door: Door, tag: Tag, form: ChangeForm, **more: object) -> HttpResponse:
    context = {"door": door, "section": "codebook", "tag": tag, "form": form, **more}
    return render(request, f"annotations/{name}.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_tag(request: HttpRequest, slug: str, tag: str) -> HttpResponse:
    """Name, colour, definition, example, place."""
    door, row = _opened(request, slug, tag, Action.ORGANISE_CODEBOOK)
    everything = list(_tags(door))
    under = {row.id, *(child.id for child in below(row, everything))}
    others = [other for other in everything if other.id not in under]
    if request.method != "POST":
        fields = ("name", "colour", "definition", "example", "shortcut", "revision")
        now = {field: getattr(row, field) for field in fields}
        now |= {"parent": row.parent.slug if row.parent else "", "retired": row.retired is not None}
        return _page(request, "edit_tag", door, row, TagForm(tags=others, initial=now))
    form = TagForm(request.POST, tags=others)
    if not form.is_valid():
        return _page(request, "edit_tag", door, row, form)
    try:
        changed = change_tag(door=door, slug=tag, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, "edit_tag", door, row, form)
    messages.success(request, "Saved.")
    return redirect("annotations:tag", slug=slug, tag=changed.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_tag(request: HttpRequest, slug: str, tag: str) -> HttpResponse:
    """Move every use of this tag to another one."""
    door, row = _opened(request, slug, tag, Action.ORGANISE_CODEBOOK)
    others = [other for other in _tags(door).order_by("name") if other.id != row.id]
    form = MergeForm(
        request.POST if request.method == "POST" else None, tags=others, initial={"revision": row.revision}
    )
    if request.method == "POST" and form.is_valid():
        try:
            target = merge_tags(door=door, slug=tag, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"“{row.name}” is merged: its uses carry “{target.name}” now.")
            return redirect("annotations:tag", slug=slug, tag=target.slug)
    return _page(request, "merge_tag", door, row, form, touched=_touched(door, row), others=others)


@require_http_methods(["GET", "HEAD", "POST"])
def delete_tag_page(request: HttpRequest, slug: str, tag: str) -> HttpResponse:
    """Say what the deletion touches, then delete; the message on the next page undoes it."""
    door, row = _opened(request, slug, tag, Action.ORGANISE_CODEBOOK)
    form = DeletionForm(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        try:
            delete_tag(door=door, slug=tag, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("annotations:restore_tag", kwargs={"slug": slug, "tag_id": row.id})
            messages.success(request, f"“{row.name}” is deleted.", extra_tags=undo)
            return redirect("annotations:codebook", slug=slug)
    return _page(request, "delete_tag", door, row, form, touched=_touched(door, row))


def _touched(door: Door, tag: Tag) -> dict[str, int]:
    """How many annotations, documents and child tags a tag's end touches."""
    carrying = Annotation.objects.seen_by(door).live().tagged(tag).order_by()
    return {
        "annotations": carrying.count(),
        "documents": carrying.values("document").distinct().count(),
        "children": _tags(door).filter(parent=tag).count(),
    }


@require_POST
def restore_tag_page(request: HttpRequest, slug: str, tag_id: UUID) -> HttpResponse:
    """Bring a deleted tag back, on everything that carried it."""
    door = open_project(request.user, slug, Action.ORGANISE_CODEBOOK)
    try:
        tag = restore_tag(door=door, tag_id=tag_id)
    except Refusal as refusal:
        messages.error(request, f"The tag was not restored. {refusal}")
    else:
        messages.success(request, f"“{tag.name}” is back.")
    return redirect("annotations:codebook", slug=slug)
