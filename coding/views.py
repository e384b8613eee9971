"""Pages of coding: who has done what, closing and giving of documents, being done and going on."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from coding import assigning, closing, finishing
from coding.forms import ChosenForm, GiveForm, QuotaForm, WantForm
from coding.progress import coders, documents, lines, wanted
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import RefusableForm, Refusal

_ON_A_PAGE = 50
_CHOICES = {"close": closing.close_document, "open": closing.open_document}


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has done what; a POST closes or opens chosen documents, gives them, or says how many coders they want."""
    changing = request.method == "POST"
    door = open_project(request.user, slug, Action.ASSIGN if changing else Action.SEE_MEMBERS)
    if not changing:
        return _page(request, door, GiveForm(door=door))
    if request.POST.get("do") == "want":
        return _wanted(request, door)
    return _chosen(request, door) if request.POST.get("do") in _CHOICES else _given(request, door)


def _page(request: HttpRequest, door: Door, form: RefusableForm) -> HttpResponse:
    people = coders(door)
    page = Paginator(documents(door), _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "door": door,
        "section": "coding",
        "people": people,
        "page": page,
        "lines": lines(door, list(page), [one["user"] for one in people]),
        "assigns": door.may(Action.ASSIGN),
        "form": form,
        "quota": QuotaForm(initial={"coders": wanted(door) or 0}),
        "checked": set(request.POST.getlist("document")),
    }
    return render(request, "coding/progress.html", context, status=form.status)


def _chosen(request: HttpRequest, door: Door) -> HttpResponse:
    """Close or open the chosen documents."""
    do, form = request.POST["do"], ChosenForm(request.POST, door=door)
    if not form.is_valid():
        return _again(request, door, form)
    with transaction.atomic():
        for id_ in form.chosen:
            _CHOICES[do](door=door, document=id_)
    count = len(form.chosen)
    words = "coded independently now: each sees only their own work there" if do == "close" else "open to all again"
    messages.success(request, f"{count} document{' is' if count == 1 else 's are'} {words}.")
    return redirect("coding:progress", slug=door.slug)


def _again(request: HttpRequest, door: Door, form: ChosenForm) -> HttpResponse:
    """The page again, with what is wrong as a message."""
    messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return _page(request, door, GiveForm(door=door))


def _wanted(request: HttpRequest, door: Door) -> HttpResponse:
    """Say how many coders each of the chosen documents is to have of its own."""
    form = WantForm(request.POST, door=door)
    if not form.is_valid():
        return _again(request, door, form)
    number = form.cleaned_data["wanted"]
    with transaction.atomic():
        for id_ in form.chosen:
            assigning.want_coders(door=door, document=id_, coders=number)
    what = "as many coders as the project says" if number is None else f"{number} coder{'' if number == 1 else 's'}"
    count = len(form.chosen)
    messages.success(request, f"{count} document{' is' if count == 1 else 's are'} to have {what}.")
    return redirect("coding:progress", slug=door.slug)


def _given(request: HttpRequest, door: Door) -> HttpResponse:
    """Give the chosen documents to people."""
    form = GiveForm(request.POST, door=door)
    if form.is_valid():
        try:
            wanted = form.cleaned_data["coders"]
            made = assigning.spread_documents(door=door, documents=form.chosen, people=form.users, coders=wanted)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            said = (
                f"Given {len(made)} time{'' if len(made) == 1 else 's'}." if made else "All had their coders already."
            )
            messages.success(request, said)
            return redirect("coding:progress", slug=door.slug)
    return _page(request, door, form)


@require_POST
def want(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how many coders each document is to have: members who ask for their next document take the places left."""
    door = open_project(request.user, slug, Action.ASSIGN)
    form = QuotaForm(request.POST)
    if form.is_valid():
        assigning.want_coders(door=door, coders=form.cleaned_data["coders"] or None)
        messages.success(request, "Saved.")
    else:
        messages.error(request, "Write a number of coders, from 0 to 50.")
    return redirect("coding:progress", slug=slug)


@require_POST
def withdraw(request: HttpRequest, slug: str, assignment: UUID) -> HttpResponse:
    """Take a document back from somebody."""
    door = open_project(request.user, slug, Action.ASSIGN)
    assigning.withdraw(door=door, id=assignment)
    messages.success(request, "It is taken back. What was marked stays.")
    return redirect("coding:progress", slug=slug)


@require_POST
def finish(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """Say that one is done with a document; the message on the next page takes it up again."""
    door = open_project(request.user, slug, Action.ANNOTATE)
    row = finishing.finish(door=door, document=document)
    undo = reverse("coding:resume", kwargs={"slug": slug, "document": document})
    messages.success(request, f"You are done with “{row.document.title}”.", extra_tags=undo)
    return redirect("annotations:read", slug=slug, document=document)


@require_POST
def resume(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """Take up again a document that one was done with."""
    door = open_project(request.user, slug, Action.ANNOTATE)
    row = finishing.resume(door=door, document=document)
    messages.success(request, f"“{row.document.title}” is on your list again.")
    return redirect("annotations:read", slug=slug, document=document)


@require_POST
def next_document(request: HttpRequest, slug: str) -> HttpResponse:
    """Go to the next document to code; `besides` is the one that one comes from."""
    door = open_project(request.user, slug, Action.ANNOTATE)
    try:
        besides = UUID(request.POST.get("besides", ""))
    except ValueError:
        besides = None
    found = finishing.next_document(door=door, besides=besides)
    if found:
        return redirect("annotations:read", slug=slug, document=found.id)
    further = "further " if besides else ""
    messages.info(request, f"No {further}document waits for you. {_what_now(door)}")
    return redirect("documents:library", slug=slug)


def _what_now(door: Door) -> str:
    """What somebody can do for whom no document waits."""
    if door.may(Action.ASSIGN):
        return "Under “Coding” you give documents to people, yourself among them, or let people take them."
    return "An owner or editor gives you one, or lets people take them; meanwhile, open any document here."
