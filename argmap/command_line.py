"""What `manage.py` does around each command: it finds the data folder and lends the command a database."""

import contextlib
import os
import signal
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import DatabaseError, NotSupportedError

from argmap.embedded import Server, UnavailableError
from argmap.outages import in_one_line, is_outage

# These touch no row. `start` is among them as it looks at its port before it starts a database itself.
WITHOUT_DATABASE = frozenset(
    (
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "start",
        "startapp",
        "startproject",
        "version",
    )
)
HELP = frozenset(("-h", "--help", "--version"))


def run(words: list[str]) -> None:
    """Run a management command; `words` are `sys.argv`, and `--data DIR` may stand anywhere in them.

    Without DATABASE_URL, the embedded server runs for as long as a command that needs a database does.
    """
    words = take_data_folder(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "argmap.settings")
    try:
        with Server(settings.DATA) if needs_embedded(words) else contextlib.nullcontext():
            # Termination must leave by the same door as Ctrl-C, so that the last one out stops the server.
            signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
            execute_from_command_line(words)
    except UnavailableError as error:
        sys.exit(str(error))
    except DatabaseError as error:
        if is_outage(error):
            sys.exit(f"The database does not answer: {in_one_line(error)}")
        if isinstance(error, NotSupportedError):  # a server that is too old, in Django's words
            sys.exit(in_one_line(error))
        raise
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def take_data_folder(words: list[str]) -> list[str]:
    """Move `--data DIR` or `--data=DIR` from a command line into ARGMAP_DATA; return the other words."""
    kept: list[str] = []
    given = iter(words)
    for word in given:
        name, equals, folder = word.partition("=")
        if name != "--data":
            kept.append(word)
        elif folder := folder if equals else next(given, ""):
            os.environ["ARGMAP_DATA"] = str(Path(folder).expanduser().absolute())
        else:
            sys.exit("--data needs the name of a folder.")
    return kept


def needs_embedded(words: list[str]) -> bool:
    """Whether the command in `words` reads or writes rows and no DATABASE_URL says where they are."""
    if os.environ.get("DATABASE_URL") or len(words) < 2:
        return False
    return words[1] not in WITHOUT_DATABASE and HELP.isdisjoint(words[1:])
