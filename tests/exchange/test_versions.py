"""What goes out says of each annotation which version of the text its offsets count in, and that this is so."""

import csv
import io

import orjson
import pytest

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.review import correct_text
from annotations.services import annotate
from tests.conftest import TEXT

pytestmark = pytest.mark.django_db

NEGATED = TEXT.replace("is not caused", "is caused")


@pytest.fixture
def both(doors, cast, document):
    """An annotation that was carried to the second version, and one that waits on the first."""
    for quote in ("not caused by migrant labour", "We were all paid"):
        start = TEXT.index(quote)
        annotate(
            door=doors(cast.bob), drafts=[Draft(document=document.id, start=start, end=start + len(quote))], base="/"
        )
    correct_text(door=doors(cast.erin), document=document, text=NEGATED)
    return {row.version: row for row in Annotation.objects.all()}


@pytest.fixture
def out(program, cast, project):
    """A function that gives an export of the project as it is served."""
    client = program(cast.ruth)
    return lambda name: b"".join(client.get(f"/api/v1/projects/{project.slug}/exports/{name}/")).decode()


def test_a_csv_names_the_version_and_its_hash(both, out):
    rows = list(csv.DictReader(io.StringIO(out("csv"))))
    assert sorted(row["document_version"] for row in rows) == ["1", "2"]
    for row in rows:
        text = {"1": TEXT, "2": NEGATED}[row["document_version"]]
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    assert len({row["document_sha256"] for row in rows}) == 2


def test_web_annotations_point_into_their_own_version(both, out, program, cast):
    for item in orjson.loads(out("w3c"))["first"]["items"]:
        address = item["target"]["source"]
        text = program(cast.ruth).get(address.removeprefix("http://testserver")).content.decode()
        selectors = {selector["type"]: selector for selector in item["target"]["selector"]}
        position = selectors["TextPositionSelector"]
        assert text[position["start"] : position["end"]] == selectors["TextQuoteSelector"]["exact"]
