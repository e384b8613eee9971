"""A document that two people have coded."""

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import annotate
from coding.finishing import finish
from tests.conftest import TEXT


def marked(door, document, quote: str, *tags: str, note: str = "") -> Annotation:
    """Annotate the first place of a quotation."""
    start = TEXT.index(quote)
    draft = Draft(document=document.id, start=start, end=start + len(quote), tags=list(tags), note=note)
    (outcome,) = annotate(door=door, drafts=[draft], base="/")
    return Annotation.objects.get(id=outcome.id)


def code(document, one, other):
    """Let two people, by their doors, finish the document: they agree, disagree, and one alone has marked something."""
    marked(one, document, "Wage stagnation", "wages")
    marked(other, document, "Wage stagnation", "wages")
    marked(one, document, "unscrupulous employers. We", "class")
    marked(other, document, "unscrupulous employers", "blame", note="sic")
    marked(one, document, "solidarity.", "solidarity")
    for door in (one, other):
        finish(door=door, document=document.id)
    return document
