"""Gathering the static files of all apps into the data folder, only when one of them has changed."""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def _mark() -> Path:
    """The file that remembers what has been gathered."""
    return Path(settings.STATIC_ROOT).with_suffix(".gathered")


def fingerprint() -> str:
    """Return a digest that changes when a static file, its place or the way of gathering does."""
    lines = [f"{django.__version__} {settings.STORAGES['staticfiles']['BACKEND']} {settings.STATIC_URL}"]
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            lines.append(f"{getattr(storage, 'prefix', '') or ''}/{name} {facts.st_size} {facts.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def is_gathered() -> bool:
    """Whether the gathered files are those of the apps."""
    try:
        return _mark().read_text() == fingerprint()
    except OSError:
        return False


def gather() -> None:
    """Gather the static files afresh. A run that is cut short leaves no mark, so it is done again."""
    found = fingerprint()
    _mark().unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    _mark().write_text(found)
