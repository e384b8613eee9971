"""The reading page, and the style sheet of a project's tags. The codebook's pages are in codebook_views."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from annotations.reading import document_of, page, sheet_version, tag_sheet, tags_of
from projects.guards import open_project

A_DAY = 24 * 60 * 60
_MARKUP = ("text", "items", "blank_item")


@require_safe
def read(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """A document with its highlights, and its annotations beside it."""
    door = open_project(request.user, slug)
    context = page(door, document_of(door, document))
    context |= {name: mark_safe(context[name]) for name in _MARKUP}  # noqa: S308  # the pure modules have escaped it
    return render(request, "annotations/read.html", context)


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
