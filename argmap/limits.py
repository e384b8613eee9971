"""How much a page takes: a form that is too large is refused before it is read, a senseless one when it is."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects.rest.problems import Problem


class BodyLimit:
    """Middleware that refuses bodies above MAX_UPLOAD_BYTES (413) by their announced length.

    It stands before the check of the CSRF token, which reads the whole body, files too, for whoever sends one. Views
    that are exempt from that check, the API's and the import page, look at the length themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the view work unless the body is too large for it."""
        length = request.META.get("CONTENT_LENGTH") or ""
        if getattr(view, "csrf_exempt", False) or not length.isdigit() or int(length) <= settings.MAX_UPLOAD_BYTES:
            return None
        return render(request, "413.html", {"limit": settings.MAX_UPLOAD_BYTES}, status=413)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: the answer to a request that makes no sense, or asks too much."""
    words = _why(exception)
    if request.path.startswith("/api/"):
        return Problem(400, words).response()
    return render(request, "400.html", {"words": words}, status=400)


def _why(exception: Exception) -> str:
    match exception:
        case TooManyFilesSent():
            most = f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES:,}"
            return f"These are more than {most} files, so nothing was saved. Send them in several goes."
        case TooManyFieldsSent():
            most = f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,}"
            return f"The form has more than {most} fields, so nothing was saved. Send less at once."
        case DisallowedHost():
            return "This site does not answer to that host name. Its administrator can let it in by ARGMAP_HOSTS."
        case _:
            return "The request makes no sense here. Go back, reload the page, and try again."
