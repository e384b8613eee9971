"""How much a page takes: a form that is larger than any upload is refused before it is read."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
