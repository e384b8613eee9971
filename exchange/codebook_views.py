"""Pages of a codebook that comes in: a file is read, what it would do is shown, and a person confirms it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from exchange.codebooks import Line, plan, take_in_codebook
from exchange.formats import codebook_csv
from exchange.forms import CodebookForm, ConfirmForm
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import Refusal

NAMES = {
    "parent": "Lies below", "colour": "Colour", "definition": "Definition", "example": "Example",
    "shortcut": "Shortcut key", "retired": "Retired",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in_codebook(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file; a POST shows what it would do, and does nothing yet."""
    door = open_project(request.user, slug, Action.ORGANISE_CODEBOOK)
    if request.method != "POST":
        return _choose(request, door, CodebookForm(project=door.id))
    form = CodebookForm(request.POST, request.FILES, project=door.id)
    return _preview(request, door, form.cleaned_data["lines"]) if form.is_valid() else _choose(request, door, form)


def _choose(request: HttpRequest, door: Door, form: CodebookForm) -> HttpResponse:
    context = {"door": door, "section": "codebook", "form": form}
    return render(request, "exchange/bring_in_codebook.html", context, status=400 if form.errors else 200)


def _preview(request: HttpRequest, door: Door, lines: list[Line], refused: str = "") -> HttpResponse:
    context = {
        "door": door,
        "section": "codebook",
        "book": "".join(codebook_csv.write(line.entry for line in lines)),
        "new": [line for line in lines if line.kind == "new"],
        "changed": [(line, _shown(line)) for line in lines if line.kind == "changed"],
        "same": sum(line.kind == "same" for line in lines),
        "refused": refused,
    }
    return render(request, "exchange/codebook_preview.html", context, status=409 if refused else 200)


def _shown(line: Line) -> list[tuple[str, str, str]]:
    """What differs, in words: field, here, in the file."""
    words = {True: "yes", False: "no", "": "—"}
    return [
        (NAMES[name], words.get(here, here), words.get(there, there))
        for name, (here, there) in line.differences.items()
    ]


@require_POST
def take_in_codebook_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Do what was shown: add the new tags, and change those whose boxes are checked."""
    door = open_project(request.user, slug, Action.ORGANISE_CODEBOOK)
    form = ConfirmForm(request.POST, project=door.id)
    if not form.is_valid():
        return _choose(request, door, CodebookForm(request.POST, project=door.id))
    lines = form.cleaned_data["lines"]
    try:
        told = take_in_codebook(door=door, lines=lines, overwrite=request.POST.getlist("overwrite"))
    except Refusal as refusal:
        return _preview(request, door, plan(door.id, [line.entry for line in lines]), str(refusal))
    done = [
        f"{told['created']} added" if told["created"] else "",
        f"{told['changed']} changed" if told["changed"] else "",
    ]
    messages.success(request, f"The codebook is in: {' and '.join(filter(None, done)) or 'nothing was new'}.")
    return redirect("annotations:codebook", slug=slug)
