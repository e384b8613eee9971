"""Pages that part one tag into several, and the retiring of tags."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from annotations.codebook import change_tag, create_tag
from annotations.drafts import Draft
from annotations.forms import PartsForm
from annotations.models import Annotation, Tag
from annotations.parting import parted
from annotations.services import change_annotation
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import Refusal

MOST_PARTS = 8
"""Tags among which passages can be parted, beside the tag itself: each has a digit as its key."""
_ON_A_PAGE = 25


def _opened(request: HttpRequest, slug: str, tag: str) -> tuple[Door, Tag]:
    door = open_project(request.user, slug, Action.ORGANISE_CODEBOOK)
    tags = Tag.objects.of(door.id).live().with_uses(door).select_related("parent")
    row = tags.filter(slug=tag).first() if tag.isprintable() else None
    if row is None:
        raise Http404("There is no such tag in this codebook. It may have been renamed, merged or deleted.")
    return door, row


@require_http_methods(["GET", "HEAD", "POST"])
def part_tag(request: HttpRequest, slug: str, tag: str) -> HttpResponse:
    """First choose or name the tags that a tag is parted into; then say for each passage which of them it carries.

    `?into=` names the chosen tags. A POST without it makes the new ones; with it, it saves the passages of the page.
    """
    door, row = _opened(request, slug, tag)
    others = list(Tag.objects.of(door.id).live().exclude(id=row.id).order_by("name"))
    known = {other.slug: other for other in others}
    parts = [known[part] for part in request.GET.getlist("into") if part in known][:MOST_PARTS]
    if parts:
        return _saved(request, door, row, parts) if request.method == "POST" else _passages(request, door, row, parts)
    form = PartsForm(request.POST if request.method == "POST" else None, tags=others, most=MOST_PARTS)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.cleaned_data["tags"] + [_part(door, row, name, known) for name in form.cleaned_data["names"]]
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(f"{request.path}?{urlencode({'into': chosen}, doseq=True)}")
    context = {"door": door, "section": "codebook", "tag": row, "form": form}
    return render(request, "annotations/part_tag.html", context, status=form.status)


def _part(door: Door, tag: Tag, name: str, known: dict[str, Tag]) -> str:
    """The slug of the tag of this name, which is made beside the parted one when there is none."""
    there = next((other.slug for other in known.values() if other.name.casefold() == name.casefold()), None)
    return there or create_tag(door=door, name=name, parent=tag.parent.slug if tag.parent else None).slug


def _passages(request: HttpRequest, door: Door, tag: Tag, parts: list[Tag]) -> HttpResponse:
    found = Annotation.objects.seen_by(door).live().tagged(tag).select_related("document", "creator")
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "door": door,
        "section": "codebook",
        "tag": tag,
        "choices": [tag, *parts],
        "page": page,
        "query": urlencode({"into": [part.slug for part in parts]}, doseq=True),
    }
    return render(request, "annotations/part_passages.html", context)


def _saved(request: HttpRequest, door: Door, tag: Tag, parts: list[Tag]) -> HttpResponse:
    """Save what the boxes say of each passage of the page, one by one; say which were changed meanwhile."""
    choices = [tag.slug, *(part.slug for part in parts)]
    stale = sum(not _save(request, door, id_, choices) for id_ in request.POST.getlist("passage"))
    if stale:
        messages.error(request, f"{stale} had been changed or deleted meanwhile: look at them again.")
    else:
        messages.success(request, "Saved.")
    return redirect(f"{request.path}?{urlencode({'into': choices[1:]}, doseq=True)}")


def _save(request: HttpRequest, door: Door, said: str, choices: list[str]) -> bool:
    """Give one passage the tags whose boxes are checked; False when it has been changed meanwhile."""
    try:
        id_, revision = UUID(said), int(request.POST.get(f"revision-{said}", ""))
    except ValueError:
        return False
    row = Annotation.objects.seen_by(door).live().filter(id=id_).first()
    if row is None or row.revision != revision:
        return False
    checked = [slug for slug in choices if slug in request.POST.getlist(f"tags-{said}")]
    try:
        change_annotation(door=door, id=id_, draft=Draft(tags=parted(row.labels, choices, checked)), revision=revision)
    except Refusal:
        return False
    return True


@require_POST
def retire_tag(request: HttpRequest, slug: str, tag: str) -> HttpResponse:
    """Retire a tag, or offer a retired one again; the message on the next page undoes it."""
    door, row = _opened(request, slug, tag)
    retire = row.retired is None
    try:
        change_tag(door=door, slug=tag, retired=retire)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        undo = reverse("annotations:retire_tag", kwargs={"slug": slug, "tag": tag})
        said = "is retired: it stays where it is used, and is no longer offered" if retire else "is offered again"
        messages.success(request, f"“{row.name}” {said}.", extra_tags=undo)
    return redirect("annotations:codebook", slug=slug)
