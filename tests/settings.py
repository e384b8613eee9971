"""The app's settings for a test run: a data folder of its own, thrown away at the end, and quick password hashes."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["ARGMAP_TESTING"] = "1"
if "ARGMAP_TEST_DATA" not in os.environ:
    os.environ["ARGMAP_TEST_DATA"] = tempfile.mkdtemp(prefix="argmap-test-")
    atexit.register(shutil.rmtree, os.environ["ARGMAP_TEST_DATA"], ignore_errors=True)
os.environ["ARGMAP_DATA"] = os.environ["ARGMAP_TEST_DATA"]
(Path(os.environ["ARGMAP_DATA"]) / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise looks for it
os.environ.pop("ARGMAP_URL", None)

from argmap.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
STREAM_ASK_AGAIN = 200  # the tests' server keeps no event stream open, and nobody shall wait for it

# Tests empty the tables between them, which the database refuses everybody else.
_options = DATABASES["default"].setdefault("OPTIONS", {})  # noqa: F405
_options["options"] = f"{_options.get('options', '')} -c argmap.may_truncate=on".strip()
