"""What tests of who says what begin with: texts of a day, and passages that somebody says."""

from datetime import date
from uuid import UUID

import pytest

from annotations.drafts import Draft
from annotations.models import Annotation
from annotations.services import annotate
from documents.models import Document
from documents.services import Source, add_documents
from tests.conftest import TEXT


@pytest.fixture
def publish(project, cast):
    """A function that imports a text published on a day: `publish("2017-08-04")`."""

    def imported(day: str | None, text: str = TEXT, title: str = "Wages and borders") -> Document:
        on = date.fromisoformat(day) if day else None
        source = Source(title=title, text=f"{day}\n\n{text}", published_on=on)
        (added,) = add_documents(project=project.id, user=cast.erin, sources=[source])
        return Document.objects.get(id=added.id)

    return imported


@pytest.fixture
def say(cast, doors):
    """A function that has Bob annotate: `say(document, "Wage stagnation", ["wages"], speaker=MAY)`."""

    def said(document: Document, quote: str, tags=(), note=None, **who: UUID) -> Annotation:
        text = document.versions.get().text
        spoken = [{"role": role, "actor": str(actor)} for role, actor in who.items()]
        start = text.index(quote)
        draft = Draft(document=document.id, start=start, end=start + len(quote), tags=list(tags), note=note)
        draft.attributions = spoken
        (outcome,) = annotate(door=doors(cast.bob), drafts=[draft], base="/")
        return Annotation.objects.get(id=outcome.id)

    return said
