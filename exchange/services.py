"""Bringing texts in from files. Each batch is one transaction; a bad file harms no other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import User
from documents.services import Added, Source, add_documents
from exchange.intake import File, source_of

BATCH_FILES = 500
BATCH_CODE_POINTS = 8_000_000


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a file: created; there, in the document with this `id` and `title`; or refused, for `error`."""

    name: str
    status: str
    id: UUID | None = None
    title: str = ""
    error: ValidationError | None = None

    @classmethod
    def refused(cls, name: str, reason: str) -> "Fate":
        """The fate of something that is no readable file at all."""
        return cls(name, "refused", error=ValidationError({"file": reason}))

    @property
    def reasons(self) -> list[str]:
        """Why the file was refused, in sentences; a reason about one of its facts names that."""
        if self.error is None:
            return []
        about = {"text", "file"}
        return [
            message if field in about else f"{field}: {message}"
            for field, messages in self.error.message_dict.items()
            for message in messages
        ]


def import_files(*, project: UUID, user: User, files: Iterable[File]) -> Iterator[Fate]:
    """Add the texts of the files to a project, yielding in order what became of each; batches bound the memory."""
    batch: list[tuple[str, Source | ValidationError]] = []
    size = 0
    for file in files:
        try:
            made: Source | ValidationError = source_of(file)
        except ValidationError as error:
            made = error
        batch.append((file.name, made))
        size += len(made.text) if isinstance(made, Source) else 0
        if len(batch) >= BATCH_FILES or size >= BATCH_CODE_POINTS:
            yield from _import_batch(project, user, batch)
            batch, size = [], 0
    if batch:
        yield from _import_batch(project, user, batch)


def _import_batch(project: UUID, user: User, batch: list[tuple[str, Source | ValidationError]]) -> Iterator[Fate]:
    sources = [made for _, made in batch if isinstance(made, Source)]
    added: Iterator[Added] = iter(add_documents(project=project, user=user, sources=sources) if sources else [])
    for name, made in batch:
        if isinstance(made, ValidationError):
            yield Fate(name, "refused", error=made)
        else:
            fate = next(added)
            yield Fate(name, fate.status, fate.id, fate.title, fate.error)
