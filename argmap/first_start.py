"""What a new installation begins with: an account and a project with documents to try things on."""

import secrets
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from projects.services import create_project

ACCOUNT = "demo"
COLLECTION = Path("seeds") / "free-movement"
PROJECT = "Free movement"
DESCRIPTION = "Two articles from the debate about migration and wages, to try argmap on."
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for one another


def is_first_start() -> bool:
    """Whether nobody has an account here yet."""
    return not User.objects.exists()


def new_password() -> str:
    """Return sixteen random letters and digits (79 bits) in groups that are easy to type."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def settle_in() -> str:
    """Make the first account, an administrator, and its project with documents; return the password."""
    password = new_password()
    user = User.objects.create_superuser(username=ACCOUNT, password=password)
    project = create_project(user=user, name=PROJECT, slug=COLLECTION.name, description=DESCRIPTION)
    folder = settings.BASE_DIR / COLLECTION
    call_command("import_documents", str(folder), project=project.slug, stdout=StringIO(), stderr=StringIO())
    return password
