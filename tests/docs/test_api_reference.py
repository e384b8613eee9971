"""The API reference is true: its examples run, and every route stands in it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from argmap.description import openapi

PAGE = Path(settings.BASE_DIR, "docs", "reference", "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_every_route_stands_in_the_reference_and_no_other():
    routes = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, operations in openapi()["paths"].items()
        for method in operations
    }
    assert set(re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) /[^`]*)`", PAGE)) == routes


def test_describing_the_api_leaves_nothing_for_its_owner_to_read_on_the_terminal(capfd):
    openapi.__wrapped__()
    assert capfd.readouterr() == ("", "")


def test_the_limits_are_the_ones_in_force():
    limits = {"25 MiB": settings.MAX_UPLOAD_BYTES == 25 * 2**20}
    for words, value in (
        ("20,000", settings.MAX_BULK_ROWS),
        ("5,000,000 code points", settings.MAX_TEXT_CODE_POINTS),
        ("500 at most", settings.MAX_PAGE_SIZE),
        ("6,000 for each server process", settings.REQUESTS_PER_MINUTE),
        ("600 for each address", settings.ANONYMOUS_REQUESTS_PER_MINUTE),
        ("15 seconds", settings.TOKEN_CACHE_SECONDS),
    ):
        limits[words] = words in PAGE and f"{value:,}" == words.split()[0]
    assert all(limits.values()), limits


@pytest.mark.django_db(transaction=True)
def test_the_examples_run_in_their_order(live_server, cast, token, tmp_path):
    assert shutil.which("curl"), "The examples need curl: apt-get install curl."
    prelude = [
        "set -euo pipefail",
        f"SITE={live_server.url}",
        f"TOKEN={token(cast.alice)}",
        "USERNAME=alice COLLEAGUE=bob",
    ]
    steps = [f"echo '=== {number}' >&2\n{example}" for number, example in enumerate(EXAMPLES)]
    script = "\n".join([*prelude, *steps])
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{done.stderr}\n{done.stdout[-2_000:]}"
    assert done.stdout.endswith("304"), "the last example asks for a list that has not changed"
    assert "'note': 'The employers, then.'" in done.stdout, "a stale change is answered with what is there"
    assert (tmp_path / "annotations.csv").read_text(encoding="utf-8").count("\n") == 5
