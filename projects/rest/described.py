"""How views describe themselves in the OpenAPI document: their parameters, preconditions and problems."""

import re
from collections.abc import Mapping, Sequence
from inspect import getdoc
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from projects.rest import problems
from projects.rest.doors import ProjectView, RestView
from projects.rest.strict import Body

_BODIES = {"POST", "PUT", "PATCH"}
_MEANS = {
    400: "What was sent does not fit; `errors` names the fields.",
    401: "Nobody, or nobody known, is asking.",
    403: "You may read this, but not do that.",
    404: "There is no such thing, or it is not for you to see.",
    409: "This contradicts what is there: `current`.",
    410: "It was deleted. `current` is its tombstone.",
    412: "Somebody has changed it since: `current` is how it is now.",
    411: "The length of the body must be announced.",
    413: "More at once than is allowed.",
    415: "A body of this type is not taken here.",
    428: "Say by If-Match which revision you are changing.",
    429: "Too many requests: Retry-After says when to try again.",
}
_IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^(W/)?"[0-9]{1,9}"$|^\*$', "example": '"3"'},
    OpenApiParameter.HEADER,
    required=True,
    description="The revision that the change is based on, in double quotes; `*` for whatever it is now.",
)


class FieldErrorShape(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField(help_text="Its path, such as `tags[2]`; empty for the whole request.")
    code = serializers.CharField()
    message = serializers.CharField()

    class Meta:
        ref_name = "FieldError"


class ProblemShape(serializers.Serializer[Any]):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldErrorShape(many=True)  # type: ignore[assignment]
    current = serializers.DictField(required=False, help_text="The object that stands in the way, as it is now.")

    class Meta:
        ref_name = "Problem"


class RowFate(serializers.Serializer[Any]):
    """What became of one line of an NDJSON body."""

    line = serializers.IntegerField()
    status = serializers.ChoiceField(choices=["created", "there", "refused"])
    id = serializers.UUIDField(allow_null=True)
    errors = FieldErrorShape(many=True, required=False)  # type: ignore[assignment]


class ReportShape(serializers.Serializer[Any]):
    """What became of the rows of one request."""

    created = serializers.IntegerField()
    there = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = RowFate(many=True)

    class Meta:
        ref_name = "Report"


def page_of(row: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The shape of a page of a list of such rows."""
    fields = {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": row(many=True),
        "__doc__": "A page of a list; `next` and `previous` are whole addresses.",
    }
    return type(f"{row.__name__}Page", (serializers.Serializer,), fields)


def problem_statuses(view: RestView, method: str) -> Sequence[int]:
    """The statuses that a request to this view may end with when it does not succeed."""
    found = {400, 401, 403, 404, 413, 429}
    if isinstance(view, ProjectView):
        found |= {410}
    if method in _BODIES:
        found |= {409, 411, 415}
    if method == "PUT":  # it makes, or with If-Match replaces
        found |= {412, 428}
    if method in view.guarded:
        found |= {409, 410, 412, 428}
    return sorted(found)


class Described(AutoSchema):
    """Adds what RestView knows of itself to what drf-spectacular finds."""

    def get_override_parameters(self) -> list[Any]:
        if not isinstance(self.view, RestView):
            return []
        known = [
            OpenApiParameter(
                one.name,
                {"type": "array", "items": dict(one.kind.schema)} if one.repeatable else dict(one.kind.schema),
                description=one.description,
                explode=True if one.repeatable else None,
            )
            for one in self.view.parameters.get(self.method, ())
        ]
        return [*known, _IF_MATCH] if self.method in self.view.guarded else known

    def _postprocess_serializer_schema(self, schema: Any, serializer: Any, direction: Any) -> Any:
        """Say of bodies that they hold no other fields."""
        made = super()._postprocess_serializer_schema(schema, serializer, direction)  # type: ignore[no-untyped-call]
        return made | {"additionalProperties": False} if isinstance(serializer, Body) else made

    def get_operation_id(self) -> str:
        """The method and the view's name: `get_documents`, `patch_document`."""
        words = re.findall(r"[A-Z][a-z]*", type(self.view).__name__.removeprefix("One"))
        return "_".join((self.method, *words)).lower()

    def get_summary(self) -> str | None:
        """The first sentence of what the method's docstring says."""
        words = getdoc(getattr(self.view, self.method.lower(), None)) or ""
        return words.split("\n")[0].split(". ")[0].rstrip(".") or None

    def get_auth(self) -> list[dict[str, Any]]:
        """What is public may be read without saying who one is."""
        return [*super().get_auth(), *([{}] if self.method == "GET" else [])]

    def get_tags(self) -> list[str]:
        """Operations are grouped by what they are about: the last plural noun of the path."""
        nouns = [part for part in self._tokenize_path() if part.isalpha()]
        groups = (
            "members", "invitations", "requests", "documents", "annotations", "comments", "tags", "actors",
            "affiliations", "events", "exports", "imports", "agreement",
        )  # fmt: skip
        return [next((noun for noun in nouns if noun in groups), "projects")]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: Mapping[str, Any] = super()._get_response_bodies(direction)
        if not isinstance(self.view, RestView):
            return dict(bodies)
        failures = {
            str(status): self._get_response_for_code(  # type: ignore[no-untyped-call]
                OpenApiResponse(ProblemShape, _MEANS[status]), str(status), [problems.MEDIA_TYPE], direction
            )
            for status in problem_statuses(self.view, self.method)
        }
        return failures | dict(bodies)
