"""Bodies of requests, taken at their word: a field nobody knows or a value of another type is refused, not bent."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NoReturn

from django.http import QueryDict
from rest_framework import serializers

from projects.rest.media import BadRow
from projects.rest.problems import FieldError, bad_fields

Errors = list[FieldError]


class Text(serializers.CharField):
    """A JSON string, nothing else; white space is kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"trim_whitespace": False} | kwargs))

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """JSON's true or false, nothing else."""

    default_error_messages = {"invalid": "Must be true or false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Whole(serializers.IntegerField):
    """A whole JSON number within what the database holds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"min_value": 0, "max_value": 2**31 - 1} | kwargs))

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class Choice(serializers.ChoiceField):
    """One of a few words; what is none of them is told which there are."""

    default_error_messages = {"invalid_choice": "“{input}” is not a valid choice. Choices here: {choices}."}

    def fail(self, key: str, **kwargs: Any) -> NoReturn:
        super().fail(key, choices=", ".join(map(str, self.choices)), **kwargs)


class Body(serializers.Serializer[Any]):
    """A body with just these fields; others are refused by name."""

    default_error_messages = {"unknown": "There is no such field. Known here: {known}."}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = [name for name, field in self.fields.items() if not field.read_only]
            unknown = [name for name in data if name not in known]
            if unknown:
                message = self.error_messages["unknown"].format(known=", ".join(known))
                raise serializers.ValidationError({name: [message] for name in unknown}, code="unknown")
        return super().to_internal_value(data)


def read_body(body: type[Body], data: Any, *, partial: bool = False) -> dict[str, Any]:
    """The validated fields of a JSON object or a form; a 400 problem that names each bad field otherwise."""
    values, errors = check_row(body, data, partial=partial)
    if errors:
        raise bad_fields(errors)
    return values


@lru_cache
def _reader(body: type[Body], partial: bool) -> Body:
    """One instance of each kind of body reads them all: making one costs more than reading with it."""
    return body(partial=partial)


def check_row(body: type[Body], data: Any, *, partial: bool = False) -> tuple[dict[str, Any], Errors]:
    """The validated fields of a row and no errors, or what is wrong with it."""
    if isinstance(data, BadRow):
        return {}, [data.error]
    if isinstance(data, QueryDict):
        data = {name: data.get(name) for name in data}
    try:
        return _reader(body, partial).run_validation(data), []
    except serializers.ValidationError as error:
        return {}, flatten(error.detail)


def flatten(detail: Any, path: str = "") -> Errors:
    """DRF's nested error details as a flat list; paths read `tags[2]` and `target.start`."""
    if isinstance(detail, Mapping):
        found: Errors = []
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            index = isinstance(name, int)
            found += flatten(inner, f"{path}[{name}]" if index else ".".join(filter(None, (path, own))))
        return found
    if isinstance(detail, list):
        nested = any(isinstance(item, Mapping | list) for item in detail)
        return [
            error
            for i, item in enumerate(detail)
            for error in flatten(item, f"{path}[{i}]" if nested and item else path)
        ]
    return [{"field": path, "code": str(getattr(detail, "code", "invalid")), "message": str(detail)}]
