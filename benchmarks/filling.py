"""Filling the stage through argmap's own services: projects, codebooks, documents, annotations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from annotations.drafts import Draft
from annotations.models import Tag
from annotations.services import annotate
from benchmarks.stage import Stage
from benchmarks.texts import Passage, Writer
from documents.services import Source, add_documents
from projects.guards import Door, open_project
from projects.services import create_project

TAGS = [f"theme {number}" for number in range(1, 13)]
BATCH = 500


@dataclass(frozen=True)
class Filled:
    """A document in a project, with its text."""

    door: Door
    id: UUID
    text: str


def new_project(stage: Stage, slug: str) -> Door:
    """A private project of the benchmark's person."""
    create_project(user=stage.user, name=slug, slug=slug)
    return open_project(stage.user, slug)


def add_texts(stage: Stage, door: Door, texts: Sequence[str]) -> list[Filled]:
    """The texts as documents of a project."""
    sources = [Source(title=f"Article {number}", text=text) for number, text in enumerate(texts, 1)]
    added = add_documents(project=door.id, user=stage.user, sources=sources)
    return [Filled(door, one.id, text) for one, text in zip(added, texts, strict=True) if one.id]


def mark(filled: Filled, writer: Writer, passages: Sequence[Passage]) -> None:
    """Annotate the passages, each with two of TAGS."""
    for at in range(0, len(passages), BATCH):
        drafts = [
            Draft(document=filled.id, start=one.start, end=one.end, quote=one.quote, tags=writer.two(TAGS))
            for one in passages[at : at + BATCH]
        ]
        outcomes = annotate(door=filled.door, drafts=drafts, base="/")
        assert all(outcome.kind == "created" for outcome in outcomes)


def tags_of(door: Door) -> dict[str, tuple[UUID, str]]:
    """Each tag of the codebook by name: id and slug."""
    return {
        name: (id_, slug) for name, id_, slug in Tag.objects.filter(project=door.id).values_list("name", "id", "slug")
    }


def settle() -> None:
    """Let Postgres tidy up and count what was filled in, as it does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        cursor.execute("checkpoint")


def queries(ask: Any) -> int:
    """How many statements a call of `ask` sends to the database from this process."""
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)
