"""Mail that nobody sends: files that an administrator reads."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend as Files


class EmailBackend(Files):
    """Writes mail below `EMAIL_FILE_PATH`, in a folder for the server's own user: a link in it sets a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        Path(settings.EMAIL_FILE_PATH).mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(*args, **kwargs)
