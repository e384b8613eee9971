"""Query parameters: each view names the ones it knows, with their kind; others are refused, so that a slip is seen."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from projects.rest.problems import bad_input

LONGEST = 1_000  # code points of a text; a query that grows with it must not occupy the database for minutes
MOST = 20  # values of a repeatable parameter


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value is read (ValueError: it is none of this kind), what it must look like, and its JSON Schema."""

    read: Callable[[str], Any]
    looks: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter. A repeatable one gives the list of its values, each once, which must all hold."""

    name: str
    kind: Kind
    description: str
    repeatable: bool = field(default=False, kw_only=True)


def _text(value: str) -> str:
    if "\x00" in value or len(value) > LONGEST:
        raise ValueError
    return value


def _date(value: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise ValueError
    return date.fromisoformat(value)


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value.replace(" ", "+"))  # an unescaped + in an address arrives as a space
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError from error


def _flag(value: str) -> bool:
    if value not in {"true", "false"}:
        raise ValueError
    return value == "true"


def _uuid(value: str) -> UUID:
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value):
        raise ValueError
    return UUID(value)


TEXT = Kind(
    _text,
    f"text without U+0000 and of at most {LONGEST:,} characters",
    {"type": "string", "pattern": r"^[^\x00]*$", "maxLength": LONGEST},
)
DATE = Kind(_date, "a date such as 2026-01-31", {"type": "string", "format": "date"})
MOMENT = Kind(_moment, "a time such as 2026-01-31T12:00:00Z", {"type": "string", "format": "date-time"})
ID = Kind(_uuid, "a UUID", {"type": "string", "format": "uuid"})


FLAG = Kind(_flag, "true or false", {"type": "boolean"})


def whole(least: int, most: int) -> Kind:
    """Whole numbers from `least` to `most`, both included."""

    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) < 20 and least <= int(value) <= most):
            raise ValueError
        return int(value)

    looks = f"a whole number from {least:,} to {most:,}"
    return Kind(read, looks, {"type": "integer", "minimum": least, "maximum": most})


def one_of(*words: str) -> Kind:
    """One of the words."""

    def read(value: str) -> str:
        if value not in words:
            raise ValueError
        return value

    return Kind(read, f"one of {', '.join(words)}", {"type": "string", "enum": list(words)})


def _value(parameter: Parameter, text: str) -> Any:
    try:
        return parameter.kind.read(text)
    except ValueError as error:
        raise bad_input(parameter.name, f"{parameter.name} must be {parameter.kind.looks}.") from error


def _values(parameter: Parameter, texts: list[str]) -> list[Any]:
    if len(texts) > MOST:
        raise bad_input(parameter.name, f"{parameter.name} may be given at most {MOST} times.", "too_many")
    return [_value(parameter, text) for text in texts]


def read_query(query: QueryDict, known: Sequence[Parameter]) -> dict[str, Any]:
    """The values of the known parameters that are there. Unknown, malformed or doubled ones end in a 400."""
    names = {parameter.name: parameter for parameter in known}
    values: dict[str, Any] = {}
    for name, texts in query.lists():
        parameter = names.get(name)
        if parameter is None:
            knows = f"Known here: {', '.join(names)}." if names else "None is known here."
            raise bad_input(name, f"There is no query parameter “{name}”. {knows}", "unknown")
        if parameter.repeatable:
            values[name] = _values(parameter, list(dict.fromkeys(texts)))
        elif len(texts) > 1:
            raise bad_input(name, f"{name} may be given only once.", "repeated")
        else:
            values[name] = _value(parameter, texts[0])
    return values
