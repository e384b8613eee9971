"""The members' page: who is in, who comes in and goes, and who owns the project next."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from projects.forms import HandOverForm, MemberForm, RemovalForm, RoleForm
from projects.guards import Door, open_project
from projects.leaving import hand_over as give_to
from projects.leaving import leave_project
from projects.models import JoinRequest, Member, Role, roles
from projects.permissions import Action
from projects.querysets import JoinRequestQuerySet
from projects.refusals import ChangeForm, Refusal
from projects.services import add_member, change_role, remove_member


def _requests(door: Door) -> JoinRequestQuerySet:
    waiting = JoinRequest.objects.waiting().filter(project=door.id)
    return waiting.select_related("user").order_by("created")


def _members(request: HttpRequest, door: Door, form: MemberForm | None = None) -> HttpResponse:
    members = Member.objects.filter(project=door.id).select_related("user").order_by("user__username")
    context = {
        "door": door,
        "section": "members",
        "members": members,
        "manages": door.may(Action.MANAGE_MEMBERS),
        "form": form or MemberForm(),
        "roles": roles(),
        "requests": _requests(door) if door.may(Action.INVITE) else [],
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
    """Show a member out; what they wrote stays. To show oneself out is to leave."""
    door, member = _opened_member(request, slug, username)
    if member.user_id == door.person.id:
        return _go(request, door, member)
    form = RemovalForm(request.POST)
    if form.is_valid():
        try:
            remove_member(member=member, by=door.person, **form.cleaned_data)
            messages.success(request, f"{member.user} is out of the project. What they wrote stays.")
        except Refusal as refusal:
            form.refuse(refusal)
    return _back_to_members(request, slug, form)


def _back_to_members(request: HttpRequest, slug: str, form: ChangeForm) -> HttpResponse:
    """Back to the list, below what was refused."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect("projects:members", slug=slug)


def _go(request: HttpRequest, door: Door, member: Member) -> HttpResponse:
    form = RemovalForm(request.POST)
    if form.is_valid():
        try:
            leave_project(member=member, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"You have left “{door.name}”. What you wrote stays there.")
            return redirect("projects:home")
    return _leaving(request, door, member, form)


def _leaving(request: HttpRequest, door: Door, member: Member, form: ChangeForm) -> HttpResponse:
    owners = Member.objects.filter(project=door.id, role=Role.OWNER)
    context = {
        "door": door,
        "section": "members",
        "form": form,
        "is_last_owner": member.role == Role.OWNER and not owners.exclude(id=member.id).exists(),
    }
    return render(request, "projects/leave.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave the project, once one has read what that means."""
    door = open_project(request.user, slug, Action.SEE_MEMBERS)
    member = get_object_or_404(Member, project=door.id, user=door.person)
    if request.method == "POST":
        return _go(request, door, member)
    return _leaving(request, door, member, RemovalForm(initial={"revision": member.revision}))


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Make another member owner in one's own place."""
    door = open_project(request.user, slug, Action.HAND_OVER)
    form = HandOverForm(request.POST if request.method == "POST" else None, door=door)
    if request.method == "POST" and form.is_valid():
        to, role = form.cleaned_data["member"], form.cleaned_data["role"]
        try:
            heir = give_to(project=door.project, by=door.person, to=to, role=role)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{heir.user} owns “{door.name}” now. You stay in it, as {role}.")
            return redirect("projects:members", slug=slug)
    context = {"door": door, "section": "members", "form": form}
    return render(request, "projects/hand_over.html", context, status=form.status)
