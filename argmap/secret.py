"""The installation's secret key: made once, kept in the data folder, readable by its owner alone."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """Return the key kept in `data/secret_key`, making it on first use.

    Two processes that start at once agree, because the file is linked into place whole and never replaced. In a
    folder that cannot be written a key for this process alone is returned: the command that needs the folder says so.
    """
    path = data / "secret_key"
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        pass
    key = secrets.token_urlsafe(50)
    fresh = path.with_name(f".secret_key-{os.getpid()}")
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(key)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        return path.read_text(encoding="ascii")
    except OSError:
        return key
