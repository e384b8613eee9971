"""Conditional requests (RFC 9110, section 13): If-Match guards changes, ETag and If-None-Match spare reads."""

import re
from hashlib import blake2s

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from rest_framework.request import Request

from projects.guards import Door
from projects.rest.problems import Problem

_REVISION = re.compile(r'(?:W/)?"(\d{1,9})(?:\.\d{1,9}){0,2}"', re.ASCII)
_SHAPE = "1"  # to be raised when an answer's shape changes, so that no client keeps an old one


def expected_revision(request: Request) -> int | None:
    """The revision that the change is based on, from `If-Match: "3"`; None for `*`, which means: whatever it is now.

    Without the header the request ends in 428, with a malformed one in 400.
    """
    header = request.META.get("HTTP_IF_MATCH", "").strip()
    if not header:
        raise Problem(428, 'Say which revision you are changing, by the header If-Match: "<revision>".')
    if header == "*":
        return None
    match = _REVISION.fullmatch(header)
    if match is None:
        raise Problem(400, 'If-Match must be one revision in double quotes, such as If-Match: "3".')
    return int(match[1])


def revision_etag(revision: int, comments: int = 0, decided: int = 0) -> str:
    """The ETag of an object: its revision, so that it serves as the If-Match of a change.

    Where the object is shown with how many comments it has, and some, their number follows after a point, and so does
    the revision of what was decided about it: they change what is shown, and not the revision.
    """
    if decided:
        return f'"{revision}.{comments}.{decided}"'
    return f'"{revision}.{comments}"' if comments else f'"{revision}"'


def list_etag(door: Door, request: HttpRequest | Request) -> str:
    """The strong ETag of a list of a project: it changes with each event, and by person and address."""
    seen = f"{_SHAPE} {request.build_absolute_uri()} {door.role} {door.user.pk}"
    return f'"{door.seq}-{blake2s(seen.encode(), digest_size=8).hexdigest()}"'


def is_fresh(request: HttpRequest | Request, etag: str) -> bool:
    """Whether the client has this already: its If-None-Match names it (by the weak comparison) or is `*`."""
    header = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not header:
        return False
    names = {name.strip().removeprefix("W/") for name in header.split(",")}
    return etag in names or "*" in names


def not_modified(etag: str) -> HttpResponse:
    """304: what the client has is still true."""
    return HttpResponseNotModified(headers={"ETag": etag})
