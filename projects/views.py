"""Pages of projects: my projects, a new one, its settings and its members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from projects.forms import (
    DeleteProjectForm,
    NewProjectForm,
    ProjectForm,
)
from projects.guards import Door, Visitor, open_deleted, open_project
from projects.invited import remembered
from projects.inviting import why_not
from projects.models import JoinRequest, Project
from projects.permissions import Action
from projects.querysets import ProjectQuerySet
from projects.refusals import ChangeForm, Refusal
from projects.services import (
    change_project,
    create_project,
    delete_project,
    restore_project,
)
from projects.veiling import unveiled_in

_MOST_PUBLIC = 60


def _listed(projects: ProjectQuerySet, visitor: Visitor, most: int | None = None) -> list[Project]:
    """Projects, latest first, each with how many documents it has, and annotations that the visitor may see."""
    rows = list(projects.latest_first()[:most])
    ids = [row.pk for row in rows]
    found, seen = Project.objects.filter(pk__in=ids), unveiled_in(ids, visitor, "annotations__")
    documents, annotations = found.counted("documents"), found.counted("annotations", seen)
    for row in rows:
        vars(row).update(documents_count=documents[row.pk], annotations_count=annotations[row.pk])
    return rows


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My projects and the public ones; what argmap is for whoever is not signed in."""
    public = Project.objects.open_to_all()
    invitation = remembered(request)
    if invitation and why_not(invitation, request.user):
        invitation = None
    if not request.user.is_authenticated:
        listed = _listed(public, request.user, _MOST_PUBLIC)
        return render(request, "projects/home.html", {"public": listed, "invitation": invitation})
    context = {
        "mine": _listed(Project.objects.of_member(request.user), request.user),
        "public": _listed(public.exclude(members__user=request.user), request.user, _MOST_PUBLIC),
        "deleted": Project.objects.deleted_of_owner(request.user),
        "invitation": invitation,
        "asked": JoinRequest.objects.of_asker(request.user),
        "asking": Project.objects.asked(request.user),
    }
    return render(request, "projects/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedInRequest) -> HttpResponse:
    """Start a project."""
    form = NewProjectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            project = create_project(user=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"“{project.name}” is yours. Import the first documents to begin.")
            return redirect("documents:library", slug=project.slug)
    return render(request, "projects/new.html", {"form": form}, status=form.status)


def _settings(
    request: HttpRequest, door: Door, form: ChangeForm | None = None, deletion: ChangeForm | None = None
) -> HttpResponse:
    """The settings page, with the form that was refused in place of a fresh one."""
    project = door.project
    now = {field: getattr(project, field) for field in ("name", "description", "public", "presence", "revision")}
    context = {
        "door": door,
        "section": "settings",
        "form": form or ProjectForm(initial=now),
        "deletion": deletion or DeleteProjectForm(initial=now, name=project.name),
    }
    refused = form or deletion
    return render(request, "projects/settings.html", context, status=refused.status if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, description, who may read, presence; deletion."""
    door = open_project(request.user, slug, Action.MANAGE_PROJECT)
    if request.method != "POST":
        return _settings(request, door)
    form = ProjectForm(request.POST)
    if not form.is_valid():
        return _settings(request, door, form=form)
    try:
        change_project(project=door.project, user=door.person, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _settings(request, door, form=form)
    messages.success(request, "Saved.")
    return redirect("projects:settings", slug=slug)


@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete the project, once its name was typed."""
    door = open_project(request.user, slug, Action.MANAGE_PROJECT)
    form = DeleteProjectForm(request.POST, name=door.name)
    if not form.is_valid():
        return _settings(request, door, deletion=form)
    try:
        delete_project(project=door.project, user=door.person, revision=form.cleaned_data["revision"])
    except Refusal as refusal:
        form.refuse(refusal)
        return _settings(request, door, deletion=form)
    messages.success(request, f"“{door.name}” is deleted. You can restore it under “Recently deleted”.")
    return redirect("projects:home")


@require_POST
def restore(request: SignedInRequest, slug: str) -> HttpResponse:
    """Bring a deleted project back."""
    project = restore_project(project=open_deleted(request.user, slug), user=request.user)
    messages.success(request, f"“{project.name}” is back, with everything in it.")
    return redirect("documents:library", slug=project.slug)
