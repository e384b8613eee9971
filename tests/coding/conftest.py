"""What the tests of coding share: Bob's and Erin's work in one document, and how far somebody sees."""

import pytest

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import annotate
from coding.finishing import finish
from tests.browser.reading import said
from tests.conftest import TEXT


@pytest.fixture
def work(document, doors, cast):
    """An annotation by Bob and one by Erin, in the same document."""
    said(doors(cast.bob), document, TEXT, "poorly", "wages")
    said(doors(cast.erin), document, TEXT, "solidarity", "solidarity")


@pytest.fixture
def seen(doors):
    """A function that gives the names of those whose annotations somebody sees."""
    return lambda user: set(Annotation.objects.seen_by(doors(user)).values_list("creator__username", flat=True))


@pytest.fixture
def mark(document, doors):
    """A function that has somebody annotate the document: `mark(cast.bob, "poorly", "wages", note="sic")`."""

    def marked(user, quote, *tags, note=""):
        start = TEXT.index(quote)
        draft = Draft(document=document.id, start=start, end=start + len(quote), tags=list(tags), note=note)
        (outcome,) = annotate(door=doors(user), drafts=[draft], base="/")
        return Annotation.objects.get(id=outcome.id)

    return marked


@pytest.fixture
def coded(document, doors, cast, mark):
    """The document as Alice and Bob have finished it: they agree, disagree, and Alice alone has marked something."""
    mark(cast.alice, "Wage stagnation", "wages")
    mark(cast.bob, "Wage stagnation", "wages")
    mark(cast.alice, "unscrupulous employers. We", "class")
    mark(cast.bob, "unscrupulous employers", "blame", note="sic")
    mark(cast.alice, "solidarity.", "solidarity")
    for user in (cast.alice, cast.bob):
        finish(door=doors(user), document=document.id)
    return document
