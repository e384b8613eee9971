"""The script of docs/how-to/use-the-api.md does what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.models import Annotation

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "use-the-api.md"
SCRIPT, CHANGE = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(live_server, cast, project, document, token):
    """A function that runs a program as Bob's and returns what it prints."""
    where = {"PROJECT": f"{live_server.url}/api/v1/projects/{project.slug}", "TOKEN": token(cast.bob)}

    def run(program: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program], env=os.environ | where, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_script_tags_every_sentence_and_may_be_run_again(run, cast) -> None:
    assert run(SCRIPT).startswith("Wage stagnation is not caused by migrant labour")
    (made,) = Annotation.objects.all()
    assert (made.quote[-10:], made.labels, made.creator) == ("employers.", ["employers"], cast.bob)
    run(SCRIPT)
    assert Annotation.objects.get().revision == made.revision


def test_the_change_is_made_once_and_left_alone_by_the_script(run) -> None:
    helpers = SCRIPT.partition("\nfor document")[0]
    run(SCRIPT)
    run(helpers + CHANGE)
    run(SCRIPT)
    changed = Annotation.objects.get()
    assert (changed.note, changed.revision) == ("by script", 2)
