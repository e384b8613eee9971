"""Annotations to export: tagged, untagged, noted, and such as hurt careless programs."""

import pytest

from tests.conftest import TEXT

HOSTILE = '=HYPERLINK("http://evil.example"),"x"\r\nsecond line; <script>alert(1)</script> 👩‍👩‍👧‍👦 שלום'
FAMILY = "👩‍👩‍👧‍👦"


@pytest.fixture
def annotated(document, doors, cast):
    """Bob's annotations on the document, in reading order."""
    from annotations.drafts import Draft
    from annotations.models import Annotation
    from annotations.services import annotate

    def at(quote, **fields):
        start = TEXT.index(quote)
        return Draft(document=document.id, start=start, end=start + len(quote), quote=quote, **fields)

    drafts = [
        at("Wages and borders\n\nWage stagnation"),
        at("migrant labour", tags=["Wages & pay", "=SUM(A1)"], note=HOSTILE),
        at("poorly", note="Only a note"),
        at(FAMILY, tags=["solidarity"]),
    ]
    outcomes = annotate(door=doors(cast.bob), drafts=drafts, base="https://argmap.example/annotations/")
    assert [outcome.kind for outcome in outcomes] == ["created"] * 4
    return list(Annotation.objects.filter(document=document).order_by("start"))
