"""Codebooks that come in and go out: what a file would change is told first, and nothing is ever removed by one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from annotations import codebook
from annotations.models import Tag
from annotations.naming import tidy
from annotations.tree import in_order
from exchange.formats import codebook_csv, qdc
from exchange.formats.entry import CodebookError, Entry, arranged
from projects.guards import Door
from projects.permissions import Action

COMPARED = ("parent", "colour", "definition", "example", "shortcut", "retired")


@dataclass(slots=True)
class Line:
    """What a file's tag would do: `new`, `same` as what is here, or `changed`; `slug` is the tag's that is here.

    `differences` are, by field, what is here and what the file says. What the file leaves empty differs from nothing.
    """

    entry: Entry
    kind: str
    slug: str = ""
    differences: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def entries_of(project: UUID, *, by_id: bool = False) -> list[Entry]:
    """A project's codebook as formats have it, in the order of its tree; `key` is the slug, or the id."""
    tags = Tag.objects.of(project).live().select_related("parent").order_by("position", "name")
    return [
        Entry(
            name=tag.name,
            parent=tag.parent.name if tag.parent and not tag.parent.deleted else "",
            colour=tag.colour,
            definition=tag.definition,
            example=tag.example,
            shortcut=tag.shortcut,
            retired=tag.retired is not None,
            key=str(tag.id) if by_id else tag.slug,
        )
        for _, tag in in_order(tags)
    ]


def read_codebook(name: str, data: bytes) -> list[Entry]:
    """The entries of a file, parents first: REFI-QDA when it begins as XML, else CSV. CodebookError: it is neither."""
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return arranged(qdc.read(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodebookError(f"{name} is not in UTF-8: save it as “CSV UTF-8”, and send it again.") from error
    return arranged(codebook_csv.read(text))


def plan(project: UUID, entries: Iterable[Entry]) -> list[Line]:
    """What the entries would do to a project's codebook. CodebookError: a parent is neither there nor in the file."""
    here = {entry.name.casefold(): entry for entry in entries_of(project)}
    wanted = [_tidied(entry) for entry in entries]
    known = here.keys() | {entry.name.casefold() for entry in wanted}
    for entry in wanted:
        if entry.parent and entry.parent.casefold() not in known:
            raise CodebookError(f"“{entry.name}” lies below “{entry.parent}”, which is neither here nor in the file.")
    return [_line(entry, here.get(entry.name.casefold())) for entry in wanted]


def _tidied(entry: Entry) -> Entry:
    return Entry(**{name: getattr(entry, name) for name in Entry.__slots__} | {
        "name": tidy(entry.name), "parent": tidy(entry.parent)
    })  # fmt: skip


def _line(entry: Entry, there: Entry | None) -> Line:
    if there is None:
        return Line(entry, "new")
    pairs = {name: (getattr(there, name), getattr(entry, name)) for name in COMPARED}
    differences = {
        name: (ours, theirs)
        for name, (ours, theirs) in pairs.items()
        if theirs and _same(name, ours) != _same(name, theirs)
    }
    return Line(entry, "changed" if differences else "same", there.key, differences)


def _same(name: str, value: Any) -> Any:
    """A value as it is compared: names of tags, and colours, whatever their case."""
    if name in {"parent", "colour"}:
        return value.casefold()
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


@transaction.atomic
def take_in_codebook(*, door: Door, lines: Iterable[Line], overwrite: Collection[str] = ()) -> dict[str, int]:
    """Add the new tags, and change those here whose slugs `overwrite` names to what the file says; tell how many.

    A shortcut that another tag has is left out. Raises what `codebook.create_tag` and `change_tag` raise, and then
    nothing is changed.
    """
    door.require(Action.ORGANISE_CODEBOOK)
    told = {"created": 0, "changed": 0, "left": 0}
    slugs = {entry.name.casefold(): entry.key for entry in entries_of(door.id)}
    keys = {entry.key: entry.shortcut for entry in entries_of(door.id)}
    for line in lines:
        fields = _fields(line.entry, slugs, set(keys.values()))
        changes = {name: fields[name] for name in line.differences if name in fields}
        if line.kind == "new":
            made = codebook.create_tag(door=door, **fields)
            slugs[made.name.casefold()], keys[made.slug] = made.slug, made.shortcut
            told["created"] += 1
        elif changes and line.slug in overwrite:
            keys[line.slug] = codebook.change_tag(door=door, slug=line.slug, **changes).shortcut
            told["changed"] += 1
        else:
            told["left"] += 1
    return told


def _fields(entry: Entry, slugs: dict[str, str], taken: Collection[str]) -> dict[str, Any]:
    """What to set of a tag; no shortcut where another tag has it."""
    fields = {name: getattr(entry, name) for name in ("name", "colour", "definition", "example", "retired")}
    fields["parent"] = slugs[entry.parent.casefold()] if entry.parent else None
    return fields if entry.shortcut in taken else fields | {"shortcut": entry.shortcut}
