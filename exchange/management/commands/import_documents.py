"""Import text files into a project: `manage.py import_documents PATH… --project SLUG`."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import Http404

from accounts.models import User
from exchange.folders import Refused, gather
from exchange.intake import File
from exchange.services import Fate, import_files
from projects.guards import Door, open_project
from projects.models import Project, Role
from projects.permissions import Action
from projects.services import create_project

PROGRESS_EVERY = 500


class Command(BaseCommand):
    requires_system_checks = []  # they take as long as importing five hundred articles
    help = (
        "Import .txt and .md files, in UTF-8 or another common encoding. A folder is searched with all below it; "
        "hidden files, README and LICENSE are passed over. A manifest.json beside the files says where they come from. "
        "What the project has already is skipped, a bad file is reported and harms no other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder")
        parser.add_argument("--project", required=True, metavar="SLUG", help="the project, as its address names it")
        parser.add_argument("--user", metavar="NAME", help="who imports (else the project's first owner)")
        parser.add_argument("--create", action="store_true", help="start the project if there is none; needs --user")

    def handle(self, *args: Any, **options: Any) -> None:
        door, user = _open(options["project"], options["user"], create=options["create"])
        counts: Counter[str] = Counter()
        for fate in self._import(door, user, options["paths"]):
            counts[fate.status] += 1
            self._tell(fate, counts, detailed=options["verbosity"] > 1)
        if not counts:
            raise CommandError("There are no .txt or .md files there.")
        self.stdout.write(
            f"{counts['created']:,} imported, {counts['there']:,} already here, {counts['refused']:,} refused."
        )
        if counts["refused"]:
            raise SystemExit(1)

    def _import(self, door: Door, user: User, paths: list[Path]) -> Iterator[Fate]:
        """Import whatever is found, and note what could not even be tried."""
        lost: list[Refused] = []

        def files() -> Iterator[File]:
            for found in gather(paths):
                if isinstance(found, Refused):
                    lost.append(found)
                else:
                    yield found

        yield from import_files(project=door.id, user=user, files=files())
        for refused in lost:
            yield Fate.refused(str(refused.path), refused.reason)

    def _tell(self, fate: Fate, counts: Counter[str], *, detailed: bool) -> None:
        if fate.status == "refused":
            self.stderr.write(f"{fate.name}: refused. {' '.join(fate.reasons)}")
        elif fate.status == "there":
            self.stdout.write(f"{fate.name}: already here, as “{fate.title}”.")
        elif detailed:
            self.stdout.write(f"{fate.name}: imported as “{fate.title}”.")
        if (total := counts.total()) % PROGRESS_EVERY == 0:
            self.stdout.write(f"{total:,} files so far …")


def _open(slug: str, name: str | None, *, create: bool) -> tuple[Door, User]:
    """Open the project, and say for whom; a CommandError says what to do when that cannot be."""
    project = Project.objects.live().filter(slug=slug).first()
    if project is None and create and name:
        project = create_project(user=_user(name), name=slug.replace("-", " ").capitalize(), slug=slug)
    if project is None:
        raise CommandError(_unknown(slug))
    owners = User.objects.filter(memberships__project=project, memberships__role=Role.OWNER)
    importer = _user(name) if name else owners.order_by("memberships__created").first()
    if importer is None:
        raise CommandError(f"The project “{slug}” has no owner: say who imports with --user NAME.")
    try:
        return open_project(importer, slug, Action.EDIT_DOCUMENTS), importer
    except (Http404, PermissionDenied) as error:
        raise CommandError(f"{importer} may not import into “{slug}”: that takes an editor or owner.") from error


def _user(name: str) -> User:
    user = User.objects.filter(username__iexact=name).first()
    if user is None:
        raise CommandError(f"There is no user “{name}”.")
    return user


def _unknown(slug: str) -> str:
    there = list(Project.objects.live().order_by("slug").values_list("slug", flat=True)[:20])
    known = f"There are: {', '.join(there)}." if there else "There is none yet."
    return f"There is no project “{slug}”. {known} Start it in the browser, or here with --create --user NAME."
