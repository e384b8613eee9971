"""What tests of agreement begin with: people who code a text and say that they are done."""

import pytest

from annotations.drafts import Draft
from annotations.services import annotate
from coding.finishing import finish


@pytest.fixture
def code(doors):
    """A function that has somebody mark the first place of each quotation, in one annotation: `code(user, document,
    "Wage stagnation", tags=["wages"])`; gives back its id."""

    def marked(user, document, *quotes, tags=()):
        text = document.versions.get(number=document.number).text
        pieces = [(text.index(quote), text.index(quote) + len(quote)) for quote in quotes]
        (start, end), *others = pieces
        draft = Draft(document=document.id, start=start, end=end, tags=list(tags))
        draft.fragments = [{"start": start, "end": end} for start, end in others]
        (outcome,) = annotate(door=doors(user), drafts=[draft], base="/")
        assert outcome.kind == "created", outcome
        return outcome.id

    return marked


@pytest.fixture
def done(doors):
    """A function that has people say that they are done with a document: `done(document, cast.bob, cast.erin)`."""

    def finished(document, *people):
        for user in people:
            finish(door=doors(user), document=document.id)

    return finished


@pytest.fixture
def coded(code, done, document, cast):
    """The document, finished by Bob and Erin. Both mark a wage; Erin marks solidarity and Bob does not."""
    for user in (cast.bob, cast.erin):
        code(user, document, "Wage stagnation", tags=["wages"])
    code(cast.erin, document, "solidarity", tags=["solidarity"])
    done(document, cast.bob, cast.erin)
    return document
