"""`manage.py create_token USERNAME [--read-only] [--name NAME]`: a new API token for a script."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import ApiToken, User
from accounts.services import create_token


class Command(BaseCommand):
    help = "Make an API token for USERNAME and print it, and nothing else. It cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--read-only", action="store_true", help="the token may ask, never change")
        parser.add_argument("--name", default="command line", help="how it is listed on the account page")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no user named “{options['username']}”.")
        if not user.is_active:
            raise CommandError(f"{user.username} is deactivated, so a token of theirs would be refused.")
        name, longest = options["name"].strip(), ApiToken._meta.get_field("name").max_length or 0
        if not 0 < len(name) <= longest:
            raise CommandError(f"Give the token a name of 1 to {longest} characters.")
        _, secret = create_token(user=user, name=name, read_only=options["read_only"])
        self.stdout.write(secret)
