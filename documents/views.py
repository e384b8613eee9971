"""Pages of documents: the library, and where a text comes from."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.forms import DeletionForm, DocumentForm, LibraryForm
from documents.models import Document
from documents.services import delete_document, describe_document, restore_document
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import ChangeForm, Refusal

_ON_A_PAGE = 50
_FIELDS = ("title", "byline", "outlet", "url", "published_on", "language", "licence", "revision")


@require_safe
def library(request: HttpRequest, slug: str) -> HttpResponse:
    """The project's documents: searched, sorted, in pages."""
    door = open_project(request.user, slug)
    form = LibraryForm(request.GET)
    everything = Document.objects.of(door.id)
    found = everything.live().with_annotation_counts(door).search(form.query()).order_by(*form.order())
    edits = door.may(Action.EDIT_DOCUMENTS)
    unread = Document.objects.unread_comments(door) if door.may(Action.SEE_COMMENTS) else {}
    narrowed = form.wants_unread() and bool(unread)
    page = Paginator(found.filter(id__in=unread) if narrowed else found, _ON_A_PAGE).get_page(request.GET.get("page"))
    coded = Document.objects.coded_by(door) if door.may(Action.ANNOTATE) else {}
    for row in page:
        vars(row).update(unread=unread.get(row.id), coded=coded.get(row.id))
    context = {
        "door": door,
        "section": "library",
        "project": door.project,
        "form": form,
        "q": form.query(),
        "page": page,
        "unread": sum(one.comments for one in unread.values()),
        "unread_documents": len(unread),
        "narrowed": narrowed,
        "edits": edits,
        "codes": door.may(Action.ANNOTATE),
        "waiting": sum(not done for done in coded.values()),
        "deleted": everything.filter(deleted__isnull=False).order_by("-deleted")[:_ON_A_PAGE] if edits else (),
    }
    return render(request, "documents/library.html", context)


def _opened(request: HttpRequest, slug: str, document: UUID, *, deleted: bool = False) -> tuple[Door, Document]:
    door = open_project(request.user, slug, Action.EDIT_DOCUMENTS)
    return door, get_object_or_404(Document, project=door.id, id=document, deleted__isnull=not deleted)


def _edit(request: HttpRequest, door: Door, document: Document, form: ChangeForm) -> HttpResponse:
    context = {"door": door, "section": "library", "document": document, "form": form}
    return render(request, "documents/edit.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """Where the text comes from."""
    door, row = _opened(request, slug, document)
    if request.method != "POST":
        return _edit(request, door, row, DocumentForm(initial={name: getattr(row, name) for name in _FIELDS}))
    form = DocumentForm(request.POST)
    if not form.is_valid():
        return _edit(request, door, row, form)
    try:
        describe_document(document=row, user=door.person, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _edit(request, door, row, form)
    messages.success(request, "Saved.")
    return redirect("annotations:read", slug=slug, document=document)


@require_POST
def delete(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """Delete a document; the message on the next page undoes it."""
    door, row = _opened(request, slug, document)
    form = DeletionForm(request.POST)
    try:
        revision = form.cleaned_data["revision"] if form.is_valid() else row.revision
        delete_document(document=row, user=door.person, revision=revision)
    except Refusal as refusal:
        messages.error(request, f"“{row.title}” was not deleted. {refusal}")
        return redirect("documents:edit", slug=slug, document=document)
    undo = reverse("documents:restore", kwargs={"slug": slug, "document": document})
    messages.success(request, f"“{row.title}” is deleted, with its annotations.", extra_tags=undo)
    return redirect("documents:library", slug=slug)


@require_POST
def restore(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """Bring a deleted document back, with its annotations."""
    door, row = _opened(request, slug, document, deleted=True)
    try:
        restore_document(document=row, user=door.person)
    except Refusal as refusal:
        messages.error(request, f"“{row.title}” was not restored. {refusal}")
    else:
        messages.success(request, f"“{row.title}” is back.")
    return redirect("documents:library", slug=slug)
