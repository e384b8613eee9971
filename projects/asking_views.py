"""Pages of requests to join: somebody asks, or takes it back; an owner answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from projects.asking import accept_request, ask_to_join, barred_until, decline_request, withdraw_request
from projects.guards import Door, open_project
from projects.inviting_forms import AnswerForm, AskForm
from projects.models import JoinRequest, Role
from projects.permissions import Action
from projects.refusals import Refusal


def _latest(door: Door) -> JoinRequest | None:
    return JoinRequest.objects.filter(project=door.id, user=door.person).order_by("-created").first()


def _page(request: HttpRequest, door: Door, form: AskForm) -> HttpResponse:
    asked = _latest(door)
    context = {"door": door, "form": form, "asked": asked, "until": asked and barred_until(asked)}
    return render(request, "projects/join.html", context, status=form.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask to join a public project, and see what was answered."""
    door = open_project(request.user, slug)
    if door.role:
        return redirect("documents:library", slug=slug)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, door, form)
    try:
        ask_to_join(project=door.project, user=door.person, message=form.cleaned_data["message"])
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, door, form)
    messages.success(request, "The owners see your request now. Their answer will stand here and on your home page.")
    return redirect("projects:join", slug=slug)


@login_required
@require_POST
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take one's own request back."""
    door = open_project(request.user, slug)
    asked = get_object_or_404(JoinRequest.objects.waiting(), project=door.id, user=door.person)
    try:
        withdraw_request(asked=asked)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "You have taken your request back.")
    return redirect("projects:join", slug=slug)


@require_POST
def answer(request: HttpRequest, slug: str, asked: UUID) -> HttpResponse:
    """Take the asker in, or tell them no."""
    door = open_project(request.user, slug, Action.INVITE)
    row = get_object_or_404(JoinRequest.objects.select_related("user"), project=door.id, id=asked)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            _answer(request, door, row, form)
        except Refusal as refusal:
            form.refuse(refusal)
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect("projects:members", slug=slug)


def _answer(request: HttpRequest, door: Door, asked: JoinRequest, form: AnswerForm) -> None:
    said = form.cleaned_data
    how = {"asked": asked, "by": door.person, "reply": said["reply"], "revision": said["revision"]}
    if said["answer"] == "accept":
        role = said["role"] or Role.ANNOTATOR
        accept_request(**how, role=role)
        messages.success(request, f"{asked.user} is in, as {role}.")
    else:
        decline_request(**how)
        messages.success(request, f"{asked.user} is told that the project does not take them in.")
