"""Manifests: a file `manifest.json` beside texts that says where each comes from.

It is a JSON array with an object for each text: `file` (its name; it lies in the same folder), any of the facts of a
document (`title`, `byline`, `outlet`, `url`, `published_on`, `language`, `licence`), and for people a `remark`, which
is not imported.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from documents.text import TextError, decode

NAME = "manifest.json"
FACTS = ("title", "byline", "outlet", "url", "published_on", "language", "licence")
_KEYS = {"file", "remark", *FACTS}
_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON can write half a pair, but no file and no answer can hold it

Manifest = Mapping[str, Mapping[str, Any]]
"""What is said of each text, by its file."""


class ManifestError(ValueError):
    """The manifest cannot be read; the message says where and why."""


def read_manifest(data: bytes) -> Manifest:
    """Return what a manifest says of each file. The facts' values are not looked at here."""
    try:
        entries = json.loads(decode(data))
    except TextError as error:
        raise ManifestError(error.message) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        raise ManifestError(f"It is not valid JSON: {error}.") from error
    if not isinstance(entries, list):
        raise ManifestError("It must be an array of objects, one for each text.")
    manifest: dict[str, Mapping[str, Any]] = {}
    for number, entry in enumerate(entries, 1):
        file = _file(number, entry)
        if file in manifest:
            raise ManifestError(f"“{file}” stands in it twice.")
        manifest[file] = {name: value for name, value in entry.items() if name in FACTS}
    return manifest


def _file(number: int, entry: Any) -> str:
    if not isinstance(entry, dict):
        raise ManifestError(f"Entry {number} is not an object.")
    if unknown := sorted(set(entry) - _KEYS):
        unknown = [_SURROGATE.sub("\ufffd", name) for name in unknown]
        raise ManifestError(
            f"Entry {number} has “{unknown[0]}”, which is not known. Known are {', '.join(('file', *FACTS, 'remark'))}."
        )
    file = entry.get("file")
    if not isinstance(file, str) or not file.strip():
        raise ManifestError(f"Entry {number} does not say which file it is about.")
    if _SURROGATE.search(file):
        raise ManifestError(f"Entry {number} has half a surrogate pair in the name of its file.")
    return file
