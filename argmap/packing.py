"""Pages and JSON are sent packed by gzip to whoever takes them so: a book is then a quarter of its size.

A page holds a token against forged requests, and may repeat what its address says. So that its length tells nothing of
the token (BREACH, https://www.breachattack.com/), the token is masked anew in each page, and the gzip header holds a
name of random length, as Django's own GZipMiddleware does it. Unlike that, the first part of a page that is sent while
it is made is not held back.
"""

from collections.abc import Callable, Iterable, Iterator
from gzip import GzipFile
from io import BytesIO
from secrets import randbelow, token_hex
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

PACKED = {"text/html", "text/css", "application/json"}
LEAST = 1_400
"""Bytes that travel in one packet anyway."""
LEVEL = 4
LONGEST_NAME = 64


class Packing:
    """Middleware that packs what is worth it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not _is_worth_it(response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if _takes_gzip(request.headers.get("Accept-Encoding", "")):
            _pack(response)
        return response


def _is_worth_it(response: HttpResponseBase) -> bool:
    if not isinstance(response, (HttpResponse, StreamingHttpResponse)):
        return False
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind not in PACKED or response.has_header("Content-Encoding"):
        return False
    return not isinstance(response, HttpResponse) or len(response.content) >= LEAST


def _takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding (RFC 9110, section 12.5.3) names gzip, and not to refuse it."""
    for choice in header.lower().split(","):
        coding, *parameters = (word.strip() for word in choice.split(";"))
        if coding == "gzip":
            return not any(word.replace(" ", "") in {"q=0", "q=0.0", "q=0.00", "q=0.000"} for word in parameters)
    return False


def _pack(response: HttpResponseBase) -> None:
    """Pack an answer's body. Its ETag is then weak: the bytes are others, what they say is the same."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = _packed(cast("Iterable[bytes]", response.streaming_content))
    elif isinstance(response, HttpResponse):
        response.content = b"".join(_packed([response.content]))
        response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = "gzip"
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = f"W/{etag}"


def _packed(parts: Iterable[bytes]) -> Iterator[bytes]:
    out = BytesIO()
    name = token_hex(randbelow(LONGEST_NAME) + 1)
    with GzipFile(filename=name, mode="wb", compresslevel=LEVEL, fileobj=out, mtime=0) as packer:
        for number, part in enumerate(parts):
            packer.write(part)
            if not number:
                packer.flush()
            yield _taken(out)
    yield _taken(out)


def _taken(out: BytesIO) -> bytes:
    found = out.getvalue()
    out.seek(0)
    out.truncate()
    return found
