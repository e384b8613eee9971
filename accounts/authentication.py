"""How an API request says who it is: a bearer token, or the session of the page that sends it."""

from time import monotonic
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import ApiToken, User, digest

_MOST_REMEMBERED = 10_000
_remembered: dict[str, tuple[float, ApiToken]] = {}


def _token(secret: str) -> ApiToken:
    """The valid token with this secret, remembered in the process for `TOKEN_CACHE_SECONDS`."""
    key = digest(secret)
    known = _remembered.get(key)
    if known and known[0] > monotonic():
        return known[1]
    _remembered.pop(key, None)
    token = ApiToken.objects.valid().select_related("user").filter(digest=key).first()
    if token is None:
        raise AuthenticationFailed("This token is unknown, expired or revoked. Make a new one on your account page.")
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    _remembered[key] = (monotonic() + settings.TOKEN_CACHE_SECONDS, token)
    return token


def forget_tokens() -> None:
    """Forget what this process remembers of tokens, as when one was revoked here."""
    _remembered.clear()


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer <token>`. A read-only token may only ask, never change."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed(
                "Write the header as “Authorization: Bearer <token>”, with nothing after the token."
            )
        token = _token(words[1].decode("latin-1"))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="argmap"'


class Session(SessionAuthentication):
    """The session of a signed-in page; changes need its CSRF token.

    A page tells with `X-Page-Of` whose it is (percent-encoded), so that it writes nothing in the name of somebody who
    has signed in beside it. Who sends another `Authorization` than a bearer token is let in by a session alone, as
    behind a proxy that asks for a password; without one it is a mistake, and not the wish to be nobody.
    """

    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        found: tuple[User, Any] | None = super().authenticate(request)
        if not found and get_authorization_header(request):
            raise AuthenticationFailed("Write the header as “Authorization: Bearer <token>”: no other scheme is known.")
        opened_by = unquote(request.headers.get("X-Page-Of", ""))
        if found and opened_by and opened_by != found[0].get_username():
            now = found[0].get_username()
            raise PermissionDenied(f"You are signed in as {now} now; this page was opened by {opened_by}. Reload it.")
        return found

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="argmap"'


class MayWrite(BasePermission):
    """Holds a read-only token to asking."""

    message = "This token is read-only. Make one that may write on your account page."

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or not getattr(request.auth, "read_only", False)
