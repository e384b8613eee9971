"""`manage.py reset_password USERNAME [--site URL]`: a link at which somebody chooses a new password."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services import reset_password

_HERE = "http://127.0.0.1:8000"


class Command(BaseCommand):
    help = "Make USERNAME's password worthless and print a link, and nothing else, that sets a new one. It works once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--site", metavar="URL", help="how the link begins, otherwise ARGMAP_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no user named “{options['username']}”.")
        if not user.is_active:
            raise CommandError(f"{user.username} is deactivated, so a new password would not let them in.")
        site = (options["site"] or settings.SITE_URL or _HERE).rstrip("/")
        self.stdout.write(f"{site}{reset_password(user=user)}")
