"""Where a text comes from: the facts that people give of it, checked and tidied before anything is written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from documents.text import title_from

LONGEST = {"title": 500, "byline": 500, "outlet": 200, "url": 2_000, "language": 35, "licence": 200, "source_name": 255}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_check_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Source:
    """A text with its provenance, as somebody brings it. `markdown` says that lines beginning with # are headings."""

    title: str
    text: str
    byline: str = ""
    outlet: str = ""
    url: str = ""
    published_on: date | str | None = None
    language: str = ""
    licence: str = ""
    source_name: str = ""
    markdown: bool = False


FACTS = tuple(field.name for field in fields(Source) if field.name not in {"text", "markdown"})
"""The names of what can be said of a text, and changed later."""


def tidy(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts as they are stored: white space tidied, the date a date.

    ValidationError, with the reasons by field, when one is not what it should be or is not a fact of a document.
    """
    tidied: dict[str, Any] = {}
    errors: dict[str, list[ValidationError]] = {}
    for name, value in facts.items():
        try:
            tidied[name] = _RULES.get(name, _unknown)(name, value)
        except ValidationError as error:
            errors[name] = error.error_list
    if errors:
        raise ValidationError(errors)
    return tidied


def _unknown(name: str, value: Any) -> Any:
    raise ValidationError(f"A document has no field “{name}”. It has {', '.join(FACTS)}.", "unknown")


def _line(name: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValidationError("This must be text.", "invalid")
    if _UNSTORABLE.search(value):
        raise ValidationError("There is a NUL or half a surrogate pair in it.", "invalid_characters")
    line = " ".join(value.split())
    if len(line) > LONGEST[name]:
        raise ValidationError(f"This has {len(line):,} characters; the limit is {LONGEST[name]:,}.", "max_length")
    return line


def _title(name: str, value: Any) -> str:
    line = _line(name, value)
    if not line:
        raise ValidationError("A document needs a title.", "blank")
    return line


def _address(name: str, value: Any) -> str:
    line = _line(name, value)
    if line:
        try:
            _check_url(line)
        except ValidationError as error:
            raise ValidationError("Write a whole address that begins with http:// or https://.", "invalid") from error
    return line


def _language(name: str, value: Any) -> str:
    line = _line(name, value)
    if line and not _LANGUAGE.fullmatch(line):
        raise ValidationError("Write the language as a BCP 47 tag, such as en or en-GB.", "invalid")
    return line


def _date(name: str, value: Any) -> date | None:
    if value is None or value == "" or type(value) is date:
        return value or None
    try:
        if not _DATE.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValidationError("Write the date as YYYY-MM-DD, such as 2017-08-04.", "invalid") from error


_RULES: dict[str, Callable[[str, Any], Any]] = dict.fromkeys(FACTS, _line) | {
    "title": _title,
    "url": _address,
    "published_on": _date,
    "language": _language,
}


def source_from_row(row: Mapping[str, Any]) -> Source:
    """Return the source that a row of JSON describes: `text`, and any of FACTS and `markdown`.

    Without a title it gets one from its text. ValidationError, with the reasons by field, when the row does not fit.
    """
    errors: dict[str, list[ValidationError]] = {}
    text, markdown = row.get("text"), row.get("markdown", False)
    if not isinstance(text, str):
        errors["text"] = [ValidationError("This must be the text.", "required" if text is None else "invalid")]
    if not isinstance(markdown, bool):
        errors["markdown"] = [ValidationError("This must be true or false.", "invalid")]
    facts = {name: value for name, value in row.items() if name not in {"text", "markdown"}}
    try:
        if isinstance(text, str) and facts.get("title") in (None, ""):
            name = facts.get("source_name")
            facts["title"] = title_from(text, name if isinstance(name, str) else "")
        facts = tidy(facts)
    except ValidationError as error:
        errors |= error.error_dict
    if errors:
        raise ValidationError(errors)
    return Source(text=str(text), markdown=bool(markdown), **facts)


def tidied(source: Source) -> Source:
    """Return the source with its facts as they are stored; ValidationError as for `tidy`."""
    return replace(source, **tidy({name: getattr(source, name) for name in FACTS}))
