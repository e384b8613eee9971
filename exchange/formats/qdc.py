"""A codebook as REFI-QDA Codebook 1.0 (`.qdc`), the exchange format of programs for qualitative analysis. Pure.

The format has a name, a colour and a description for each code, and codes in codes. argmap writes definition and
example into the description, the example after a line “Example:” (a line of a definition or example that says just that
gets a backslash), and a retired tag as a code that is not codable. It cannot hold shortcuts, slugs and what XML forbids
(control characters); line ends become \\n. In argmap a codebook has a name once: of two codes of one name the second is
read as “name (name of the code above)”. The standard: https://www.qdasoftware.org.
"""

import re
from collections.abc import Container, Iterable, Iterator
from xml.etree import ElementTree as ET
from xml.parsers import expat

from exchange.formats.entry import MOST, CodebookError, Entry

MEDIA_TYPE = "application/xml"
NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "argmap"
_EXAMPLE = "Example:"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LARGEST = 20_000_000
"""Bytes of a file."""
_DEEPEST = 100


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the file. Each entry's `key` is its GUID; parents come first."""
    root = ET.Element("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN})
    codes = ET.SubElement(root, "Codes")
    made: dict[str, ET.Element] = {}
    for entry in entries:
        above = made.get(entry.parent.casefold(), codes) if entry.parent else codes
        made[entry.name.casefold()] = code = ET.SubElement(above, "Code", _attributes(entry))
        if description := _described(entry):
            ET.SubElement(code, "Description").text = description
    ET.indent(root)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield ET.tostring(root, encoding="unicode") + "\n"


def _attributes(entry: Entry) -> dict[str, str]:
    said = {"guid": entry.key, "name": _allowed(entry.name), "isCodable": "false" if entry.retired else "true"}
    return said | ({"color": entry.colour} if entry.colour else {})


def _described(entry: Entry) -> str:
    definition, example = (
        re.sub(r"(?m)^(\\*Example:)$", r"\\\1", _lines(t)) for t in (entry.definition, entry.example)
    )
    if not example:
        return definition
    return f"{definition}\n\n{_EXAMPLE}\n{example}" if definition else f"{_EXAMPLE}\n{example}"


def _told(description: str) -> tuple[str, str]:
    """Definition and example, from what `_described` made, or from another program's description."""
    lines = description.split("\n")
    at = next((n for n, line in enumerate(lines) if line.strip() == _EXAMPLE), len(lines))
    parts = ("\n".join(lines[:at]), "\n".join(lines[at + 1 :]))
    definition, example = (re.sub(r"(?m)^\\(\\*Example:)$", r"\1", part) for part in parts)
    return definition.strip("\n"), example


def _lines(text: str) -> str:
    return _allowed(text).replace("\r\n", "\n").replace("\r", "\n")


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def read(data: bytes) -> list[Entry]:
    """Read a file; CodebookError when it is none, or has a document type, by which files have attacked readers."""
    if len(data) > _LARGEST:
        raise CodebookError(f"A codebook file has at most {_LARGEST // 1_000_000} MB.")
    root = _parsed(data)
    if _local(root) != "CodeBook":
        raise CodebookError(
            f"This is no REFI-QDA codebook: it begins with <{_local(root)[:100]}>, not with <CodeBook>."
        )
    found: dict[str, Entry] = {}
    for codes in _children(root, "Codes"):
        _collect(codes, "", 0, found)
    if not found:
        raise CodebookError("There is no code in this codebook.")
    return list(found.values())


def _parsed(data: bytes) -> ET.Element:
    """The root of a file without document type: no entity is ever expanded."""
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")

    def refuse(*_: object) -> None:
        raise CodebookError("The file has a document type (<!DOCTYPE …>): save it without one, and send it again.")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError) as error:
        raise CodebookError(f"This is no XML that can be read: {error}.") from error


def _local(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in element if _local(child) == name]


def _collect(element: ET.Element, parent: str, depth: int, found: dict[str, Entry]) -> None:
    if depth > _DEEPEST:
        raise CodebookError(f"Codes lie in codes more than {_DEEPEST} deep.")
    for code in _children(element, "Code"):
        name = " ".join(code.get("name", "").split())
        if not name:
            raise CodebookError(f"A code has no name (guid {code.get('guid', 'unknown')[:60]}).")
        if len(found) >= MOST:
            raise CodebookError(f"At most {MOST:,} codes in one file.")
        name = _once(name, parent, found)
        found[name.casefold()] = _entry(code, name, parent)
        _collect(code, name, depth + 1, found)


def _once(name: str, parent: str, taken: Container[str]) -> str:
    """The name, or one made of it that no code before has: with a number it takes few tries, however many have one."""
    for candidate in [name, f"{name} ({parent})"] if parent else [name]:
        if candidate.casefold() not in taken:
            return candidate
    least, most = 1, 2
    while f"{name} ({most})".casefold() in taken:
        least, most = most, most * 2
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if f"{name} ({middle})".casefold() in taken else (least, middle)
    return f"{name} ({most})"


def _entry(code: ET.Element, name: str, parent: str) -> Entry:
    definition, example = _told("".join(child.text or "" for child in _children(code, "Description")))
    colour = code.get("color", "")
    return Entry(
        name=name,
        parent=parent,
        colour=colour.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) else "",
        definition=definition,
        example=example,
        retired=code.get("isCodable", "true").strip().lower() in {"false", "0"},
        key=code.get("guid", "").strip("{}").lower(),
    )
