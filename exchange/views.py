"""Pages of what comes in and goes out: importing texts, exporting annotations."""

from collections import Counter

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from documents.services import add_document
from exchange.exports import FORMATS
from exchange.forms import FilesForm, PasteForm
from exchange.reading import count_of
from exchange.services import Fate, import_files
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.veiling import unveiling

_PATIENCE = 8  # how many times the limit is read and thrown away, so that a browser hears the answer
_CHUNK = 2**16


@csrf_exempt  # the check reads the whole body, so it is made after the look at the length, in _brought
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Import texts: files that are chosen or dropped, or one that is pasted."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > settings.MAX_UPLOAD_BYTES:
        return _too_large(request, slug, int(length))
    return _brought(request, slug)


@csrf_protect
def _brought(request: HttpRequest, slug: str) -> HttpResponse:
    door = open_project(request.user, slug, Action.EDIT_DOCUMENTS)
    if request.method != "POST":
        return _page(request, door)
    return _paste(request, door) if "text" in request.POST else _files(request, door)


def _too_large(request: HttpRequest, slug: str, length: int) -> HttpResponse:
    """Say so. A browser that is still sending would not listen, so some of what it sends is heard out."""
    door = open_project(request.user, slug, Action.EDIT_DOCUMENTS)
    left = min(length, _PATIENCE * settings.MAX_UPLOAD_BYTES)
    while left > 0 and (chunk := request.read(_CHUNK)):
        left -= len(chunk)
    return _page(request, door, too_large=length, status=413)


def _page(
    request: HttpRequest,
    door: Door,
    *,
    files: FilesForm | None = None,
    paste: PasteForm | None = None,
    there: Fate | None = None,
    too_large: int = 0,
    status: int = 200,
) -> HttpResponse:
    context = {
        "door": door,
        "section": "import",
        "files": files or FilesForm(),
        "form": paste or PasteForm(),
        "pasting": paste is not None,
        "there": there,
        "too_large": too_large,
        "limit": settings.MAX_UPLOAD_BYTES,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }
    return render(request, "exchange/bring_in.html", context, status=status)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # only members come through the door of an import
    return request.user


def _files(request: HttpRequest, door: Door) -> HttpResponse:
    """Import the files and show what became of each."""
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, door, files=form, status=400)
    fates = list(import_files(project=door.id, user=_person(request), files=form.cleaned_data["texts"]))
    context = {
        "door": door,
        "section": "import",
        "fates": sorted(fates, key=lambda fate: ("refused", "there", "created").index(fate.status)),
        "counts": Counter(fate.status for fate in fates),
        "absent": form.cleaned_data["absent"],
    }
    return render(request, "exchange/imported.html", context)


def _paste(request: HttpRequest, door: Door) -> HttpResponse:
    """Import the pasted text and open it; what was typed stays in the form when it cannot be taken."""
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _page(request, door, paste=form, status=400)
    try:
        added = add_document(project=door.id, user=_person(request), source=form.source())
    except ValidationError as refusal:
        form.refuse(refusal)
        return _page(request, door, paste=form, status=400)
    if added.status == "there":
        return _page(request, door, paste=form, there=Fate("", "there", added.id, added.title), status=409)
    messages.success(request, f"“{added.title}” is imported.")
    return redirect("annotations:read", slug=door.slug, document=added.id)


@require_safe
def take_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Export annotations: the formats, what each is for, and the files."""
    door = open_project(request.user, slug)
    context = {"door": door, "section": "export", "formats": FORMATS, "total": count_of(door.id, unveiling(door))}
    return render(request, "exchange/take_out.html", context)
