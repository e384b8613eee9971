"""How long the database may work on one statement of a request, and which requests may take longer."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created


def limit_statements() -> None:
    """Break off, from now on in this process, each statement that takes longer than `STATEMENT_TIMEOUT` seconds.

    For processes that serve: commands take as long as they take.
    """
    connection_created.connect(_limit, dispatch_uid="statement timeout")


def _limit(sender: object, connection: Any, **more: object) -> None:
    if settings.STATEMENT_TIMEOUT:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('statement_timeout', %s, false)", [f"{settings.STATEMENT_TIMEOUT}s"])


def unhurried() -> None:
    """Let the rest of this transaction take as long as it takes: what brings or takes many rows is no query astray."""
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = 0")
