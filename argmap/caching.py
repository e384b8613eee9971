"""What somebody was shown is nobody else's: browsers alone keep answers, and ask after them before each use."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

KEEPING = "private, no-cache"


class Caching:
    """Middleware that says so of every answer that does not say how it may be kept itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", KEEPING)
        return response
