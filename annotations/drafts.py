"""What somebody wants to annotate, read from plain data with every fault named: pure, and quick enough for bulk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from actors.naming import KINDS, LONGEST_NAME, problem_with_actor
from annotations.naming import problem_with, tidy

LARGEST_OFFSET = 2**30  # far beyond any text, and the database can still add to it
LONGEST_NOTE = 20_000
LONGEST_QUOTE = 1_000_000
MOST_TAGS = 50
MOST_FRAGMENTS = 50
MOST_ATTRIBUTIONS = 50
ROLES = ("speaker", "reported_by", "addressee", "blamed", "beneficiary")
FIELDS = frozenset(
    {"id", "document", "version", "start", "end", "quote", "prefix", "suffix", "fragments", "tags", "note"}
    | {"attributions"}
)
ECHOED = frozenset({"creator", "created", "modified", "revision", "comments", "curated", "decision", "url"})
"""What the server says of an annotation and ignores when it is sent back."""


class Fault(NamedTuple):
    """What is wrong with one field of what was sent."""

    field: str
    code: str
    message: str


@dataclass(slots=True)
class Draft:
    """The fields that were given, checked one by one. None: not given. Offsets in code points, half-open.

    `fragments` are the pieces after the first, each with start, end and, when it was given, quote; `attributions` say
    a role and who has it, by `actor` (an id) or by `name` and `kind`.
    """

    id: UUID | None = None
    document: UUID | None = None
    version: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    fragments: list[dict[str, Any]] | None = None
    tags: list[str] | None = None
    note: str | None = None
    attributions: list[dict[str, str]] | None = None
    faults: list[Fault] = field(default_factory=list)


def read_draft(sent: Any, *, needs_document: bool = True) -> Draft:
    """Read a draft from decoded JSON. Faults are collected in the draft, so that a person sees them all at once."""
    draft = Draft()
    if not isinstance(sent, Mapping):
        draft.faults.append(Fault("", "not_an_object", "Send an object with the fields of an annotation."))
        return draft
    for name, value in sent.items():
        if name in _READERS:
            _read(draft, str(name), value)
        elif name not in ECHOED:
            known = ", ".join(sorted(FIELDS))
            draft.faults.append(Fault(str(name)[:100], "unknown_field", f"There is no such field. Known: {known}."))
    if needs_document and draft.document is None and "document" not in sent:
        draft.faults.append(Fault("document", "required", "Say which document the annotation is on."))
    _check_range(draft, required=needs_document)
    return draft


def _read(draft: Draft, name: str, value: Any) -> None:
    if value is None and name in {"version", "quote", "prefix", "suffix", "start", "end", "id"}:
        return
    try:
        setattr(draft, name, _READERS[name](value))
    except ValueError as error:
        draft.faults.append(Fault(name, "invalid", str(error)))


def _check_range(draft: Draft, *, required: bool) -> None:
    """A place is said by both offsets, or by the quote; the end lies after the start."""
    if any(fault.field in {"start", "end", "quote", ""} for fault in draft.faults):
        return
    if (draft.start is None) != (draft.end is None):
        missing = "start" if draft.start is None else "end"
        draft.faults.append(Fault(missing, "required", "Give both start and end, or neither and a quote."))
    elif draft.start is not None and draft.end is not None and draft.end <= draft.start:
        draft.faults.append(Fault("end", "empty_range", "The end must lie after the start: offsets are half-open."))
    elif required and draft.start is None and draft.quote is None:
        draft.faults.append(Fault("start", "required", "Say where: by start and end, by quote, or by both."))


def _uuid(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, AttributeError, TypeError):
        raise ValueError("Write a UUID, like 0190b5a8-7c3e-7000-8000-000000000000.") from None


def _offset(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_OFFSET:
        raise ValueError(f"Write a whole number of code points from 0 to {LARGEST_OFFSET}.")
    return value


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST_OFFSET:
        raise ValueError("Write the number of a version, counted from 1.")
    return value


def _text(longest: int) -> Any:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("Write a string.")
        if len(value) > longest:
            raise ValueError(f"At most {longest} characters; this has {len(value)}.")
        if "\0" in value:
            raise ValueError("A NUL character (U+0000) cannot be kept: leave it out.")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("Half of a surrogate pair is no character: send whole ones.") from None
        return value

    return read


def _tags(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError("Write a list of tag names.")
    if len(value) > MOST_TAGS:
        raise ValueError(f"At most {MOST_TAGS} tags on one annotation.")
    names = [tidy(name) for name in value]
    for name in names:
        if fault := problem_with(name):
            raise ValueError(fault)
    return names


def _fragments(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(piece, Mapping) for piece in value):
        raise ValueError("Write a list of pieces, each with start and end.")
    if len(value) > MOST_FRAGMENTS:
        raise ValueError(f"At most {MOST_FRAGMENTS} pieces after the first.")
    return [_fragment(piece) for piece in value]


def _fragment(piece: Mapping[str, Any]) -> dict[str, Any]:
    _only(piece, "a piece", "start", "end", "quote")
    read = {"start": _offset(piece.get("start")), "end": _offset(piece.get("end"))}
    if read["end"] <= read["start"]:
        raise ValueError("The end of a piece lies after its start; offsets are half-open.")
    quote = piece.get("quote")
    return read if quote is None else read | {"quote": _text(LONGEST_QUOTE)(quote)}


def _attributions(value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise ValueError("Write a list of attributions, each with an actor or a name, and a role.")
    if len(value) > MOST_ATTRIBUTIONS:
        raise ValueError(f"At most {MOST_ATTRIBUTIONS} attributions on one annotation.")
    return [_attribution(one) for one in value]


def _attribution(one: Mapping[str, Any]) -> dict[str, str]:
    _only(one, "an attribution", "actor", "name", "kind", "role")
    role, kind = one.get("role", ROLES[0]), one.get("kind", KINDS[0])
    if role not in ROLES:
        raise ValueError(f"A role is one of {', '.join(ROLES)}.")
    if kind not in KINDS:
        raise ValueError(f"A kind is one of {', '.join(KINDS)}.")
    if one.get("actor") is not None:
        return {"actor": str(_uuid(one["actor"])), "role": role}
    name = tidy(_text(LONGEST_NAME)(one.get("name", "")))
    if fault := problem_with_actor(name):
        raise ValueError(f"Say who, by the id of an actor or by a name. {fault}")
    return {"name": name, "kind": kind, "role": role}


def _only(sent: Mapping[str, Any], what: str, *fields: str) -> None:
    if strange := sorted(str(name)[:100] for name in sent if name not in fields):
        raise ValueError(f"{what.capitalize()} has no field {strange[0]}. Known: {', '.join(fields)}.")


_READERS: dict[str, Any] = {
    "id": _uuid,
    "document": _uuid,
    "version": _number,
    "start": _offset,
    "end": _offset,
    "quote": _text(LONGEST_QUOTE),
    "prefix": _text(1_000),
    "suffix": _text(1_000),
    "fragments": _fragments,
    "attributions": _attributions,
    "tags": _tags,
    "note": _text(LONGEST_NOTE),
}
