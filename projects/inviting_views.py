"""Pages of invitations: an owner makes and revokes them; who opens one is led in, also by way of signing up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.guards import Door, open_project
from projects.invited import TooManyGuesses, find_invitation, forget, link_to, may_send, remember, remembered, send
from projects.inviting import invite, revoke_invitation, use_invitation, why_not
from projects.inviting_forms import InvitationForm
from projects.models import Invitation, Member
from projects.permissions import Action
from projects.refusals import Refusal

_MOST_SHOWN = 100


def _page(request: HttpRequest, door: Door, form: InvitationForm, **more: object) -> HttpResponse:
    rows = Invitation.objects.filter(project=door.id).select_related("creator").order_by("-created")[:_MOST_SHOWN]
    context = {"door": door, "section": "members", "form": form, "invitations": rows, **more}
    return render(request, "projects/invitations.html", context, status=form.status)


@never_cache
@sensitive_variables("token", "link")
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the invitations; a POST makes one, whose link stands in this one answer and in the mail alone."""
    door = open_project(request.user, slug, Action.INVITE)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, door, form)
    said = form.cleaned_data
    if said["email"] and not may_send(request, door.person):
        form.add_error("email", "You have sent many invitations today. Make one without an address and pass it on.")
        return _page(request, door, form)
    try:
        made, token = invite(
            project=door.project, by=door.person, expires=form.expires(),
            role=said["role"], most=said["most"], email=said["email"],
        )  # fmt: skip
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, door, form)
    link = link_to(request, token)
    sent = bool(made.email) and send(request, made, link)
    return _page(request, door, InvitationForm(), made=made, link=link, sent=sent)


@require_POST
def revoke(request: HttpRequest, slug: str, invitation: object) -> HttpResponse:
    """Revoke an invitation."""
    door = open_project(request.user, slug, Action.INVITE)
    row = get_object_or_404(Invitation, project=door.id, id=invitation)
    revoke_invitation(invitation=row, by=door.person)
    messages.success(request, "The invitation is revoked: nobody else comes in by it. Whoever has come in stays.")
    return redirect("projects:invitations", slug=slug)


@never_cache
@sensitive_variables("token")
@require_safe
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invitation's link leads: it is remembered, and the token is gone from the next address."""
    try:
        invitation = find_invitation(request, token)
    except TooManyGuesses as refusal:
        return render(request, "projects/no_invitation.html", {"words": str(refusal)}, status=429)
    if invitation is None:
        return render(request, "projects/no_invitation.html", status=404)
    remember(request, invitation)
    return redirect("projects:invited")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    """Who invites you to what; a POST by somebody who is signed in accepts it."""
    invitation = remembered(request)
    if invitation is None:
        return render(request, "projects/no_invitation.html", status=404)
    member = Member.objects.filter(project=invitation.project_id, user=request.user.pk).first()
    if member:
        return _in_already(request, invitation, member)
    if words := why_not(invitation, request.user):
        return render(request, "projects/no_invitation.html", {"words": words}, status=410)
    if request.method == "POST" and request.user.is_authenticated:
        return _come_in(request, invitation)
    return render(request, "projects/invited.html", {"invitation": invitation})


def _in_already(request: HttpRequest, invitation: Invitation, member: Member) -> HttpResponse:
    forget(request)
    messages.success(request, f"You are in “{invitation.project.name}”, as {member.get_role_display().lower()}.")
    return redirect("documents:library", slug=invitation.project.slug)


def _come_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    assert request.user.is_authenticated
    try:
        member = use_invitation(key=invitation.digest, user=request.user)
    except Refusal as refusal:
        return render(request, "projects/no_invitation.html", {"words": str(refusal)}, status=409)
    return _in_already(request, invitation, member)
