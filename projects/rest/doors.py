"""The views that every API view is made of: one that checks the request, and one that opens a project's door first."""

from collections.abc import Mapping, Sequence
from hashlib import blake2s
from http import HTTPStatus
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from projects.conflicts import Gone
from projects.guards import Door, open_project
from projects.models import Project
from projects.permissions import Action
from projects.rest.media import JsonParser, JsonRenderer, OneFormat, dump, refuse_large
from projects.rest.parameters import Parameter, read_query
from projects.rest.preconditions import is_fresh, list_etag, not_modified, revision_etag

WHO = "Say who you are, by a token: Authorization: Bearer <token>."
_CHANGES = ("post", "put", "patch", "delete")


def asked(request: Request) -> str:
    """The method of a request; HEAD is GET without the answer's body."""
    return "GET" if request.method == "HEAD" else str(request.method)


class RestView(APIView):
    """An API view. `parameters` names the query parameters that each method knows; `self.query` holds their values.

    `guarded` names the methods that change a revision and so ask for If-Match. `present` turns a row that stands in
    the way of a change (`conflicts.*.current`) into JSON.
    """

    parameters: ClassVar[Mapping[str, Sequence[Parameter]]] = {}
    guarded: ClassVar[frozenset[str]] = frozenset()
    content_negotiation_class = OneFormat
    renderer_classes = [JsonRenderer]
    parser_classes = [JsonParser]
    query: dict[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who is it, may they come in, does the request make sense: in this order, so that strangers learn nothing."""
        super().initial(request, *args, **kwargs)
        if any("\x00" in value for value in kwargs.values() if isinstance(value, str)):
            raise Http404("There is nothing at this address.")
        self.enter(request, **kwargs)
        refuse_large(request._request)
        self.query = read_query(request.GET, self.parameters.get(asked(request), ()))

    def enter(self, request: Request, **kwargs: Any) -> None:
        """Open what the view is about, or raise."""

    def person(self) -> User:
        """Who is asking; 401 when they have not said so."""
        if not self.request.user.is_authenticated:
            raise NotAuthenticated(WHO)
        return self.request.user

    def present(self, current: Any) -> Any:
        """The object that stands in the way of a change, as JSON."""
        return current if isinstance(current, dict) else None

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """An answer without content says nothing of its type."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if answer.status_code == HTTPStatus.NO_CONTENT:
            del answer.headers["Content-Type"]
        return answer

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Which methods there are, in the Allow header."""
        return HttpResponse(status=204)


class ProjectView(RestView):
    """A view below `projects/{slug}/`. `actions` names what each method asks for; where it is silent, reading.

    `self.door` is the opened project. To somebody who may not read it the project does not exist (404); who may read it
    but not do this gets 403, or 401 when they have not said who they are. A member of a deleted project gets 410.
    """

    actions: ClassVar[Mapping[str, Action]] = {}
    door: Door

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for method in _CHANGES:
            if hasattr(cls, method) and method.upper() not in cls.actions:
                raise TypeError(f"{cls.__name__}.actions does not say which right {method.upper()} asks for.")

    def enter(self, request: Request, **kwargs: Any) -> None:
        action = self.actions.get(asked(request), Action.READ)
        try:
            self.door = open_project(request.user, kwargs["slug"], action)
        except PermissionDenied as error:
            if not request.user.is_authenticated:
                raise NotAuthenticated(WHO) from error
            raise
        except Http404:
            _tell_members_of_deletion(request, kwargs["slug"])
            raise


def _tell_members_of_deletion(request: Request, slug: str) -> None:
    if request.user.is_authenticated:
        known = Project.objects.filter(slug=slug, deleted__isnull=False, members__user=request.user)
        if known.exists():
            raise Gone


def answer_object(
    request: HttpRequest | Request,
    data: Mapping[str, Any],
    status: int = 200,
    location: str = "",
    *,
    counted: bool = True,
) -> HttpResponse:
    """An object with its revision as ETag; 304 when a reader has this revision already.

    Never 304 if it is not `counted`: if it says what its revision does not count, as a tag its uses and a project one's
    role. A 201 carries its address: `location`, else the object's own `url`.
    """
    etag = revision_etag(data["revision"])
    if counted and request.method in {"GET", "HEAD"} and is_fresh(request, etag):
        return not_modified(etag)
    headers = {"ETag": etag} | ({"Location": location or data["url"]} if status == 201 else {})
    return Response(data, status=status, headers=headers)


def answer_hashed(request: HttpRequest | Request, data: Any) -> HttpResponse:
    """A list that no project's feed vouches for, with an ETag of its content; 304 when the client has it already."""
    content = dump(data)
    etag = f'"{blake2s(content, digest_size=16).hexdigest()}"'
    if is_fresh(request, etag):
        return not_modified(etag)
    return HttpResponse(content, content_type=JsonRenderer.media_type, headers={"ETag": etag})


def answer_list(view: ProjectView, read: Any) -> HttpResponse:
    """What `read()` gives (JSON-able or bytes of JSON) with the list's ETag.

    It is not called when the client has this list already: then the answer is 304.
    """
    etag = list_etag(view.door, view.request)
    if is_fresh(view.request, etag):
        return not_modified(etag)
    data = read()
    if isinstance(data, bytes):
        return HttpResponse(data, content_type="application/json", headers={"ETag": etag})
    return Response(data, headers={"ETag": etag})
