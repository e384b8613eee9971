"""docs/reference/formats.md says what the code does."""

import re
from pathlib import Path

from exchange import manifest
from exchange.formats import csv

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "formats.md").read_text("utf-8")


def names(section):
    """The names in the first column of the section's table."""
    table = PAGE.split(f"### {section}\n")[1].split("\n#")[0]
    return [name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)]


def test_the_columns_of_the_csv_stand_there_in_order():
    assert names("CSV") == list(csv.COLUMNS)


def test_the_keys_of_a_manifest_stand_there():
    assert set(names("Folders and manifests")) == {"file", "remark", *manifest.FACTS}
