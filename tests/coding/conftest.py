"""What the tests of coding share: Bob's and Erin's work in one document, and how far somebody sees."""

import pytest

from annotations.models import Annotation
from tests.browser.reading import said
from tests.coding.stage import code, marked
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
    return lambda user, quote, *tags, note="": marked(doors(user), document, quote, *tags, note=note)


@pytest.fixture
def coded(document, doors, cast):
    """The document as Alice and Bob have finished it: they agree, disagree, and Alice alone has marked something."""
    return code(document, doors(cast.alice), doors(cast.bob))
