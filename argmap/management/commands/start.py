"""`manage.py start`: from a fresh clone to a served page by one command; the next time in a few seconds."""

import contextlib
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from argmap import first_start, gathering, serving
from argmap.embedded import Server, check_folder

T = TypeVar("T")
ONE_AT_A_TIME = 0x6172676D6170  # "argmap": the advisory lock that starting processes queue for


class Command(BaseCommand):
    """Sets up what is missing, says where to go, and serves until it is told to stop."""

    help = "Set argmap up, where that has not been done yet, and serve it."
    requires_system_checks: list[str] = []  # `check` and the tests do that

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which options there are; manage.py has acted on --data before this is read."""
        parser.add_argument("--port", type=int, default=8000, help="port to serve at (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="address to serve at (127.0.0.1)")
        parser.add_argument("--data", metavar="DIR", help="folder for all state (ARGMAP_DATA, else .argmap)")
        workers = min(os.cpu_count() or 1, 4)
        parser.add_argument("--workers", type=int, default=workers, help="server processes (%(default)s)")

    def handle(self, *args: Any, host: str, port: int, workers: int, **options: Any) -> None:
        """Set up, serve, and stop whatever was started."""
        try:
            serving.check_address(host, port)
        except serving.AddressError as error:
            sys.exit(str(error))
        check_folder(settings.DATA)
        allow_host(host)
        with self.database():
            is_new = self.set_up()
            connections.close_all()  # the workers are copies of this process and open their own
            serving.serve(host, port, workers, lambda: self.welcome(host, port, is_new))
        self.say("argmap has stopped.")

    @contextlib.contextmanager
    def database(self) -> Iterator[None]:
        """Run the embedded server, unless DATABASE_URL names another."""
        if os.environ.get("DATABASE_URL"):
            yield
            return
        with contextlib.ExitStack() as stack:
            server = Server(settings.DATA)
            if server.cluster.folder is None:
                self.say(f"Setting up argmap in {settings.DATA}")
                self.step("Starting the database", lambda: stack.enter_context(server))
            else:
                stack.enter_context(server)
            stack.enter_context(server.kept_running())
            yield

    def set_up(self) -> bool:
        """Do what has not been done yet, a line for each step; return whether there was no account yet.

        Processes that start at the same time do this one after the other.
        """
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        if has_pending_migrations():
            self.step("Making its tables", migrate)
        if not gathering.is_gathered():
            self.step("Gathering the pages' files", gathering.gather)
        if not first_start.is_first_start():
            return False
        password = self.step("Importing the first documents", first_start.settle_in)
        # Told at once: from here on the password is nowhere but on this screen.
        self.say(f"\nSign in as  {first_start.ACCOUNT}\nPassword    {password}   (shown only this once)")
        return True

    def step(self, what: str, do: Callable[[], T]) -> T:
        """Do a step of the set-up, saying what it is and how long it took."""
        self.say(f"  {what} …", ending="")
        began = time.monotonic()
        try:
            result = do()
        except BaseException:
            self.say(" not done.")
            raise
        self.say(f" {time.monotonic() - began:.1f} s")
        return result

    def welcome(self, host: str, port: int, is_new: bool) -> None:
        """Say where argmap is."""
        how = "" if is_new else "Sign in as you did before.\n"
        self.say(f"\nargmap is ready at  {site(host, port)}\n{how}Ctrl-C stops it.")

    def say(self, text: str, ending: str = "\n") -> None:
        """Print at once, also into a file or pipe."""
        self.stdout.write(text, ending=ending)
        self.stdout.flush()


def allow_host(host: str) -> None:
    """Let the site be reached by the address that it serves at."""
    name = f"[{host}]" if ":" in host else host
    if name not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, name]


def site(host: str, port: int) -> str:
    """Where to point the browser: ARGMAP_URL if it is set, else the address as seen from this machine."""
    if settings.SITE_URL:
        return f"{settings.SITE_URL}/"
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - the ones that mean all
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def has_pending_migrations() -> bool:
    """Whether the database lacks something that the code expects."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Bring the database up to date."""
    call_command("migrate", interactive=False, verbosity=0)
