"""Pages of projects: my projects, a new one, its settings and its members."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from projects.forms import (
    DeleteProjectForm,
    MemberForm,
    NewProjectForm,
    ProjectForm,
    RemovalForm,
    RoleForm,
)
from projects.guards import Door, open_deleted, open_project
from projects.models import Member, Project, roles
from projects.permissions import Action
from projects.querysets import ProjectQuerySet
from projects.refusals import ChangeForm, Refusal
from projects.services import (
    add_member,
    change_project,
    change_role,
    create_project,
    delete_project,
    remove_member,
    restore_project,
)

_MOST_PUBLIC = 60


def _listed(projects: ProjectQuerySet, most: int | None = None) -> list[Project]:
    """Projects, latest first, each with how many documents and annotations it has."""
    rows = list(projects.latest_first()[:most])
    found = Project.objects.filter(pk__in=[row.pk for row in rows])
    documents, annotations = found.counted("documents"), found.counted("annotations")
    for row in rows:
        vars(row).update(documents_count=documents[row.pk], annotations_count=annotations[row.pk])
    return rows


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My projects and the public ones; what argmap is for whoever is not signed in."""
    public = Project.objects.open_to_all()
    if not request.user.is_authenticated:
        return render(request, "projects/home.html", {"public": _listed(public, _MOST_PUBLIC)})
    context = {
        "mine": _listed(Project.objects.of_member(request.user)),
        "public": _listed(public.exclude(members__user=request.user), _MOST_PUBLIC),
        "deleted": Project.objects.deleted_of_owner(request.user),
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
    now = {field: getattr(project, field) for field in ("name", "description", "public", "revision")}
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
    """Name, description, who may read; deletion."""
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


def _members(request: HttpRequest, door: Door, form: MemberForm | None = None) -> HttpResponse:
    members = Member.objects.filter(project=door.id).select_related("user").order_by("user__username")
    context = {
        "door": door,
        "section": "members",
        "members": members,
        "manages": door.may(Action.MANAGE_MEMBERS),
        "form": form or MemberForm(),
        "roles": roles(),
    }
    return render(request, "projects/members.html", context, status=form.status if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in the project; owners take people in."""
    adding = request.method == "POST"
    door = open_project(request.user, slug, Action.MANAGE_MEMBERS if adding else Action.SEE_MEMBERS)
    if not adding:
        return _members(request, door)
    form = MemberForm(request.POST)
    if not form.is_valid():
        return _members(request, door, form)
    try:
        member = add_member(project=door.project, by=door.person, user=form.user, role=form.cleaned_data["role"])
    except Refusal as refusal:
        form.refuse(refusal)
        return _members(request, door, form)
    messages.success(request, f"{member.user} is in, as {member.get_role_display().lower()}.")
    return redirect("projects:members", slug=slug)


def _opened_member(request: HttpRequest, slug: str, username: str) -> tuple[Door, Member]:
    door = open_project(request.user, slug, Action.MANAGE_MEMBERS)
    if not username.isprintable():
        raise Http404("Nobody here has such a name.")
    return door, get_object_or_404(Member, project=door.id, user__username__iexact=username)


@require_POST
def role(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """Give a member another role."""
    door, member = _opened_member(request, slug, username)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            member = change_role(member=member, by=door.person, **form.cleaned_data)
            messages.success(request, f"{member.user} is now {member.get_role_display().lower()}.")
        except Refusal as refusal:
            form.refuse(refusal)
    return _back_to_members(request, slug, form)


@require_POST
def remove(request: HttpRequest, slug: str, username: str) -> HttpResponse:
    """Show a member out; what they wrote stays."""
    door, member = _opened_member(request, slug, username)
    form = RemovalForm(request.POST)
    if form.is_valid():
        try:
            remove_member(member=member, by=door.person, **form.cleaned_data)
            messages.success(request, f"{member.user} is out of the project. What they wrote stays.")
        except Refusal as refusal:
            form.refuse(refusal)
    return _back_to_members(request, slug, form)


def _back_to_members(request: HttpRequest, slug: str, form: ChangeForm) -> HttpResponse:
    """Back to the list, below what was refused; home for an owner who has just left."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    still_in = Member.objects.filter(project__slug=slug, user=request.user.pk).exists()
    return redirect("projects:members", slug=slug) if still_in else redirect("projects:home")
