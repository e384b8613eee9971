"""Problems: how the API says that something went wrong, as RFC 9457 has it (`application/problem+json`)."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, TypedDict

import orjson
from django.core.exceptions import ValidationError
from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"


class FieldError(TypedDict):
    """What is wrong with one field: `field` is its path in the body (`tags[2]`), or "" for the request as a whole."""

    field: str
    code: str
    message: str


class Problem(Exception):
    """Ends a request with this status. `current` is the object that stands in the way, as JSON."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Iterable[FieldError] = (),
        current: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = list(errors)
        self.current = current
        self.headers = dict(headers or {})

    @property
    def body(self) -> dict[str, Any]:
        """The problem as JSON; its type is `about:blank`, so that the status says what kind it is."""
        title = HTTPStatus(self.status).phrase
        body = {"type": "about:blank", "title": title, "status": self.status, "detail": self.detail}
        body["errors"] = self.errors
        return body if self.current is None else body | {"current": self.current}

    def response(self) -> HttpResponse:
        """The answer that tells it."""
        content = orjson.dumps(self.body, option=orjson.OPT_UTC_Z, default=str)
        return HttpResponse(content, status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def bad_input(field: str, message: str, code: str = "invalid") -> Problem:
    """A 400 about one field of the body or one parameter of the address."""
    return Problem(400, message, errors=[{"field": field, "code": code, "message": message}])


def field_errors(error: ValidationError) -> list[FieldError]:
    """Django's validation error as the API tells it."""
    fields = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    return [
        {"field": "" if name == "__all__" else name, "code": one.code or "invalid", "message": message}
        for name, errors in fields.items()
        for one in errors
        for message in one.messages
    ]


def bad_fields(errors: list[FieldError]) -> Problem:
    """A 400 about several fields; its detail is the first message."""
    first = errors[0]
    detail = f"{first['field']}: {first['message']}" if first["field"] else first["message"]
    return Problem(400, detail, errors=errors)
