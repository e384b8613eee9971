"""The reading page, and the style sheet of a project's tags. The codebook's pages are in codebook_views."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from annotations.reading import document_of, page, sheet_version, tag_sheet, tags_of
from projects.guards import open_project

A_DAY = 24 * 60 * 60
LONGEST_NUMBER = 10
_MARKUP = ("items", "blank_item")
_TEXT = SafeString("<!-- text -->")  # no text of a user's can hold it unescaped


@require_safe
def read(request: HttpRequest, slug: str, document: UUID) -> HttpResponseBase:
    """A document with its highlights, and its annotations beside it: the first ones, or those from `?from=` on."""
    door = open_project(request.user, slug)
    context = page(door, document_of(door, document), _number(request.GET.get("from", "")))
    parts = context.pop("text")
    context |= {name: mark_safe(context[name]) for name in _MARKUP}  # noqa: S308  # the pure modules have escaped it
    html = render_to_string("annotations/read.html", context | {"text": _TEXT}, request)
    return _as_it_is_made(html, parts)


def _number(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < LONGEST_NUMBER else 0


def _as_it_is_made(html: str, parts: Iterator[str]) -> HttpResponseBase:
    """The page with its text: as a whole when that has one part, else part by part as each is made."""
    before, after = html.split(_TEXT)
    first, second = next(parts, ""), next(parts, None)
    if second is None:
        return HttpResponse([before, first, after])
    return StreamingHttpResponse(chain([before + first, second], parts, [after]))


@require_safe
def tag_css(request: HttpRequest, slug: str) -> HttpResponse:
    """The colours of the project's tags, as classes: inline styles are refused by the Content-Security-Policy."""
    door = open_project(request.user, slug)
    tags = tags_of(door)
    response = HttpResponse(tag_sheet(tags), content_type="text/css; charset=utf-8")
    response.headers["ETag"] = f'"{sheet_version(tags)}"'
    keep = f"max-age={A_DAY}" if request.META["QUERY_STRING"] else "no-cache"
    response.headers["Cache-Control"] = f"private, {keep}"
    return response
