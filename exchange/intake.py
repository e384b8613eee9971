"""Files into sources: what a file that somebody brings holds, and what is said of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError

from documents.provenance import LONGEST, Source, source_from_row
from documents.text import TextError, canonical, decode, title_from

MARKDOWN = frozenset({".md", ".markdown"})
PLAIN = frozenset({".txt", ".text"})


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody brings. `read` gives its bytes when it is its turn; `facts` is what its manifest says."""

    name: str
    read: Callable[[], bytes]
    facts: Mapping[str, Any] = field(default_factory=dict)


def suffix(name: str) -> str:
    """The ending of a file's name, in small letters: `.txt`."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def source_of(file: File) -> Source:
    """Return the file's text with what is said of it; ValidationError with the reasons, by field.

    Without a title in the manifest, the text's first line or the file's name gives one.
    """
    text = _text_of(file)
    name = PurePosixPath(file.name.replace("\\", "/")).name[-LONGEST["source_name"] :]
    title = file.facts.get("title") or title_from(text, name)
    return source_from_row(
        {**file.facts, "title": title, "text": text, "markdown": suffix(file.name) in MARKDOWN, "source_name": name}
    )


def _text_of(file: File) -> str:
    try:
        text = canonical(decode(file.read()))
    except TextError as error:
        raise ValidationError({"file": ValidationError(error.message, error.code)}) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ValidationError({"file": ValidationError(f"It cannot be read: {reason}.", "unreadable")}) from error
    if (kind := suffix(file.name)) not in MARKDOWN | PLAIN | {""}:
        message = f"It is a {kind} file; argmap reads plain text (.txt) and Markdown (.md)."
        raise ValidationError({"file": ValidationError(message, "kind")})
    return text
