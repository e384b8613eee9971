"""Write a project's annotations to a file: `manage.py export_annotations --project SLUG --format csv|w3c`."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.exports import FORMATS, Format, Order, export
from exchange.formats.row import Addresses
from projects.models import Project


class Command(BaseCommand):
    help = "Write a project's annotations, tagged or not, as CSV or as W3C Web Annotation JSON-LD, in UTF-8."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, metavar="SLUG", help="the project, as its address names it")
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--output", type=Path, metavar="FILE", help="where to (else standard output)")
        parser.add_argument("--bom", action="store_true", help="begin the CSV with a byte-order mark, for Excel")
        parser.add_argument(
            "--site",
            default=settings.SITE_URL or "http://localhost:8000",
            metavar="URL",
            help="how the addresses in the W3C format begin (else ARGMAP_URL)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        project = Project.objects.live().filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project “{options['project']}”.")
        if not urlsplit(options["site"]).netloc:
            raise CommandError("--site must be a whole address, such as https://argmap.example")
        addresses = Addresses(options["site"].rstrip("/"), project.slug)
        made, order = FORMATS[options["format"]], Order(project.id, project.name, addresses, options["bom"])
        if options["output"] is None:
            export(made, order, lambda piece: self.stdout.write(piece, ending=""))
            return
        try:
            _save(options["output"], made, order)
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error


def _save(path: Path, made: Format, order: Order) -> None:
    """Write the file whole or not at all: a half-written one is never left under its name."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            export(made, order, file.write)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
