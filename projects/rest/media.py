"""Bodies of requests and answers: JSON and NDJSON by orjson, and files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

import orjson
from django.conf import settings
from django.http import HttpRequest
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from projects.rest.problems import FieldError, Problem

Context = Mapping[str, Any] | None


class OneFormat(DefaultContentNegotiation):
    """Answers in the one format there is, whatever the Accept header hopes for (RFC 9110, section 12.5.1)."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class JsonRenderer(BaseRenderer):
    """UTF-8 JSON; times in UTC end in Z."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Context = None) -> bytes:
        return b"" if data is None else dump(data)


def dump(data: Any) -> bytes:
    """JSON as the API writes it."""
    return orjson.dumps(data, option=orjson.OPT_UTC_Z)


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_holds_nul(key) or _holds_nul(item) for key, item in value.items())
    return isinstance(value, list) and any(map(_holds_nul, value))


def load(data: bytes) -> Any:
    """Read JSON; ValueError, in words for people, for what is none or cannot be stored.

    Lone surrogates, infinities and depths over 1,024 are not JSON to orjson; U+0000 is, but no Postgres text holds it.
    """
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"This is not valid JSON: {error}.") from error
    if b"\\u0000" in data and _holds_nul(value):
        raise ValueError("A text may not hold the character U+0000.")
    return value


def whole_body(request: HttpRequest) -> bytes:
    """The body of a request that is not above the limit."""
    refuse_large(request)
    return request.body


def refuse_large(request: HttpRequest) -> None:
    """Refuse a body above MAX_UPLOAD_BYTES (413) by its announced length, before it is read; one without length (411).

    WSGI hands on no body whose length is not announced, so taking it would mean taking nothing for something.
    """
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and "HTTP_TRANSFER_ENCODING" in request.META:
        raise Problem(411, "Say how long the body is, by Content-Length; a chunked body is not taken.")
    if length.isdigit() and int(length) > settings.MAX_UPLOAD_BYTES:
        raise Problem(413, f"The request is {int(length):,} bytes long; {settings.MAX_UPLOAD_BYTES:,} are allowed.")


class JsonParser(BaseParser):
    """`application/json`."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Context = None) -> Any:
        try:
            return load(whole_body((parser_context or {})["request"]._request))
        except ValueError as error:
            raise Problem(400, str(error), errors=[_whole("json", str(error))]) from error


def _whole(code: str, message: str) -> FieldError:
    return {"field": "", "code": code, "message": message}


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that is no JSON object, with what is wrong with it."""

    error: FieldError


class Rows:
    """The lines of an NDJSON body: iterating gives `(line number, object)`, or a BadRow in the object's place.

    Lines are counted from 1; blank ones are passed over.
    """

    def __init__(self, data: bytes) -> None:
        self.lines = data.split(b"\n")
        count = sum(1 for line in self.lines if line.strip())
        if count > settings.MAX_BULK_ROWS:
            raise Problem(413, f"The request brings {count:,} rows; {settings.MAX_BULK_ROWS:,} are allowed at once.")

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
        for number, line in enumerate(self.lines, 1):
            if line.strip():
                yield number, _row(line)


def _row(line: bytes) -> dict[str, Any] | BadRow:
    try:
        row = load(line)
    except ValueError as error:
        return BadRow(_whole("json", str(error)))
    if not isinstance(row, dict):
        return BadRow(_whole("not_an_object", "A row is a JSON object."))
    return row


class NdjsonParser(BaseParser):
    """`application/x-ndjson`: a JSON object a line; `request.data` becomes `Rows`."""

    media_type = "application/x-ndjson"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Context = None) -> Rows:  # type: ignore[override]
        return Rows(whole_body((parser_context or {})["request"]._request))
