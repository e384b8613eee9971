"""The account page: who I am here, and the tokens by which my programs sign in; and the way to a provider and back."""

from collections.abc import Callable
from uuid import UUID

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from requests import RequestException

from accounts.authentication import forget_tokens
from accounts.forms import PresenceForm, TokenForm
from accounts.models import ApiToken
from accounts.requests import SignedInRequest
from accounts.services import create_token, revoke_token, show_presence


def _page(request: SignedInRequest, form: TokenForm, **more: object) -> HttpResponse:
    showing = PresenceForm(initial={"on": request.user.presence}, auto_id="presence-%s")
    context = {"form": form, "showing": showing, "tokens": request.user.tokens.all(), "now": timezone.now(), **more}
    return render(request, "accounts/account.html", context, status=400 if form.errors else 200)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """Show the account; a POST makes a token, whose secret stands in this one answer and nowhere else."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    token, secret = create_token(
        user=request.user,
        name=form.cleaned_data["name"],
        read_only=form.read_only(),
        expires=form.expires(),
    )
    return _page(request, TokenForm(), made=token, secret=secret)


@login_required
@require_POST
def revoke(request: SignedInRequest, token: UUID) -> HttpResponse:
    """Revoke one of my own tokens."""
    row = get_object_or_404(ApiToken, id=token, user=request.user)
    revoke_token(token=row)
    forget_tokens()
    messages.success(request, f"“{row.name}” is revoked: programs can no longer use it.")
    return redirect("accounts:account")


@login_required
@require_POST
def presence(request: SignedInRequest) -> HttpResponse:
    """Turn presence on or off for oneself."""
    form = PresenceForm(request.POST)
    on = show_presence(user=request.user, on=form.is_valid() and form.cleaned_data["on"]).presence
    shown = (
        "Others see that you are here, and you see them." if on else "Nobody sees that you are here, nor you others."
    )
    messages.success(request, shown)
    return redirect("accounts:account")


def _asking(view: Callable[..., HttpResponse], request: HttpRequest, provider_id: str) -> HttpResponse:
    """What a view of allauth answers that asks the provider; a page that says so when the provider does not answer."""
    try:
        return view(request, provider_id)
    except RequestException as error:
        provider = get_adapter().get_provider(request, provider_id)
        answer: HttpResponse = render_authentication_error(request, provider, exception=error)
        return answer


@never_cache
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the provider by a page that leads there: our policy lets no form be answered by a redirect to elsewhere."""
    answer = _asking(openid_connect.login, request, provider_id)
    if isinstance(answer, HttpResponseRedirect) and "://" in answer.url:
        return render(request, "accounts/to_provider.html", {"address": answer.url})
    return answer


@never_cache
def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the provider."""
    return _asking(openid_connect.callback, request, provider_id)
