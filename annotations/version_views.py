"""Pages of a text's versions: correcting it, all of them, and an old one to be read."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from annotations.reading import document_of
from annotations.review import Correction, correct_text, plan_correction
from annotations.reviewing import waiting
from annotations.version_forms import ComparisonForm, CorrectionForm
from annotations.version_reading import Comparison, compared, old_page
from documents.models import Document, Version
from documents.querysets import current_text
from projects.conflicts import Conflict
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import Refusal


def _context(door: Door, document: Document, **more: Any) -> dict[str, Any]:
    return {"door": door, "section": "library", "document": document, **more}


def _form_page(request: HttpRequest, door: Door, document: Document, form: CorrectionForm, **more: Any) -> HttpResponse:
    context = _context(door, document, form=form, **more)
    return render(request, "annotations/correct.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """The text to be corrected; then what that would change; then the change."""
    door = open_project(request.user, slug, Action.EDIT_DOCUMENTS)
    row = document_of(door, document)
    if request.method != "POST":
        text = _text_to_start_from(request, row)
        return _form_page(request, door, row, CorrectionForm(initial={"text": text, "revision": row.revision}))
    form = CorrectionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, door, row, form, typed=True)
    text = form.cleaned_data["text"]
    again = CorrectionForm(initial={"text": text, "revision": form.cleaned_data["revision"]})
    if request.POST.get("step") == "edit":
        return _form_page(request, door, row, again, typed=True)
    old = current_text(row)
    if text == old:
        return _form_page(request, door, row, again, unchanged=True)
    if request.POST.get("step") != "confirm":
        return _preview(request, door, row, form, compared(old, text))
    return _confirm(request, door, row, form)


def _text_to_start_from(request: HttpRequest, document: Document) -> str:
    """The current text, or that of the version that is to come back."""
    asked = request.GET.get("version", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return current_text(document)
    return _version(document, int(asked)).text


def _version(document: Document, number: int) -> Version:
    found = Version.objects.of(document, number).select_related("creator").first() if 0 < number < 2**31 else None
    if found is None:
        raise Http404("The document has no such version.")
    return found


def _preview(
    request: HttpRequest, door: Door, document: Document, form: CorrectionForm, comparison: Comparison
) -> HttpResponse:
    text = form.cleaned_data["text"]
    context = _context(
        door,
        document,
        form=form,
        text=text,
        next=document.number + 1,
        comparison=comparison,
        plan=plan_correction(document=document, text=text).seen_by(door),
    )
    return render(request, "annotations/correct_preview.html", context, status=form.status)


def _confirm(request: HttpRequest, door: Door, document: Document, form: CorrectionForm) -> HttpResponse:
    try:
        done = correct_text(door=door, document=document, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        if isinstance(refusal, Conflict):
            return _form_page(request, door, document, form, typed=True)
        now = document_of(door, document.id)
        return _preview(request, door, now, form, compared(current_text(now), form.cleaned_data["text"]))
    messages.success(request, _in_words(done))
    page = "annotations:review" if done.to_review else "annotations:read"
    return redirect(page, slug=door.slug, document=document.id)


def _in_words(done: Correction) -> str:
    """What a correction did, for the person who made it."""
    said = f"The text is corrected: this is version {done.version.number}."
    if done.carried:
        said += f" {done.carried} annotation{'s' if done.carried > 1 else ''} came along unchanged."
    if done.to_review:
        said += f" {done.to_review} need{'' if done.to_review > 1 else 's'} you to look at what became of the passage."
    return said


@require_safe
def versions(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """Every version of the text, and what changed from one to another."""
    door = open_project(request.user, slug)
    row = document_of(door, document)
    rows = Version.objects.filter(project=door.id, document=row).select_related("creator").defer("text")
    listed = list(rows.with_annotation_counts(door).order_by("-number"))
    latest = {"old": max(row.number - 1, 1), "new": row.number}
    form = ComparisonForm({**latest, **request.GET.dict()}, numbers=[one.number for one in listed])
    chosen = form.cleaned_data if form.is_valid() else latest
    context = _context(door, row, versions=listed, form=form, waiting=waiting(door, row).count(), **chosen)
    if chosen["old"] != chosen["new"]:
        texts = [_version(row, chosen[name]).text for name in ("old", "new")]
        context["comparison"] = compared(*texts)
    context["may_edit"] = door.may(Action.EDIT_DOCUMENTS)
    return render(request, "annotations/versions.html", context)


@require_safe
def version(request: HttpRequest, slug: str, document: UUID, number: int) -> HttpResponse:
    """A version of the text as it was, with what is still marked on it. The current one is the reading page's."""
    door = open_project(request.user, slug)
    row = document_of(door, document)
    found = _version(row, number)
    if number == row.number:
        return redirect("annotations:read", slug=slug, document=document)
    context = _context(door, row, version=found, **old_page(door, row, number))
    context["text"] = mark_safe(context["text"])  # noqa: S308  # the pure modules have escaped it
    return render(request, "annotations/version.html", context)
