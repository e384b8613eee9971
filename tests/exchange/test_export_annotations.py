"""The command that writes annotations to a file."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exchange.formats.csv import bare
from tests.exchange.conftest import HOSTILE

pytestmark = pytest.mark.django_db


def run(**options):
    said = io.StringIO()
    call_command("export_annotations", **({"project": "free-movement", "stdout": said} | options))
    return said.getvalue()


def test_csv_goes_to_standard_output(annotated):
    rows = list(csv.DictReader(io.StringIO(run(format="csv"), newline="")))
    assert [row["id"] for row in rows] == [str(annotation.id) for annotation in annotated]
    assert bare(rows[1]["note"]) == HOSTILE
    assert rows[1]["note"].startswith("'=")


def test_the_w3c_format_is_written_to_a_file(annotated, tmp_path):
    path = tmp_path / "out.jsonld"
    assert run(format="w3c", output=path, site="https://argmap.example/") == ""
    made = json.loads(path.read_text("utf-8"))
    assert made["id"] == "https://argmap.example/api/v1/projects/free-movement/exports/w3c/"
    assert made["total"] == len(made["first"]["items"]) == 4
    assert list(tmp_path.iterdir()) == [path]


def test_line_ends_survive_in_a_file(annotated, tmp_path):
    path = tmp_path / "out.csv"
    run(format="csv", output=path, bom=True)
    assert path.read_bytes() == b"\xef\xbb\xbf" + run(format="csv").encode()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"project": "nowhere"}, "There is no project “nowhere”"),
        ({"site": "argmap"}, "--site must be a whole address"),
        ({"output": Path("/nowhere/at/all.csv")}, "cannot be written: No such file"),
    ],
)
def test_what_cannot_be_done_is_one_line(project, options, words):
    with pytest.raises(CommandError, match=words):
        run(format="csv", **options)
