"""The page of agreement: how far coders agree, in numbers and in a picture of where they do not."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analysis.comparing import compare
from analysis.page import SCALE, Numbers, drawings, pictures
from analysis.reading import Finished, Wanted, finished_by, material
from annotations.models import Tag
from annotations.reading import sheet_version, tags_of
from documents.models import Document
from projects.guards import Door, open_project

_ON_A_PAGE = 10


@require_safe
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    """How far the coders of a project agree, on all that two have finished or on what is chosen."""
    door = open_project(request.user, slug)
    finished = finished_by(door)
    tags = {tag.slug: tag for tag in Tag.objects.of(door.id).live().order_by("name")}
    wanted = _wanted(request.GET, tags)
    found = material(door, wanted, finished)
    report = compare(found.texts, wanted.tags or None)
    page = Paginator(pictures(report, wanted.tags), _ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "door": door,
        "section": "agreement",
        "wanted": wanted,
        "choices": _choices(door, finished),
        "tags": tags.values(),
        "found": found,
        "report": report,
        "numbers": Numbers(found, report, tags, wanted.tags),
        "page": page,
        "drawings": drawings(door, list(page), found.titles, tags),
        "scale": SCALE,
        "tags_version": sheet_version(tags_of(door)),
    }
    return render(request, "analysis/agreement.html", context)


def _wanted(query: QueryDict, tags: Mapping[str, Tag]) -> Wanted:
    """What an address asks for. Anything not understood counts as not asked."""
    documents = []
    for text in query.getlist("document"):
        try:
            documents.append(UUID(text))
        except ValueError:
            continue
    coders = dict.fromkeys(name.replace("\x00", "") for name in query.getlist("coder") if name)
    return Wanted(documents, list(coders), [slug for slug in query.getlist("tag") if slug in tags])


def _choices(door: Door, finished: Finished) -> dict[str, Any]:
    """The documents that can be compared, and everybody who has finished one of them."""
    there = [document for document, who in finished.items() if len(who) > 1 and document not in door.veiled]
    rows = Document.objects.of(door.id).live().filter(id__in=there).order_by("title", "id")
    documents = list(rows.values("id", "title"))
    return {"documents": documents, "coders": sorted({who for one in documents for who in finished[one["id"]]})}
