"""Files and folders on disk, as files to import.

A folder is searched with all below it for `.txt` and `.md` files, in the order of their names. What is hidden (a dot
at the start of its name) and files about the collection (README, LICENSE, manifest.json) are passed over. A file that
is named itself is always taken.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from exchange.intake import MARKDOWN, PLAIN, File
from exchange.manifest import NAME, Manifest, ManifestError, read_manifest

_ABOUT = ("readme", "license", "licence", "changelog")


class Refused(NamedTuple):
    """Something named or found that cannot be imported at all, and why."""

    path: Path
    reason: str


def gather(paths: Sequence[Path]) -> Iterator[File | Refused]:
    """Yield the files to import below each path, with what the manifest of their folder says of them."""
    for folder, named in groupby(paths, key=lambda path: None if path.is_dir() else path.parent):
        if folder is None:
            yield from (found for path in named for found in _below(path))
        else:
            yield from _of_folder(folder, [path.name for path in named])


def _below(path: Path) -> Iterator[File | Refused]:
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from _of_folder(Path(folder), sorted(filter(_is_text, names)), whole=True)


def _of_folder(folder: Path, names: Sequence[str], *, whole: bool = False) -> Iterator[File | Refused]:
    """Yield these files of a folder; when they are the whole folder, whatever its manifest names is to be there."""
    try:
        manifest = manifest_of(folder)
    except (ManifestError, OSError) as error:
        yield Refused(folder / NAME, f"{error} Nothing of this folder was imported.")
        return
    for name in names:
        path = folder / name
        yield File(str(path), path.read_bytes, manifest.get(name, {}))
    for name in manifest if whole else ():
        if not (folder / name).is_file():
            yield Refused(folder / name, "The manifest names it, but it is not there.")


def manifest_of(folder: Path) -> Manifest:
    """What the folder's manifest says of its files; nothing when there is none."""
    path = folder / NAME
    return read_manifest(path.read_bytes()) if path.is_file() else {}


def _is_text(name: str) -> bool:
    path = Path(name.lower())
    return path.suffix in MARKDOWN | PLAIN and not name.startswith(".") and path.stem not in _ABOUT
